//! Where schemas come from that a schema refers to.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use nexachart_go::strconv::quote;
use nexachart_go::url::Url;
use nexachart_source::{FileKind, OsError, World, is_within, repository, resolve_links};

use crate::document::Document;
use crate::draft::{Published, published};
use crate::json;

/// Gets the schemas that a schema refers to by URL. Those of json-schema.org are built in and never asked for.
pub trait Load {
    /// The content of the file at an absolute path, for a `file:` URL.
    ///
    /// # Errors
    /// Go's text for the operation: `open /x.json: no such file or directory`.
    fn file(&self, path: &[u8]) -> Result<Vec<u8>, String>;

    /// What a server answers, for an `http:` or `https:` URL.
    ///
    /// # Errors
    /// Helm's text for the request: `HTTP request failed for …`.
    fn http(&self, url: &[u8]) -> Result<Vec<u8>, String>;

    /// Hears of a `urn:` URL, of which nothing is known. It stands for a schema that allows everything. Helm warns of
    /// each the first time: `unresolved URN reference ignored; using permissive schema`.
    fn unresolved_urn(&self, urn: &[u8]);
}

/// Files of a chart's repository through a [`World`], nothing from the network.
#[derive(Debug)]
pub struct Local<'w> {
    world: &'w dyn World,
    chart: Option<&'w [u8]>,
    urns: RefCell<Vec<Vec<u8>>>,
}

/// Schemas larger than this, in bytes, are cut off.
const MAX_FILE_SIZE: u64 = 64 << 20;

impl<'w> Local<'w> {
    /// A loader that reads files of `world` in the repository of a chart, which is given by the absolute path of
    /// its folder; none without that.
    pub fn new(world: &'w dyn World, chart: Option<&'w [u8]>) -> Local<'w> {
        Local { world, chart, urns: RefCell::default() }
    }

    /// The `urn:` URLs met so far, each once.
    pub fn into_unresolved_urns(self) -> Vec<Vec<u8>> {
        self.urns.into_inner()
    }
}

impl Load for Local<'_> {
    fn file(&self, path: &[u8]) -> Result<Vec<u8>, String> {
        // DIFFERENCE: Helm reads any file of the machine.
        let beyond = || format!("open {}: beyond the repository of the chart", String::from_utf8_lossy(path));
        // What is not there at all is told in Helm's words, wherever it would be.
        let found =
            resolve_links(self.world, path).and_then(|resolved| self.world.stat(path).map(|_| resolved));
        let resolved = found.map_err(|error| OsError::new("open", path, error.cause).to_string())?;
        let folder = repository(self.world, self.chart.ok_or_else(beyond)?);
        if !is_within(&resolved, &folder) {
            return Err(beyond());
        }
        let found = self.world.open(path).map_err(|error| error.to_string())?;
        // DIFFERENCE: Helm reads from pipes and devices, be there no end to them.
        if found.kind == FileKind::Other {
            return Err(format!("open {}: not a regular file", String::from_utf8_lossy(path)));
        }
        self.world.read(path, MAX_FILE_SIZE).map_err(|error| error.to_string())
    }

    /// DIFFERENCE: Helm asks the server. A schema that needs it fails here as it fails in Helm without a network.
    fn http(&self, url: &[u8]) -> Result<Vec<u8>, String> {
        let asked = Url::parse(url).map_or_else(|_| url.to_vec(), |url| url.string());
        let (url, asked) = (String::from_utf8_lossy(url), quote(&asked));
        Err(format!("HTTP request failed for {url}: Get {asked}: the network is not used for schemas"))
    }

    fn unresolved_urn(&self, urn: &[u8]) {
        let mut urns = self.urns.borrow_mut();
        if !urns.iter().any(|known| known == urn) {
            urns.push(urn.to_vec());
        }
    }
}

/// The documents that have been loaded, by URL (Go: defaultLoader).
pub(crate) struct Library<'l> {
    loader: &'l dyn Load,
    documents: HashMap<Vec<u8>, Arc<Document>>,
}

impl<'l> Library<'l> {
    pub fn new(loader: &'l dyn Load) -> Library<'l> {
        Library { loader, documents: HashMap::new() }
    }

    pub fn add(&mut self, url: &[u8], document: Document) {
        self.documents.insert(url.to_vec(), Arc::new(document));
    }

    /// The document at a URL.
    ///
    /// # Errors
    /// Go's text.
    pub fn load(&mut self, url: &[u8]) -> Result<Arc<Document>, String> {
        if let Some(document) = self.documents.get(url) {
            return Ok(document.clone());
        }
        let document = match published(url) {
            Some(Published::Text(text)) => json::read(text.as_bytes())?,
            Some(Published::Folder(name)) => return Err(format!("read metaschemas/{name}/: is a directory")),
            None => self.fetch(url).map_err(|error| format!("failing loading {}: {error}", quote(url)))?,
        };
        let document = Arc::new(document);
        self.documents.insert(url.to_vec(), document.clone());
        Ok(document)
    }

    fn fetch(&self, url: &[u8]) -> Result<Document, String> {
        let parsed = Url::parse(url).map_err(|error| error.to_string())?;
        match &*parsed.scheme {
            b"file" => json::read(&self.loader.file(&parsed.path)?),
            b"http" | b"https" => json::read(&self.loader.http(url)?),
            b"urn" => {
                self.loader.unresolved_urn(url);
                json::read(b"true")
            }
            _ => Err(format!("no URLLoader registered for {}", quote(&parsed.string()))),
        }
    }
}
