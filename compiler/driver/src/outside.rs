//! What template functions may ask of the outside: the clock, randomness, names.

use std::net::ToSocketAddrs;
use std::sync::Arc;

use nexachart_crypto::Random;
use nexachart_crypto::random::Stream;
use nexachart_funcs::Outside;
use nexachart_go::time::{Location, Time};
use nexachart_source::World;

use crate::progress::Progress;

/// Where time and randomness come from, and whether names are looked up.
#[derive(Clone, Debug, Default)]
pub struct Nature {
    /// Random values follow from this number, the name of the file and the order of the draws in it.
    /// Without it they are the system's, fit for keys.
    pub seed: Option<u64>,
    /// The time that templates see, in nanoseconds since 1970. Without it, the time.
    pub now: Option<i128>,
    /// Whether `getHostByName` may ask the network.
    pub dns: Dns,
}

/// Whether names are looked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dns {
    /// `getHostByName` gives an empty text.
    #[default]
    Refused,
    /// It asks the network.
    Allowed,
}

/// The outside of a render.
#[derive(Debug)]
pub struct RenderOutside {
    world: Arc<dyn World>,
    nature: Nature,
    /// The local time zone, once somebody has asked for it.
    zone: Option<Location>,
    stream: Stream,
    progress: Progress,
    threads: usize,
}

impl RenderOutside {
    /// The outside as `world` has it, but for what `nature` says otherwise.
    pub fn new(world: Arc<dyn World>, nature: Nature) -> RenderOutside {
        RenderOutside {
            world,
            nature,
            zone: None,
            stream: Stream::default(),
            progress: Progress::default(),
            threads: 1,
        }
    }

    /// The same, where so many threads may look for primes.
    pub(crate) fn threads(self, threads: usize) -> RenderOutside {
        RenderOutside { threads, ..self }
    }

    /// The same, counting the files that begin.
    pub(crate) fn watched(mut self, progress: &Progress) -> RenderOutside {
        self.progress = progress.clone();
        self
    }
}

impl Outside for RenderOutside {
    fn begin_file(&mut self, name: &[u8]) {
        self.progress.step();
        if let Some(seed) = self.nature.seed {
            self.stream = Stream::new(&[&seed.to_le_bytes(), name]);
        }
    }

    fn now(&mut self) -> Time {
        const SECOND: i128 = 1_000_000_000;
        let (seconds, nanos) = match self.nature.now {
            Some(now) => (now.div_euclid(SECOND) as i64, now.rem_euclid(SECOND) as i64),
            None => {
                let now = self.world.now();
                (now.seconds, now.nanos.into())
            }
        };
        Time::now(seconds, nanos, 0, &self.zone())
    }

    fn zone(&mut self) -> Location {
        self.zone.get_or_insert_with(|| local_zone(&*self.world)).clone()
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        match self.nature.seed {
            Some(_) => self.stream.fill(bytes),
            None => self.world.random(bytes),
        }
    }

    fn threads(&self) -> usize {
        self.threads
    }

    fn address(&mut self, name: &[u8]) -> Vec<u8> {
        if self.nature.dns == Dns::Refused {
            return Vec::new();
        }
        let Ok(name) = std::str::from_utf8(name) else { return Vec::new() };
        let found = (name, 0).to_socket_addrs().ok().and_then(|mut found| found.next());
        found.map(|address| address.ip().to_string().into_bytes()).unwrap_or_default()
    }
}

/// The zone that `TZ` names, as Go's time.Local does.
fn local_zone(world: &dyn World) -> Location {
    match world.zone() {
        Some(name) => {
            Location::load(name.as_bytes(), &Location::UTC).unwrap_or(Location::UTC).as_local(&name)
        }
        None => Location::UTC.as_local("UTC"),
    }
}
