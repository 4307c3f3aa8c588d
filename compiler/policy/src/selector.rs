//! Label selectors (apimachinery: meta/v1/helpers.go, labels/selector.go).

use nexachart_admission::{Node, Object};

/// A selector that was read.
#[derive(Clone, Debug, Default)]
pub struct Selector(Vec<Requirement>);

#[derive(Clone, Debug)]
struct Requirement {
    key: String,
    operator: Operator,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

impl Selector {
    /// Reads a `LabelSelector`.
    ///
    /// # Errors
    /// Go's text for an operator that is none. What else API validation refuses is not looked at here.
    pub fn read(selector: &Object) -> Result<Selector, String> {
        let text = |node: &Node| node.as_text().unwrap_or_default().to_string();
        let mut requirements = Vec::new();
        if let Some(labels) = selector.map("matchLabels") {
            for (key, value) in labels.iter() {
                let values = vec![text(value)];
                requirements.push(Requirement { key: key.to_string(), operator: Operator::In, values });
            }
        }
        for expression in selector.maps("matchExpressions") {
            let operator = match expression.text("operator") {
                "In" => Operator::In,
                "NotIn" => Operator::NotIn,
                "Exists" => Operator::Exists,
                "DoesNotExist" => Operator::DoesNotExist,
                other => return Err(format!("{other:?} is not a valid label selector operator")),
            };
            let values = expression.list("values").iter().map(text).collect();
            requirements.push(Requirement { key: expression.text("key").to_string(), operator, values });
        }
        Ok(Selector(requirements))
    }

    /// Whether it selects everything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it selects something with these labels.
    pub fn matches(&self, labels: Option<&Object>) -> bool {
        self.0.iter().all(|requirement| {
            let value = labels.and_then(|labels| labels.get(&requirement.key)).and_then(Node::as_text);
            let among = value.is_some_and(|value| requirement.values.iter().any(|known| known == value));
            match requirement.operator {
                Operator::In => among,
                Operator::NotIn => !among,
                Operator::Exists => value.is_some(),
                Operator::DoesNotExist => value.is_none(),
            }
        })
    }
}
