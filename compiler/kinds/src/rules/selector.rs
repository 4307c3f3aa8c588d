//! Label selectors. Go: k8s.io/apimachinery/pkg/apis/meta/v1/validation, ValidateLabelSelector.

use super::Rules;
use crate::{Node, syntax};

impl Rules<'_> {
    /// A selector with `matchLabels` and `matchExpressions`.
    pub fn selector(&mut self, selector: Node<'_>) {
        self.labels(selector, "matchLabels");
        for requirement in selector.list("matchExpressions") {
            let values = requirement.list("values");
            match requirement.text_at("operator") {
                "In" | "NotIn" if values.is_empty() => {
                    self.required(
                        requirement,
                        "values",
                        "must be specified when `operator` is 'In' or 'NotIn'",
                    );
                }
                "Exists" | "DoesNotExist" => {
                    if let Some(node) = requirement.at("values").filter(|_| !values.is_empty()) {
                        self.forbidden(
                            node,
                            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
                        );
                    }
                }
                "In" | "NotIn" => {}
                operator => {
                    let value = nexachart_go::strconv::quote(operator.as_bytes());
                    self.invalid_below(requirement, "operator", &value, "not a valid selector operator");
                }
            }
            match requirement.at("key") {
                Some(key) => self.invalid_each(key, syntax::qualified_name(key.text())),
                None => {
                    for why in syntax::qualified_name("") {
                        self.invalid_below(requirement, "key", "\"\"", &why);
                    }
                }
            }
            for value in values {
                self.invalid_each(value, syntax::label_value(value.text()));
            }
        }
    }
}

/// Whether a selector takes these labels.
pub(super) fn matches(selector: Node<'_>, labels: Option<Node<'_>>) -> bool {
    let label = |key: &str| labels.and_then(|labels| labels.get(key)).map(Node::text);
    selector.map("matchLabels").all(|wanted| label(wanted.name()) == Some(wanted.text()))
        && selector.list("matchExpressions").all(|requirement| {
            let value = label(requirement.text_at("key"));
            let mut values = requirement.list("values");
            match requirement.text_at("operator") {
                "In" => value.is_some_and(|value| values.any(|one| one.text() == value)),
                "NotIn" => value.is_none_or(|value| !values.any(|one| one.text() == value)),
                "Exists" => value.is_some(),
                _ => value.is_none(),
            }
        })
}

/// Whether it selects everything.
pub(super) fn is_empty(selector: Node<'_>) -> bool {
    selector.map("matchLabels").is_empty() && selector.list("matchExpressions").is_empty()
}
