//! The keywords for strings and numbers.

use std::cmp::Ordering;

use nexachart_go::utf8::rune_count;

use super::Visit;
use crate::document::Text;
use crate::violation::Kind;

impl Visit<'_, '_> {
    pub(super) fn check_string(&mut self, text: Text) {
        let Some(rules) = self.schema.string.as_deref() else { return };
        let bytes = self.check.document.text(text);
        if rules.min_length.is_some() || rules.max_length.is_some() {
            let got = rune_count(bytes);
            if let Some(want) = rules.min_length.filter(|want| (got as i64) < *want) {
                self.problem(Kind::MinLength { got, want });
            }
            if let Some(want) = rules.max_length.filter(|want| (got as i64) > *want) {
                self.problem(Kind::MaxLength { got, want });
            }
        }
        if let Some((pattern, regexp)) = &rules.pattern
            && self.check.spend_pattern(regexp, bytes)
            && !regexp.is_match(bytes)
        {
            self.problem(Kind::Pattern { got: text, want: self.schema_text(*pattern) });
        }
    }

    pub(super) fn check_number(&mut self) {
        let Some(rules) = self.schema.number.as_deref() else { return };
        let Some(n) = self.check.document.as_number(self.node) else { return self.check.stop_at_nil() };
        if let Some(want) = rules.minimum.as_ref().filter(|want| n < **want) {
            self.problem(Kind::Minimum { got: n.clone(), want });
        }
        if let Some(want) = rules.maximum.as_ref().filter(|want| n > **want) {
            self.problem(Kind::Maximum { got: n.clone(), want });
        }
        if let Some(want) = rules.exclusive_minimum.as_ref().filter(|want| n.cmp(want) != Ordering::Greater) {
            self.problem(Kind::ExclusiveMinimum { got: n.clone(), want });
        }
        if let Some(want) = rules.exclusive_maximum.as_ref().filter(|want| n.cmp(want) != Ordering::Less) {
            self.problem(Kind::ExclusiveMaximum { got: n.clone(), want });
        }
        if let Some(want) = &rules.multiple_of {
            match n.is_multiple_of(want) {
                None => self.check.stop("unable to validate schema: division by zero"),
                Some(true) => {}
                Some(false) => self.problem(Kind::MultipleOf { got: n, want }),
            }
        }
    }
}
