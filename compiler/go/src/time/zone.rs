//! The data of a time zone: its phases, and when each begins.

use super::rule::Rule;

/// A zone. Go: the fields of `Location` in zoneinfo.go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Zone {
    pub phases: Vec<Phase>,
    /// When a phase begins, in Unix seconds, and its index; in rising order, at least one.
    pub transitions: Vec<(i64, u8)>,
    /// What holds after the last transition, if not simply its phase.
    pub rule: Option<Rule>,
}

/// What a zone's clocks show for a while, such as CEST.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phase {
    /// The abbreviation.
    pub name: String,
    /// Seconds east of UTC.
    pub offset: i32,
    /// Whether it is daylight saving time.
    pub summer: bool,
}

/// A phase in force between two Unix seconds, the second not included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period<'a> {
    pub phase: &'a Phase,
    pub start: i64,
    pub end: i64,
}

impl Zone {
    /// A zone with one phase.
    pub(super) fn fixed(name: &str, offset: i32) -> Zone {
        let phase = Phase { name: name.to_owned(), offset, summer: false };
        Zone { phases: vec![phase], transitions: vec![(i64::MIN, 0)], rule: None }
    }

    /// Reads a zone file of RFC 9636. Go: zoneinfo_read.go `LoadLocationFromTZData`.
    pub(super) fn from_tzif(data: &[u8]) -> Option<Zone> {
        let mut file = Reader(data);
        let mut header = Header::read(&mut file)?;
        let wide = header.version >= 2;
        if wide {
            // The file says the same twice: in 32 bits for old readers, then in 64.
            file.take(header.length(4)?)?;
            header = Header { version: header.version, ..Header::read(&mut file)? };
        }
        let time_size = if wide { 8 } else { 4 };
        let times = file.take(header.transitions.checked_mul(time_size)?)?;
        let indices = file.take(header.transitions)?;
        let phases = file.take(header.phases.checked_mul(6)?)?;
        let names = file.take(header.names)?;
        file.take(header.leap_seconds.checked_mul(time_size + 4)?)?;
        file.take(header.standard_marks.checked_add(header.utc_marks)?)?;

        let phases: Vec<Phase> = phases
            .chunks_exact(6)
            .map(|record| {
                let [a, b, c, d, summer, name] = *record.as_array()?;
                let name = names.get(usize::from(name)..)?.split(|&byte| byte == 0).next()?;
                let name = std::str::from_utf8(name).ok()?.to_owned();
                Some(Phase { name, offset: i32::from_be_bytes([a, b, c, d]), summer: summer != 0 })
            })
            .collect::<Option<_>>()?;
        let mut transitions: Vec<(i64, u8)> = times
            .chunks_exact(time_size)
            .zip(indices)
            .map(|(time, &index)| {
                let time = match time.as_array() {
                    Some(wide) => i64::from_be_bytes(*wide),
                    None => i64::from(i32::from_be_bytes(*time.as_array()?)),
                };
                (usize::from(index) < phases.len()).then_some((time, index))
            })
            .collect::<Option<_>>()?;
        if phases.is_empty() {
            return None;
        }
        if transitions.is_empty() {
            transitions.push((i64::MIN, 0));
        }
        let rule = file.0.strip_prefix(b"\n").and_then(|rest| rest.strip_suffix(b"\n")).and_then(Rule::parse);
        Some(Zone { phases, transitions, rule })
    }

    /// The period in force at a Unix second. Go: zoneinfo.go `lookup`.
    pub(super) fn period(&self, unix: i64) -> Period<'_> {
        let next = self.transitions.partition_point(|&(start, _)| start <= unix);
        let end = self.transitions.get(next).map_or(i64::MAX, |&(start, _)| start);
        let Some(&(start, index)) = next.checked_sub(1).and_then(|last| self.transitions.get(last)) else {
            return Period { phase: self.first_phase(), start: i64::MIN, end };
        };
        if let (Some(rule), true) = (&self.rule, next == self.transitions.len()) {
            return rule.period(start, unix);
        }
        Period { phase: &self.phases[usize::from(index)], start, end }
    }

    /// The phase before the first transition. Go: `lookupFirstZone`.
    fn first_phase(&self) -> &Phase {
        let first = &self.phases[0];
        if !self.transitions.iter().any(|&(_, index)| index == 0) {
            return first;
        }
        let after = self.transitions.first().map_or(0, |&(_, index)| usize::from(index));
        let standard = |phase: &&Phase| !phase.summer;
        let before = if self.phases[after].summer { &self.phases[..after] } else { &[] };
        before.iter().rev().find(standard).or_else(|| self.phases.iter().find(standard)).unwrap_or(first)
    }

    /// The offset that the abbreviation `name` stands for, best at the time that a clock in UTC would show
    /// as `unix`. Go: `lookupName`.
    pub(super) fn offset_of(&self, name: &str, unix: i64) -> Option<i32> {
        let named = || self.phases.iter().filter(|phase| phase.name == name);
        let in_force = named().find_map(|phase| {
            let found = self.period(unix.wrapping_sub(i64::from(phase.offset))).phase;
            (found.name == name).then_some(found.offset)
        });
        in_force.or_else(|| named().next().map(|phase| phase.offset))
    }
}

/// The counts at the head of each half of a zone file.
struct Header {
    version: u8,
    utc_marks: usize,
    standard_marks: usize,
    leap_seconds: usize,
    transitions: usize,
    phases: usize,
    names: usize,
}

impl Header {
    fn read(file: &mut Reader<'_>) -> Option<Header> {
        if file.take(4)? != b"TZif" {
            return None;
        }
        let version = match file.take(16)?[0] {
            0 => 1,
            b'2' => 2,
            b'3' => 3,
            _ => return None,
        };
        let mut count = || file.take(4)?.as_array().map(|bytes| u32::from_be_bytes(*bytes) as usize);
        Some(Header {
            version,
            utc_marks: count()?,
            standard_marks: count()?,
            leap_seconds: count()?,
            transitions: count()?,
            phases: count()?,
            names: count()?,
        })
    }

    /// The length of the data that the header announces.
    fn length(&self, time_size: usize) -> Option<usize> {
        let parts = [
            self.transitions.checked_mul(time_size + 1)?,
            self.phases.checked_mul(6)?,
            self.names,
            self.leap_seconds.checked_mul(time_size + 4)?,
            self.standard_marks,
            self.utc_marks,
        ];
        parts.into_iter().try_fold(0usize, usize::checked_add)
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}
