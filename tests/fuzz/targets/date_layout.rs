//! Times by Go's layouts, and durations. The input: a layout, a text, a duration.
//!
//! Nothing panics; the full layouts read back what they wrote; a time that was read and written is read again;
//! arithmetic undoes itself where it does not saturate.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nexachart_fuzz::parts;
use nexachart_go::time::{Duration, Location, RFC3339_NANO, Time};

fuzz_target!(|input: &[u8]| {
    let [layout, text, duration] = parts(input);
    let zones = [
        Location::UTC,
        Location::fixed("X", 19_800),
        Location::load(b"Europe/Berlin", &Location::UTC).unwrap(),
        Location::load(text, &Location::UTC).unwrap_or(Location::UTC),
    ];
    let mut seed = [0; 8];
    seed[..duration.len().min(8)].copy_from_slice(&duration[..duration.len().min(8)]);
    let seconds = i64::from_le_bytes(seed);

    for zone in &zones {
        if let Ok(time) = Time::parse_in_location(layout, text, zone) {
            written_and_read(&time, zone);
            let _ = Time::parse_in_location(layout, &time.format(layout), zone);
        }
        let time = Time::unix(seconds, seconds, zone);
        let written = time.format(layout);
        if let Ok(read) = Time::parse_in_location(layout, &written, zone) {
            let _ = read.format(layout);
        }
        for known in [1_136_239_445, -1, 4_102_444_800, seconds.rem_euclid(1 << 37)] {
            let time = Time::unix(known, seconds, zone);
            written_and_read(&time, zone);
            let _ = Time::parse(layout, &time.format(layout), zone);
        }
        all_parts(&time);
    }

    let step = match Duration::parse(duration) {
        Ok(read) => {
            let again = Duration::parse(read.to_string().as_bytes()).expect("a duration as written");
            assert_eq!(read, again);
            read
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            Duration(seconds)
        }
    };
    let start = Time::unix(seconds.rem_euclid(1 << 33), 0, &zones[2]);
    let end = start.add(step);
    assert_eq!(end.sub(&start), step);
    assert!(end.add(Duration(step.0.wrapping_neg())).is_equal(&start) || step == Duration::MIN);
    let _ = (
        start.truncate(step),
        start.round(step),
        step.round(Duration::HOUR),
        step.truncate(Duration::SECOND),
    );
    let _ = (step.abs(), step.hours(), step.minutes(), step.seconds());
    let _ = start.add_date(seconds >> 40, seconds & 0xfff, seconds & 0xff);
});

/// The layout with everything in it reads what it wrote, in years of four digits and zones of whole minutes.
fn written_and_read(time: &Time, zone: &Location) {
    let (_, offset) = time.zone();
    if !(0..=9999).contains(&time.year()) || offset % 60 != 0 || offset.abs() >= 86_400 {
        return;
    }
    let written = time.format(RFC3339_NANO);
    let read = Time::parse_in_location(RFC3339_NANO, &written, zone).expect("a time as written");
    assert!(read.is_equal(time), "{}", String::from_utf8_lossy(&written));
    assert_eq!(read.format(RFC3339_NANO), written);
}

fn all_parts(time: &Time) {
    let (year, week) = time.iso_week();
    assert!((1..=53).contains(&week) && (year - time.year()).abs() <= 1);
    assert!((1..=366).contains(&time.year_day()) && (1..=31).contains(&time.day()));
    let _ = (time.to_json(), time.to_text(), time.to_binary(), time.to_go_string(), time.is_dst());
    assert!(Time::at(time.wall_clock(), time.location()).hour() < 24);
}
