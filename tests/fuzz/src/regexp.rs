//! A slow matcher for a part of Go's regular expressions: characters, `.`, classes of characters and ranges, groups,
//! alternatives, `*`, `+`, `?`, their lazy forms, `^`, `$`.
//!
//! It tries all ways in the order of their priority, as the definition of leftmost-first says, and remembers where it
//! has been.

use std::collections::HashSet;
use std::ops::Range;

enum Node {
    Empty,
    /// Any of these (`negated`: none of them).
    Class(Vec<(char, char)>, bool),
    Start,
    End,
    Then(Vec<usize>),
    Either(Vec<usize>),
    Repeat {
        inner: usize,
        least: bool,
        many: bool,
        greedy: bool,
    },
}

/// A pattern.
pub struct Slow {
    nodes: Vec<Node>,
    root: usize,
}

impl Slow {
    /// Reads a pattern, if it is of the part that is known here.
    pub fn new(pattern: &str) -> Option<Slow> {
        let mut parser = Parser { rest: pattern.chars().collect(), at: 0, nodes: Vec::new(), depth: 0 };
        let root = parser.either()?;
        (parser.at == parser.rest.len()).then_some(Slow { nodes: parser.nodes, root })
    }

    /// The leftmost match that begins at `from` or later, in bytes. `None` outside: it took too long.
    pub fn find(&self, text: &str, from: usize) -> Option<Option<Range<usize>>> {
        let mut steps = 0;
        for (start, _) in text.char_indices().chain([(text.len(), ' ')]).filter(|(at, _)| *at >= from) {
            // What is still to be matched, innermost last.
            let mut dead = HashSet::new();
            let mut ways = vec![(start, vec![self.root])];
            while let Some((at, mut todo)) = ways.pop() {
                steps += 1;
                if steps > 20_000 {
                    return None;
                }
                let Some(node) = todo.pop() else { return Some(Some(start..at)) };
                if !dead.insert((at, node, todo.clone())) {
                    continue;
                }
                self.step(text, node, at, todo, &mut ways);
            }
        }
        Some(None)
    }

    /// Pushes the ways that lead on, the preferred one last.
    fn step(
        &self,
        text: &str,
        node: usize,
        at: usize,
        mut todo: Vec<usize>,
        ways: &mut Vec<(usize, Vec<usize>)>,
    ) {
        // A number beyond the nodes: a repetition whose round has to have got further than this place.
        if node >= self.nodes.len() {
            let code = node - self.nodes.len();
            let (repeat, begun) = (code % self.nodes.len(), code / self.nodes.len());
            if at > begun {
                todo.push(repeat);
            }
            ways.push((at, todo));
            return;
        }
        match &self.nodes[node] {
            Node::Empty => ways.push((at, todo)),
            Node::Class(ranges, negated) => {
                if let Some(c) = text[at..].chars().next()
                    && ranges.iter().any(|&(low, high)| (low..=high).contains(&c)) != *negated
                {
                    ways.push((at + c.len_utf8(), todo));
                }
            }
            Node::Start if at == 0 => ways.push((at, todo)),
            Node::End if at == text.len() => ways.push((at, todo)),
            Node::Start | Node::End => {}
            Node::Then(inner) => {
                todo.extend(inner.iter().rev());
                ways.push((at, todo));
            }
            Node::Either(inner) => {
                for &one in inner.iter().rev() {
                    let mut todo = todo.clone();
                    todo.push(one);
                    ways.push((at, todo));
                }
            }
            &Node::Repeat { inner, least, many, greedy } => {
                let mut once = todo.clone();
                if many {
                    // After a round the repetition is asked again, as one that may stop.
                    let again = if least { node + 1 } else { node };
                    once.push(self.nodes.len() + at * self.nodes.len() + again);
                }
                once.push(inner);
                match (least, greedy) {
                    (true, _) => ways.push((at, once)),
                    (false, true) => ways.extend([(at, todo), (at, once)]),
                    (false, false) => ways.extend([(at, once), (at, todo)]),
                }
            }
        }
    }
}

struct Parser {
    rest: Vec<char>,
    at: usize,
    nodes: Vec<Node>,
    depth: usize,
}

impl Parser {
    fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn take(&mut self, c: char) -> bool {
        let is_there = self.peek() == Some(c);
        self.at += usize::from(is_there);
        is_there
    }

    fn either(&mut self) -> Option<usize> {
        self.depth += 1;
        if self.depth > 20 {
            return None;
        }
        let mut inner = vec![self.then()?];
        while self.take('|') {
            inner.push(self.then()?);
        }
        self.depth -= 1;
        Some(self.add(Node::Either(inner)))
    }

    fn then(&mut self) -> Option<usize> {
        let mut inner = Vec::new();
        while self.peek().is_some_and(|c| c != '|' && c != ')') {
            let one = self.one()?;
            inner.push(self.repeated(one)?);
        }
        Some(if inner.is_empty() { self.add(Node::Empty) } else { self.add(Node::Then(inner)) })
    }

    fn one(&mut self) -> Option<usize> {
        let c = self.peek()?;
        self.at += 1;
        match c {
            '(' => {
                // `(?` begins what is not known here.
                if self.peek() == Some('?') {
                    return None;
                }
                let inner = self.either()?;
                self.take(')').then_some(inner)
            }
            '[' => self.class(),
            '.' => Some(self.add(Node::Class(vec![('\n', '\n')], true))),
            '^' => Some(self.add(Node::Start)),
            '$' => Some(self.add(Node::End)),
            '*' | '+' | '?' | '\\' | '{' | ']' | '}' => None,
            c => Some(self.add(Node::Class(vec![(c, c)], false))),
        }
    }

    fn class(&mut self) -> Option<usize> {
        let negated = self.take('^');
        let mut ranges = Vec::new();
        loop {
            let low = self.plain()?;
            let high = if self.take('-') { self.plain()? } else { low };
            if low > high {
                return None;
            }
            ranges.push((low, high));
            if self.take(']') {
                return Some(self.add(Node::Class(ranges, negated)));
            }
        }
    }

    fn plain(&mut self) -> Option<char> {
        let c = self.peek().filter(|c| !"[]\\-^&~:".contains(*c))?;
        self.at += 1;
        Some(c)
    }

    fn repeated(&mut self, one: usize) -> Option<usize> {
        let (least, many) = match self.peek() {
            Some('*') => (false, true),
            Some('+') => (true, true),
            Some('?') => (false, false),
            Some('{') => return None,
            _ => return Some(one),
        };
        self.at += 1;
        let greedy = !self.take('?');
        // Go refuses a repetition of a repetition.
        if matches!(self.peek(), Some('*' | '+' | '?' | '{')) {
            return None;
        }
        let repeat = self.add(Node::Repeat { inner: one, least, many, greedy });
        if least {
            self.add(Node::Repeat { inner: one, least: false, many, greedy });
        }
        Some(repeat)
    }
}
