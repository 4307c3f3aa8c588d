//! Go's libraries as Helm uses them, with Go's results and error texts: each module is named after
//! the package it answers to. Pure functions over bytes and numbers; nothing here knows of values
//! or templates.

pub mod base64;
pub mod decimal;
pub mod filepath;
pub mod glob;
pub mod goutils;
pub mod html;
pub mod netip;
pub mod path;
pub mod regexp;
pub mod semver;
pub mod strconv;
pub mod strings;
pub mod time;
pub mod unicode;
pub mod url;
pub mod utf8;
pub mod xstrings;
