//! Nodes back to text, as Go's `Node.String` writes them, and where they are.
//!
//! Nothing here calls itself: trees may be deep.

use nexachart_go::strconv::{self, Escape, append_quote};

use crate::{
    At, Branch, Chain, Command, Expr, File, Ids, List, Node, Pipe, TemplateCall, Text, Tree, Variable,
};

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
    /// Its place in the file.
    pub fn at(self, file: &File) -> At {
        match self {
            NodeRef::List(n) => n.at,
            NodeRef::Node(n) => file.place(n),
            NodeRef::Pipe(n) => n.at,
            NodeRef::Command(n) => n.at,
            NodeRef::Expr(n) => n.at(),
            NodeRef::Variable(n) => n.at,
        }
    }

    /// Writes it as Go's `Node.String` does: `.a.b | f 1`, `{{if .x}}…{{end}}`.
    pub fn write(self, file: &File, out: &mut Vec<u8>) {
        write_pieces(file, [Piece::Node(self)], out);
    }
}

/// An operand with fields behind it.
pub fn chain(file: &File, chain: &Chain, out: &mut Vec<u8>) {
    write_pieces(file, chain_pieces(chain), out);
}

/// The node of that number.
pub fn find(tree: &Tree, id: u32) -> Option<NodeRef<'_>> {
    let mut todo = vec![NodeRef::List(&tree.root)];
    while let Some(node) = todo.pop() {
        if node.at(&tree.file).id == id {
            return Some(node);
        }
        children(&tree.file, node, &mut todo);
    }
    None
}

/// Where a node is (`file:line:column`, the column in bytes from 0) and what it looks like; both empty
/// for a number that is not in the tree. Go: Tree.ErrorContext.
pub fn context(tree: &Tree, id: u32) -> (Vec<u8>, Vec<u8>) {
    let mut text = Vec::new();
    let Some(node) = find(tree, id) else { return (Vec::new(), text) };
    node.write(&tree.file, &mut text);
    (location(tree, node.at(&tree.file).pos), text)
}

/// `file:line:column` of a byte offset.
pub fn location(tree: &Tree, pos: u32) -> Vec<u8> {
    let text = &tree.file.text;
    let before = &text[..text.len().min(pos as usize)];
    let line = 1 + memchr::memchr_iter(b'\n', before).count();
    let column = before.len() - memchr::memrchr(b'\n', before).map_or(0, |i| i + 1);
    let mut out = tree.file_name.to_vec();
    out.extend(format!(":{line}:{column}").bytes());
    out
}

/// What is left to be written.
enum Piece<'a> {
    Text(&'static [u8]),
    Fields(Ids<Text>),
    Node(NodeRef<'a>),
}

fn write_pieces<'a>(file: &'a File, pieces: impl IntoIterator<Item = Piece<'a>>, out: &mut Vec<u8>) {
    let mut todo = Vec::from_iter(pieces);
    todo.reverse();
    while let Some(piece) = todo.pop() {
        match piece {
            Piece::Text(text) => out.extend(text),
            Piece::Fields(fields) => write_fields(file, fields, out),
            Piece::Node(node) => {
                let from = todo.len();
                unfold(file, node, out, &mut todo);
                todo[from..].reverse();
            }
        }
    }
}

/// Writes a node that has no others in it, or else lists its pieces in order.
fn unfold<'a>(file: &'a File, node: NodeRef<'a>, out: &mut Vec<u8>, todo: &mut Vec<Piece<'a>>) {
    let text = |text: &'static str| Piece::Text(text.as_bytes());
    match node {
        NodeRef::List(list) => todo.extend(file[list.nodes].iter().map(|n| Piece::Node(NodeRef::Node(n)))),
        NodeRef::Node(Node::Text(_, text)) => out.extend(&file[*text]),
        NodeRef::Node(Node::Break(_)) => out.extend(b"{{break}}"),
        NodeRef::Node(Node::Continue(_)) => out.extend(b"{{continue}}"),
        NodeRef::Node(Node::Action(_, pipe)) => {
            todo.extend([text("{{"), Piece::Node(NodeRef::Pipe(&file[*pipe])), text("}}")]);
        }
        NodeRef::Node(Node::If(branch)) => unfold_branch(file, text("{{if "), &file[*branch], todo),
        NodeRef::Node(Node::With(branch)) => unfold_branch(file, text("{{with "), &file[*branch], todo),
        NodeRef::Node(Node::Range(branch)) => unfold_branch(file, text("{{range "), &file[*branch], todo),
        NodeRef::Node(Node::Template(TemplateCall { quoted, pipe, .. })) => {
            out.extend(b"{{template ");
            let name = strconv::unquote(&file[*quoted]).unwrap_or_default();
            append_quote(out, &name, Escape::NotPrintable);
            if let Some(pipe) = pipe {
                todo.extend([text(" "), Piece::Node(NodeRef::Pipe(&file[*pipe]))]);
            }
            todo.push(text("}}"));
        }
        NodeRef::Pipe(pipe) => {
            for (i, variable) in file[pipe.decl].iter().enumerate() {
                out.extend(if i > 0 { ", " } else { "" }.bytes());
                write_variable(file, variable, out);
            }
            if !pipe.decl.is_empty() {
                out.extend(if pipe.is_assign { " = " } else { " := " }.bytes());
            }
            for (i, command) in file[pipe.cmds].iter().enumerate() {
                if i > 0 {
                    todo.push(text(" | "));
                }
                todo.push(Piece::Node(NodeRef::Command(command)));
            }
        }
        NodeRef::Command(command) => {
            for (i, arg) in file[command.args].iter().enumerate() {
                if i > 0 {
                    todo.push(text(" "));
                }
                todo.extend(parenthesised(arg));
            }
        }
        NodeRef::Variable(variable) => write_variable(file, variable, out),
        NodeRef::Expr(expr) => match expr {
            Expr::Dot(_) => out.push(b'.'),
            Expr::Nil(_) => out.extend(b"nil"),
            Expr::Bool(_, value) => out.extend(if *value { "true" } else { "false" }.bytes()),
            Expr::Number(_, number) => out.extend(&file[file[*number].text]),
            Expr::String(string) => out.extend(&file[string.quoted]),
            Expr::Field(_, fields) => write_fields(file, *fields, out),
            Expr::Variable(_, variable) => write_variable(file, &file[*variable], out),
            Expr::Identifier(identifier) => out.extend(&file[identifier.name]),
            Expr::Pipe(_, pipe) => todo.push(Piece::Node(NodeRef::Pipe(&file[*pipe]))),
            Expr::Chain(_, chain) => todo.extend(chain_pieces(&file[*chain])),
        },
    }
}

/// An operand, in parentheses if it is a pipeline.
fn parenthesised(expr: &Expr) -> [Piece<'_>; 3] {
    let (open, close): (&[u8], &[u8]) =
        if matches!(expr, Expr::Pipe(..)) { (b"(", b")") } else { (b"", b"") };
    [Piece::Text(open), Piece::Node(NodeRef::Expr(expr)), Piece::Text(close)]
}

fn chain_pieces(chain: &Chain) -> [Piece<'_>; 4] {
    let [open, base, close] = parenthesised(&chain.base);
    [open, base, close, Piece::Fields(chain.fields)]
}

fn unfold_branch<'a>(file: &'a File, start: Piece<'a>, branch: &'a Branch, todo: &mut Vec<Piece<'a>>) {
    let text = |text: &'static str| Piece::Text(text.as_bytes());
    todo.extend([start, Piece::Node(NodeRef::Pipe(&file[branch.pipe])), text("}}")]);
    todo.push(Piece::Node(NodeRef::List(&branch.list)));
    if let Some(list) = &branch.else_list {
        todo.extend([text("{{else}}"), Piece::Node(NodeRef::List(list))]);
    }
    todo.push(text("{{end}}"));
}

fn write_variable(file: &File, variable: &Variable, out: &mut Vec<u8>) {
    out.extend(&file[variable.name]);
    write_fields(file, variable.fields, out);
}

fn write_fields(file: &File, fields: Ids<Text>, out: &mut Vec<u8>) {
    for field in &file[fields] {
        out.push(b'.');
        out.extend(&file[*field]);
    }
}

/// The nodes directly in a node.
fn children<'a>(file: &'a File, node: NodeRef<'a>, out: &mut Vec<NodeRef<'a>>) {
    match node {
        NodeRef::List(list) => out.extend(file[list.nodes].iter().map(NodeRef::Node)),
        NodeRef::Node(Node::Action(_, pipe)) => out.push(NodeRef::Pipe(&file[*pipe])),
        NodeRef::Node(Node::If(branch) | Node::With(branch) | Node::Range(branch)) => {
            let branch = &file[*branch];
            out.extend([NodeRef::Pipe(&file[branch.pipe]), NodeRef::List(&branch.list)]);
            out.extend(branch.else_list.as_ref().map(NodeRef::List));
        }
        NodeRef::Node(Node::Template(call)) => out.extend(call.pipe.map(|pipe| NodeRef::Pipe(&file[pipe]))),
        NodeRef::Node(Node::Text(..) | Node::Break(_) | Node::Continue(_)) | NodeRef::Variable(_) => {}
        NodeRef::Pipe(pipe) => {
            out.extend(file[pipe.decl].iter().map(NodeRef::Variable));
            out.extend(file[pipe.cmds].iter().map(NodeRef::Command));
        }
        NodeRef::Command(command) => out.extend(file[command.args].iter().map(NodeRef::Expr)),
        NodeRef::Expr(Expr::Pipe(_, pipe)) => out.push(NodeRef::Pipe(&file[*pipe])),
        NodeRef::Expr(Expr::Chain(_, chain)) => out.push(NodeRef::Expr(&file[*chain].base)),
        NodeRef::Expr(_) => {}
    }
}
