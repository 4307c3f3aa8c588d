//! Expected values are those of Masterminds/semver v3.5.0.

use super::{Constraints, Prereleases, Version, VersionError};

fn text(result: Result<Version, VersionError>) -> String {
    result.map_or_else(|error| error.to_string(), |version| version.to_string())
}

#[test]
fn versions() {
    #[rustfmt::skip]
    let cases = [
        // text, lenient, strict
        ("1.2.3", "1.2.3", "1.2.3"),
        ("v1.2", "1.2.0", "invalid semantic version"),
        ("01.2.3", "1.2.3", "version segment starts with 0"),
        ("1", "1.0.0", "invalid semantic version"),
        ("1.2.3-rc.1+b.5", "1.2.3-rc.1+b.5", "1.2.3-rc.1+b.5"),
        ("V1", "invalid semantic version", "invalid semantic version"),
        ("1.2.3.4", "invalid semantic version", "invalid characters in version"),
        ("1.2.3-", "invalid semantic version", "invalid prerelease string"),
        ("1.2.3-01", "version segment starts with 0", "version segment starts with 0"),
        ("1.2.3-a..b", "invalid semantic version", "invalid prerelease string"),
        ("", "invalid semantic version", "version string empty"),
        ("18446744073709551616.0.0", "error parsing version segment: strconv.ParseUint: parsing \"18446744073709551616\": value out of range", "strconv.ParseUint: parsing \"18446744073709551616\": value out of range"),
        ("1.2-a+b", "1.2.0-a+b", "invalid semantic version"),
        ("1.x", "invalid semantic version", "invalid semantic version"),
    ];
    for (input, lenient, strict) in cases {
        assert_eq!(text(Version::parse(input.as_bytes())), lenient, "{input}");
        assert_eq!(text(Version::parse_strict(input.as_bytes())), strict, "{input}");
    }
    let long = "1".repeat(257);
    assert_eq!(text(Version::parse(long.as_bytes())), "version string is too long (max 256 bytes)");
    assert_eq!(text(Version::parse_strict(long.as_bytes())), "version string is too long (max 256 bytes)");
}

#[test]
fn order() {
    let rising = [
        "0.9",
        "1.0.0-0",
        "1.0.0-2",
        "1.0.0-11",
        "1.0.0-99999999999999999999",
        "1.0.0-a",
        "1.0.0-a.1",
        "1.0.0-a.b",
        "1.0.0-a-",
        "1.0.0-aa",
        "1.0.0",
        "1.0.1-0",
        "1.1",
        "2",
    ];
    for (n, low) in rising.iter().enumerate() {
        for (m, high) in rising.iter().enumerate() {
            let (low, high) =
                (Version::parse(low.as_bytes()).unwrap(), Version::parse(high.as_bytes()).unwrap());
            assert_eq!(low.cmp(&high), n.cmp(&m), "{low} {high}");
        }
    }
    assert_eq!(Version::parse(b"1.0.0+a"), Version::parse(b"v1+b"));
}

#[test]
fn changed_versions() {
    let version = Version::parse(b"v1.2.3-rc.1+b").unwrap();
    let changed = |version: Version| (version.to_string(), version.original().to_owned());
    let expected = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(changed(version.inc_major().unwrap()), expected("2.0.0", "v2.0.0"));
    assert_eq!(changed(version.inc_minor().unwrap()), expected("1.3.0", "v1.3.0"));
    assert_eq!(changed(version.inc_patch().unwrap()), expected("1.2.3", "v1.2.3"));
    assert_eq!(changed(version.with_prerelease(b"").unwrap()), expected("1.2.3+b", "v1.2.3+b"));
    assert_eq!(
        changed(version.with_metadata(b"x.y").unwrap()),
        expected("1.2.3-rc.1+x.y", "v1.2.3-rc.1+x.y")
    );
    assert_eq!(text(version.with_prerelease(b"a_b")), "invalid prerelease string");
    assert_eq!(text(version.with_prerelease(b"00")), "version segment starts with 0");
    assert_eq!(text(version.with_metadata(b"a..b")), "invalid metadata string");
    let last = Version::parse(b"1.2.18446744073709551615").unwrap();
    assert_eq!(last.inc_patch().unwrap_err(), "patch version increment would overflow uint64");
}

#[test]
fn constraints() {
    #[rustfmt::skip]
    let cases: [(&str, &str, &str, &[&str]); _] = [
        // constraint, as printed, version, what it has against it
        ("<=1.2", "<=1.2", "1.2.9", &[]),
        (">1.2", ">1.2", "1.2.5", &[r#""1.2.5" is less than or equal to "1.2""#]),
        ("!=1.2", "!=1.2", "1.2.7", &[r#""1.2.7" is equal to "1.2""#]),
        ("!=1.2", "!=1.2", "1.3.0", &[]),
        (">=1.34-0", ">=1.34-0", "v1.34.0-gke.1", &[]),
        (">=1.34", ">=1.34", "v1.34.0-gke.1", &[r#""1.34.0-gke.1" is a prerelease version and the constraint is only looking for release versions"#]),
        ("^0.2.3", "^0.2.3", "0.3.0", &[r#""0.3.0" does not have same minor version as "0.2.3". Expected minor versions to match when constraint major version is 0"#]),
        ("^0.0.3", "^0.0.3", "0.0.4", &[r#""0.0.4" does not equal "0.0.3". Expect version and constraint to equal when major and minor versions are 0"#]),
        ("^0.0", "^0.0", "0.1.0", &[r#""0.1.0" does not have same minor version as "0.0". Expected minor versions to match when constraint major version is 0"#]),
        ("^0.0.3", "^0.0.3", "0.1.0", &[r#""0.1.0" does not have same minor version as "0.0.3""#]),
        ("~1", "~1", "2.0.0", &[r#""2.0.0" does not have same major version as "1""#]),
        ("~1.2", "~1.2", "1.3.0", &[r#""1.3.0" does not have same major and minor version as "1.2""#]),
        ("~0.0.0", "~0.0.0", "7.0.0", &[]),
        ("~>1.2.x, <1.2.9", "~>1.2.x <1.2.9", "1.2.9", &[r#""1.2.9" is greater than or equal to "1.2.9""#]),
        ("1.2 - 1.4", ">=1.2 <=1.4", "1.4.9", &[]),
        ("1.2 - 1.4", ">=1.2 <=1.4", "1.5.0", &[r#""1.5.0" is greater than "1.4""#]),
        ("=<2.1", "=<2.1", "2.2.0", &[r#""2.2.0" is greater than "2.1""#]),
        ("=>2", "=>2", "1.9.9", &[r#""1.9.9" is less than "2""#]),
        ("=1.2.3", "=1.2.3", "1.2.4", &[r#""1.2.4" is not equal to "1.2.3""#]),
        ("*", "*", "1.0.0", &[]),
        ("x.1.2", "x.1.2", "0.0.0", &[]),
        (">*", ">*", "0.0.0", &[r#""0.0.0" is less than or equal to "*""#]),
        ("<1", "<1", "1.0.0", &[r#""1.0.0" is greater than or equal to "1""#]),
        (">=2 || <1 1.x-0", ">=2 || <1 1.x-0", "1.0.0-rc.1", &[]),
        (">1.2", ">1.2", "1.3.0-a", &[r#""1.3.0-a" is a prerelease version and the constraint is only looking for release versions"#]),
        ("!=1.2-a", "!=1.2-a", "1.2.7-a", &[r#""1.2.7-a" is equal to "1.2-a""#]),
    ];
    for (constraint, printed, version, reasons) in cases {
        let constraints = Constraints::parse(constraint.as_bytes()).unwrap();
        let version = Version::parse(version.as_bytes()).unwrap();
        assert_eq!(constraints.to_string(), printed);
        assert_eq!(
            constraints.validate(&version).err().unwrap_or_default(),
            reasons,
            "{constraint} {version}"
        );
        assert_eq!(constraints.check(&version), reasons.is_empty(), "{constraint} {version}");
    }
}

#[test]
fn prereleases_can_be_included() {
    let constraints = Constraints::parse(b">=1.34").unwrap().with_prereleases(Prereleases::Included);
    assert!(constraints.check(&Version::parse(b"1.35.0-rc.1").unwrap()));
    assert!(!constraints.check(&Version::parse(b"1.34.0-rc.1").unwrap()));
}

#[test]
fn no_constraints() {
    #[rustfmt::skip]
    let cases: [(&[u8], &str); _] = [
        (b"", r#"improper constraint: """#),
        (b" ", r#"improper constraint: " ""#),
        (b"1.2.3 -", r#"improper constraint: "1.2.3 -""#),
        (b"1 - 2 - 3", r#"improper constraint: ">= 1, <= 2 - 3""#),
        (b"==1", r#"improper constraint: "==1""#),
        (b"1,,2", r#"improper constraint: "1,,2""#),
        (b">1 ||", r#"improper constraint: """#),
        (b"1.2x", r#"constraint parser error"#),
        (b"1.2.3-01", r#"constraint parser error"#),
        (b"1|2.0", r#"constraint parser error"#),
        (b"a \xff\"b", r#"improper constraint: "a \xff\"b""#),
    ];
    let error = |text: &[u8]| Constraints::parse(text).unwrap_err().to_string();
    for (constraint, expected) in cases {
        assert_eq!(error(constraint), expected, "{}", constraint.escape_ascii());
    }
    assert_eq!(error("1||".repeat(33).as_bytes()), "too many constraint groups (max 32)");
    assert_eq!(error(&[b'1'; 513]), "constraint string is too long (max 512 bytes)");
}
