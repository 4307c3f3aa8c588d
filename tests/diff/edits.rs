//! Random edits of objects, the same ones for the same seed.

use nexachart_diff::{Data, Float, Object};

/// Numbers that follow from a seed (splitmix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Below `n`, or 0.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.next() % n as u64) as usize }
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }

    /// So many letters and digits.
    pub fn word(&mut self, len: usize) -> String {
        const LETTERS: &[u8] = b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        (0..len).map(|_| char::from(LETTERS[self.below(LETTERS.len())])).collect()
    }
}

/// Makes edits.
pub struct Edits<'r> {
    random: &'r mut Random,
}

impl<'r> Edits<'r> {
    pub fn new(random: &'r mut Random) -> Edits<'r> {
        Edits { random }
    }

    /// The objects with up to ten edits.
    pub fn of(&mut self, objects: &[Object]) -> Vec<Object> {
        let mut objects = objects.to_vec();
        for _ in 0..self.random.below(11) {
            self.edit(&mut objects);
        }
        objects
    }

    fn edit(&mut self, objects: &mut Vec<Object>) {
        let at = self.random.below(objects.len());
        match self.random.below(12) {
            0 if !objects.is_empty() => drop(objects.remove(at)),
            1 if !objects.is_empty() => {
                let copy = objects[at].clone();
                let to = self.random.below(objects.len() + 1);
                objects.insert(to, copy);
            }
            2 => self.random.shuffle(objects),
            3 => objects.insert(at, Object::new(self.data(2))),
            4 => self.set(objects, at, "apiVersion"),
            5 if at < objects.len() => {
                let mut body = objects[at].body.clone();
                if let Data::Map(map) = &mut body
                    && let Some(Data::Map(metadata)) = map.get_mut("metadata")
                {
                    let key = ["name", "namespace", "generateName"][self.random.below(3)];
                    metadata.insert(key.into(), Data::Text(self.random.word(5)));
                }
                objects[at] = Object::new(body);
            }
            _ if at < objects.len() => {
                let mut body = objects[at].body.clone();
                self.inside(&mut body);
                objects[at] = Object::new(body);
            }
            _ => {}
        }
    }

    fn set(&mut self, objects: &mut [Object], at: usize, key: &str) {
        if let Some(object) = objects.get_mut(at)
            && let Data::Map(mut map) = object.body.clone()
        {
            map.insert(key.into(), Data::Text(format!("{}/v1", self.random.word(4))));
            *object = Object::new(Data::Map(map));
        }
    }

    /// An edit somewhere in a value.
    fn inside(&mut self, data: &mut Data) {
        let deeper = self.random.below(5) > 0;
        match data {
            Data::Map(map) if deeper && !map.is_empty() => {
                let at = self.random.below(map.len());
                if let Some(value) = map.values_mut().nth(at) {
                    self.inside(value);
                }
            }
            Data::List(items) if deeper && !items.is_empty() => {
                let at = self.random.below(items.len());
                self.inside(&mut items[at]);
            }
            Data::Map(map) => {
                let keys: Vec<String> = map.keys().cloned().collect();
                let key = keys.get(self.random.below(keys.len())).cloned().unwrap_or_default();
                match self.random.below(4) {
                    0 => drop(map.remove(&key)),
                    1 => drop(map.insert(key, self.data(2))),
                    _ => drop(map.insert(self.random.word(4), self.data(2))),
                }
            }
            Data::List(items) => {
                let (a, b) = (self.random.below(items.len()), self.random.below(items.len()));
                match self.random.below(6) {
                    0 if !items.is_empty() => drop(items.remove(a)),
                    1 if !items.is_empty() => items.insert(b, items[a].clone()),
                    2 if !items.is_empty() => items.swap(a, b),
                    3 => self.random.shuffle(items),
                    4 => items.clear(),
                    _ => items.insert(a, self.data(2)),
                }
            }
            scalar => {
                *scalar = match (&*scalar, self.random.below(3)) {
                    (Data::Text(text), 0) => Data::Text(format!("{text}{}", self.random.word(2))),
                    (Data::Text(text), 1) => Data::Text(text.replacen('\n', "\nmore\n", 2)),
                    (Data::Int(number), 0) => Data::Int(number.wrapping_add(1)),
                    _ => self.data(2),
                };
            }
        }
    }

    /// Any value.
    fn data(&mut self, depth: usize) -> Data {
        match self.random.below(if depth > 0 { 11 } else { 8 }) {
            0 => Data::Null,
            1 => Data::Bool(self.random.below(2) == 0),
            2 => Data::Int(self.random.next() as i64 >> self.random.below(64)),
            3 => Data::Uint(self.random.next() | 1 << 63),
            // Never a whole number: that would be read as one.
            4 => Data::Float(Float((self.random.next() >> 40) as f64 + 0.25)),
            5 => Data::Text(
                ["", "yes", "1", "null", "a\n b\n", "\u{7f}\u{202e}", "::x", "ä"][self.random.below(8)]
                    .into(),
            ),
            6 | 7 => Data::Text({
                let len = 1 + self.random.below(12);
                self.random.word(len)
            }),
            8 => Data::List((0..self.random.below(4)).map(|_| self.data(depth - 1)).collect()),
            9 => Data::List(
                (0..self.random.below(4))
                    .map(|n| Data::Map([("name".into(), Data::Text(format!("n{n}")))].into()))
                    .collect(),
            ),
            _ => {
                let count = self.random.below(4);
                Data::Map((0..count).map(|_| (self.random.word(3), self.data(depth - 1))).collect())
            }
        }
    }
}
