//! The pipeline.

mod engine;
mod exec_error;

pub use engine::{RenderOptions, Rendered, TemplateFile, render};
