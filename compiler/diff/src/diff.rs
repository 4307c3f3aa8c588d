//! How the objects of one stream become those of another.

use crate::pairs::pairs;
use crate::sequence::{Misfit, Sequence};
use crate::{Object, Patch};

/// How the objects of one stream become those of another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diff {
    /// What happens to them.
    pub objects: Sequence<Object, Patch>,
}

impl Diff {
    /// The difference of two streams.
    pub fn between(old: &[Object], new: &[Object]) -> Diff {
        let label = |object: &Object| Some(object.id.to_string());
        let patch = |old: &Object, new: &Object| Patch::between(&old.body, &new.body);
        Diff { objects: Sequence::between(old, new, pairs(old, new), label, patch) }
    }

    /// The new objects, in the new order. An error if this was not made from `old`.
    pub fn apply(&self, old: &[Object]) -> Result<Vec<Object>, Misfit> {
        self.objects.apply(old, |object, patch| {
            let changed = Object::new(patch.apply(&object.body)?);
            Ok(Object { source: object.source.clone(), ..changed })
        })
    }

    /// Whether nothing but order differs that nobody minds: of objects, and of lists whose order says nothing.
    pub fn is_quiet(&self) -> bool {
        let objects = &self.objects;
        objects.added.is_empty()
            && objects.removed.is_empty()
            && objects.changed.iter().all(|changed| changed.patch.is_quiet())
    }
}
