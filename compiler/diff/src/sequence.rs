//! How one sequence becomes another: of list items, and of objects.

use std::fmt;

/// What stands at a place of a sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// Its place, from 0: in the old sequence if it was removed, in the new one if it was added.
    pub at: usize,
    /// How it is called among its like: by the fields that tell items apart, or by nothing but its place.
    pub label: Option<String>,
    /// What it is.
    pub what: T,
}

/// What is in both sequences and not the same in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed<P> {
    /// Its place in the old sequence, from 0.
    pub old: usize,
    /// Its place in the new one.
    pub new: usize,
    /// As [`Placed::label`].
    pub label: Option<String>,
    /// How it becomes the new one.
    pub patch: P,
}

/// How one sequence becomes another. Applied: what changed is changed, what was removed goes, the rest is brought into
/// `order`, and what was added comes to its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence<T, P> {
    /// What is in the old one alone, by place.
    pub removed: Vec<Placed<T>>,
    /// What is in the new one alone, by place.
    pub added: Vec<Placed<T>>,
    /// What changed, by place in the old one.
    pub changed: Vec<Changed<P>>,
    /// What stays, by old place in the new order; nothing where that is the old order.
    pub order: Option<Vec<usize>>,
}

/// A difference was applied to what it was not made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit;

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the difference was made from something else")
    }
}

impl std::error::Error for Misfit {}

impl<T, P> Default for Sequence<T, P> {
    fn default() -> Sequence<T, P> {
        Sequence { removed: Vec::new(), added: Vec::new(), changed: Vec::new(), order: None }
    }
}

impl<T, P> Sequence<T, P> {
    /// Whether both are the same.
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.added.is_empty() && self.changed.is_empty() && self.order.is_none()
    }
}

impl<T: Clone + PartialEq, P> Sequence<T, P> {
    /// The difference of two sequences in which `pairs` of places belong together, no place twice. `label` names an
    /// item, `patch` says how an item becomes another, if it is another.
    pub(crate) fn between(
        old: &[T],
        new: &[T],
        mut pairs: Vec<(usize, usize)>,
        label: impl Fn(&T) -> Option<String>,
        patch: impl Fn(&T, &T) -> Option<P>,
    ) -> Sequence<T, P> {
        let alone = |items: &[T], paired: &mut dyn Iterator<Item = usize>| {
            let mut stays = vec![false; items.len()];
            paired.for_each(|at| stays[at] = true);
            let left = items.iter().enumerate().filter(|(at, _)| !stays[*at]);
            left.map(|(at, item)| Placed { at, label: label(item), what: item.clone() }).collect()
        };
        let removed = alone(old, &mut pairs.iter().map(|pair| pair.0));
        let added = alone(new, &mut pairs.iter().map(|pair| pair.1));
        pairs.sort_by_key(|pair| pair.1);
        let order = pairs.iter().map(|pair| pair.0).collect::<Vec<_>>();
        let order = (!order.is_sorted()).then_some(order);
        pairs.sort_unstable();
        let changed = pairs.into_iter().filter_map(|(at, to)| {
            let patch = patch(&old[at], &new[to])?;
            Some(Changed { old: at, new: to, label: label(&new[to]), patch })
        });
        Sequence { changed: changed.collect(), removed, added, order }
    }

    /// The new sequence.
    pub(crate) fn apply(
        &self,
        old: &[T],
        change: impl Fn(&T, &P) -> Result<T, Misfit>,
    ) -> Result<Vec<T>, Misfit> {
        let mut rest: Vec<Option<T>> = old.iter().cloned().map(Some).collect();
        for changed in &self.changed {
            let place = rest.get_mut(changed.old).ok_or(Misfit)?;
            *place = Some(change(place.as_ref().ok_or(Misfit)?, &changed.patch)?);
        }
        for removed in &self.removed {
            let place = rest.get_mut(removed.at).ok_or(Misfit)?;
            if place.take().as_ref() != Some(&removed.what) {
                return Err(Misfit);
            }
        }
        let kept: Vec<T> = match &self.order {
            None => rest.into_iter().flatten().collect(),
            Some(order) => {
                let take = |at: &usize| rest.get_mut(*at).and_then(Option::take).ok_or(Misfit);
                let kept = order.iter().map(take).collect::<Result<_, _>>()?;
                if rest.iter().any(Option::is_some) {
                    return Err(Misfit);
                }
                kept
            }
        };
        let mut out = Vec::with_capacity(kept.len() + self.added.len());
        let mut kept = kept.into_iter();
        for added in &self.added {
            while out.len() < added.at {
                out.push(kept.next().ok_or(Misfit)?);
            }
            out.push(added.what.clone());
        }
        out.extend(kept);
        Ok(out)
    }
}
