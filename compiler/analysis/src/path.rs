//! Paths in values: `redis.auth.users[0].name`.

use std::fmt;

/// A way from the top of the values of the chart that is rendered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(pub Vec<Step>);

/// A step of a way.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into the value of a key.
    Key(Box<[u8]>),
    /// To an item of a list, from 0.
    Index(usize),
}

impl Path {
    /// Reads `a.b[0]."c.d"`-like texts as they are written in a command line: keys between dots, `\.` for a dot in a key, a
    /// number in brackets for an item of a list. What is no number in brackets is a key, with or without quotes.
    ///
    /// ```
    /// use nexachart_analysis::Path;
    /// assert_eq!(Path::parse(r"a.b\.c[1].d").to_string(), r#"a["b.c"][1].d"#);
    /// assert_eq!(Path::parse(r#"a["b.c"][1].d"#).to_string(), r#"a["b.c"][1].d"#);
    /// ```
    pub fn parse(text: &str) -> Path {
        let mut steps = Vec::new();
        let mut key = String::new();
        let mut open = false;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' if matches!(chars.peek(), Some('.' | '[' | '\\')) => {
                    key.extend(chars.next());
                    open = true;
                }
                '.' => {
                    if open {
                        steps.push(Step::key(key.as_bytes()));
                    }
                    key.clear();
                    open = false;
                }
                '[' => {
                    if open {
                        steps.push(Step::key(key.as_bytes()));
                    }
                    key.clear();
                    open = false;
                    let quoted = chars.next_if_eq(&'"').is_some();
                    let mut inner = String::new();
                    while let Some(c) = chars.next() {
                        match c {
                            '"' if quoted && chars.next_if_eq(&']').is_some() => break,
                            ']' if !quoted => break,
                            c => inner.push(c),
                        }
                    }
                    steps.push(match inner.parse() {
                        Ok(index) if !quoted => Step::Index(index),
                        _ => Step::key(inner.as_bytes()),
                    });
                }
                c => {
                    key.push(c);
                    open = true;
                }
            }
        }
        if open {
            steps.push(Step::key(key.as_bytes()));
        }
        Path(steps)
    }

    /// The path of keys.
    pub fn of<K: AsRef<[u8]>>(keys: impl IntoIterator<Item = K>) -> Path {
        Path(keys.into_iter().map(|key| Step::key(key.as_ref())).collect())
    }

    /// The same with a key behind it.
    pub fn key(&self, key: &[u8]) -> Path {
        self.and(Step::key(key))
    }

    /// The same with the place in a list behind it.
    pub fn index(&self, index: usize) -> Path {
        self.and(Step::Index(index))
    }

    /// The same with a step behind it.
    pub fn and(&self, step: Step) -> Path {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Path(steps)
    }

    /// The same with another path behind it.
    pub fn join(&self, rest: &[Step]) -> Path {
        Path([&self.0[..], rest].concat())
    }

    /// The last key of it.
    pub fn last_key(&self) -> Option<&[u8]> {
        self.0.iter().rev().find_map(Step::as_key)
    }
}

impl Step {
    /// Into the value of a key.
    pub fn key(key: &[u8]) -> Step {
        Step::Key(key.into())
    }

    /// The key, if it is one.
    pub fn as_key(&self) -> Option<&[u8]> {
        match self {
            Step::Key(key) => Some(key),
            Step::Index(_) => None,
        }
    }
}

impl fmt::Display for Path {
    /// Keys that are no simple words in brackets and quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) => {
                    let word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
                    let text = String::from_utf8_lossy(key);
                    match !key.is_empty() && key.iter().all(word) {
                        true if at > 0 => write!(f, ".{text}")?,
                        true => f.write_str(&text)?,
                        false => write!(f, "[{text:?}]")?,
                    }
                }
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}
