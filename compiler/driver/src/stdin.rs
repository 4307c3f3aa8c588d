//! Standard input for many targets: it can be read once, and each of them may ask for it.

use std::sync::{Arc, OnceLock};

use nexachart_source::{Entry, Metadata, OsError, Time, World};

/// A World whose standard input can be read any number of times.
#[derive(Debug)]
pub(crate) struct Rereadable {
    world: Arc<dyn World>,
    stdin: OnceLock<Result<Vec<u8>, OsError>>,
}

impl Rereadable {
    /// All else is as `world` has it.
    pub fn new(world: Arc<dyn World>) -> Rereadable {
        Rereadable { world, stdin: OnceLock::new() }
    }
}

impl World for Rereadable {
    fn stdin(&self, limit: u64) -> Result<Vec<u8>, OsError> {
        let mut text = self.stdin.get_or_init(|| self.world.stdin(limit)).clone()?;
        text.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(text)
    }

    fn current_dir(&self) -> Result<Vec<u8>, OsError> {
        self.world.current_dir()
    }

    fn stat(&self, path: &[u8]) -> Result<Metadata, OsError> {
        self.world.stat(path)
    }

    fn lstat(&self, path: &[u8]) -> Result<Metadata, OsError> {
        self.world.lstat(path)
    }

    fn read_link(&self, path: &[u8]) -> Result<Vec<u8>, OsError> {
        self.world.read_link(path)
    }

    fn list(&self, dir: &[u8]) -> Result<Vec<Entry>, OsError> {
        self.world.list(dir)
    }

    fn read(&self, path: &[u8], limit: u64) -> Result<Vec<u8>, OsError> {
        self.world.read(path, limit)
    }

    fn open(&self, path: &[u8]) -> Result<Metadata, OsError> {
        self.world.open(path)
    }

    fn now(&self) -> Time {
        self.world.now()
    }

    fn zone(&self) -> Option<String> {
        self.world.zone()
    }

    fn random(&self, buffer: &mut [u8]) {
        self.world.random(buffer);
    }
}
