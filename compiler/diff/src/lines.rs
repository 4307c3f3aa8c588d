//! Texts of several lines against each other.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A line of two texts laid over each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'t> {
    /// It is in both.
    Both(&'t str),
    /// It is in the old one.
    Old(&'t str),
    /// It is in the new one.
    New(&'t str),
    /// So many lines that are in both are left out here.
    Gap(usize),
}

/// How many lines on both sides are compared, which takes up to the square of that.
const MAX_LINES: usize = 8_000;

/// The lines that differ, with `context` equal ones around each run of them.
///
/// ```
/// use nexachart_diff::{Line, line_diff};
/// let lines = line_diff("a\nb\nc\nd\n", "a\nb\nC\nd\n", 1);
/// assert_eq!(lines, [Line::Gap(1), Line::Both("b"), Line::Old("c"), Line::New("C"), Line::Both("d")]);
/// ```
pub fn line_diff<'t>(old: &'t str, new: &'t str, context: usize) -> Vec<Line<'t>> {
    let (a, b): (Vec<&str>, Vec<&str>) = (split(old), split(new));
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (from, to) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let mut all: Vec<Line<'t>> = a[..head].iter().map(|line| Line::Both(line)).collect();
    if from.len() + to.len() > MAX_LINES {
        all.extend(from.iter().map(|line| Line::Old(line)));
        all.extend(to.iter().map(|line| Line::New(line)));
    } else {
        for op in capture_diff_slices(Algorithm::Myers, from, to) {
            if let DiffOp::Equal { .. } = op {
                all.extend(from[op.old_range()].iter().map(|line| Line::Both(line)));
            } else {
                all.extend(from[op.old_range()].iter().map(|line| Line::Old(line)));
                all.extend(to[op.new_range()].iter().map(|line| Line::New(line)));
            }
        }
    }
    all.extend(a[a.len() - tail..].iter().map(|line| Line::Both(line)));
    near(all, context)
}

/// The lines of a text; a line feed at its end begins no other line. What Windows has before a line feed is kept.
fn split(text: &str) -> Vec<&str> {
    match text {
        "" => Vec::new(),
        text => text.strip_suffix('\n').unwrap_or(text).split('\n').collect(),
    }
}

/// Without the lines of both that are far from any other.
fn near(all: Vec<Line<'_>>, context: usize) -> Vec<Line<'_>> {
    let mut keep = vec![false; all.len()];
    for (at, _) in all.iter().enumerate().filter(|(_, line)| !matches!(line, Line::Both(_))) {
        let end = all.len().min(at + context + 1);
        keep[at.saturating_sub(context)..end].fill(true);
    }
    let mut out = Vec::new();
    let mut gap = 0;
    for (line, keep) in all.into_iter().zip(keep) {
        match keep {
            true => {
                if gap > 0 {
                    out.push(Line::Gap(gap));
                }
                gap = 0;
                out.push(line);
            }
            false => gap += 1,
        }
    }
    if gap > 0 && !out.is_empty() {
        out.push(Line::Gap(gap));
    }
    out
}
