//! time: layouts, durations, zones.
