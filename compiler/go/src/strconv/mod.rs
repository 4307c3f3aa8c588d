//! strconv: numbers and quoted strings to and from text, with Go's results and error texts.

mod error;
mod float_digits;
mod float_format;
mod float_parse;
mod int;
mod quote;
mod unquote;

pub use error::{NumError, NumErrorKind};
pub use float_format::{FloatBits, FloatFormat, append_float, format_float};
pub use float_parse::parse_float;
pub use int::{append_int, append_uint, atoi, format_int, format_uint, parse_bool, parse_int, parse_uint};
pub use quote::{
    Escape, append_quote, append_quote_rune, can_backquote, quote, quote_rune, quote_rune_to_ascii,
    quote_to_ascii, quote_to_graphic,
};
pub use unquote::{InvalidSyntax, UnquotedChar, quoted_prefix, unquote, unquote_char};
