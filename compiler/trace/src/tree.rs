//! Where nodes of a template begin.

use nexachart_template::{Expr, Node, NodeRef, Pipe, Tree, find};

/// The byte at which a node begins, as a reader sees it: behind the braces and words of an action. Positions of nodes are Go's, which stand somewhere in them.
pub(crate) fn start(tree: &Tree, node: u32) -> Option<usize> {
    let node = find(tree, node)?;
    let file = &tree.file;
    let text = &*file.text;
    let pos = (node.at(file).pos as usize).min(text.len());
    Some(match node {
        NodeRef::Node(Node::Text(_, piece)) => piece.start as usize,
        NodeRef::Node(Node::Action(_, pipe)) => start_of_pipe(tree, &file[*pipe]).unwrap_or(pos),
        NodeRef::Node(Node::If(branch) | Node::With(branch) | Node::Range(branch)) => {
            start_of_pipe(tree, &file[file[*branch].pipe]).unwrap_or(pos)
        }
        NodeRef::Node(Node::Template(call)) => {
            memchr::memmem::rfind(&text[..call.quoted.start as usize], b"template").unwrap_or(pos)
        }
        NodeRef::Node(Node::Break(_) | Node::Continue(_)) => pos,
        NodeRef::Expr(Expr::Field(_, names)) => {
            before_dot(text, file[*names].first().map_or(pos, |name| name.start as usize))
        }
        NodeRef::Expr(Expr::Chain(_, chain)) => start_of(tree, &file[*chain].base),
        NodeRef::Expr(expr) => start_of(tree, expr),
        NodeRef::Command(command) => file[command.args].first().map_or(pos, |first| start_of(tree, first)),
        NodeRef::Pipe(pipe) => start_of_pipe(tree, pipe).unwrap_or(pos),
        NodeRef::List(_) | NodeRef::Variable(_) => pos,
    })
}

fn start_of_pipe(tree: &Tree, pipe: &Pipe) -> Option<usize> {
    if let Some(variable) = tree.file[pipe.decl].first() {
        return Some(variable.name.start as usize);
    }
    let first = tree.file[pipe.cmds].first()?;
    Some(start_of(tree, tree.file[first.args].first()?))
}

/// The byte at which an operand begins.
fn start_of(tree: &Tree, expr: &Expr) -> usize {
    let file = &tree.file;
    let mut expr = *expr;
    for _ in 0..1000 {
        match expr {
            Expr::Chain(_, chain) => expr = file[chain].base,
            Expr::Field(at, names) => {
                return before_dot(
                    &file.text,
                    file[names].first().map_or(at.pos as usize, |name| name.start as usize),
                );
            }
            Expr::Variable(_, variable) => return file[variable].name.start as usize,
            Expr::Identifier(identifier) => return identifier.name.start as usize,
            Expr::String(string) => return string.quoted.start as usize,
            Expr::Number(_, number) => return file[number].text.start as usize,
            Expr::Pipe(at, _) => {
                return memchr::memrchr(b'(', &file.text[..(at.pos as usize).min(file.text.len())])
                    .unwrap_or(at.pos as usize);
            }
            other => return other.at().pos as usize,
        }
    }
    expr.at().pos as usize
}

/// The dot before a name, if one is there.
fn before_dot(text: &[u8], name: usize) -> usize {
    match name.checked_sub(1) {
        Some(before) if text.get(before) == Some(&b'.') => before,
        _ => name,
    }
}
