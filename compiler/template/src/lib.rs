//! Go's text/template (Go 1.26): lexer, parser, tree, evaluator. It knows nothing of Helm or YAML:
//! functions come in a table, and what they need from outside through [`Host`].

mod ast;
mod call;
mod error;
mod exec;
mod fault;
pub mod fmt;
mod func;
mod lex;
mod meter;
mod parse;
mod print;
mod set;
pub mod trace;

pub use ast::*;
pub use error::Error;
pub use exec::{Call, Host, MapMethod, execute, execute_recorded};
pub use fault::{Fault, ParseError, ParseFault};
pub use func::{Args, Body, Effect, Flow, Func, Functions, Origin, Reads, Special};
pub use parse::{Parsed, Scratch, is_empty_tree, parse, parse_unnamed, parse_within};
pub use print::{NodeRef, context, find, location};
pub use set::{MissingKey, Options, Set};
