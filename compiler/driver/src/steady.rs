//! Renders that come out the same at any time and on any machine: for goldens, and for what is compared.

use std::sync::Arc;

use nexachart_source::{Entry, Metadata, OsError, Time, World};

use crate::{Dns, Nature};

/// What random values follow from. Known to everybody: what is drawn so is for comparing alone.
const SEED: u64 = 1;
/// The time that templates see: 2020-01-01T00:00:00Z.
const SECONDS: i64 = 1_577_836_800;

/// The nature of such renders.
pub(crate) fn nature() -> Nature {
    Nature { seed: Some(SEED), now: Some(i128::from(SECONDS) * 1_000_000_000), dns: Dns::Refused }
}

/// A world whose clock stands still, and whose time zone is UTC.
#[derive(Clone, Debug)]
pub(crate) struct Steady(pub Arc<dyn World>);

impl World for Steady {
    fn current_dir(&self) -> Result<Vec<u8>, OsError> {
        self.0.current_dir()
    }

    fn stat(&self, path: &[u8]) -> Result<Metadata, OsError> {
        self.0.stat(path)
    }

    fn lstat(&self, path: &[u8]) -> Result<Metadata, OsError> {
        self.0.lstat(path)
    }

    fn read_link(&self, path: &[u8]) -> Result<Vec<u8>, OsError> {
        self.0.read_link(path)
    }

    fn list(&self, dir: &[u8]) -> Result<Vec<Entry>, OsError> {
        self.0.list(dir)
    }

    fn read(&self, path: &[u8], limit: u64) -> Result<Vec<u8>, OsError> {
        self.0.read(path, limit)
    }

    fn open(&self, path: &[u8]) -> Result<Metadata, OsError> {
        self.0.open(path)
    }

    fn stdin(&self, limit: u64) -> Result<Vec<u8>, OsError> {
        self.0.stdin(limit)
    }

    fn now(&self) -> Time {
        Time { seconds: SECONDS, nanos: 0 }
    }

    fn random(&self, buffer: &mut [u8]) {
        self.0.random(buffer);
    }
}
