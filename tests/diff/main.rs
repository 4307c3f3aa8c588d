//! Differences hold what they say: applied to the old objects they give the new ones.
//!
//! The objects are what charts render to, and what random edits make of it. Outputs of public charts join in where
//! `NEXACHART_CORPUS` names a folder of them, or `../shared/corpus` is one.

mod edits;
mod goldens;
mod secrets;
mod streams;

use nexachart_diff::{Data, Diff, Object, read, seal, yaml};

use edits::{Edits, Random};

/// How many pairs are tried, of each kind of streams.
const PAIRS: u64 = 500;

fn each_pair(check: impl Fn(u64, &[Object], &[Object])) {
    for (kind, streams) in [streams::own(), streams::corpus()].into_iter().enumerate() {
        for seed in 0..if streams.is_empty() { 0 } else { PAIRS } {
            let mut random = Random::new(seed + 1_000_000 * kind as u64);
            let old = read(&streams[random.below(streams.len())]);
            let new = Edits::new(&mut random).of(&old);
            check(seed, &old, &new);
        }
    }
}

/// What a stream of these objects is read as.
fn written(objects: &[Object]) -> Vec<Object> {
    let texts: Vec<String> = objects.iter().map(|object| yaml(&object.body)).collect();
    read(texts.join("---\n").as_bytes())
}

#[test]
fn applied_it_gives_the_new_objects() {
    each_pair(|seed, old, new| {
        assert_eq!(Diff::between(old, new).apply(old).as_deref(), Ok(new), "seed {seed}");
        assert_eq!(Diff::between(new, old).apply(new).as_deref(), Ok(old), "seed {seed}, back");
        assert!(Diff::between(new, new).objects.is_empty(), "seed {seed}");
    });
}

#[test]
fn applied_under_masks_too() {
    each_pair(|seed, old, new| {
        let (mut old, mut new) = (old.to_vec(), new.to_vec());
        let equal = old == new;
        seal(old.iter_mut().chain(&mut new));
        assert_eq!(Diff::between(&old, &new).apply(&old).as_ref(), Ok(&new), "seed {seed}");
        assert_eq!(old == new, equal, "seed {seed}: a mask hides that something changed, or makes it up");
    });
}

#[test]
fn written_it_reads_back() {
    each_pair(|seed, old, new| {
        for objects in [old, new] {
            let whole: Vec<_> = objects.iter().filter(|o| matches!(o.body, Data::Map(_))).cloned().collect();
            assert_eq!(written(&whole), whole, "seed {seed}");
        }
    });
}

#[test]
fn what_nobody_minds_is_quiet() {
    for (at, stream) in streams::own().iter().chain(&streams::corpus()).enumerate() {
        let objects = read(stream);
        // As read back, keys stand in byte order and not as the chart has them.
        let mut shuffled: Vec<_> =
            written(&objects.iter().filter(|o| o.problem.is_none()).cloned().collect::<Vec<_>>());
        Random::new(at as u64).shuffle(&mut shuffled);
        let diff = Diff::between(&objects, &shuffled);
        let unread = objects.iter().any(|object| object.problem.is_some());
        assert!(diff.is_quiet() || unread, "stream {at}: {diff:?}");
    }
}
