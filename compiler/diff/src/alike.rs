//! How much two objects are alike.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::Data;

/// What an object has: its fields, and its fields with their values. As hashes, sorted, each once.
pub(crate) struct Features {
    fields: Vec<u64>,
    values: Vec<u64>,
}

/// How many scalars of an object are looked at.
const MOST: usize = 2_000;

impl Features {
    /// Those of an object.
    pub(crate) fn of(body: &Data) -> Features {
        let mut features = Features { fields: Vec::new(), values: Vec::new() };
        features.add(body, DefaultHasher::new());
        for hashes in [&mut features.fields, &mut features.values] {
            hashes.sort_unstable();
            hashes.dedup();
        }
        features
    }

    /// Adds what is below a field; data nests no deeper than [`crate::MAX_DEPTH`].
    fn add(&mut self, data: &Data, field: DefaultHasher) {
        if self.values.len() >= MOST {
            return;
        }
        match data {
            Data::Map(map) => {
                for (key, value) in map {
                    let mut field = field.clone();
                    key.hash(&mut field);
                    self.add(value, field);
                }
            }
            // Where an item stands says little.
            Data::List(items) => items.iter().for_each(|item| self.add(item, field.clone())),
            scalar => {
                self.fields.push(field.finish());
                let mut value = field;
                scalar.hash(&mut value);
                self.values.push(value.finish());
            }
        }
    }
}

/// From 0 to 1: half for the fields that both have among all of either, half for those that have the same value.
pub(crate) fn likeness(a: &Features, b: &Features) -> f64 {
    (share(&a.fields, &b.fields) + share(&a.values, &b.values)) / 2.0
}

/// The share of what is in both among what is in either.
fn share(a: &[u64], b: &[u64]) -> f64 {
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    let mut both = 0;
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                both += 1;
                left.next();
                right.next();
            }
        }
    }
    let either = a.len() + b.len() - both;
    if either == 0 { 1.0 } else { both as f64 / either as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Diff, read};

    #[test]
    fn renamed_objects_are_found() {
        let of = |name: &str, port: u16| {
            format!(
                "kind: Service\nmetadata: {{name: {name}, labels: {{app: x}}}}\nspec: {{type: A, port: {port}}}\n---\n"
            )
        };
        let old = read((of("one", 1) + &of("two", 2)).as_bytes());
        let new = read((of("new-two", 2) + &of("new-one", 1)).as_bytes());
        let diff = Diff::between(&old, &new);
        let pairs: Vec<_> = diff.objects.changed.iter().map(|changed| (changed.old, changed.new)).collect();
        assert_eq!(pairs, [(0, 1), (1, 0)]);
        // What has nothing in common but its kind is another object.
        let other = read(b"kind: Service\nmetadata: {name: b}\nspec: {clusterIP: None}\n");
        assert!(Diff::between(&old[..1], &other).objects.changed.is_empty());
    }

    #[test]
    fn likeness_is_a_share() {
        let of = |text: &str| Features::of(&read(text.as_bytes())[0].body);
        assert_eq!(likeness(&of("a: 1"), &of("a: 1")), 1.0);
        assert_eq!(likeness(&of("a: 1"), &of("a: 2")), 0.5);
        assert_eq!(likeness(&of("a: 1"), &of("b: 1")), 0.0);
    }
}
