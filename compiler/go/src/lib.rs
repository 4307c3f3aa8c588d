//! Go's libraries as Helm uses them, with Go's results and error texts: each module is named after
//! the package it answers to. Pure functions over bytes and numbers; nothing here knows of values
//! or templates.

pub mod strconv;
pub mod utf8;
pub mod strings;
pub mod unicode;
pub mod path;
pub mod filepath;
pub mod url;
pub mod html;
pub mod decimal;
pub mod time;
pub mod regexp;
pub mod semver;
pub mod glob;
pub mod xstrings;
pub mod goutils;
