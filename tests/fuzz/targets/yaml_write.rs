//! Values as YAML. The input: bytes of which a value is made.
//!
//! What is written is read back as the value that JSON holds of it, by both writers; the margin only sets blanks.

#![no_main]

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use nexachart_fuzz::value::arbitrary;
use nexachart_value::json::{Target, from_json, to_json};
use nexachart_value::yaml_write::{to_yaml, to_yaml_pretty, write_yaml};
use nexachart_value::{deep_equal, from_yaml};

fuzz_target!(|input: &[u8]| {
    let Ok(value) = arbitrary(&mut Unstructured::new(input), 5) else { return };
    let json = to_json(&value).expect("a value that JSON can hold");
    // Go writes this key as it is, and reads it as one that merges.
    if json.windows(15).any(|part| part == br#""\u003c\u003c":"#) {
        return drop((to_yaml(&value), to_yaml_pretty(&value)));
    }
    let meant = from_json(&json, Target::Any).value;
    match to_yaml(&value) {
        Ok(mut written) => {
            // Helm cuts off the end of the last line, which can be a part of a text.
            written.push(b'\n');
            let read = from_yaml(&written, Target::Any)
                .unwrap_or_else(|error| panic!("{error}: {}", written.escape_ascii()));
            // Go writes these as they are, and reads them as ends of lines.
            let breaks: [&[u8]; 3] = ["\u{85}".as_bytes(), b"\\u2028", b"\\u2029"];
            let has_break = breaks.iter().any(|end| json.windows(end.len()).any(|part| part == *end));
            assert!(
                has_break || deep_equal(&read, &meant),
                "{} is not {}",
                written.escape_ascii(),
                json.escape_ascii()
            );
            let mut wide = b"x".to_vec();
            write_yaml(&value, 3, &mut wide).expect("what was written");
            let indented = [b"x", &written[..written.len() - 1]].concat();
            let lines = |text: &[u8]| text.iter().filter(|&&b| b == b'\n').count();
            assert_eq!(lines(&wide), lines(&indented));
        }
        // Some characters JSON has and YAML has not.
        Err(error) => assert!(error.contains("yaml: "), "{error}"),
    }
    let pretty = to_yaml_pretty(&value).expect("pretty");
    let _ = from_yaml(&pretty, Target::Any);
});
