//! Lists against lists: which items belong together.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::sequence::Sequence;
use crate::{Data, Patch, patch};

/// How a list becomes another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPatch {
    /// What happens to its items.
    pub items: Sequence<Data, Patch>,
    /// How the items that stay are called, in their new order, where that is not the old one.
    pub names: Vec<String>,
    /// Whether somebody minds the order of the items.
    pub order: Order,
}

/// Whether the order of a list says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// It does.
    Told,
    /// It does not: Kubernetes takes the list for a map (`x-kubernetes-list-type: map`).
    Quiet,
}

/// Fields by which Kubernetes tells the items of a list apart, by the name of the list: `x-kubernetes-list-map-keys`
/// and `x-kubernetes-patch-merge-key` of its OpenAPI document. The order of such a list says nothing.
const KUBERNETES: &[(&str, &[&str])] = &[
    ("claims", &["name"]),
    ("conditions", &["type"]),
    ("containers", &["name"]),
    ("ephemeralContainers", &["name"]),
    ("hostAliases", &["ip"]),
    ("imagePullSecrets", &["name"]),
    ("matchConditions", &["name"]),
    ("ownerReferences", &["uid"]),
    ("ports", &["name"]),
    ("ports", &["containerPort", "protocol"]),
    ("ports", &["port", "protocol"]),
    ("resourceClaims", &["name"]),
    ("schedulingGates", &["name"]),
    ("secrets", &["name"]),
    ("topologySpreadConstraints", &["topologyKey", "whenUnsatisfiable"]),
    ("volumeDevices", &["devicePath"]),
    ("volumeMounts", &["mountPath"]),
    ("volumes", &["name"]),
    ("webhooks", &["name"]),
];

/// Fields that tell the items of other lists apart, where they do. Items of `initContainers`, `env` and `variables` are
/// found by their names too, but are used in their order.
const OTHERS: &[&[&str]] = &[
    &["name"],
    &["key"],
    &["id"],
    &["ip"],
    &["mountPath"],
    &["containerPort", "protocol"],
    &["port", "protocol"],
    &["topologyKey"],
    &["host"],
    &["path"],
    &["secretName"],
    &["type"],
    &["kind", "name"],
];

/// Of how many items on both sides the longest common part is looked for, which takes up to the square of that.
const MAX_ITEMS: usize = 4_000;

/// How the list `field` becomes another; neither is empty.
pub(crate) fn between(field: &str, old: &[Data], new: &[Data]) -> ListPatch {
    let nameless = || reordered(old, new).unwrap_or_else(|| common(old, new));
    let (keys, order, pairs) = match keyed(field, old, new) {
        Some(keyed) => (keyed.keys, keyed.order, keyed.pairs),
        None => (&[][..], Order::Told, nameless()),
    };
    let label = |item: &Data| label(item, keys).filter(|_| !keys.is_empty());
    let change = |old: &Data, new: &Data| patch::between("", old, new);
    let items = Sequence::between(old, new, pairs, label, change);
    let name = |&at: &usize| match &old[at] {
        item if item.is_scalar() => item.one_line(),
        item => label(item).unwrap_or_else(|| format!("[{at}]")),
    };
    let names = items.order.iter().flatten().map(name).collect();
    ListPatch { items, names, order }
}

struct Keyed {
    keys: &'static [&'static str],
    order: Order,
    pairs: Vec<(usize, usize)>,
}

/// The items by the fields that tell them apart on both sides: of several such sets of fields the one by which the
/// most items are on both sides.
fn keyed(field: &str, old: &[Data], new: &[Data]) -> Option<Keyed> {
    let own = KUBERNETES.iter().filter(|(name, _)| *name == field).map(|(_, keys)| (*keys, Order::Quiet));
    let others = OTHERS.iter().map(|keys| (*keys, Order::Told));
    let mut best: Option<Keyed> = None;
    for (keys, order) in own.chain(others) {
        let (Some(old), Some(new)) = (places(old, keys), places(new, keys)) else { continue };
        let pairs: Vec<_> = old.iter().filter_map(|(id, at)| Some((*at, *new.get(id)?))).collect();
        if best.as_ref().is_none_or(|best| pairs.len() > best.pairs.len()) {
            best = Some(Keyed { keys, order, pairs });
        }
    }
    best
}

/// Where each item stands, by the fields; nothing if they do not tell the items apart.
fn places(items: &[Data], keys: &[&str]) -> Option<BTreeMap<String, usize>> {
    let mut places = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        if places.insert(label(item, keys)?, at).is_some() {
            return None;
        }
    }
    Some(places)
}

/// The fields of an item as one text: `8080/TCP`. All but the first may be missing; a protocol is TCP then.
fn label(item: &Data, keys: &[&str]) -> Option<String> {
    let Data::Map(map) = item else { return None };
    let mut label = String::new();
    for (at, &key) in keys.iter().enumerate() {
        let part = match map.get(key) {
            Some(Data::Text(text)) => text.clone(),
            Some(Data::Int(number)) => number.to_string(),
            None if key == "protocol" => "TCP".into(),
            None if at > 0 => String::new(),
            _ => return None,
        };
        if at > 0 {
            label.push('/');
        }
        label.push_str(&part);
    }
    Some(label)
}

/// The same items in another order.
fn reordered(old: &[Data], new: &[Data]) -> Option<Vec<(usize, usize)>> {
    if old.len() != new.len() {
        return None;
    }
    let sorted = |items: &[Data]| {
        let mut places: Vec<usize> = (0..items.len()).collect();
        places.sort_by(|&a, &b| items[a].cmp(&items[b]));
        places
    };
    let pairs: Vec<_> = sorted(old).into_iter().zip(sorted(new)).collect();
    pairs.iter().all(|&(a, b)| old[a] == new[b]).then_some(pairs)
}

/// The longest common part, and what stands between as far as it is alike.
fn common(old: &[Data], new: &[Data]) -> Vec<(usize, usize)> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let (a, b) = (&old[head..old_end], &new[head..new_end]);
    let mut pairs: Vec<_> = (0..head).map(|at| (at, at)).collect();
    pairs.extend((0..tail).map(|at| (old_end + at, new_end + at)));
    if a.len() + b.len() > MAX_ITEMS {
        gap(old, new, head..old_end, head..new_end, &mut pairs);
        return pairs;
    }
    for op in capture_diff_slices(Algorithm::Myers, a, b) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                pairs.extend((0..len).map(|at| (head + old_index + at, head + new_index + at)));
            }
            op => {
                let shift = |range: std::ops::Range<usize>| range.start + head..range.end + head;
                gap(old, new, shift(op.old_range()), shift(op.new_range()), &mut pairs);
            }
        }
    }
    pairs
}

/// Items that stand in the same place between common ones belong together if there are as many on both sides or
/// they are alike: the one is then shown as changed into the other.
fn gap(
    old: &[Data],
    new: &[Data],
    from: std::ops::Range<usize>,
    to: std::ops::Range<usize>,
    pairs: &mut Vec<(usize, usize)>,
) {
    let as_many = from.len() == to.len();
    for (a, b) in from.zip(to) {
        let belong = match (&old[a], &new[b]) {
            (Data::Map(old), Data::Map(new)) => old.iter().any(|(key, value)| new.get(key) == Some(value)),
            (Data::List(_), Data::List(_)) => true,
            (old, new) => as_many && old.is_scalar() && new.is_scalar(),
        };
        if belong {
            pairs.push((a, b));
        }
    }
}
