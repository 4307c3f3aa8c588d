//! A repository of charts: its nexachart.yaml, its environments, and the targets to be rendered, each of them a chart
//! for an environment.
//!
//! Without nexachart.yaml there are conventions: [`Workspace::load`] tells them. [`keys`] is the table of what the file
//! may hold.

mod check;
mod config;
mod find;
mod golden;
pub mod keys;
mod reference;
pub mod scaffold;
mod schema;
mod select;
mod shard;
mod target;
mod workspace;

pub use config::{At, ChartEntry, Config, Exemption, Golden, Secrets, Settings, Severity, read};
pub use find::{FILE, root};
pub use nexachart_chart::{ListMerge, ListRule};
pub use reference::reference;
pub use schema::json_schema;
pub use shard::Shard;
pub use target::Target;
pub use workspace::{Chart, Workspace};

#[cfg(test)]
mod tests;
