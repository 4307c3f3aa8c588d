//! Format strings: what stands between a `%` and its verb.

use nexachart_go::utf8;
use nexachart_value::Value;

use super::layout::Layout;
use super::printer::Printer;

/// Where the reading of a format is.
struct Reader<'a> {
    format: &'a [u8],
    at: usize,
    args: &'a [Value],
    /// The next argument.
    next: usize,
    /// An explicit argument number was seen somewhere: then nothing is said about extra arguments.
    reordered: bool,
    /// The argument number of the current directive is one.
    good_number: bool,
}

/// Go: pp.doPrintf.
pub(super) fn printf(printer: &mut Printer<'_>, format: &[u8], args: &[Value]) {
    let mut reader = Reader { format, at: 0, args, next: 0, reordered: false, good_number: true };
    while reader.at < format.len() && printer.out.len() <= printer.most {
        let rest = &format[reader.at..];
        let text = memchr::memchr(b'%', rest).unwrap_or(rest.len());
        printer.out.extend_from_slice(&rest[..text]);
        reader.at += text;
        if reader.at < format.len() {
            reader.at += 1;
            reader.directive(printer);
        }
    }
    if !reader.reordered && reader.next < args.len() {
        printer.layout = Layout::default();
        printer.out.extend_from_slice(b"%!(EXTRA ");
        for (i, arg) in args[reader.next..].iter().enumerate() {
            if i > 0 {
                printer.out.extend_from_slice(b", ");
            }
            match arg.ty() {
                None => printer.out.extend_from_slice(b"<nil>"),
                Some(ty) => {
                    printer.out.extend_from_slice(format!("{ty}=").as_bytes());
                    printer.arg(arg, 'v');
                }
            }
        }
        printer.out.push(b')');
    }
}

impl Reader<'_> {
    fn byte(&self) -> Option<u8> {
        self.format.get(self.at).copied()
    }

    /// What follows a `%`.
    fn directive(&mut self, printer: &mut Printer<'_>) {
        self.good_number = true;
        let mut layout = self.flags();
        let mut after_number = self.arg_number();
        if self.byte() == Some(b'*') {
            self.at += 1;
            match self.int_arg() {
                Some(width) => {
                    layout.width = Some(width.unsigned_abs() as usize);
                    if width < 0 {
                        layout.minus = true;
                        layout.zero = false; // No zeros on the right.
                    }
                }
                None => printer.out.extend_from_slice(b"%!(BADWIDTH)"),
            }
            after_number = false;
        } else {
            layout.width = self.number(self.format.len());
            if after_number && layout.width.is_some() {
                self.good_number = false; // %[3]2d
            }
        }
        if self.byte() == Some(b'.') && self.at + 1 < self.format.len() {
            self.at += 1;
            if after_number {
                self.good_number = false; // %[3].2d
            }
            after_number = self.arg_number();
            if self.byte() == Some(b'*') {
                self.at += 1;
                layout.precision = self.int_arg().and_then(|n| usize::try_from(n).ok());
                if layout.precision.is_none() {
                    printer.out.extend_from_slice(b"%!(BADPREC)");
                }
                after_number = false;
            } else {
                layout.precision = Some(self.number(self.format.len()).unwrap_or(0));
            }
        }
        if !after_number {
            self.arg_number();
        }
        if self.at >= self.format.len() {
            printer.out.extend_from_slice(b"%!(NOVERB)");
            return;
        }
        let (verb, width) = utf8::decode(&self.format[self.at..]);
        self.at += width;
        if matches!(verb, 'v' | 'w') {
            layout.sharp_v = std::mem::take(&mut layout.sharp);
            layout.plus_v = std::mem::take(&mut layout.plus);
        }
        printer.layout = layout;
        if verb == '%' {
            printer.out.push(b'%');
        } else if !self.good_number {
            printer.bang(verb, "(BADINDEX)");
        } else if let Some(arg) = self.args.get(self.next) {
            printer.arg(arg, verb);
            self.next += 1;
        } else {
            printer.bang(verb, "(MISSING)");
        }
    }

    fn flags(&mut self) -> Layout {
        let mut layout = Layout::default();
        loop {
            match self.byte() {
                Some(b'#') => layout.sharp = true,
                Some(b'0') => layout.zero = true,
                Some(b'+') => layout.plus = true,
                Some(b'-') => layout.minus = true,
                Some(b' ') => layout.space = true,
                _ => return layout,
            }
            self.at += 1;
        }
    }

    /// Digits up to `end`, if there are any. A number far too large swallows the rest.
    fn number(&mut self, end: usize) -> Option<usize> {
        let mut number = None;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            if self.at >= end {
                break;
            }
            let n = number.unwrap_or(0);
            if n > TOO_LARGE {
                self.at = end;
                return None;
            }
            number = Some(n * 10 + usize::from(digit - b'0'));
            self.at += 1;
        }
        number
    }

    /// `[n]`, if it is there: makes argument n the next one. Whether it was there and was a number.
    fn arg_number(&mut self) -> bool {
        if self.byte() != Some(b'[') {
            return false;
        }
        self.reordered = true;
        let rest = &self.format[self.at..];
        let Some(close) = memchr::memchr(b']', rest).filter(|_| rest.len() >= 3) else {
            self.good_number = false;
            self.at += 1;
            return false;
        };
        let end = self.at + close;
        self.at += 1;
        let number = self.number(end).filter(|_| self.at == end);
        self.at = end + 1;
        match number {
            Some(n) if (1..=self.args.len()).contains(&n) => self.next = n - 1,
            _ => self.good_number = false,
        }
        number.is_some()
    }

    /// The next argument as a width or precision.
    fn int_arg(&mut self) -> Option<i64> {
        let arg = self.args.get(self.next)?;
        self.next += 1;
        let n = match arg.underlying() {
            Value::Int(_, n) => n,
            Value::Uint(_, n) => i64::try_from(n).ok()?,
            _ => return None,
        };
        (n.unsigned_abs() <= TOO_LARGE as u64).then_some(n)
    }
}

/// The largest width or precision.
const TOO_LARGE: usize = 1_000_000;
