//! Files that reports speak of, as the user can open them.

use nexachart_go::path;
use nexachart_source::{Base, Place, World, nth_line};

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
        // What was found by its absolute path is easier to read from here.
        let here = self.world.current_dir().unwrap_or_default();
        match place.file.strip_prefix(&here[..]).and_then(|rest| rest.strip_prefix(b"/")) {
            Some(rest) if place.base == Base::Disk && !here.is_empty() => rest.to_vec(),
            _ => place.file.clone(),
        }
    }

    /// The line that stands at a place, if the file can be read.
    pub fn line(&self, place: &Place) -> Option<Vec<u8>> {
        if place.excerpt.is_some() || place.base == Base::Rendered {
            return place.excerpt.clone();
        }
        let line = place.line?;
        nth_line(&self.read(&self.path(place))?, line)
    }

    /// The text of a file, if it can be read.
    pub(super) fn read(&self, path: &[u8]) -> Option<Vec<u8>> {
        self.world.read(path, READ_LIMIT).ok()
    }
}
