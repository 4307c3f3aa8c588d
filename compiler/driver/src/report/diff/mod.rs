//! Differences of manifests, for people, for a pull request, and as JSON: one renderer a file, all of them from the
//! same [`Comparison`].
//!
//! Every text of a manifest goes through [`safe`] and [`inert`](super::inert).

mod json;
mod markdown;
mod rows;
mod text;

use nexachart_diff::{Diff, Object, seal};

use super::{Colour, safe};

/// Two streams of manifests beside each other.
#[derive(Debug)]
pub struct Comparison {
    /// What is compared: `nxloy/prod`.
    pub name: String,
    /// Where the old objects come from: `golden/nxloy/prod.yaml`.
    pub from: String,
    /// Where the new ones come from.
    pub to: String,
    old: Vec<Object>,
    new: Vec<Object>,
    diff: Diff,
}

/// An object of a comparison, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// One that changed, by its places in the old and the new stream.
    Changed(usize, usize),
    /// One that came, by its place in the new stream.
    Added(usize),
    /// One that went, by its place in the old stream.
    Removed(usize),
}

/// Whether the values of Secrets are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secrets {
    /// They are masked ([`seal`]).
    #[default]
    Masked,
    /// They are shown.
    Shown,
}

/// How differences are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffFormat {
    /// For people.
    Text {
        /// Whether it is coloured.
        colour: Colour,
        /// How many characters a line may have: the width of a terminal. Longer values are cut around what differs.
        width: Option<usize>,
        /// Of how many lines of a text, a map or an object not more is shown.
        lines: usize,
    },
    /// For a comment on a pull request, of at most so many bytes. GitHub takes [`COMMENT`].
    Markdown {
        /// The most bytes.
        limit: usize,
    },
    /// A JSON object.
    Json,
}

impl DiffFormat {
    /// The page of a text; of another form, one that takes all.
    fn page(self) -> text::Page {
        match self {
            DiffFormat::Text { colour, width, lines } => text::Page { colour, width, lines },
            _ => text::Page { colour: Colour::Never, width: None, lines: usize::MAX },
        }
    }
}

/// How long a comment on GitHub may be, in characters; as bytes it is on the safe side.
pub const COMMENT: usize = 65_536;

impl Comparison {
    /// The objects of two streams beside each other.
    pub fn new(
        name: impl Into<String>,
        (from, mut old): (String, Vec<Object>),
        (to, mut new): (String, Vec<Object>),
        secrets: Secrets,
    ) -> Comparison {
        if secrets == Secrets::Masked {
            seal(old.iter_mut().chain(&mut new));
        }
        let diff = Diff::between(&old, &new);
        let [name, from, to] = [name.into(), from, to].map(|text| safe(text.as_bytes()).replace('\n', " "));
        Comparison { name, from, to, old, new, diff }
    }

    /// How the old objects become the new ones.
    pub fn diff(&self) -> &Diff {
        &self.diff
    }

    /// Whether nothing differs but what nobody minds.
    pub fn is_equal(&self) -> bool {
        self.diff.is_quiet()
    }

    /// What is compared and how much differs, on a line for people.
    pub fn show_title(&self, format: DiffFormat) -> String {
        text::title(self, format.page())
    }

    /// What differs in one object, for people.
    pub fn show_object(&self, which: Which, format: DiffFormat) -> String {
        text::object(self, which, format.page())
    }

    /// How many objects changed, came and went.
    fn counts(&self) -> [usize; 3] {
        let objects = &self.diff.objects;
        let changed = objects.changed.iter().filter(|changed| !changed.patch.is_quiet()).count();
        [changed, objects.added.len(), objects.removed.len()]
    }

    /// `2 changed, 1 added`
    pub(crate) fn summary(&self) -> String {
        let counts = self.counts().into_iter().zip(["changed", "added", "removed"]);
        let counts: Vec<_> = counts.filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        if counts.is_empty() { "no differences".into() } else { counts.join(", ") }
    }
}

/// The comparisons as a text. Those without a difference are not in it, but for JSON.
pub fn show(comparisons: &[Comparison], format: DiffFormat) -> String {
    match format {
        DiffFormat::Text { colour, width, lines } => {
            text::show(comparisons, text::Page { colour, width, lines })
        }
        DiffFormat::Markdown { limit } => markdown::show(comparisons, limit),
        DiffFormat::Json => json::show(comparisons),
    }
}

#[cfg(test)]
mod tests;
