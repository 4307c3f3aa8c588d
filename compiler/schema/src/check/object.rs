//! The keywords for objects.

use super::{Mode, Visit, ungrouped};
use crate::document::{NodeId, Text};
use crate::draft::Draft;
use crate::schema::{Additional, Dependency, ObjectRules};
use crate::violation::{Kind, Place, Violation};

impl<'a> Visit<'_, 'a> {
    pub(super) fn check_object(&mut self) {
        let Some(rules) = self.schema.object.as_deref() else { return };
        let document = self.check.document;
        let members = document.members(self.node);
        if let Some(want) = rules.min_properties.filter(|want| (members.len() as i64) < *want) {
            self.problem(Kind::MinProperties { got: members.len(), want });
        }
        if let Some(want) = rules.max_properties.filter(|want| (members.len() as i64) > *want) {
            self.problem(Kind::MaxProperties { got: members.len(), want });
        }
        let missing = self.missing(members, &rules.required);
        if !missing.is_empty() {
            self.problem(Kind::Required(missing));
        }
        if self.is_decided() {
            return;
        }
        for (name, dependency) in &rules.dependencies {
            let property = self.schema_text(*name);
            if document.find(members, property).is_none() {
                continue;
            }
            match dependency {
                Dependency::Required(names) => {
                    let missing = self.missing(members, names);
                    if !missing.is_empty() {
                        self.problem(Kind::Dependency { property, missing });
                    }
                }
                Dependency::Schema(id) => {
                    let outcome = self.on_self(*id, "", Mode::Report);
                    self.note(outcome);
                }
            }
        }
        self.check_members(rules, members);
        if self.is_decided() || self.schema.draft == Draft::Draft4 {
            return;
        }
        self.check_names(rules, members);
        if self.schema.draft == Draft::Draft6 {
            return;
        }
        for (name, id) in &rules.dependent_schemas {
            if document.find(members, self.schema_text(*name)).is_some() {
                let outcome = self.on_self(*id, "", Mode::Report);
                self.note(outcome);
            }
        }
        for (name, names) in &rules.dependent_required {
            let property = self.schema_text(*name);
            if document.find(members, property).is_some() {
                let missing = self.missing(members, names);
                if !missing.is_empty() {
                    self.problem(Kind::Dependency { property, missing });
                }
            }
        }
    }

    /// `properties`, `patternProperties`, `additionalProperties`.
    fn check_members(&mut self, rules: &'a ObjectRules, members: &[NodeId]) {
        let by_name = !rules.properties.is_empty() || !rules.pattern_properties.is_empty();
        if !by_name && rules.additional_properties.is_none() {
            return;
        }
        let (document, source) = (self.check.document, self.check.schemas.document(self.schema));
        let mut additional = Vec::new();
        for (index, value) in members.iter().enumerate() {
            if self.is_decided() {
                return;
            }
            let name = document.key_text(*value);
            let mut is_known = false;
            let found = rules.properties.binary_search_by(|(known, _)| source.text(*known).cmp(name));
            if let Ok(at) = found {
                is_known = true;
                let outcome = self.on_child(rules.properties[at].1, *value);
                self.note(outcome);
            }
            for (pattern, id) in &rules.pattern_properties {
                if !self.check.spend_pattern(pattern, name) {
                    return;
                }
                if pattern.is_match(name) {
                    is_known = true;
                    let outcome = self.on_child(*id, *value);
                    self.note(outcome);
                }
            }
            if !is_known && let Some(rule) = rules.additional_properties {
                is_known = true;
                match rule {
                    Additional::Bool(true) => {}
                    Additional::Bool(false) => additional.push(*value),
                    Additional::Schema(id) => {
                        let outcome = self.on_child(id, *value);
                        self.note(outcome);
                    }
                }
            }
            if is_known {
                self.pending.settle(index);
            }
        }
        if !additional.is_empty() {
            self.problem(Kind::AdditionalProperties(additional));
        }
    }

    /// `propertyNames`.
    fn check_names(&mut self, rules: &ObjectRules, members: &[NodeId]) {
        let Some(id) = rules.property_names else { return };
        let check = self.check;
        let other = check.metaschema_at(self.node).filter(|_| self.meta == Some(id));
        let (id, meta) = other.map_or((id, self.meta), |other| (other, Some(other)));
        for value in members {
            if let Err(refusal) = check.begin(id, check.document.key_node(*value), meta, self.mode) {
                let place = Place::Path(self.path.clone());
                let kind = Kind::PropertyName(check.document.key(*value));
                let told = refusal
                    .map(|violation| Box::new(Violation { place, kind, causes: ungrouped(Some(violation)) }));
                self.problems.push(told);
            }
        }
    }

    /// Those of the names that are not there.
    fn missing(&self, members: &[NodeId], names: &[Text]) -> Vec<&'a [u8]> {
        let names = names.iter().map(|name| self.schema_text(*name));
        names.filter(|name| self.check.document.find(members, name).is_none()).collect()
    }

    /// A text of the schema's document.
    pub(super) fn schema_text(&self, text: Text) -> &'a [u8] {
        self.check.schemas.document(self.schema).text(text)
    }

    /// `unevaluatedProperties` and `unevaluatedItems`.
    pub(super) fn check_unevaluated(&mut self) {
        let document = self.check.document;
        let schema = self.schema;
        let properties = schema.object.as_ref().and_then(|object| object.unevaluated_properties);
        let items = schema.array.as_ref().and_then(|array| array.unevaluated_items);
        let (id, parts) = match (document.items(self.node), properties, items) {
            (Some(list), _, Some(id)) => (id, list),
            (None, Some(id), _) => (id, document.members(self.node)),
            _ => return,
        };
        for index in self.pending.take() {
            let outcome = self.on_child(id, parts[index]);
            self.note(outcome);
        }
    }
}
