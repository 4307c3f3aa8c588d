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
        let mut refusals = Vec::new();
        for id in &logic.all_of {
            if let Err(refusal) = self.on_self(*id, "", Mode::Report) {
                refusals.push(refusal);
                if self.mode == Mode::Decide {
                    break;
                }
            }
        }
        if !refusals.is_empty() {
            self.problem_with(Kind::AllOf, refusals);
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
        let mut refusals = Vec::new();
        let mut matches = schemas.is_empty();
        for id in schemas {
            match self.on_self(*id, "", Mode::Report) {
                Err(refusal) => refusals.push(refusal),
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
            self.problem_with(Kind::AnyOf, refusals);
        }
    }

    fn check_one(&mut self, schemas: &[crate::schema::SchemaId]) {
        let mut refusals = Vec::new();
        let mut matched = None;
        for (index, id) in schemas.iter().enumerate() {
            // Of those after a match only the verdict matters.
            let mode = if matched.is_some() { Mode::Decide } else { Mode::Report };
            match (self.on_self(*id, "", mode), matched) {
                (Err(refusal), None) => refusals.push(refusal),
                (Err(_), Some(_)) => {}
                (Ok(()), None) => matched = Some(index),
                (Ok(()), Some(first)) => return self.problem(Kind::OneOf(Some((first, index)))),
            }
        }
        if matched.is_none() && !schemas.is_empty() {
            self.problem_with(Kind::OneOf(None), refusals);
        }
    }
}
