//! Values as Go prints them.

use nexachart_template::fmt::sprintf;
use nexachart_value::Value;

/// `%v` of a value.
pub(crate) fn display(value: &Value) -> String {
    formatted(b"%v", value)
}

/// `%t` of a value: Go shows what is no boolean as a mistake.
pub(crate) fn display_bool(value: &Value) -> String {
    formatted(b"%t", value)
}

fn formatted(format: &[u8], value: &Value) -> String {
    let mut text = Vec::new();
    sprintf(&mut text, format, std::slice::from_ref(value));
    String::from_utf8_lossy(&text).into_owned()
}
