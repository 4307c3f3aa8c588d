//! Times as other programs read them: RFC 3339 and Go's binary form.

use super::format::RFC3339_NANO;
use super::instant::Time;

/// Why a time cannot be written; the text does not name the operation yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unfit {
    Year,
    ZoneHour,
}

impl Time {
    /// As a JSON string with the time in RFC 3339. Go: `MarshalJSON`.
    ///
    /// # Errors
    ///
    /// Go's text, for years beyond 0 to 9999 and offsets of a day and more.
    pub fn to_json(&self) -> Result<Vec<u8>, String> {
        let text = self.to_rfc3339().map_err(|unfit| unfit.text("MarshalJSON"))?;
        Ok([b"\"", &text[..], b"\""].concat())
    }

    /// In RFC 3339. Go: `MarshalText`.
    ///
    /// # Errors
    ///
    /// As [`Time::to_json`].
    pub fn to_text(&self) -> Result<Vec<u8>, String> {
        self.to_rfc3339().map_err(|unfit| unfit.text("MarshalText"))
    }

    /// Appends it in RFC 3339. Go: `AppendText`.
    ///
    /// # Errors
    ///
    /// As [`Time::to_json`].
    pub fn append_text(&self, out: &mut Vec<u8>) -> Result<(), String> {
        out.extend(self.to_rfc3339().map_err(|unfit| unfit.text("AppendText"))?);
        Ok(())
    }

    /// In Go's binary form: version, seconds since year 1, nanoseconds, offset in minutes (−1 for UTC) and, in
    /// version 2, the offset's seconds. Go: `MarshalBinary`, `GobEncode`.
    ///
    /// # Errors
    ///
    /// Go's text, for offsets that the form cannot hold.
    pub fn to_binary(&self) -> Result<Vec<u8>, &'static str> {
        let offset = self.zone().1;
        let seconds = (!self.location().is_utc()).then_some(offset % 60).filter(|&seconds| seconds != 0);
        let minutes = match (self.location().is_utc(), offset / 60) {
            (true, _) => -1,
            (false, -1) => return Err(UNFIT_OFFSET),
            (false, minutes) => i16::try_from(minutes).map_err(|_| UNFIT_OFFSET)?,
        };
        let mut out = vec![if seconds.is_some() { 2 } else { 1 }];
        out.extend(self.seconds_since_year_1().to_be_bytes());
        out.extend((self.nanosecond() as u32).to_be_bytes());
        out.extend(minutes.to_be_bytes());
        out.extend(seconds.map(|seconds| seconds as u8));
        Ok(out)
    }

    fn to_rfc3339(&self) -> Result<Vec<u8>, Unfit> {
        if !(0..=9999).contains(&self.year()) {
            return Err(Unfit::Year);
        }
        if (self.zone().1 / 3600).abs() >= 24 {
            return Err(Unfit::ZoneHour);
        }
        Ok(self.format(RFC3339_NANO))
    }
}

const UNFIT_OFFSET: &str = "Time.MarshalBinary: unexpected zone offset";

impl Unfit {
    fn text(self, operation: &str) -> String {
        let what = match self {
            Unfit::Year => "year outside of range [0,9999]",
            Unfit::ZoneHour => "timezone hour outside of range [0,23]",
        };
        format!("Time.{operation}: {what}")
    }
}
