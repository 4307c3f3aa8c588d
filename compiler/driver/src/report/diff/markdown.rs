//! Differences for a comment on a pull request: an object each below its own fold, within a limit.

use super::Comparison;
use super::rows::{self, Part, Shown, Sign, What};
use crate::report::inert;

/// What is kept for the note of what was left out.
const NOTE: usize = 200;

/// At most `limit` bytes: objects that do not fit are there by name, and if that is too much too, as a number.
pub(super) fn show(comparisons: &[Comparison], limit: usize) -> String {
    let limit = limit.saturating_sub(NOTE);
    let mut out = String::new();
    let (mut folded, mut left_out) = (0, 0);
    for comparison in comparisons.iter().filter(|comparison| !comparison.is_equal()) {
        let Comparison { name, from, to, .. } = comparison;
        let (name, from, to) = (html(name), html(from), html(to));
        let title = format!(
            "<b><code>{name}</code></b>: {} (<code>{from}</code> → <code>{to}</code>)\n\n",
            comparison.summary()
        );
        let objects = rows::groups(comparison);
        if out.len() + title.len() > limit {
            left_out += objects.len();
            continue;
        }
        out.push_str(&title);
        for object in objects {
            let headline = headline(&object);
            let whole =
                inert(&format!("<details><summary>{headline}</summary>\n\n{}\n</details>\n", body(&object)));
            let short = inert(&format!("{headline}<br>\n"));
            if out.len() + whole.len() <= limit {
                out.push_str(&whole);
            } else if out.len() + short.len() <= limit {
                folded += 1;
                out.push_str(&short);
            } else {
                left_out += 1;
            }
        }
        out.push('\n');
    }
    if out.is_empty() && left_out == 0 {
        out.push_str("No differences.\n");
    }
    if folded + left_out > 0 {
        out.push_str(&format!(
            "_This comment is as long as it may be: {folded} objects are shown by name alone, {left_out} not at all._\n"
        ));
    }
    out
}

fn headline(object: &Shown) -> String {
    let word = match object.sign {
        Sign::Added => "added",
        Sign::Removed => "removed",
        _ => "changed",
    };
    let places = match (object.sign, object.parts.len()) {
        (Sign::Added | Sign::Removed, _) | (_, 0) => String::new(),
        (_, 1) => ", 1 place".into(),
        (_, count) => format!(", {count} places"),
    };
    let source = object.source.as_ref().map(|source| format!(" · <code>{}</code>", html(source)));
    format!("{word}: <code>{}</code>{places}{}", html(&object.title), source.unwrap_or_default())
}

/// The places in a fence that no text in them closes.
fn body(object: &Shown) -> String {
    let mut lines = String::new();
    for part in &object.parts {
        self::part(&mut lines, part);
    }
    object.members.iter().for_each(|member| line(&mut lines, Sign::Both, &format!("in {member}")));
    let mut longest = 2;
    let mut run = 0;
    for c in lines.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence}diff\n{lines}{fence}\n")
}

fn part(out: &mut String, part: &Part) {
    if !part.path.is_empty() {
        out.push_str(&format!("@@ {} @@\n", part.path));
    }
    match &part.what {
        What::Value(value) => line(out, part.sign, value),
        What::Values(old, new) => {
            line(out, Sign::Removed, old);
            line(out, Sign::Added, new);
        }
        What::Lines(lines) => lines.iter().for_each(|(sign, text)| line(out, *sign, text)),
        What::Note(note) => out.push_str(&format!("! {note}\n")),
        What::Quiet(note) => line(out, Sign::Both, note),
    }
}

fn line(out: &mut String, sign: Sign, text: &str) {
    match sign {
        Sign::Added => out.push_str("+ "),
        Sign::Removed => out.push_str("- "),
        Sign::Both | Sign::Changed => out.push_str("  "),
        Sign::Gap => return out.push_str(&format!("  … {text} lines\n")),
    }
    out.push_str(text);
    out.push('\n');
}

/// A text inside of `<code>`: nothing in it is HTML or Markdown, and GitHub takes no name there for a mention.
fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_alphanumeric() || matches!(c, ' ' | '-' | '/' | '.' | ',' | '(' | ')' | '→') => {
                out.push(c)
            }
            c => out.push_str(&format!("&#{};", u32::from(c))),
        }
    }
    out
}
