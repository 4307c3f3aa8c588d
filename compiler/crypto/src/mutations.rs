//! Test data: DER with bytes changed, and what Go says of it (files in `testdata/`).

use nexachart_go::base64;

/// One changed input.
pub(crate) struct Case {
    /// Which base it is of and what was changed, for messages.
    pub(crate) name: String,
    /// The PEM type of the base.
    pub(crate) kind: String,
    pub(crate) der: Vec<u8>,
    /// Go's error text, or `ok`.
    pub(crate) want: String,
}

/// The cases of a file, whose lines have four fields with tabs between: `base`, name, PEM type, base64; or
/// `case`, name of the base, changes as `offset=byte,…`, text.
pub(crate) fn cases(file: &str) -> Vec<Case> {
    let mut bases: Vec<(&str, &str, Vec<u8>)> = Vec::new();
    let mut cases = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.splitn(4, '\t');
        let [Some(entry), Some(name), Some(third), Some(fourth)] = [(); 4].map(|()| fields.next()) else {
            panic!("four fields in {line}");
        };
        if entry == "base" {
            bases.push((name, third, base64::decode(fourth.as_bytes()).unwrap()));
            continue;
        }
        let (_, kind, der) = bases.iter().find(|base| base.0 == name).unwrap();
        let mut der = der.clone();
        for change in third.split(',') {
            let (offset, byte) = change.split_once('=').unwrap();
            der[offset.parse::<usize>().unwrap()] = u8::from_str_radix(byte, 16).unwrap();
        }
        let name = format!("{name} {third}");
        cases.push(Case { name, kind: (*kind).to_owned(), der, want: fourth.to_owned() });
    }
    cases
}

/// The DER of a base, unchanged.
pub(crate) fn base(file: &str, name: &str) -> Vec<u8> {
    let line = file.lines().find(|line| line.starts_with(&format!("base\t{name}\t"))).unwrap();
    base64::decode(line.rsplit('\t').next().unwrap().as_bytes()).unwrap()
}
