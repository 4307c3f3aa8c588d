//! The keywords for lists.

use super::Visit;
use crate::document::NodeId;
use crate::draft::Draft;
use crate::schema::{Additional, ArrayRules};
use crate::violation::Kind;

impl<'a> Visit<'_, 'a> {
    pub(super) fn check_array(&mut self) {
        let Some(rules) = self.schema.array.as_deref() else { return };
        let document = self.check.document;
        let items = document.items(self.node).unwrap_or_default();
        if let Some(want) = rules.min_items.filter(|want| (items.len() as i64) < *want) {
            self.problem(Kind::MinItems { got: items.len(), want });
        }
        if let Some(want) = rules.max_items.filter(|want| (items.len() as i64) > *want) {
            self.problem(Kind::MaxItems { got: items.len(), want });
        }
        if rules.unique_items {
            match document.duplicates(items) {
                Ok(None) => {}
                Ok(Some((first, second))) => self.problem(Kind::UniqueItems(first, second)),
                Err(incomparable) => {
                    let refusal = self.incomparable(incomparable);
                    self.problems.push(refusal);
                }
            }
        }
        let first = rules.first.len().min(items.len());
        for (id, item) in rules.first.iter().zip(items) {
            let outcome = self.on_child(*id, *item);
            self.note(outcome);
        }
        match rules.rest {
            Some(Additional::Bool(false)) if first < items.len() => {
                self.problem(Kind::AdditionalItems(items.len() - first));
            }
            Some(Additional::Schema(id)) => {
                for item in &items[first..] {
                    let outcome = self.on_child(id, *item);
                    self.note(outcome);
                }
            }
            _ => {}
        }
        self.check_contains(rules, items);
    }

    /// `contains`, `minContains`, `maxContains`.
    fn check_contains(&mut self, rules: &ArrayRules, items: &[NodeId]) {
        let Some(id) = rules.contains else { return };
        let (mut matched, mut refusals) = (Vec::new(), Vec::new());
        for (index, item) in items.iter().enumerate() {
            match self.on_child(id, *item) {
                Err(refusal) => refusals.push(refusal),
                Ok(()) => {
                    matched.push(index);
                    if self.schema.draft >= Draft::Draft2020 {
                        self.pending.settle(index);
                    }
                }
            }
        }
        let count = matched.len() as i64;
        match rules.min_contains {
            Some(want) if count < want => {
                self.problem_with(Kind::MinContains { got: matched.clone(), want }, refusals);
            }
            None if count == 0 => self.problem_with(Kind::Contains, refusals),
            _ => {}
        }
        if let Some(want) = rules.max_contains.filter(|want| count > *want) {
            self.problem(Kind::MaxContains { got: matched, want });
        }
    }
}
