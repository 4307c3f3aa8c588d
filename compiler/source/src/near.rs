//! What somebody may have meant.

/// The candidate that is nearest to what was typed, if one is near enough: a third of its letters may differ (two of
/// at least four), in whatever case; or what was typed is the beginning of it.
///
/// ```
/// use nexachart_source::nearest;
/// assert_eq!(nearest("enviroments", ["charts", "environments"]), Some("environments"));
/// assert_eq!(nearest("foo", ["charts", "environments"]), None);
/// ```
pub fn nearest<'c>(typed: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let rated = candidates.into_iter().filter_map(|candidate| {
        let apart = distance(typed.as_bytes(), candidate.as_bytes());
        let letters = typed.len().max(candidate.len());
        let most = if letters < 4 { 1 } else { (letters / 3).max(2) };
        let begun = !typed.is_empty() && candidate.starts_with(typed);
        (apart <= most && apart < letters || begun).then_some((apart, candidate))
    });
    rated.min().map(|(_, candidate)| candidate)
}

/// How many letters have to be put in, left out, changed, or swapped with their neighbour. Of long names only the first letters
/// count.
pub fn distance(a: &[u8], b: &[u8]) -> usize {
    let [a, b] = [a, b].map(|name| &name[..name.len().min(64)]);
    let same = |x: u8, y: u8| x.eq_ignore_ascii_case(&y);
    let (mut before, mut row): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=b.len()).collect());
    for (i, &x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let mut least = (row[j] + usize::from(!same(x, y))).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && same(x, b[j - 1]) && same(a[i - 1], y) {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert_eq!(distance(b"kitten", b"sitting"), 3);
        assert_eq!(distance(b"Prod", b"prod"), 0);
        assert_eq!(distance(b"tga", b"tag"), 1);
    }

    #[test]
    fn short_names() {
        assert_eq!(nearest("prd", ["dev", "prod"]), Some("prod"));
        assert_eq!(nearest("qa", ["dev", "prod"]), None);
        assert_eq!(nearest("", ["dev"]), None);
        assert_eq!(nearest("nameSpace", ["namespace"]), Some("namespace"));
    }
}
