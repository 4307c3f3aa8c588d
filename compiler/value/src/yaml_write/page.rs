//! The text being written, and where on its lines the pen stands.

/// Output with lines and columns.
pub(super) struct Page<'o> {
    out: &'o mut Vec<u8>,
    /// Blanks before every line but the first.
    margin: usize,
    /// A line is folded at the first blank beyond this column.
    width: usize,
    /// `out.len() - line_start` is the column: where the line starts, moved on by the bytes that are
    /// not the first of a character.
    line_start: usize,
    /// The length of the output when a line had just been ended.
    line_ended: Option<usize>,
}

impl<'o> Page<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>, margin: usize, width: usize) -> Page<'o> {
        let line_start = out.len();
        Page { out, margin, width, line_start, line_ended: None }
    }

    /// The column, in characters.
    pub(super) fn column(&self) -> usize {
        self.out.len() - self.line_start
    }

    /// Whether the line may be folded here.
    pub(super) fn is_full(&self) -> bool {
        self.column() > self.width
    }

    /// Whether that many more bytes could reach a place to fold.
    pub(super) fn is_beyond_width(&self, len: usize) -> bool {
        self.column() + len > self.width
    }

    /// Writes an ASCII character.
    pub(super) fn byte(&mut self, b: u8) {
        self.out.push(b);
    }

    /// Writes ASCII text without line breaks.
    #[inline]
    pub(super) fn ascii(&mut self, s: &[u8]) {
        self.out.extend_from_slice(s);
    }

    /// Writes text without line breaks.
    pub(super) fn text(&mut self, s: &[u8]) {
        self.out.extend_from_slice(s);
        if !s.is_ascii() {
            self.line_start += s.iter().filter(|b| **b & 0xC0 == 0x80).count();
        }
    }

    /// Writes what `append` adds, which is ASCII on one line.
    pub(super) fn number(&mut self, append: impl FnOnce(&mut Vec<u8>)) {
        append(self.out);
    }

    pub(super) fn character(&mut self, c: char) {
        let len = self.out.len();
        self.out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        self.line_start += self.out.len() - len - 1;
    }

    pub(super) fn blanks(&mut self, n: usize) {
        const BLANKS: [u8; 64] = [b' '; 64];
        match BLANKS.get(..n) {
            Some(blanks) => self.out.extend_from_slice(blanks),
            None => self.out.resize(self.out.len() + n, b' '),
        }
    }

    /// Ends the line.
    pub(super) fn new_line(&mut self) {
        self.out.push(b'\n');
        self.blanks(self.margin);
        self.line_start = self.out.len();
        self.line_ended = Some(self.line_start);
    }

    /// Ends the line, if there is anything on it, and goes to a column.
    pub(super) fn next_line(&mut self, column: usize) {
        if self.column() != 0 {
            self.new_line();
        }
        self.blanks(column);
    }

    /// Writes U+2028 or U+2029, after which columns count anew.
    pub(super) fn foreign_break(&mut self, c: char) {
        self.character(c);
        self.line_start = self.out.len();
    }

    /// Ends the last line and takes back its newline, as Helm does.
    pub(super) fn finish(mut self) {
        if self.column() != 0 {
            self.new_line();
        }
        // Not so after U+2028 at the end of a block.
        if self.line_ended == Some(self.out.len()) {
            self.out.truncate(self.out.len() - self.margin - 1);
        }
    }
}
