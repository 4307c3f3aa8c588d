//! The keywords that combine schemas: `not`, `allOf`, `anyOf`, `oneOf`, `if`.

use super::{Mode, Visit};
use crate::violation::Kind;

impl Visit<'_, '_> {
    pub(super) fn check_logic(&mut self) {
        let Some(logic) = self.schema.logic.as_deref() else { return };
        if let Some(id) = logic.not
            && self.on_self(id, "", Mode::Decide).is_ok()
        {
            self.problem(Kind::Not);
        }
        let mut violations = Vec::new();
        for id in &logic.all_of {
            if let Err(violation) = self.on_self(*id, "", Mode::Report) {
                violations.push(violation);
                if self.mode == Mode::Decide {
                    break;
                }
            }
        }
        if !violations.is_empty() {
            self.problem_with(Kind::AllOf, violations);
        }
        self.check_any(&logic.any_of);
        self.check_one(&logic.one_of);
        if let Some(condition) = &logic.condition {
            let chosen = match self.on_self(condition.test, "", Mode::Decide) {
                Ok(()) => condition.then,
                Err(_) => condition.otherwise,
            };
            if let Some(id) = chosen {
                let outcome = self.on_self(id, "", Mode::Report);
                self.note(outcome);
            }
        }
    }

    fn check_any(&mut self, schemas: &[crate::schema::SchemaId]) {
        let mut violations = Vec::new();
        let mut matches = schemas.is_empty();
        for id in schemas {
            match self.on_self(*id, "", Mode::Report) {
                Err(violation) => violations.push(violation),
                Ok(()) => {
                    matches = true;
                    // The others may still speak of properties and items.
                    if self.pending.is_empty() {
                        break;
                    }
                }
            }
        }
        if !matches {
            self.problem_with(Kind::AnyOf, violations);
        }
    }

    fn check_one(&mut self, schemas: &[crate::schema::SchemaId]) {
        let mut violations = Vec::new();
        let mut matched = None;
        for (index, id) in schemas.iter().enumerate() {
            // Of those after a match only the verdict matters.
            let mode = if matched.is_some() { Mode::Decide } else { Mode::Report };
            match (self.on_self(*id, "", mode), matched) {
                (Err(violation), None) => violations.push(violation),
                (Err(_), Some(_)) => {}
                (Ok(()), None) => matched = Some(index),
                (Ok(()), Some(first)) => return self.problem(Kind::OneOf(Some((first, index)))),
            }
        }
        if matched.is_none() && !schemas.is_empty() {
            self.problem_with(Kind::OneOf(None), violations);
        }
    }
}
