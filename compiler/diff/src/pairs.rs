//! Which objects of two streams are the same one.

use std::collections::BTreeMap;

use crate::Object;
use crate::alike::{Features, likeness};

/// What is compared of two objects. Each rule is tried on what the ones before it left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Group, kind, namespace and name. Of several such objects equal ones belong together, and the rest in its order.
    Same,
    /// Kind, namespace and name: an object that moved to another API group.
    OtherGroup,
    /// Group, kind and name: an object that moved to another namespace.
    OtherNamespace,
    /// Group, kind and template: an object that got another name and is [`ALIKE`].
    OtherName,
    /// Group and kind: the same, from another template, for which it has to be more alike.
    OtherTemplate,
}

/// From which likeness on objects of other names are taken for the same one.
const ALIKE: f64 = 0.5;
/// The same for objects of other templates.
const ALIKE_ELSEWHERE: f64 = 0.75;
/// How many pairs of objects of one kind are looked at for that.
const MOST: usize = 40_000;

/// The places of objects that belong together, none of them twice.
pub(crate) fn pairs(old: &[Object], new: &[Object]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut old_left, mut new_left): (Vec<_>, Vec<_>) = ((0..old.len()).collect(), (0..new.len()).collect());
    let rules = [Rule::Same, Rule::OtherGroup, Rule::OtherNamespace, Rule::OtherName, Rule::OtherTemplate];
    for rule in rules {
        let from = by(rule, old, &old_left);
        let mut to = by(rule, new, &new_left);
        let before = pairs.len();
        for (id, from) in from {
            let Some(to) = to.remove(&id) else { continue };
            match rule {
                Rule::Same => same(old, new, from, to, &mut pairs),
                Rule::OtherName => alike(old, new, &from, &to, ALIKE, &mut pairs),
                Rule::OtherTemplate => alike(old, new, &from, &to, ALIKE_ELSEWHERE, &mut pairs),
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
        let Object { id, source, .. } = &objects[at];
        let namespace = id.namespace.as_deref().unwrap_or_default();
        let key = match rule {
            Rule::Same => [id.group(), &id.kind, namespace, &id.name],
            Rule::OtherGroup => ["", &id.kind, namespace, &id.name],
            Rule::OtherNamespace => [id.group(), &id.kind, "", &id.name],
            Rule::OtherName => [id.group(), &id.kind, source.as_deref().unwrap_or_default(), ""],
            Rule::OtherTemplate => [id.group(), &id.kind, "", ""],
        };
        by.entry(key).or_default().push(at);
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

/// Pairs of objects that are alike, the likest first.
fn alike(
    old: &[Object],
    new: &[Object],
    from: &[usize],
    to: &[usize],
    least: f64,
    pairs: &mut Vec<(usize, usize)>,
) {
    if from.len().saturating_mul(to.len()) > MOST {
        return;
    }
    let features = |objects: &[Object], places: &[usize]| -> Vec<Features> {
        places.iter().map(|&at| Features::of(&objects[at].body)).collect()
    };
    let (olds, news) = (features(old, from), features(new, to));
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for (a, left) in olds.iter().enumerate() {
        for (b, right) in news.iter().enumerate() {
            let likeness = likeness(left, right);
            if likeness >= least {
                candidates.push((likeness, a, b));
            }
        }
    }
    // As likely ones in the order in which they stand.
    candidates.sort_by(|(x, a, b), (y, c, d)| y.total_cmp(x).then_with(|| (a, b).cmp(&(c, d))));
    let (mut olds, mut news) = (vec![false; from.len()], vec![false; to.len()]);
    for (_, a, b) in candidates {
        if !olds[a] && !news[b] {
            (olds[a], news[b]) = (true, true);
            pairs.push((from[a], to[b]));
        }
    }
}
