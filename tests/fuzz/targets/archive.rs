//! Packed charts. The input: a byte that says how the rest is packed, then a file, a tar archive, or the content of
//! files.
//!
//! Nothing panics; no file of a chart lies outside of it; how well an archive is packed does not matter; what was
//! packed is there.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nexachart_fuzz::DIVIDER;
use nexachart_fuzz::chart::{assert_inside, load_packed, shown};
use nexachart_fuzz::tar::{gzip, tar, with_checksums};

fuzz_target!(|input: &[u8]| {
    let Some((&choice, rest)) = input.split_first() else { return };
    match choice % 4 {
        0 => {
            if let Ok(chart) = load_packed(rest) {
                assert_inside(&chart);
            }
        }
        1 => packed(rest),
        2 => packed(&with_checksums(rest)),
        _ => files(rest),
    }
});

fn packed(archive: &[u8]) {
    let loaded =
        [0, 1, 6].map(|level| load_packed(&gzip(archive, level)).map(|chart| (shown(&chart), chart)));
    let [Ok((first, chart)), rest @ ..] = loaded else {
        let errors = loaded.map(|loaded| loaded.err());
        assert!(errors.windows(2).all(|pair| pair[0] == pair[1]), "{errors:?}");
        return;
    };
    assert_inside(&chart);
    for other in rest {
        assert_eq!(other.expect("the same archive").0, first);
    }
}

/// A name and a content in turn; the content is found under that name.
fn files(rest: &[u8]) {
    let names: Vec<&[u8]> = rest.split(|&b| b == DIVIDER).collect();
    let mut all: Vec<(Vec<u8>, &[u8])> =
        vec![(b"app/Chart.yaml".to_vec(), b"apiVersion: v2\nname: app\nversion: 1.0.0\n")];
    for pair in names.chunks(2) {
        let content = pair.get(1).copied().unwrap_or_default();
        all.push(([b"app/files/", pair[0]].concat(), content));
    }
    let archive = tar(all.iter().map(|(name, content)| (&name[..], *content)));
    let Ok(chart) = load_packed(&gzip(&archive, 1)) else { return };
    assert_inside(&chart);
    for (name, content) in &all[1..] {
        let plain = |b: &u8| b.is_ascii_alphanumeric();
        let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
        if name.len() <= 100 && !content.is_empty() && name[10..].iter().all(plain) && name.len() > 10 {
            let last = |file: &&nexachart_chart::File| *file.name == name[4..];
            let found = chart.files.iter().filter(last).any(|file| *file.bytes().unwrap() == *content);
            assert!(found, "{}", String::from_utf8_lossy(name));
        }
    }
}
