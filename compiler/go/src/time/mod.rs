//! Times, durations and zones as Go's package `time` has them: layouts by example, its error texts, its
//! calendar.
//!
//! There is no clock here: whoever wants the present time passes it in ([`Time::now`]). And there is no
//! host's zone: whoever wants one passes it as a [`Location`].

mod calendar;
mod duration;
mod format;
mod instant;
mod layout;
mod location;
mod marshal;
mod names;
mod parse;
mod quote;
mod rule;
mod zone;

pub use duration::{Duration, DurationError};
pub use format::RFC3339_NANO;
pub use instant::{Time, WallClock};
pub use location::{Location, LocationError};
pub use names::{Month, Weekday};
pub use parse::ParseError;

#[cfg(test)]
mod tests;
