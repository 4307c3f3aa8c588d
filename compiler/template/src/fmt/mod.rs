//! Go's fmt: `Sprint`, `Sprintln`, `Sprintf` over values. Go: fmt/print.go, fmt/format.go.
//!
//! What Go prints as an address (`%p`, a pointer inside a list) is always the same number here.

mod directive;
mod layout;
mod number;
mod pointee;
mod printer;

#[cfg(test)]
mod tests;

use nexachart_value::{Kind, Value};

pub use self::pointee::pointee;
use self::printer::Printer;

/// `fmt.Sprint`: the operands in their `%v` form, with a space between two that are both not strings.
///
/// ```
/// use nexachart_template::fmt::sprint;
/// use nexachart_value::Value;
/// let mut out = Vec::new();
/// sprint(&mut out, &[Value::int(1), Value::float(1e6), Value::from("a"), Value::Nil]);
/// assert_eq!(out, b"1 1e+06a<nil>");
/// ```
pub fn sprint(out: &mut Vec<u8>, args: &[Value]) {
    let mut printer = Printer::new(out);
    let mut after_string = true;
    for arg in args {
        let is_string = arg.kind() == Kind::String;
        if !is_string && !after_string {
            printer.out.push(b' ');
        }
        printer.arg(arg, 'v');
        after_string = is_string;
    }
}

/// `fmt.Sprintln`: the operands in their `%v` form, a space between any two, and a newline.
pub fn sprintln(out: &mut Vec<u8>, args: &[Value]) {
    let mut printer = Printer::new(out);
    for (i, arg) in args.iter().enumerate() {
        if i > 0 {
            printer.out.push(b' ');
        }
        printer.arg(arg, 'v');
    }
    out.push(b'\n');
}

/// `fmt.Sprintf`. Mistakes in the format show in the result: `%!d(string=a)`, `%!s(MISSING)`,
/// `%!(EXTRA int=1)`. Widths and precisions go up to 1,000,000.
///
/// ```
/// use nexachart_template::fmt::sprintf;
/// use nexachart_value::Value;
/// let mut out = Vec::new();
/// sprintf(&mut out, b"%05d|%-4s|%q|%[1]x %d", &[Value::int(42), "ab".into(), "c".into(), "d".into()]);
/// assert_eq!(out, br#"00042|ab  |"c"|2a %!d(string=ab)"#);
/// ```
pub fn sprintf(out: &mut Vec<u8>, format: &[u8], args: &[Value]) {
    directive::printf(&mut Printer::new(out), format, args);
}

/// [`sprintf`] that gives up when there are more than `most` bytes; a part of what would come may be there then.
pub fn sprintf_within(out: &mut Vec<u8>, format: &[u8], args: &[Value], most: usize) {
    let mut printer = Printer::new(out);
    printer.most = most;
    directive::printf(&mut printer, format, args);
}
