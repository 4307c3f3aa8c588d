//! Values and verbs. Go: fmt/print.go.

use std::rc::Rc;

use nexachart_go::strconv::{FloatBits, FloatFormat};
use nexachart_value::{FloatType, Kind, List, Map, Object, Type, UintType, Value};

use super::layout::{LOWER, Layout, UPPER};
use super::number::{ADDRESS, Base};

/// How deep lists, maps and structs are followed. A map can contain itself: Go then dies of it, here
/// `...` stands for what would come, and for whatever is nested after it.
const MAX_DEPTH: u32 = 1_000;

/// The state of one call.
pub(super) struct Printer<'o> {
    pub out: &'o mut Vec<u8>,
    pub layout: Layout,
    /// The value of a wrong verb is being printed: no methods then.
    erroring: bool,
    /// Something was too deep, or it became too long.
    gave_up: bool,
    /// So many bytes may there be before it gives up.
    pub most: usize,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Place {
    depth: u32,
    /// In an unexported field: its methods are out of reach.
    hidden: bool,
}

impl Place {
    const TOP: Place = Place { depth: 0, hidden: false };

    fn inside(self) -> Place {
        Place { depth: self.depth + 1, ..self }
    }
}

impl<'o> Printer<'o> {
    pub fn new(out: &'o mut Vec<u8>) -> Printer<'o> {
        Printer { out, layout: Layout::default(), erroring: false, gave_up: false, most: usize::MAX }
    }

    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn ty(&mut self, ty: Type) {
        self.text(&ty.to_string());
    }

    /// `%!verb` and what is wrong.
    pub fn bang(&mut self, verb: char, what: &str) {
        self.text("%!");
        self.out.extend_from_slice(verb.encode_utf8(&mut [0; 4]).as_bytes());
        self.text(what);
    }

    /// An operand.
    pub fn arg(&mut self, arg: &Value, verb: char) {
        let layout = self.layout;
        let Some(ty) = arg.ty() else {
            return match verb {
                'T' | 'v' => layout.pad(self.out, b"<nil>"),
                _ => self.bang(verb, "(<nil>)"),
            };
        };
        match (verb, arg) {
            ('T', _) => layout.string(self.out, ty.to_string().as_bytes()),
            ('p', _) => self.pointer(arg, ty, verb),
            ('w', Value::List(_) | Value::Map(_) | Value::Object(_)) if !self.erroring => {
                self.bad_verb(arg, ty, verb);
            }
            (_, Value::Bytes(bytes)) => self.bytes(arg, bytes, verb),
            (_, Value::Object(object)) if self.method(&**object, verb) => {}
            _ => self.plain(arg, ty, verb, Place::TOP),
        }
    }

    /// A value inside another one; `interface` is the type under which an empty one is kept there.
    fn value(&mut self, value: &Value, interface: Type, verb: char, place: Place) {
        if self.out.len() > self.most {
            return;
        }
        let Some(ty) = value.ty() else {
            if self.layout.sharp_v {
                self.ty(interface);
                self.text("(nil)");
            } else {
                self.text("<nil>");
            }
            return;
        };
        if let Value::Object(object) = value
            && !place.hidden
            && self.method(&**object, verb)
        {
            return;
        }
        self.plain(value, ty, verb, place);
    }

    /// Prints what `String()`, `Error()` or `GoString()` returns, if the verb wants that and it is there.
    fn method(&mut self, object: &dyn Object, verb: char) -> bool {
        if self.erroring {
            return false;
        }
        if self.layout.sharp_v {
            let Some(text) = object.go_string() else { return false };
            self.layout.string(self.out, &text);
            return true;
        }
        if !matches!(verb, 'v' | 's' | 'x' | 'X' | 'q') {
            return false;
        }
        let Some(text) = object.string() else { return false };
        self.string(&text, verb);
        true
    }

    /// A value of type `ty` by its kind.
    fn plain(&mut self, value: &Value, ty: Type, verb: char, place: Place) {
        let ok = match value {
            Value::Nil => return self.text("<nil>"),
            Value::Bool(b) => {
                let text = if *b { "true" } else { "false" };
                matches!(verb, 't' | 'v').then(|| self.layout.pad(self.out, text.as_bytes())).is_some()
            }
            Value::Int(_, n) => self.integer(*n < 0, n.unsigned_abs(), *n as u64, verb),
            Value::Uint(_, n) if verb == 'v' && self.layout.sharp_v => {
                self.hex_number(*n, true);
                true
            }
            Value::Uint(_, n) => self.integer(false, *n, *n, verb),
            Value::Float(FloatType::Float32, f) => self.float(*f, FloatBits::B32, verb),
            Value::Float(FloatType::Float64, f) => self.float(*f, FloatBits::B64, verb),
            Value::Complex(re, im) => self.complex(*re, *im, verb),
            Value::String(text) => self.string(text, verb),
            Value::Bytes(bytes) if matches!(verb, 's' | 'q' | 'x' | 'X') => self.string(bytes, verb),
            Value::Bytes(_) => {
                let list = value.items().unwrap_or_else(|| List::nil(Type::BYTES));
                return self.list(&list, ty, verb, place);
            }
            Value::List(list) => return self.list(list, ty, verb, place),
            Value::Map(map) => return self.map(map, ty, verb, place),
            Value::Object(object) => return self.object(value, object, ty, verb, place),
        };
        if !ok {
            self.bad_verb(value, ty, verb);
        }
    }

    /// A verb that does not go with the value: `%!d(string=a)`.
    fn bad_verb(&mut self, value: &Value, ty: Type, verb: char) {
        self.erroring = true;
        self.bang(verb, "(");
        self.ty(ty);
        self.text("=");
        match value {
            Value::Object(_) => self.arg(value, 'v'),
            _ => self.plain(value, ty, 'v', Place::TOP),
        }
        self.text(")");
        self.erroring = false;
    }

    /// Whether the verb is one for integers. `bits` is the value as Go's `uint64(v)`.
    fn integer(&mut self, negative: bool, value: u64, bits: u64, verb: char) -> bool {
        let layout = self.layout;
        let base = match verb {
            'v' | 'd' => Base::Decimal,
            'b' => Base::Binary,
            'o' => Base::Octal,
            'O' => Base::PrefixedOctal,
            'x' => Base::Hex,
            'X' => Base::UpperHex,
            'c' => {
                layout.character(self.out, bits);
                return true;
            }
            'q' => {
                layout.quoted_character(self.out, bits);
                return true;
            }
            'U' => {
                layout.code_point(self.out, bits);
                return true;
            }
            _ => return false,
        };
        layout.integer(self.out, negative, value, base);
        true
    }

    /// A number in hex, with or without `0x`.
    fn hex_number(&mut self, n: u64, prefix: bool) {
        Layout { sharp: prefix, ..self.layout }.integer(self.out, false, n, Base::Hex);
    }

    fn float(&mut self, value: f64, bits: FloatBits, verb: char) -> bool {
        let (format, precision) = match verb {
            'v' => (FloatFormat::General, -1),
            'F' => (FloatFormat::Fixed, 6),
            'f' | 'e' | 'E' | 'b' | 'g' | 'G' | 'x' | 'X' => {
                let Some(format) = FloatFormat::from_letter(verb as u8) else { return false };
                (format, if matches!(verb, 'f' | 'e' | 'E') { 6 } else { -1 })
            }
            _ => return false,
        };
        self.layout.float(self.out, value, bits, format, precision);
        true
    }

    fn complex(&mut self, re: f64, im: f64, verb: char) -> bool {
        let layout = self.layout;
        let start = self.out.len();
        self.text("(");
        if !self.float(re, FloatBits::B64, verb) {
            self.out.truncate(start);
            return false;
        }
        self.layout.plus = true;
        self.float(im, FloatBits::B64, verb);
        self.text("i)");
        self.layout = layout;
        true
    }

    fn string(&mut self, text: &[u8], verb: char) -> bool {
        let layout = self.layout;
        match verb {
            'v' if layout.sharp_v => layout.quoted(self.out, text),
            'v' | 's' => layout.string(self.out, text),
            'x' => layout.hex(self.out, text, LOWER),
            'X' => layout.hex(self.out, text, UPPER),
            'q' => layout.quoted(self.out, text),
            _ => return false,
        }
        true
    }

    /// `[]byte`: a list for `%v` and `%d`, a string for string verbs.
    fn bytes(&mut self, value: &Value, bytes: &[u8], verb: char) {
        match verb {
            'v' if self.layout.sharp_v => {
                self.text("[]byte{");
                for (i, byte) in bytes.iter().enumerate() {
                    if i > 0 {
                        self.text(", ");
                    }
                    self.hex_number(u64::from(*byte), true);
                }
                self.text("}");
            }
            _ => self.plain(value, Type::BYTES, verb, Place::TOP),
        }
    }

    /// Whether to go on with what is inside a value at this place.
    fn enter(&mut self, place: Place) -> bool {
        self.gave_up |= place.depth >= MAX_DEPTH || self.out.len() > self.most;
        if self.gave_up {
            self.text("...");
        }
        !self.gave_up
    }

    fn separate(&mut self, i: usize) {
        if i > 0 {
            self.text(if self.layout.sharp_v { ", " } else { " " });
        }
    }

    fn list(&mut self, list: &List, ty: Type, verb: char, place: Place) {
        if ty.elem().map(Type::kind) == Some(Kind::Uint(UintType::Uint8))
            && matches!(verb, 's' | 'q' | 'x' | 'X')
        {
            let byte = |value: &Value| match value {
                Value::Uint(_, n) => *n as u8,
                _ => 0,
            };
            self.string(&list.iter().map(byte).collect::<Vec<u8>>(), verb);
            return;
        }
        if self.layout.sharp_v {
            self.ty(ty);
            if list.is_nil() {
                return self.text("(nil)");
            }
        }
        if !self.enter(place) {
            return;
        }
        let elem = list.elem();
        let (open, close) = if self.layout.sharp_v { ("{", "}") } else { ("[", "]") };
        self.text(open);
        for (i, value) in list.iter().enumerate() {
            self.separate(i);
            self.value(value, elem, verb, place.inside());
        }
        self.text(close);
    }

    fn map(&mut self, map: &Map, ty: Type, verb: char, place: Place) {
        if self.layout.sharp_v {
            self.ty(ty);
            if map.is_nil() {
                return self.text("(nil)");
            }
        }
        if !self.enter(place) {
            return;
        }
        let elem = map.elem();
        let (open, close) = if self.layout.sharp_v { ("{", "}") } else { ("map[", "]") };
        self.text(open);
        for (i, (key, value)) in map.entries().iter().enumerate() {
            self.separate(i);
            if !self.string(key, verb) {
                self.bad_verb(&Value::String(key.clone()), Type::String, verb);
            }
            self.text(":");
            self.value(value, elem, verb, place.inside());
        }
        self.text(close);
    }

    /// A defined type, a struct, or a pointer to one of them.
    fn object(&mut self, value: &Value, object: &Rc<dyn Object>, ty: Type, verb: char, place: Place) {
        if let Type::Pointer(to) = ty {
            // Pointers inside something are not followed.
            if place.depth > 0 {
                return self.pointer(value, ty, verb);
            }
            self.text("&");
            return self.object(value, object, *to, verb, place.inside());
        }
        if let Some(inner) = object.underlying() {
            return self.plain(&inner, ty, verb, place);
        }
        if ty.kind() != Kind::Struct {
            return self.pointer(value, ty, verb);
        }
        if self.layout.sharp_v {
            self.ty(ty);
        }
        if !self.enter(place) {
            return;
        }
        self.text("{");
        for (i, (name, field)) in object.fields().iter().enumerate() {
            self.separate(i);
            if self.layout.plus_v || self.layout.sharp_v {
                self.text(name);
                self.text(":");
            }
            let hidden = place.hidden || !name.chars().next().is_some_and(char::is_uppercase);
            self.value(field, Type::Any, verb, Place { hidden, ..place.inside() });
        }
        self.text("}");
    }

    /// An address. Go: pp.fmtPointer.
    fn pointer(&mut self, value: &Value, ty: Type, verb: char) {
        let address = match (ty.kind(), value) {
            (Kind::Slice, Value::List(list)) if list.is_nil() => 0,
            (Kind::Map, Value::Map(map)) if map.is_nil() => 0,
            (Kind::Slice | Kind::Map | Kind::Pointer | Kind::Func, _) => ADDRESS,
            _ => return self.bad_verb(value, ty, verb),
        };
        match verb {
            'v' if self.layout.sharp_v => {
                self.text("(");
                self.ty(ty);
                self.text(")(");
                self.hex_number(address, true);
                self.text(")");
            }
            'v' | 'p' => self.hex_number(address, !self.layout.sharp),
            'b' | 'o' | 'd' | 'x' | 'X' => {
                self.integer(false, address, address, verb);
            }
            _ => self.bad_verb(value, ty, verb),
        }
    }
}
