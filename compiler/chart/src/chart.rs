//! A chart as it was read: plain data, to be shared between environments and threads.

use std::sync::{Arc, OnceLock};

use nexachart_source::{OsError, World};

use nexachart_value::Map;

use crate::Metadata;
use crate::documents::{Document, merged};

/// A chart with all that belongs to it.
#[derive(Debug)]
pub struct Chart {
    /// Chart.yaml, validated.
    pub metadata: Metadata,
    /// The files below `templates/`, in the order of the folder or archive.
    pub templates: Vec<File>,
    /// values.yaml, parsed: its documents in order.
    pub values: Vec<Document>,
    /// values.yaml as it was read, for who asks where a value stands.
    pub values_file: Option<File>,
    /// Where it lies in the chart that it was loaded with: `charts/redis`, `charts/redis-1.2.3.tgz`, or the path of a folder that
    /// a dependency was taken from; empty for the chart itself.
    pub place: Vec<u8>,
    /// The bytes of values.schema.json.
    pub schema: Option<File>,
    /// All other files: what `.Files` shows, CRDs among them.
    pub files: Arc<[File]>,
    /// The charts below `charts/`, in byte order of their names there; then those of `file://` folders that are not there.
    pub dependencies: Vec<Arc<Chart>>,
    /// The names of those of folders.
    pub folders: Vec<String>,
    /// Dependencies that were looked for in folders and not found.
    pub missing: Vec<Missing>,
}

/// A dependency that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its name in Chart.yaml.
    pub name: String,
    /// Where it was looked for, and what to do.
    pub why: String,
}

// Charts are shared between threads.
const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<Chart>();
};

/// A file of a chart.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path in the chart, with `/`.
    pub name: Arc<[u8]>,
    content: Arc<Content>,
}

#[derive(Debug)]
struct Content {
    bytes: OnceLock<Arc<[u8]>>,
    /// Where to read it from when somebody asks, and how much at most.
    origin: Option<(Arc<dyn World>, Vec<u8>, u64)>,
    /// Whether it is an empty file of an archive: to Helm it has no content at all.
    absent: bool,
}

const BOM: &[u8] = b"\xef\xbb\xbf";

impl Chart {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.metadata.name
    }

    /// Its values.yaml, as a new map.
    pub fn default_values(&self) -> Map {
        merged(&self.values)
    }
}

impl File {
    /// A file with its bytes.
    pub fn new(name: impl Into<Arc<[u8]>>, bytes: impl AsRef<[u8]>) -> File {
        let content =
            Content { bytes: OnceLock::from(Arc::from(bytes.as_ref())), origin: None, absent: false };
        File { name: name.into(), content: Arc::new(content) }
    }

    /// A file as it is read from a disk or an archive: without a byte order mark at its head.
    pub(crate) fn read(name: impl Into<Arc<[u8]>>, bytes: &[u8]) -> File {
        File::new(name, without_bom(bytes))
    }

    /// An empty file of an archive, which Helm takes for no file where it looks for one.
    pub(crate) fn absent(name: impl Into<Arc<[u8]>>) -> File {
        let content = Content { bytes: OnceLock::from(Arc::default()), origin: None, absent: true };
        File { name: name.into(), content: Arc::new(content) }
    }

    pub(crate) fn is_absent(&self) -> bool {
        self.content.absent
    }

    /// A file that is read when somebody asks for its bytes.
    pub(crate) fn on_demand(name: &[u8], world: Arc<dyn World>, path: Vec<u8>, most: u64) -> File {
        let content = Content { bytes: OnceLock::new(), origin: Some((world, path, most)), absent: false };
        File { name: name.into(), content: Arc::new(content) }
    }

    /// The same file under another name.
    pub(crate) fn renamed(&self, name: &[u8]) -> File {
        File { name: name.into(), content: self.content.clone() }
    }

    /// A number that files of the same content share, and no others as long as they are there.
    pub fn identity(&self) -> usize {
        Arc::as_ptr(&self.content).addr()
    }

    /// How many bytes of it are in memory.
    pub(crate) fn held(&self) -> u64 {
        self.content.bytes.get().map_or(0, |bytes| bytes.len() as u64)
    }

    /// The bytes. An error can only come from a file that vanished since the chart was loaded.
    pub fn bytes(&self) -> Result<Arc<[u8]>, OsError> {
        if let Some(bytes) = self.content.bytes.get() {
            return Ok(bytes.clone());
        }
        let bytes = match &self.content.origin {
            Some((world, path, size)) => without_bom(&world.read(path, *size)?).into(),
            None => Arc::default(),
        };
        Ok(self.content.bytes.get_or_init(|| bytes).clone())
    }
}

fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BOM).unwrap_or(bytes)
}
