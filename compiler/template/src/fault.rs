//! What went wrong, as facts: for who explains an error, beside Go's text of it.

/// What went wrong while a template ran. Types are Go's names: `string`, `float64`, `map[string]interface {}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A function's body failed, in a way that has no name here.
    Call {
        /// The function.
        function: Vec<u8>,
    },
    /// `fail` was called.
    Fail,
    /// `required` was given nothing.
    Required,
    /// A field of nothing: what stands before the name is not set, or null.
    NilField {
        /// The field.
        name: Vec<u8>,
    },
    /// A map lacks a key, where that is an error (`--strict`).
    MissingKey {
        /// The key.
        name: Vec<u8>,
    },
    /// A field of what has none of that name: of a text, a number, a list, an object of Helm's.
    NoField {
        /// The field.
        name: Vec<u8>,
        /// What it was asked of.
        of: String,
    },
    /// An argument of another type than the function takes.
    WrongType {
        /// The type it takes.
        wanted: String,
        /// The type of the argument, or how it is written; empty for nothing.
        got: String,
    },
    /// Two values that cannot be compared.
    Incomparable {
        /// The type of the first one; empty for nothing.
        left: String,
        /// The type of the second one.
        right: String,
    },
    /// `range` over what has no elements.
    NotIterable {
        /// The type.
        got: String,
    },
    /// A function with more or fewer arguments than it takes.
    ArgumentCount {
        /// The function.
        function: Vec<u8>,
        /// How many it takes.
        wanted: usize,
        /// Whether it takes more than that.
        or_more: bool,
        /// How many it was given.
        given: usize,
    },
    /// Arguments for what is no function.
    NotAFunction {
        /// It, as it is written.
        name: Vec<u8>,
    },
    /// A template that nobody defines.
    UnknownTemplate {
        /// The name.
        name: Vec<u8>,
    },
    /// A variable whose declaration was not reached.
    UndefinedVariable {
        /// The name, with its `$`.
        name: Vec<u8>,
    },
    /// `index` beyond the end of a list or text.
    OutOfRange {
        /// The index.
        index: i64,
        /// How many elements there are.
        length: usize,
    },
    /// `index` into what has no elements, or with what is no index.
    BadIndex {
        /// The type of what was indexed; empty for nothing.
        of: String,
        /// The type of the index; empty for nothing.
        index: String,
    },
    /// The text that `tpl` was given is no template.
    Text(ParseFault),
}

/// What is wrong with the text of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ParseFault {
    /// None of what follows.
    #[default]
    Other,
    /// `{{` without `}}`.
    UnclosedAction,
    /// A comment without an end, or without `}}` behind it.
    UnclosedComment,
    /// A quote without another one in its line.
    UnterminatedString,
    /// Parentheses that do not match.
    Parentheses,
    /// What is no number, or no text.
    BadConstant,
    /// A word or sign that cannot stand where it does.
    UnexpectedToken,
    /// An action that lacks its value: `{{ }}`, `{{ if }}`.
    MissingValue,
    /// The end of the file within `if`, `with`, `range`, `define` or `block`.
    MissingEnd,
    /// `end` or `else` of nothing, `break` and `continue` outside of `range`.
    StrayEnd,
    /// A function that there is not.
    UnknownFunction {
        /// The name.
        name: Vec<u8>,
    },
    /// A variable that is not declared.
    UndefinedVariable {
        /// The name, with its `$`.
        name: Vec<u8>,
    },
    /// Two templates of one name in a file.
    DuplicateDefine {
        /// The name.
        name: Vec<u8>,
    },
}

/// An error of the parser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParseError {
    /// Go's text: `template: name:line: message`.
    pub text: Vec<u8>,
    /// What it is.
    pub fault: ParseFault,
    /// Where, in bytes of the file. That may be another line than Go's text names: of a missing `end` it is where what it
    /// would end begins.
    pub offset: Option<u32>,
}

impl ParseError {
    /// The same at another place.
    pub(crate) fn at(mut self: Box<Self>, offset: u32) -> Box<ParseError> {
        self.offset = Some(offset);
        self
    }
}

impl From<String> for Box<ParseError> {
    fn from(text: String) -> Box<ParseError> {
        Box::new(ParseError { text: text.into_bytes(), ..ParseError::default() })
    }
}
