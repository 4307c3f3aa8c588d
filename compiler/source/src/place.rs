//! Places in files.

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name of the file, as `base` has it.
    pub file: Vec<u8>,
    /// What the name starts from.
    pub base: Base,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column, from 1, in bytes. Only with a line.
    pub column: Option<usize>,
    /// What stands in that line, without its end, where it is known already.
    pub excerpt: Option<Vec<u8>>,
}

/// What the name of a file starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// The current folder.
    Disk,
    /// The folder of the chart.
    Chart,
    /// The name of the chart, as the names of templates do: `app/charts/sub/templates/a.yaml`.
    Template,
    /// The same, but lines count in the text that the template printed.
    Rendered,
}

impl Place {
    /// A file as a whole.
    pub fn file(base: Base, file: &[u8]) -> Place {
        Place { file: file.to_vec(), base, line: None, column: None, excerpt: None }
    }

    /// The byte `offset` of the file's text.
    ///
    /// ```
    /// use nexachart_source::{Base, Place};
    /// let place = Place::file(Base::Disk, b"v.yaml").at(b"a: 1\nb: c: d\n", 9);
    /// assert_eq!((place.line, place.column), (Some(2), Some(5)));
    /// assert_eq!(place.excerpt.unwrap(), b"b: c: d");
    /// ```
    pub fn at(self, text: &[u8], offset: usize) -> Place {
        let before = &text[..offset.min(text.len())];
        let line = 1 + before.iter().filter(|&&b| b == b'\n').count();
        let start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let excerpt = nth_line(text, line);
        Place { line: Some(line), column: Some(before.len() - start + 1), excerpt, ..self }
    }
}

/// A line of a text, from 1, without its end.
pub fn nth_line(text: &[u8], line: usize) -> Option<Vec<u8>> {
    let line = text.split(|&b| b == b'\n').nth(line.checked_sub(1)?)?;
    Some(line.strip_suffix(b"\r").unwrap_or(line).to_vec())
}
