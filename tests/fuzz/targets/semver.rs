//! Versions and constraints. The input: two versions and a constraint.
//!
//! What is printed is read back as the same; order is an order; the next versions come later; the two ways to ask a
//! constraint say the same.

#![no_main]

use std::cmp::Ordering;

use libfuzzer_sys::fuzz_target;
use nexachart_fuzz::parts;
use nexachart_go::semver::{Constraints, Version};

fuzz_target!(|input: &[u8]| {
    let [one, other, constraint] = parts(input);
    let versions: Vec<Version> =
        [one, other, b"1.2.3", b"0.0.0-alpha.1+x"].into_iter().filter_map(read).collect();
    for a in &versions {
        for b in &versions {
            assert_eq!(a.cmp(b), b.cmp(a).reverse());
            for c in &versions {
                assert!(a > b || b > c || a <= c, "{a} {b} {c}");
            }
        }
    }
    let Ok(constraints) = Constraints::parse(constraint) else { return };
    let printed = constraints.to_string();
    let again = Constraints::parse(printed.as_bytes());
    for version in &versions {
        let accepted = constraints.check(version);
        match constraints.validate(version) {
            Ok(()) => assert!(accepted, "{constraints} {version}"),
            Err(reasons) => assert!(!accepted && !reasons.is_empty(), "{constraints} {version}"),
        }
        if let Ok(again) = &again {
            assert_eq!(accepted, again.check(version), "{constraints} as {printed} on {version}");
        }
    }
});

fn read(text: &[u8]) -> Option<Version> {
    let strict = Version::parse_strict(text);
    let Ok(version) = Version::parse(text) else {
        assert!(strict.is_err());
        return None;
    };
    assert_eq!(version.original().as_bytes(), text);
    if let Ok(strict) = strict {
        assert_eq!(strict.to_string(), version.to_string());
    }
    let again = Version::parse(version.to_string().as_bytes());
    if let Ok(again) = again {
        assert_eq!((&again, again.to_string()), (&version, version.to_string()));
    } else {
        // Filling up the numbers can make it too long.
        assert!(version.to_string().len() > 256);
    }
    for next in [version.inc_major(), version.inc_minor(), version.inc_patch()].into_iter().flatten() {
        assert_eq!(next.cmp(&version), Ordering::Greater, "{next} after {version}");
    }
    let _ = (version.with_prerelease(text), version.with_metadata(text));
    Some(version)
}
