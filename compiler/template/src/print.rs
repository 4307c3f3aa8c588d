//! Nodes back to text, as Go's `Node.String` writes them, and where they are.
//!
//! Nothing here calls itself: trees may be deep.

use nexachart_go::strconv::{Escape, append_quote};

use crate::{At, Branch, Chain, Command, Expr, List, Node, Pipe, TemplateCall, Tree, Variable};

/// Any node of a tree.
#[derive(Clone, Copy, Debug)]
pub enum NodeRef<'a> {
    /// A sequence of statements.
    List(&'a List),
    /// A statement.
    Node(&'a Node),
    /// A pipeline.
    Pipe(&'a Pipe),
    /// A command of a pipeline.
    Command(&'a Command),
    /// An operand of a command.
    Expr(&'a Expr),
    /// A variable that a pipeline declares or assigns.
    Variable(&'a Variable),
}

impl NodeRef<'_> {
    /// Its place.
    pub fn at(self) -> At {
        match self {
            NodeRef::List(n) => n.at,
            NodeRef::Node(n) => n.at(),
            NodeRef::Pipe(n) => n.at,
            NodeRef::Command(n) => n.at,
            NodeRef::Expr(n) => n.at(),
            NodeRef::Variable(n) => n.at,
        }
    }

    /// Writes it as Go's `Node.String` does: `.a.b | f 1`, `{{if .x}}…{{end}}`.
    pub fn write(self, out: &mut Vec<u8>) {
        write_pieces([Piece::Node(self)], out);
    }
}

impl Expr {
    /// Writes it as it would stand in a template.
    pub fn write(&self, out: &mut Vec<u8>) {
        NodeRef::Expr(self).write(out);
    }
}

/// An operand.
pub fn expr(expr: &Expr, out: &mut Vec<u8>) {
    expr.write(out);
}

/// An operand with fields behind it.
pub fn chain(chain: &Chain, out: &mut Vec<u8>) {
    write_pieces(chain_pieces(chain), out);
}

/// The node of that number.
pub fn find(tree: &Tree, id: u32) -> Option<NodeRef<'_>> {
    let mut todo = vec![NodeRef::List(&tree.root)];
    while let Some(node) = todo.pop() {
        if node.at().id == id {
            return Some(node);
        }
        children(node, &mut todo);
    }
    None
}

/// Where a node is (`file:line:column`, the column in bytes from 0) and what it looks like; both empty
/// for a number that is not in the tree. Go: Tree.ErrorContext.
pub fn context(tree: &Tree, id: u32) -> (Vec<u8>, Vec<u8>) {
    let mut text = Vec::new();
    let Some(node) = find(tree, id) else { return (Vec::new(), text) };
    node.write(&mut text);
    (location(tree, node.at().pos), text)
}

/// `file:line:column` of a byte offset.
pub fn location(tree: &Tree, pos: u32) -> Vec<u8> {
    let before = &tree.text[..tree.text.len().min(pos as usize)];
    let line = 1 + memchr::memchr_iter(b'\n', before).count();
    let column = before.len() - memchr::memrchr(b'\n', before).map_or(0, |i| i + 1);
    let mut out = tree.parse_name.to_vec();
    out.extend(format!(":{line}:{column}").bytes());
    out
}

/// What is left to be written.
enum Piece<'a> {
    Text(&'static [u8]),
    Fields(&'a [Box<[u8]>]),
    Node(NodeRef<'a>),
}

fn write_pieces<'a>(pieces: impl IntoIterator<Item = Piece<'a>>, out: &mut Vec<u8>) {
    let mut todo = Vec::from_iter(pieces);
    todo.reverse();
    while let Some(piece) = todo.pop() {
        match piece {
            Piece::Text(text) => out.extend(text),
            Piece::Fields(fields) => write_fields(fields, out),
            Piece::Node(node) => {
                let from = todo.len();
                unfold(node, out, &mut todo);
                todo[from..].reverse();
            }
        }
    }
}

/// Writes a node that has no others in it, or else lists its pieces in order.
fn unfold<'a>(node: NodeRef<'a>, out: &mut Vec<u8>, todo: &mut Vec<Piece<'a>>) {
    let text = |text: &'static str| Piece::Text(text.as_bytes());
    match node {
        NodeRef::List(list) => todo.extend(list.nodes.iter().map(|n| Piece::Node(NodeRef::Node(n)))),
        NodeRef::Node(Node::Text(_, bytes)) => out.extend(bytes),
        NodeRef::Node(Node::Break(_)) => out.extend(b"{{break}}"),
        NodeRef::Node(Node::Continue(_)) => out.extend(b"{{continue}}"),
        NodeRef::Node(Node::Action(_, pipe)) => {
            todo.extend([text("{{"), Piece::Node(NodeRef::Pipe(pipe)), text("}}")]);
        }
        NodeRef::Node(Node::If(branch)) => unfold_branch(text("{{if "), branch, todo),
        NodeRef::Node(Node::With(branch)) => unfold_branch(text("{{with "), branch, todo),
        NodeRef::Node(Node::Range(branch)) => unfold_branch(text("{{range "), branch, todo),
        NodeRef::Node(Node::Template(TemplateCall { name, pipe, .. })) => {
            out.extend(b"{{template ");
            append_quote(out, name, Escape::NotPrintable);
            if let Some(pipe) = pipe {
                todo.extend([text(" "), Piece::Node(NodeRef::Pipe(pipe))]);
            }
            todo.push(text("}}"));
        }
        NodeRef::Pipe(pipe) => {
            for (i, variable) in pipe.decl.iter().enumerate() {
                out.extend(if i > 0 { ", " } else { "" }.bytes());
                write_variable(variable, out);
            }
            if !pipe.decl.is_empty() {
                out.extend(if pipe.is_assign { " = " } else { " := " }.bytes());
            }
            for (i, command) in pipe.cmds.iter().enumerate() {
                if i > 0 {
                    todo.push(text(" | "));
                }
                todo.push(Piece::Node(NodeRef::Command(command)));
            }
        }
        NodeRef::Command(command) => {
            for (i, arg) in command.args.iter().enumerate() {
                if i > 0 {
                    todo.push(text(" "));
                }
                todo.extend(parenthesised(arg));
            }
        }
        NodeRef::Variable(variable) => write_variable(variable, out),
        NodeRef::Expr(expr) => match expr {
            Expr::Dot(_) => out.push(b'.'),
            Expr::Nil(_) => out.extend(b"nil"),
            Expr::Bool(_, value) => out.extend(if *value { "true" } else { "false" }.bytes()),
            Expr::Number(_, number) => out.extend(&number.text),
            Expr::String(string) => out.extend(&string.quoted),
            Expr::Field(_, fields) => write_fields(fields, out),
            Expr::Variable(variable) => write_variable(variable, out),
            Expr::Identifier(identifier) => out.extend(identifier.name.bytes()),
            Expr::Pipe(pipe) => todo.push(Piece::Node(NodeRef::Pipe(pipe))),
            Expr::Chain(chain) => todo.extend(chain_pieces(chain)),
        },
    }
}

/// An operand, in parentheses if it is a pipeline.
fn parenthesised(expr: &Expr) -> [Piece<'_>; 3] {
    let (open, close): (&[u8], &[u8]) = if matches!(expr, Expr::Pipe(_)) { (b"(", b")") } else { (b"", b"") };
    [Piece::Text(open), Piece::Node(NodeRef::Expr(expr)), Piece::Text(close)]
}

fn chain_pieces(chain: &Chain) -> [Piece<'_>; 4] {
    let [open, base, close] = parenthesised(&chain.base);
    [open, base, close, Piece::Fields(&chain.fields)]
}

fn unfold_branch<'a>(start: Piece<'a>, branch: &'a Branch, todo: &mut Vec<Piece<'a>>) {
    let text = |text: &'static str| Piece::Text(text.as_bytes());
    todo.extend([start, Piece::Node(NodeRef::Pipe(&branch.pipe)), text("}}")]);
    todo.push(Piece::Node(NodeRef::List(&branch.list)));
    if let Some(list) = &branch.else_list {
        todo.extend([text("{{else}}"), Piece::Node(NodeRef::List(list))]);
    }
    todo.push(text("{{end}}"));
}

fn write_variable(variable: &Variable, out: &mut Vec<u8>) {
    out.extend(&variable.name);
    write_fields(&variable.fields, out);
}

fn write_fields(fields: &[Box<[u8]>], out: &mut Vec<u8>) {
    for field in fields {
        out.push(b'.');
        out.extend(field);
    }
}

/// The nodes directly in a node.
fn children<'a>(node: NodeRef<'a>, out: &mut Vec<NodeRef<'a>>) {
    match node {
        NodeRef::List(list) => out.extend(list.nodes.iter().map(NodeRef::Node)),
        NodeRef::Node(Node::Action(_, pipe)) => out.push(NodeRef::Pipe(pipe)),
        NodeRef::Node(Node::If(branch) | Node::With(branch) | Node::Range(branch)) => {
            out.extend([NodeRef::Pipe(&branch.pipe), NodeRef::List(&branch.list)]);
            out.extend(branch.else_list.as_ref().map(NodeRef::List));
        }
        NodeRef::Node(Node::Template(call)) => out.extend(call.pipe.as_ref().map(NodeRef::Pipe)),
        NodeRef::Node(Node::Text(..) | Node::Break(_) | Node::Continue(_)) | NodeRef::Variable(_) => {}
        NodeRef::Pipe(pipe) => {
            out.extend(pipe.decl.iter().map(NodeRef::Variable));
            out.extend(pipe.cmds.iter().map(NodeRef::Command));
        }
        NodeRef::Command(command) => out.extend(command.args.iter().map(NodeRef::Expr)),
        NodeRef::Expr(Expr::Pipe(pipe)) => out.push(NodeRef::Pipe(pipe)),
        NodeRef::Expr(Expr::Chain(chain)) => out.push(NodeRef::Expr(&chain.base)),
        NodeRef::Expr(_) => {}
    }
}
