//! Regular expressions. The input: a pattern, a text, a replacement.
//!
//! The ways to search agree with each other; matches do not overlap; a quoted text matches itself; patterns of
//! the part that a slow matcher knows are matched as it does.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nexachart_fuzz::parts;
use nexachart_fuzz::regexp::Slow;
use nexachart_go::regexp::{Regexp, quote_meta};

fuzz_target!(|input: &[u8]| {
    let [pattern, text, replacement] = parts(input);
    let quoted = Regexp::new(&quote_meta(text)).map(|re| re.find_all_index(text, 1));
    if std::str::from_utf8(text).is_ok() && text.len() < 1000 {
        assert!(quoted.expect("a quoted text").first().is_some_and(|place| *place == (0..text.len())));
    }
    let re = match Regexp::new(pattern) {
        Ok(re) => re,
        Err(error) => {
            assert!(error.message().starts_with(b"error parsing regexp: "));
            return;
        }
    };
    let all = re.find_all_index(text, -1);
    for pair in all.windows(2) {
        assert!(pair[0].end <= pair[1].start && pair[0] != pair[1]);
    }
    assert_eq!(re.is_match(text), !all.is_empty());
    assert_eq!(re.find(text), all.first().map(|place| &text[place.clone()]));
    assert_eq!(re.find_all_index(text, 1), all[..all.len().min(1)]);
    let texts: Vec<&[u8]> = all.iter().map(|place| &text[place.clone()]).collect();
    assert_eq!(re.find_all(text, -1), texts);
    let groups = re.find_submatch(text);
    assert_eq!(groups.as_ref().map(|groups| groups[0].clone().unwrap()), all.first().cloned());
    if let Some(groups) = groups {
        assert!(groups.into_iter().flatten().all(|place| place.end <= text.len()));
    }

    let mut replaced = Vec::new();
    let mut copied = 0;
    for place in &all {
        replaced.extend_from_slice(&text[copied..place.start]);
        replaced.extend_from_slice(replacement);
        copied = place.end;
    }
    replaced.extend_from_slice(&text[copied..]);
    assert_eq!(re.replace_all_literal(text, replacement), replaced);
    if !replacement.contains(&b'$') {
        assert_eq!(re.replace_all(text, replacement), replaced);
    } else {
        let _ = re.replace_all(text, replacement);
    }
    // All that is no match, in order.
    if let Some(parts) = re.split(text, -1) {
        let rest: usize = parts.iter().map(|part| part.len()).sum();
        assert!(rest <= text.len());
    }

    if let (Ok(pattern), Ok(text)) = (std::str::from_utf8(pattern), std::str::from_utf8(text))
        && text.len() < 100
        && let Some(slow) = Slow::new(pattern)
        && let Some(first) = slow.find(text, 0)
    {
        assert_eq!(all.first(), first.as_ref(), "{pattern:?} in {text:?}");
    }
});
