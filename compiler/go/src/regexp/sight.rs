//! How far a pattern looks ahead.

use regex_syntax::hir::{Hir, HirKind};

/// Whether the pattern has a choice with a branch that goes on without bound before it is known to match, as `.*a|b` or
/// `b(.*a)?` have: at each `b`, all that follows is searched for an `a`.
pub(super) fn is_far(hir: &Hir) -> bool {
    // A pattern is at most 1,000 levels deep.
    match hir.kind() {
        HirKind::Alternation(branches) => branches.iter().any(|branch| is_open(branch) || is_far(branch)),
        HirKind::Repetition(repetition) => is_open(&repetition.sub) || is_far(&repetition.sub),
        HirKind::Capture(capture) => is_far(&capture.sub),
        HirKind::Concat(parts) => parts.iter().any(is_far),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => false,
    }
}

/// Whether something must follow what has no bound.
fn is_open(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Concat(parts) => {
            let unbounded = parts.iter().position(|part| part.properties().maximum_len().is_none());
            let last_needed = parts.iter().rposition(|part| part.properties().minimum_len() != Some(0));
            unbounded < last_needed && unbounded.is_some() || parts.iter().any(is_open)
        }
        HirKind::Capture(capture) => is_open(&capture.sub),
        HirKind::Alternation(branches) => branches.iter().any(is_open),
        HirKind::Repetition(repetition) => is_open(&repetition.sub),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::regexp::Regexp;

    #[test]
    fn tells_how_far_is_looked() {
        for (pattern, want) in [
            (".*a|b", true),
            ("b(.*a)?", true),
            ("(.*a|b)+", true),
            ("a.*b", false),
            ("\\s+", false),
            ("(a|b)*c", false),
            ("[a-z]+(-[a-z]+)*", false),
            ("x(\\.\\d+)?", false),
        ] {
            assert_eq!(Regexp::new(pattern.as_bytes()).unwrap().is_far_sighted(), want, "{pattern}");
        }
    }

    #[test]
    fn counts_what_is_looked_at() {
        let regexp = Regexp::new(b".*a|b").unwrap();
        assert_eq!(regexp.scanned(b"bbbb", 100), Some(4 + 4 + 3 + 2 + 1));
        assert_eq!(regexp.scanned(&[b'b'; 1000], 10_000), None);
    }
}
