//! How large numbers may be, and how many items there may be.

use super::check::Checker;
use crate::finding::Code;
use crate::{Node, Value};

impl Checker<'_> {
    /// Bounds of a number.
    pub(super) fn number(&mut self, node: Node<'_>, value: f64, schema: Node<'_>) {
        let bound = |key: &str| schema.at(key).and_then(as_number);
        if let Some(most) = bound("maximum") {
            if schema.flag("exclusiveMaximum") && value >= most {
                self.invalid(node, &format!("should be less than {most}"));
            } else if value > most {
                self.invalid(node, &format!("should be less than or equal to {most}"));
            }
        }
        if let Some(least) = bound("minimum") {
            if schema.flag("exclusiveMinimum") && value <= least {
                self.invalid(node, &format!("should be greater than {least}"));
            } else if value < least {
                self.invalid(node, &format!("should be greater than or equal to {least}"));
            }
        }
        let factor = bound("multipleOf").filter(|factor| *factor > 0.0);
        if let Some(factor) = factor.filter(|factor| (value / factor).fract() != 0.0) {
            self.invalid(node, &format!("should be a multiple of {factor}"));
        }
        self.width(node, schema);
    }

    /// Numbers that a format has no room for. Go: numberValidator checks the ranges of `int32`, `int64` and `float`.
    fn width(&mut self, node: Node<'_>, schema: Node<'_>) {
        if schema.text_at("type") == "integer" && schema.text_at("format") == "int32" {
            let fits = node.int().is_some_and(|value| i32::try_from(value).is_ok());
            if !fits && matches!(node.value(), Value::Int(_) | Value::Uint(_)) {
                let message = "Checked value must be of type integer with format int32";
                self.invalid(node, message);
            }
        }
    }

    /// `minItems`, `maxItems`, `minProperties`, `maxProperties`
    pub(super) fn count(&mut self, node: Node<'_>, schema: Node<'_>, count: usize, key: &str, word: &str) {
        let count = count as i64;
        if let Some(most) = schema.int_at(&format!("max{key}")).filter(|most| count > *most) {
            self.add(Code::TooLong, node, format!("Too many: {count}: must have at most {most} items"));
        }
        if let Some(least) = schema.int_at(&format!("min{key}")).filter(|least| count < *least) {
            let path = node.path();
            let message =
                format!("Invalid value: {count}: {path} in body should have at least {least} {word}");
            self.add(Code::Invalid, node, message);
        }
    }
}

fn as_number(node: Node<'_>) -> Option<f64> {
    match node.value() {
        Value::Int(value) => Some(value as f64),
        Value::Uint(value) => Some(value as f64),
        Value::Float(value) => Some(value),
        _ => None,
    }
}
