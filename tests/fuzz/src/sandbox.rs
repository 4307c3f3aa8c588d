//! What templates may ask of the outside while they are fuzzed: nothing that changes.

use nexachart_funcs::{Outside, State, TABLE};
use nexachart_go::time::{Location, Time};
use nexachart_template::{Func, Functions};

/// The clock stands still, and random bytes count up.
#[derive(Debug, Default)]
struct Still(u8);

impl Outside for Still {
    fn begin_file(&mut self, _: &[u8]) {}

    fn now(&mut self) -> Time {
        Time::unix(1_700_000_000, 0, &Location::UTC)
    }

    fn zone(&mut self) -> Location {
        Location::UTC
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(5).wrapping_add(1);
            *byte = self.0;
        }
    }

    fn address(&mut self, _: &[u8]) -> Vec<u8> {
        Vec::new()
    }
}

/// A new state.
pub fn state() -> State {
    State::new(Box::new(Still::default()))
}

/// All functions but those that take long on purpose, or search for primes.
pub struct Quick;

/// The table.
pub static QUICK: Quick = Quick;

impl Functions for Quick {
    fn find(&self, name: &str) -> Option<&'static Func> {
        const SLOW: [&str; 11] = [
            "bcrypt",
            "htpasswd",
            "derivePassword",
            "genPrivateKey",
            "genCA",
            "genCAWithKey",
            "genSelfSignedCert",
            "genSelfSignedCertWithKey",
            "genSignedCert",
            "genSignedCertWithKey",
            "randBytes",
        ];
        if SLOW.contains(&name) { None } else { TABLE.find(name) }
    }
}
