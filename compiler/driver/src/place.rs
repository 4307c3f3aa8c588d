//! Places that errors speak of, and the lines that stand there.

use memchr::{memchr_iter, memrchr};
use nexachart_chart::Template;
use nexachart_go::path;
use nexachart_manifest::{ParseError, split};
use nexachart_source::World;

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

/// Where files are found again.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'w> {
    /// The files.
    pub world: &'w dyn World,
    /// The path of the chart, if one was given.
    pub chart: Option<&'w [u8]>,
}

/// How much of a file is read to show a line of it.
const READ_LIMIT: u64 = 4 << 20;

impl Place {
    /// A file as a whole.
    pub(crate) fn on_disk(file: &[u8]) -> Place {
        Place { file: file.to_vec(), base: Base::Disk, line: None, column: None, excerpt: None }
    }

    /// The place that text/template writes as `NAME:LINE:COLUMN` or `NAME:LINE`, its columns from 0.
    pub(crate) fn in_template(location: &[u8], templates: &[Template]) -> Option<Place> {
        let (rest, last) = number(location)?;
        let (file, line, column) = match number(rest) {
            Some((file, line)) => (file, line, Some(last + 1)),
            None => (rest, last, None),
        };
        let mut place = Place { base: Base::Template, line: Some(line), column, ..Place::on_disk(file) };
        if let Some(template) = templates.iter().find(|template| *template.name == *file)
            && let Ok(text) = template.file.bytes()
        {
            place.excerpt = nth_line(&text, line);
        }
        Some(place)
    }

    /// Where a rendered text is no YAML.
    pub(crate) fn rendered(error: &ParseError, text: &[u8]) -> Place {
        let mut place = Place { base: Base::Rendered, ..Place::on_disk(&error.path) };
        let Some(document) = split(text).nth(error.document) else { return place };
        // Documents are parts of the text.
        let start = (document.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
        if let Some(line) = yaml_line(error.error.message()) {
            place.line = Some(memchr_iter(b'\n', &text[..start]).count() + line);
        } else if let Some(offset) = error.error.offset() {
            let before = &document[..document.len().min(offset as usize)];
            let at = (start + before.len()).min(text.len());
            place.line = Some(1 + memchr_iter(b'\n', &text[..at]).count());
            place.column = Some(at - memrchr(b'\n', &text[..at]).map_or(0, |i| i + 1) + 1);
        }
        // What a Secret holds is shown to nobody.
        let secret = document.split(|&b| b == b'\n').any(|line| {
            line.strip_prefix(b"kind:").is_some_and(|kind| memchr::memmem::find(kind, b"Secret").is_some())
        });
        if !secret {
            place.excerpt = place.line.and_then(|line| nth_line(text, line));
        }
        place
    }

    /// The file and line of an error about a YAML file of the chart or the user, as Helm words it, and the
    /// error itself.
    pub(crate) fn of_yaml(text: &str) -> Option<(Place, &str)> {
        let (place, rest) = if let Some(rest) = text.strip_prefix("failed to parse ") {
            let (file, rest) = rest.split_once(": ")?;
            (Place::on_disk(file.as_bytes()), rest)
        } else {
            let (file, rest) = text.strip_prefix("cannot load ")?.split_once(": ")?;
            (Place { base: Base::Chart, ..Place::on_disk(file.as_bytes()) }, rest)
        };
        let rest = ["cannot unmarshal yaml document: ", "error converting YAML to JSON: "]
            .iter()
            .fold(rest, |rest, prefix| rest.strip_prefix(prefix).unwrap_or(rest));
        let rest = rest.strip_prefix("error unmarshaling JSON: while decoding JSON: ").unwrap_or(rest);
        Some((Place { line: yaml_line(rest), ..place }, rest))
    }
}

impl Sources<'_> {
    /// The file of a place as the user can open it; the name in the chart where there is no such file.
    pub fn path(&self, place: &Place) -> Vec<u8> {
        let below = match place.base {
            Base::Disk => None,
            Base::Chart => Some(&*place.file),
            Base::Template | Base::Rendered => {
                place.file.iter().position(|&b| b == b'/').map(|slash| &place.file[slash + 1..])
            }
        };
        if let (Some(below), Some(chart)) = (below, self.chart) {
            let path = path::join(&[chart, below]);
            if self.world.stat(&path).is_ok() {
                return path;
            }
        }
        place.file.clone()
    }

    /// The line that stands at a place, if the file can be read.
    pub fn line(&self, place: &Place) -> Option<Vec<u8>> {
        if place.excerpt.is_some() || place.base == Base::Rendered {
            return place.excerpt.clone();
        }
        let text = self.world.read(&self.path(place), READ_LIMIT).ok()?;
        nth_line(&text, place.line?)
    }
}

/// A text that ends in `:NUMBER`, cut there.
fn number(text: &[u8]) -> Option<(&[u8], usize)> {
    let colon = memrchr(b':', text)?;
    let digits = std::str::from_utf8(&text[colon + 1..]).ok()?;
    Some((&text[..colon], digits.parse().ok()?))
}

/// The line that libyaml gives: `yaml: line 7: …`.
fn yaml_line(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("yaml: line ")?;
    rest.split(':').next()?.parse().ok()
}

fn nth_line(text: &[u8], line: usize) -> Option<Vec<u8>> {
    let line = text.split(|&b| b == b'\n').nth(line.checked_sub(1)?)?;
    Some(line.strip_suffix(b"\r").unwrap_or(line).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_places_of_templates() {
        let place = |text: &str| {
            Place::in_template(text.as_bytes(), &[])
                .map(|place| (String::from_utf8(place.file).unwrap(), place.line, place.column))
        };
        assert_eq!(
            place("app/templates/a.yaml:3:0"),
            Some(("app/templates/a.yaml".into(), Some(3), Some(1)))
        );
        assert_eq!(place("app/templates/a.yaml:3"), Some(("app/templates/a.yaml".into(), Some(3), None)));
        assert_eq!(place("a:b:7:2"), Some(("a:b".into(), Some(7), Some(3))));
        assert_eq!(place("nothing"), None);
    }

    #[test]
    fn reads_the_places_of_yaml_files() {
        for (text, file, line, rest) in [
            (
                "failed to parse a/b.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 3: x",
                "a/b.yaml",
                Some(3),
                "yaml: line 3: x",
            ),
            (
                "cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: y",
                "Chart.yaml",
                None,
                "json: y",
            ),
        ] {
            let (place, error) = Place::of_yaml(text).unwrap();
            assert_eq!((place.file.as_slice(), place.line, error), (file.as_bytes(), line, rest));
        }
        assert_eq!(Place::of_yaml("Chart.yaml file is missing"), None);
    }
}
