//! What template functions may ask of the outside: the clock, randomness, names.

use std::fmt;
use std::net::ToSocketAddrs;
use std::sync::Arc;

use crate::Workers;
use nexachart_crypto::Random;
use nexachart_crypto::random::Stream;
use nexachart_funcs::{Notes, Outside};
use nexachart_go::time::{Location, Time};
use nexachart_source::World;

use crate::progress::Progress;

/// Where time and randomness come from, and whether names are looked up.
#[derive(Clone, Debug, Default)]
pub struct Nature {
    /// Random values follow from this, the name of the file and the order of the draws in it.
    /// Without it they are the system's, fit for keys.
    pub seed: Option<Seed>,
    /// The time that templates see, in nanoseconds since 1970. Without it, the time.
    pub now: Option<i128>,
    /// Whether `getHostByName` may ask the network.
    pub dns: Dns,
    /// The local time zone.
    pub zone: Zone,
    /// Whether calls are noted that ask for the time or for randomness.
    pub notes: Notes,
}

/// What random values follow from.
#[derive(Clone)]
pub enum Seed {
    /// A number: who knows it knows the values.
    Number(u64),
    /// A secret, and the target, so that no two targets get the same values.
    Secret(Arc<[u8]>, String),
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed")
    }
}

impl Seed {
    fn stream(&self, file: &[u8]) -> Stream {
        match self {
            Seed::Number(number) => Stream::new(&[&number.to_le_bytes(), file]),
            Seed::Secret(secret, target) => {
                let lengths = [secret.len() as u64, target.len() as u64].map(u64::to_le_bytes);
                Stream::new(&[b"nexachart seed\0", &lengths[0], &lengths[1], secret, target.as_bytes(), file])
            }
        }
    }
}

/// Which time zone is the local one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zone {
    /// That of the machine.
    #[default]
    World,
    /// UTC, whatever the machine says.
    Utc,
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

    /// The same, where so many threads may look for primes; 0 for as many as there are processors.
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
        if let Some(seed) = &self.nature.seed {
            self.stream = seed.stream(name);
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
        let named = || (self.nature.zone == Zone::World).then(|| self.world.zone()).flatten();
        self.zone.get_or_insert_with(|| local_zone(named())).clone()
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        match &self.nature.seed {
            Some(_) => self.stream.fill(bytes),
            None => self.world.random(bytes),
        }
    }

    fn threads(&self) -> usize {
        Workers::new(self.threads).jobs()
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
fn local_zone(name: Option<String>) -> Location {
    match name {
        Some(name) => {
            Location::load(name.as_bytes(), &Location::UTC).unwrap_or(Location::UTC).as_local(&name)
        }
        None => Location::UTC.as_local("UTC"),
    }
}
