//! The tree of a pattern to a matcher, with the library's rewritings. Go: gobwas/glob compiler.

use super::matcher::{Matcher, Tree};
use super::parse::{Node, Sense};

/// Compiles a pattern.
pub(super) fn compile(node: Node) -> Matcher {
    match node {
        Node::AnyOf(alternatives) => match factor(alternatives) {
            Ok(pattern) => compile(pattern),
            Err(alternatives) => Matcher::AnyOf(compile_all(alternatives)),
        },
        Node::Pattern(terms) if terms.is_empty() => Matcher::Nothing,
        Node::Pattern(terms) => simplify(join(glue_all(compile_all(terms)))),
        Node::Nothing => Matcher::Nothing,
        Node::Any => Matcher::Any,
        Node::Super => Matcher::Super,
        Node::Single => Matcher::Single,
        Node::List(chars, sense) => simplify(Matcher::List(chars, sense)),
        Node::Range(low, high, sense) => Matcher::Range(low, high, sense),
        Node::Text(text) => Matcher::Text(text.into_bytes()),
    }
}

fn compile_all(nodes: Vec<Node>) -> Vec<Matcher> {
    nodes.into_iter().map(|node| simplify(compile(node))).collect()
}

/// Takes what all alternatives begin and end with out of them; gives them back if there is nothing.
fn factor(alternatives: Vec<Node>) -> Result<Node, Vec<Node>> {
    let patterns: Option<Vec<&[Node]>> = alternatives
        .iter()
        .map(|node| if let Node::Pattern(terms) = node { Some(terms.as_slice()) } else { None })
        .collect();
    let Some(patterns) = patterns else { return Err(alternatives) };
    let Some(Common { least, left, right }) = common(&patterns) else { return Err(alternatives) };
    if left == 0 && right == 0 {
        return Err(alternatives);
    }
    let mut rests: Vec<Node> = Vec::new();
    for terms in &patterns {
        let rest = terms.get(left..terms.len().saturating_sub(right)).unwrap_or_default();
        let node = if rest.is_empty() { Node::Nothing } else { Node::Pattern(rest.to_vec()) };
        if !rests.contains(&node) {
            rests.push(node);
        }
    }
    let shared = patterns[least];
    let mut parts = Vec::new();
    if left > 0 {
        parts.push(Node::Pattern(shared[..left].to_vec()));
    }
    match rests.pop() {
        Some(Node::Nothing) if rests.is_empty() => {}
        Some(only) if rests.is_empty() => parts.push(only),
        Some(last) => {
            rests.push(last);
            parts.push(Node::AnyOf(rests));
        }
        None => {}
    }
    if right > 0 {
        parts.push(Node::Pattern(shared[shared.len() - right..].to_vec()));
    }
    Ok(Node::Pattern(parts))
}

/// What several patterns share.
struct Common {
    /// The shortest of them.
    least: usize,
    /// How many terms are the same at their beginnings, and how many at their ends.
    left: usize,
    right: usize,
}

fn common(patterns: &[&[Node]]) -> Option<Common> {
    if patterns.len() <= 1 {
        return None;
    }
    let (least, shortest) = patterns.iter().enumerate().min_by_key(|(_, terms)| terms.len())?;
    let len = shortest.len();
    let (mut left, mut right) = (0, 0);
    let (mut left_done, mut right_done) = (false, false);
    for i in 0..len {
        if left + right >= len || left_done && right_done {
            break;
        }
        let j = len - 1 - i;
        for (k, terms) in patterns.iter().enumerate() {
            if left_done && right_done {
                break;
            }
            if k != least {
                left_done |= shortest[i] != terms[i];
                // From the middle on, the beginnings have taken all.
                right_done |= !left_done && j <= i;
                right_done |= shortest[j] != terms[j + terms.len() - len];
            }
        }
        left += usize::from(!left_done);
        right += usize::from(!right_done);
    }
    Some(Common { least, left, right })
}

/// Puts matchers that stand side by side into one, the widest group of them first, until none can be.
fn glue_all(mut matchers: Vec<Matcher>) -> Vec<Matcher> {
    loop {
        let mut best: Option<(Glue, std::ops::Range<usize>)> = None;
        for start in 0..matchers.len() {
            for end in (start + 2..=matchers.len()).rev() {
                let Some(glue) = glue(&matchers[start..end]) else { continue };
                let better = best.as_ref().is_none_or(|(best, range)| {
                    best.len().zip(glue.len()).is_some_and(|(before, now)| now > before)
                        || range.len() < end - start
                });
                if better {
                    best = Some((glue, start..end));
                }
            }
        }
        let Some((glue, range)) = best else { return matchers };
        let at = range.start;
        let parts: Vec<Matcher> = matchers.drain(range).collect();
        matchers.insert(at, glue.apply(parts));
    }
}

/// One matcher for several.
enum Glue {
    One(Matcher),
    /// A row of this length.
    Row(usize),
}

impl Glue {
    fn len(&self) -> Option<usize> {
        match self {
            Glue::One(matcher) => matcher.len(),
            Glue::Row(len) => Some(*len),
        }
    }

    fn apply(self, parts: Vec<Matcher>) -> Matcher {
        match self {
            Glue::One(matcher) => matcher,
            Glue::Row(len) => Matcher::Row(parts, len),
        }
    }
}

fn glue(matchers: &[Matcher]) -> Option<Glue> {
    if matchers.len() <= 1 {
        return None;
    }
    let row = || matchers.iter().map(Matcher::len).sum::<Option<usize>>().map(Glue::Row);
    glue_wildcards(matchers).map(Glue::One).or_else(row)
}

/// Puts wildcards into one if they exclude the same characters.
fn glue_wildcards(matchers: &[Matcher]) -> Option<Matcher> {
    let (mut any, mut anything) = (false, false);
    let mut singles = 0;
    let mut excluded: Option<&[char]> = None;
    for matcher in matchers {
        let excludes: &[char] = match matcher {
            Matcher::Super => {
                anything = true;
                &[]
            }
            Matcher::Any => {
                any = true;
                &['/']
            }
            Matcher::Single => {
                singles += 1;
                &['/']
            }
            Matcher::List(chars, Sense::Not) => {
                singles += 1;
                chars
            }
            _ => return None,
        };
        if excluded.get_or_insert(excludes) != &excludes {
            return None;
        }
    }
    let excluded = excluded.unwrap_or_default();
    match (any, anything) {
        (false, true) if singles == 0 => return Some(Matcher::Super),
        (true, false) if singles == 0 => return Some(Matcher::Any),
        _ => {}
    }
    if (any || anything) && singles > 0 && excluded.is_empty() {
        return Some(Matcher::Min(singles));
    }
    let mut every = Vec::new();
    if singles > 0 {
        every.push(Matcher::Min(singles));
        if !any && !anything {
            every.push(Matcher::Max(singles));
        }
    }
    if !excluded.is_empty() {
        // The characters in a row, where each of them is meant.
        every.push(Matcher::Lacks(excluded.iter().collect::<String>().into_bytes()));
    }
    Some(Matcher::EveryOf(every))
}

/// Hangs the matchers on the longest of those whose length is fixed, the last if there are several.
fn join(mut matchers: Vec<Matcher>) -> Matcher {
    if matchers.len() <= 1 {
        return matchers.pop().unwrap_or(Matcher::Nothing);
    }
    if let Some(glue) = glue(&matchers) {
        return glue.apply(matchers);
    }
    let longest = matchers.iter().enumerate().filter_map(|(i, m)| m.len().map(|len| (len, i))).max();
    let middle = longest.map_or(0, |(_, i)| i);
    let right = matchers.split_off(middle + 1);
    let Some(value) = matchers.pop() else { return Matcher::Nothing };
    let side = |side: Vec<Matcher>| if side.is_empty() { None } else { Some(join(side)) };
    let (left, right) = (side(matchers), side(right));
    Matcher::Tree(Box::new(Tree::new(value, left, right)))
}

/// Replaces a matcher by a simpler one.
fn simplify(matcher: Matcher) -> Matcher {
    match matcher {
        Matcher::AnyOf(mut matchers) if matchers.len() == 1 => matchers.pop().unwrap_or(Matcher::Nothing),
        Matcher::List(chars, Sense::Plain) if chars.len() == 1 => {
            Matcher::Text(chars.into_iter().collect::<String>().into_bytes())
        }
        Matcher::Tree(mut tree) => {
            tree.left = tree.left.map(simplify);
            tree.right = tree.right.map(simplify);
            simplify_tree(tree)
        }
        matcher => matcher,
    }
}

fn simplify_tree(tree: Box<Tree>) -> Matcher {
    let Matcher::Text(text) = &tree.value else { return Matcher::Tree(tree) };
    let text = || text.clone();
    match (&tree.left, &tree.right) {
        (None, None) => Matcher::Text(text()),
        (Some(Matcher::Super), Some(Matcher::Super)) => Matcher::Contains(text()),
        (Some(Matcher::Super), None) => Matcher::Suffix(text()),
        (None, Some(Matcher::Super)) => Matcher::Prefix(text()),
        (None, Some(Matcher::Suffix(suffix))) => Matcher::PrefixSuffix(text(), suffix.clone()),
        (Some(Matcher::Prefix(prefix)), None) => Matcher::PrefixSuffix(prefix.clone(), text()),
        (Some(Matcher::Any), None) => Matcher::SuffixAny(text()),
        (None, Some(Matcher::Any)) => Matcher::PrefixAny(text()),
        _ => Matcher::Tree(tree),
    }
}
