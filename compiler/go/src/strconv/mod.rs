//! strconv: numbers and quoted strings to and from text.
