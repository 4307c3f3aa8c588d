//! "Did you mean".

/// The one of the names that a word was probably meant to be.
///
/// ```
/// use nexachart_kinds::suggest;
/// assert_eq!(suggest("contaners", ["containers", "initContainers", "volumes"]), Some("containers"));
/// assert_eq!(suggest("ImagePullpolicy", ["image", "imagePullPolicy"]), Some("imagePullPolicy"));
/// assert_eq!(suggest("replicas", ["paused", "selector"]), None);
/// ```
pub fn suggest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let most = (word.chars().count() / 3).clamp(1, 4);
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let distance = match name.eq_ignore_ascii_case(word) {
            true => 0,
            false => distance(word, name, most),
        };
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// How many letters are added, left out, changed or swapped with their neighbour; beyond `most`, more than that.
fn distance(a: &str, b: &str, most: usize) -> usize {
    /// Longer words are not names of fields.
    const LONGEST: usize = 64;
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most || a.len() > LONGEST {
        return most + 1;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let mut least = (last[j + 1] + 1).min(row[j] + 1).min(last[j] + usize::from(a[i] != b[j]));
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
