//! References, and the schemas through which a value was reached.

use super::{Mode, Outcome, Visit};
use crate::message;
use crate::schema::SchemaId;
use crate::violation::Kind;

/// A schema at work, and the one that applied it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'s> {
    pub schema: SchemaId,
    /// The reference that led here; empty if it is a subschema of the one above.
    pub keyword: &'static str,
    /// How many values are around the one that it is applied to.
    pub level: u32,
    pub parent: Option<&'s Scope<'s>>,
}

impl<'s> Scope<'s> {
    /// This one and all above.
    fn chain(&'s self) -> impl Iterator<Item = &'s Scope<'s>> {
        std::iter::successors(Some(self), |scope| scope.parent)
    }
}

impl<'a> Visit<'_, 'a> {
    /// A schema that is applied to a value because it is applied to that value would be so forever.
    pub(super) fn check_cycle(&self) -> Outcome<'a, ()> {
        let same_value = self.scope.chain().skip(1).take_while(|scope| scope.level == self.scope.level);
        let mut met = same_value.filter(|scope| scope.schema == self.scope.schema);
        match met.next() {
            None => Ok(()),
            Some(first) => Err(self.refusal(Kind::ReferenceCycle {
                schema: self.id,
                places: [self.keyword_location(&self.scope), self.keyword_location(first)],
            })),
        }
    }

    /// Through which keywords a schema was reached.
    fn keyword_location(&self, scope: &Scope<'_>) -> String {
        let mut steps = Vec::new();
        for step in scope.chain() {
            let Some(parent) = step.parent else { break };
            steps.push(match step.keyword {
                "" => {
                    let (above, below) =
                        (self.check.location(parent.schema), self.check.location(step.schema));
                    below.get(above.len()..).unwrap_or_default().to_owned()
                }
                keyword => format!("/{keyword}"),
            });
        }
        steps.into_iter().rev().collect()
    }

    /// Applies the schema that a reference names.
    pub(super) fn on_reference(&mut self, target: SchemaId, keyword: &'static str) -> Outcome<'a, ()> {
        self.on_self(target, keyword, Mode::Report).map_err(|refusal| {
            let causes = super::ungrouped(refusal);
            let mut violation = self.refusal(Kind::Reference)?;
            violation.causes = causes;
            Some(violation)
        })
    }

    /// `$recursiveRef` and `$dynamicRef`.
    pub(super) fn check_references(&mut self) {
        if let Some(target) = self.schema.recursive_reference {
            let target = match self.check.schema(target).recursive_anchor {
                true => self.outermost_recursive().unwrap_or(target),
                false => target,
            };
            let outcome = self.on_reference(target, "$recursiveRef");
            self.note(outcome);
        }
        if let Some((target, anchor)) = &self.schema.dynamic_reference {
            let target = match anchor {
                Some(anchor) if self.check.schema(*target).dynamic_anchor.as_ref() == Some(anchor) => {
                    self.outermost_dynamic(anchor).unwrap_or(*target)
                }
                _ => *target,
            };
            let outcome = self.on_reference(target, "$dynamicRef");
            self.note(outcome);
        }
    }

    fn outermost_recursive(&self) -> Option<SchemaId> {
        let resource = |scope: &Scope<'_>| self.check.schema(self.check.schema(scope.schema).resource);
        self.scope.chain().filter(|scope| resource(scope).recursive_anchor).last().map(|scope| scope.schema)
    }

    fn outermost_dynamic(&self, anchor: &[u8]) -> Option<SchemaId> {
        let resource = |scope: &Scope<'_>| self.check.schema(self.check.schema(scope.schema).resource);
        let anchored = self.scope.chain().filter_map(|scope| {
            let mut anchors = resource(scope).dynamic_anchors.iter();
            anchors.find(|(name, _)| **name == *anchor).map(|(_, id)| *id)
        });
        anchored.last()
    }
}

impl super::Check<'_> {
    /// What there is to say if a value is not the one of `const`.
    pub fn constant_text(&self, schema: &crate::schema::Schema) -> String {
        let document = self.schemas.document(schema);
        match schema.constant.and_then(|node| message::primitive(document, node)) {
            Some(text) => format!("value must be {text}"),
            None => "'const' failed".to_owned(),
        }
    }

    /// What there is to say if a value is none of `enum`.
    pub fn enumeration_text(&self, schema: &crate::schema::Schema) -> String {
        let document = self.schemas.document(schema);
        let items = schema.enumeration.iter().flat_map(|enumeration| &enumeration.items);
        let texts: Option<Vec<String>> = items.map(|item| message::primitive(document, *item)).collect();
        match texts.as_deref() {
            None => "'enum' failed".to_owned(),
            Some([one]) => format!("value must be {one}"),
            Some(several) => format!("value must be one of {}", several.join(", ")),
        }
    }
}
