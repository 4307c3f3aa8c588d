//! Which objects of two streams are the same one.

use std::collections::BTreeMap;

use crate::Object;

/// What is compared of two objects. Each rule is tried on what the ones before it left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Group, kind, namespace and name. Of several such objects equal ones belong together, and the rest in its order.
    Same,
    /// Kind, namespace and name: an object that moved to another API group.
    OtherGroup,
    /// Group, kind and name: an object that moved to another namespace.
    OtherNamespace,
}

/// The places of objects that belong together, none of them twice.
pub(crate) fn pairs(old: &[Object], new: &[Object]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut old_left, mut new_left): (Vec<_>, Vec<_>) = ((0..old.len()).collect(), (0..new.len()).collect());
    for rule in [Rule::Same, Rule::OtherGroup, Rule::OtherNamespace] {
        let from = by(rule, old, &old_left);
        let mut to = by(rule, new, &new_left);
        let before = pairs.len();
        for (id, from) in from {
            let Some(to) = to.remove(&id) else { continue };
            match rule {
                Rule::Same => same(old, new, from, to, &mut pairs),
                // Only where there is no other choice.
                _ if from.len() == 1 && to.len() == 1 && !id[3].is_empty() => pairs.push((from[0], to[0])),
                _ => {}
            }
        }
        let (mut olds, mut news) = (vec![false; old.len()], vec![false; new.len()]);
        for &(a, b) in &pairs[before..] {
            (olds[a], news[b]) = (true, true);
        }
        old_left.retain(|&at| !olds[at]);
        new_left.retain(|&at| !news[at]);
    }
    pairs
}

/// The places by what the rule looks at.
fn by<'o>(rule: Rule, objects: &'o [Object], places: &[usize]) -> BTreeMap<[&'o str; 4], Vec<usize>> {
    let mut by: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for &at in places {
        let id = &objects[at].id;
        let group = if rule == Rule::OtherGroup { "" } else { id.group() };
        let namespace = id.namespace.as_deref().filter(|_| rule != Rule::OtherNamespace).unwrap_or("");
        by.entry([group, &id.kind, namespace, &id.name]).or_default().push(at);
    }
    by
}

fn same(
    old: &[Object],
    new: &[Object],
    from: Vec<usize>,
    mut to: Vec<usize>,
    pairs: &mut Vec<(usize, usize)>,
) {
    let mut from = from;
    if from.len() + to.len() > 2 {
        // Equal ones by sorting: there may be thousands without a name.
        let mut equal: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for &at in to.iter().rev() {
            equal.entry(&new[at].body).or_default().push(at);
        }
        let before = pairs.len();
        from.retain(|&at| match equal.get_mut(&old[at].body).and_then(Vec::pop) {
            Some(b) => {
                pairs.push((at, b));
                false
            }
            None => true,
        });
        let mut taken: Vec<_> = pairs[before..].iter().map(|pair| pair.1).collect();
        taken.sort_unstable();
        to.retain(|at| taken.binary_search(at).is_err());
    }
    pairs.extend(from.into_iter().zip(to));
}
