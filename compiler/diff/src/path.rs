//! Where in an object something stands.

use std::fmt;

use serde::Serialize;

/// A way from the head of an object to a value in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Path(pub Vec<Step>);

/// A step of a way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Step {
    /// Into the value of a key.
    Key(String),
    /// To the item of a list that is called so.
    Item {
        /// The fields that tell it apart, joined by `/`.
        item: String,
    },
    /// To the item at a place, from 0: in the new list, but for items that are in the old one alone.
    Index(usize),
}

impl Path {
    pub(crate) fn key(&self, key: &str) -> Path {
        self.and(Step::Key(key.into()))
    }

    pub(crate) fn item(&self, label: &Option<String>, at: usize) -> Path {
        self.and(label.as_ref().map_or(Step::Index(at), |label| Step::Item { item: label.clone() }))
    }

    fn and(&self, step: Step) -> Path {
        let mut steps = self.0.clone();
        steps.push(step);
        Path(steps)
    }
}

impl fmt::Display for Path {
    /// `spec.containers[web].args[2]`; keys that are no simple words in brackets and quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if is_word(key) => {
                    if at > 0 {
                        f.write_str(".")?;
                    }
                    f.write_str(key)?;
                }
                Step::Key(key) => write!(f, "[{key:?}]")?,
                Step::Item { item } if item.bytes().all(|b| b.is_ascii_digit()) => write!(f, "[{item:?}]")?,
                Step::Item { item } => write!(f, "[{item}]")?,
                Step::Index(at) => write!(f, "[{at}]")?,
            }
        }
        Ok(())
    }
}

fn is_word(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'$'))
}
