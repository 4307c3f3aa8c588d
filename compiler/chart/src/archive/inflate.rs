//! DEFLATE as Go reads it (Go: compress/flate), for archives that `flate2` refuses.
//!
//! Why there is code for this beside a crate: what Helm says of a damaged archive depends on how far Go gets
//! with it. The files before the damage count (one of them may be the first error), and the text names the
//! byte (`flate: corrupt input before offset 5`). `flate2` gives neither. Sound archives never come here.

use super::Fault;

const MAX_LITERALS: usize = 286;
const MAX_DISTANCES: usize = 30;
const END_OF_BLOCK: usize = 256;
/// The order in which the lengths of the codes for code lengths are given (RFC 1951, 3.2.7).
const CODE_ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Decompresses the stream at the head of `input` onto `out`; the number of bytes it takes. At a fault,
/// or after `limit` bytes of output, `out` holds what came before.
pub(super) fn inflate(input: &[u8], out: &mut Vec<u8>, limit: usize) -> Result<usize, Fault> {
    let mut reader = Inflate { input, at: 0, bits: 0, count: 0, start: out.len() };
    loop {
        let last = reader.take(3)?;
        let (last, kind) = (last & 1 == 1, last >> 1);
        match kind {
            0 => reader.stored(out)?,
            1 => {
                let literals = Codes::new(&fixed_lengths()).ok_or_else(|| reader.corrupt())?;
                reader.compressed(&literals, None, out, limit)?;
            }
            2 => {
                let (literals, distances) = reader.codes()?;
                reader.compressed(&literals, Some(&distances), out, limit)?;
            }
            _ => return Err(reader.corrupt()),
        }
        if last {
            return Ok(reader.at);
        }
        if out.len() - reader.start > limit {
            return Err(Fault::TooLong);
        }
    }
}

struct Inflate<'a> {
    input: &'a [u8],
    /// How many bytes are read; those of them that are not used up are in `bits`.
    at: usize,
    bits: u32,
    count: u32,
    /// Where the output of this stream begins.
    start: usize,
}

impl Inflate<'_> {
    fn corrupt(&self) -> Fault {
        Fault::Corrupt(self.at)
    }

    /// Sees to it that `n` bits are there.
    fn need(&mut self, n: u32) -> Result<(), Fault> {
        while self.count < n {
            let byte = *self.input.get(self.at).ok_or(Fault::UnexpectedEof)?;
            self.at += 1;
            self.bits |= u32::from(byte) << self.count;
            self.count += 8;
        }
        Ok(())
    }

    fn drop(&mut self, n: u32) {
        self.bits >>= n;
        self.count -= n;
    }

    /// The next `n` bits as a number.
    fn take(&mut self, n: u32) -> Result<usize, Fault> {
        self.need(n)?;
        let value = self.bits & ((1 << n) - 1);
        self.drop(n);
        Ok(value as usize)
    }

    /// The next symbol. As Go, reads no more than `min` bits before it looks.
    fn symbol(&mut self, codes: &Codes) -> Result<usize, Fault> {
        let mut want = codes.min;
        loop {
            self.need(want)?;
            let (symbol, len) = codes.look(self.bits);
            if len <= self.count {
                if len == 0 {
                    return Err(self.corrupt());
                }
                self.drop(len);
                return Ok(symbol);
            }
            want = len;
        }
    }

    fn stored(&mut self, out: &mut Vec<u8>) -> Result<(), Fault> {
        (self.bits, self.count) = (0, 0);
        let rest = &self.input[self.at..];
        let Some((head, rest)) = rest.split_at_checked(4) else { return Err(Fault::UnexpectedEof) };
        self.at += 4;
        let len = u16::from_le_bytes([head[0], head[1]]);
        if u16::from_le_bytes([head[2], head[3]]) != !len {
            return Err(self.corrupt());
        }
        let data = &rest[..rest.len().min(len.into())];
        self.at += data.len();
        out.extend_from_slice(data);
        if data.len() < len.into() { Err(Fault::UnexpectedEof) } else { Ok(()) }
    }

    /// The codes of a block that brings its own.
    fn codes(&mut self) -> Result<(Codes, Codes), Fault> {
        self.need(14)?;
        let literals = (self.bits & 0x1f) as usize + 257;
        let distances = (self.bits >> 5 & 0x1f) as usize + 1;
        let lengths = (self.bits >> 10 & 0xf) as usize + 4;
        if literals > MAX_LITERALS || distances > MAX_DISTANCES {
            return Err(self.corrupt());
        }
        self.drop(14);
        let mut code_lengths = [0; 19];
        for &place in &CODE_ORDER[..lengths] {
            code_lengths[place] = self.take(3)? as u8;
        }
        let code_lengths = Codes::new(&code_lengths).ok_or_else(|| self.corrupt())?;

        let mut all = Vec::with_capacity(literals + distances);
        while all.len() < literals + distances {
            let (bits, least) = match self.symbol(&code_lengths)? {
                length @ 0..16 => {
                    all.push(length as u8);
                    continue;
                }
                16 if all.is_empty() => return Err(self.corrupt()),
                16 => (2, 3),
                17 => (3, 3),
                _ => (7, 11),
            };
            // Only 16 takes two bits: it repeats the length before, the others repeat zero.
            let length = if bits == 2 { all.last().copied().unwrap_or_default() } else { 0 };
            let times = least + self.take(bits)?;
            if all.len() + times > literals + distances {
                return Err(self.corrupt());
            }
            all.extend(std::iter::repeat_n(length, times));
        }
        let codes = Codes::new(&all[..literals]).zip(Codes::new(&all[literals..]));
        let (mut literal_codes, distance_codes) = codes.ok_or_else(|| self.corrupt())?;
        // A block needs its end: so many bits have to come.
        literal_codes.min = literal_codes.min.max(all[END_OF_BLOCK].into());
        Ok((literal_codes, distance_codes))
    }

    fn compressed(
        &mut self,
        literals: &Codes,
        distances: Option<&Codes>,
        out: &mut Vec<u8>,
        limit: usize,
    ) -> Result<(), Fault> {
        loop {
            let (least, extra) = match self.symbol(literals)? {
                byte @ 0..256 => {
                    out.push(byte as u8);
                    continue;
                }
                END_OF_BLOCK => return Ok(()),
                symbol @ 257..265 => (symbol - 254, 0),
                // 11, 13, 15, 17, 19, 23, 27, 31, 35, 43 …
                symbol @ 265..285 => {
                    let extra = (symbol - 261) / 4;
                    (((4 + (symbol - 265) % 4) << extra) + 3, extra as u32)
                }
                285 => (258, 0),
                _ => return Err(self.corrupt()),
            };
            let length = least + self.take(extra)?;
            let symbol = match distances {
                Some(codes) => self.symbol(codes)?,
                None => (self.take(5)? as u8).reverse_bits() as usize >> 3,
            };
            let distance = match symbol {
                0..4 => symbol + 1,
                4..MAX_DISTANCES => {
                    let extra = (symbol - 2) as u32 >> 1;
                    ((2 | symbol & 1) << extra | self.take(extra)?) + 1
                }
                _ => return Err(self.corrupt()),
            };
            if distance > out.len() - self.start {
                return Err(self.corrupt());
            }
            let from = out.len() - distance;
            (from..from + length).for_each(|i| out.push(out[i]));
            if out.len() - self.start > limit {
                return Err(Fault::TooLong);
            }
        }
    }
}

/// A Huffman code: the symbol and length for each sequence of 15 bits, the first bit lowest.
struct Codes {
    min: u32,
    /// Symbols and lengths by the next bits; length 0 is no code.
    table: Vec<(u16, u8)>,
    mask: u32,
}

impl Codes {
    /// The code with these lengths, 0 for symbols that do not occur. `None` if it is not complete; an
    /// empty one and one of a single bit are allowed.
    fn new(lengths: &[u8]) -> Option<Codes> {
        let max = u32::from(lengths.iter().copied().max().unwrap_or_default());
        let min = u32::from(lengths.iter().copied().filter(|&n| n > 0).min().unwrap_or_default());
        let mut codes = Codes { min, table: vec![(0, 0); 1 << max], mask: (1 << max) - 1 };
        if max == 0 {
            return Some(codes);
        }
        let mut next = [0u32; 16];
        let mut code = 0;
        for n in min..=max {
            code <<= 1;
            next[n as usize] = code;
            code += lengths.iter().filter(|&&len| u32::from(len) == n).count() as u32;
        }
        if code != 1 << max && !(code == 1 && max == 1) {
            return None;
        }
        for (symbol, &len) in lengths.iter().enumerate().filter(|&(_, &len)| len > 0) {
            let code = next[len as usize];
            next[len as usize] += 1;
            let first = code.reverse_bits() >> (32 - u32::from(len));
            for place in (first as usize..codes.table.len()).step_by(1 << len) {
                codes.table[place] = (symbol as u16, len);
            }
        }
        Some(codes)
    }

    fn look(&self, bits: u32) -> (usize, u32) {
        let (symbol, len) = self.table[(bits & self.mask) as usize];
        (symbol.into(), len.into())
    }
}

/// The lengths of the code that needs no description (RFC 1951, 3.2.6).
fn fixed_lengths() -> [u8; 288] {
    let mut lengths = [8; 288];
    lengths[144..256].fill(9);
    lengths[256..280].fill(7);
    lengths
}
