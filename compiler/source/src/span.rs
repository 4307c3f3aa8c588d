//! Places in files.

/// A file that was read, as its number in [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The offset of its first byte.
    pub start: u32,
    /// The offset behind its last byte.
    pub end: u32,
}

/// The files that spans point into, by number.
#[derive(Clone, Debug, Default)]
pub struct Files {
    names: Vec<Vec<u8>>,
}

impl Files {
    /// Notes a file under the name by which messages speak of it.
    pub fn add(&mut self, name: impl Into<Vec<u8>>) -> FileId {
        self.names.push(name.into());
        FileId(self.names.len() as u32 - 1)
    }

    /// The name of a file.
    pub fn name(&self, file: FileId) -> &[u8] {
        self.names.get(file.0 as usize).map_or(b"", |name| name)
    }
}
