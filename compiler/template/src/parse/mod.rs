//! The parser: statements and templates. Go: text/template/parse/parse.go.
//!
//! Control structures and parentheses are kept on lists of what is open, not on the call stack, so
//! that no text makes it overflow.

mod draft;
mod failure;
mod number;
mod pipeline;
mod variables;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::mem;
use std::sync::Arc;

use nexachart_go::{strconv, unicode, utf8};
use nexachart_source::{Budget, Budgets, Exceeded};
use nexachart_value::Value;

use self::draft::{Control, Draft, Open, OpenList, Purpose};
use self::pipeline::Context;
use crate::lex::{Item, Keywords, Kind, Lexer};
use crate::{
    Branch, Command, Expr, File, Functions, List, Node, Nodes, ParseError, ParseFault, TemplateCall, Text,
    Tree, Variable,
};

/// How deep `if`, `with` and `range` may stand in each other (each `else if` counts). Go has no limit;
/// ours keeps the evaluator's stack small.
const MAX_STATEMENT_DEPTH: usize = 10_000;

type Failure = Box<ParseError>;

/// Parses a template file. The first tree is that of the file's own name (it may be empty), the others
/// those of its `define`s and `block`s, in the order in which they end; each name is there once. An
/// error is Go's text: `template: name:line: message`.
///
/// As in Go, a `define` whose body is blank gives way to another one of that name in the file, and two
/// that are not blank are an error (Go: Tree.add). Limits: 4 GiB of text, parentheses 10,000 deep
/// (Go: maxStackDepth), control structures 10,000 deep (Go: none).
pub fn parse(
    name: &[u8],
    text: impl Into<Arc<[u8]>>,
    functions: &dyn Functions,
) -> Result<Vec<Arc<Tree>>, Box<ParseError>> {
    let exceeded = Budgets::default().exceeded(Budget::Tokens);
    let limit = (exceeded.allowed, exceeded);
    parse_within(name, text.into(), functions, limit, &mut Scratch::default()).map(|(trees, _)| trees)
}

/// [`parse`] with so many tokens at most, and what is to be said of more, in room that was used before; tells how
/// many tokens there were.
pub fn parse_within(
    name: &[u8],
    text: Arc<[u8]>,
    functions: &dyn Functions,
    limit: (u64, Exceeded),
    scratch: &mut Scratch,
) -> Result<(Vec<Arc<Tree>>, u64), Box<ParseError>> {
    let parsed = parse_file(Some(name), text, functions, limit, scratch)?;
    Ok((parsed.named(&name.into()), parsed.tokens))
}

/// [`parse_within`] for a file whose name is not known yet, or that has several: what is parsed of it serves each.
/// Nothing where there is an error, whose text needs a name.
pub fn parse_unnamed(
    text: Arc<[u8]>,
    functions: &dyn Functions,
    limit: (u64, Exceeded),
    scratch: &mut Scratch,
) -> Option<Parsed> {
    parse_file(None, text, functions, limit, scratch).ok()
}

fn parse_file(
    name: Option<&[u8]>,
    text: Arc<[u8]>,
    functions: &dyn Functions,
    limit: (u64, Exceeded),
    scratch: &mut Scratch,
) -> Result<Parsed, Failure> {
    let keywords = Keywords {
        break_ok: functions.find("break").is_none(),
        continue_ok: functions.find("continue").is_none(),
    };
    if u32::try_from(text.len()).is_err() {
        let text = [b"template: ", name.unwrap_or_default(), b":1: file too large"].concat();
        return Err(Box::new(ParseError { text, ..ParseError::default() }));
    }
    let mut parser = Parser {
        name,
        lexer: Lexer::new(&text, keywords, limit),
        functions,
        outer: Vec::new(),
        draft: Draft::new(Purpose::File, name.unwrap_or_default().to_vec()),
        finished: Vec::new(),
        names: HashMap::new(),
        nodes: mem::take(&mut scratch.nodes),
        waiting: mem::take(&mut scratch.waiting),
    };
    parser.file()?;
    let tokens = limit.0 - parser.lexer.left;
    let Parser { mut nodes, waiting, mut finished, names, .. } = parser;
    let file = Arc::new(File { text, nodes: nodes.drain() });
    *scratch = Scratch { nodes, waiting };
    // The main tree comes last of all, unless a `define` has taken its place.
    let main = name.and_then(|name| names.get(name).copied()).unwrap_or(finished.len().saturating_sub(1));
    let main = finished.remove(main);
    let finished = std::iter::once(main).chain(finished);
    let trees = finished.map(|f| {
        let (name, file_name) = (f.name.into(), Arc::default());
        Tree { name, file_name, file: file.clone(), root: f.root, slots: f.slots, constants: f.constants }
    });
    Ok(Parsed { trees: trees.collect(), tokens })
}

/// What is parsed of a file, whatever its name.
#[derive(Debug)]
pub struct Parsed {
    /// The first one is that of the file itself.
    trees: Vec<Tree>,
    /// How many tokens there were.
    pub tokens: u64,
}

impl Parsed {
    /// The trees of the file under a name; nothing where one of its `define`s has that name, which is to be parsed
    /// together with it ([`parse_within`]).
    pub fn under(&self, name: &Arc<[u8]>) -> Option<Vec<Arc<Tree>>> {
        let is_free = self.trees.iter().skip(1).all(|tree| tree.name != *name);
        is_free.then(|| self.named(name))
    }

    fn named(&self, name: &Arc<[u8]>) -> Vec<Arc<Tree>> {
        let names = std::iter::once(name).chain(self.trees.iter().skip(1).map(|tree| &tree.name));
        let trees = self.trees.iter().zip(names).map(|(tree, own)| {
            let Tree { file, root, slots, constants, .. } = tree;
            let (file, root, slots, constants) = (file.clone(), *root, *slots, *constants);
            Arc::new(Tree { name: own.clone(), file_name: name.clone(), file, root, slots, constants })
        });
        trees.collect()
    }
}

/// Whether executing this gives nothing but blanks: such a template does not replace another one of its
/// name (Go: IsEmptyTree).
pub fn is_empty_tree(tree: &Tree) -> bool {
    is_empty_list(&tree.file.nodes[tree.root.nodes], &tree.file.text)
}

fn is_empty_list(nodes: &[Node], file: &[u8]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(_, text) => {
            let text = &file[text.start as usize..text.end as usize];
            utf8::runes(text).all(|(_, c, _)| unicode::is_space(c))
        }
        _ => false,
    })
}

/// The state of a parse.
struct Parser<'a> {
    /// The file's name, if there is one.
    name: Option<&'a [u8]>,
    lexer: Lexer<'a>,
    functions: &'a dyn Functions,
    /// The templates in which the current one stands, outermost first.
    outer: Vec<Draft<'a>>,
    /// The template that is being parsed.
    draft: Draft<'a>,
    finished: Vec<Finished>,
    /// Where in `finished` each name is.
    names: HashMap<Vec<u8>, usize>,
    nodes: Nodes,
    waiting: Waiting,
}

/// Room for what a parser has at hand, to be used for one file after the other: finding it anew for each one took a
/// fifth of the time of parsing.
#[derive(Debug, Default)]
pub struct Scratch {
    nodes: Nodes,
    waiting: Waiting,
}

/// Nodes that are complete and whose list, command or pipeline is not. What is opened last is closed first, so
/// each kind is a stack.
#[derive(Debug, Default)]
struct Waiting {
    statements: Vec<Node>,
    commands: Vec<Command>,
    exprs: Vec<Expr>,
    variables: Vec<Variable>,
}

/// A template that has been parsed.
struct Finished {
    name: Vec<u8>,
    root: List,
    slots: u32,
    constants: u32,
}

impl Text {
    fn of(token: Item) -> Text {
        Text { start: token.start, end: token.end }
    }
}

impl<'a> Parser<'a> {
    // ---- Statements ----

    fn file(&mut self) -> Result<(), Failure> {
        self.draft.list.at = self.place_of_next();
        loop {
            let top = matches!(self.draft.purpose, Purpose::File) && self.draft.open.is_empty();
            match self.peek_non_space().kind {
                Kind::Eof if top => break,
                Kind::Eof => return Err(self.fail_at_end()),
                Kind::LeftDelim if top => {
                    let delim = self.next();
                    if self.next_non_space().kind == Kind::Define {
                        self.begin_define()?;
                        continue;
                    }
                    self.backup2(delim);
                }
                _ => {}
            }
            let token = self.next_non_space();
            match token.kind {
                Kind::Text => {
                    let at = self.draft.at(token);
                    self.waiting.statements.push(Node::Text(at, Text::of(token)));
                }
                Kind::LeftDelim => {
                    self.draft.action = Some(token.start);
                    self.action()?;
                }
                _ => return Err(self.unexpected(token, "input")),
            }
        }
        self.add()
    }

    fn action(&mut self) -> Result<(), Failure> {
        let token = self.next_non_space();
        match token.kind {
            Kind::Block => self.begin_block(),
            Kind::Break => {
                self.loop_word("{{break}}")?;
                let at = self.draft.at(token);
                self.push(Node::Break(at));
                Ok(())
            }
            Kind::Continue => {
                self.loop_word("{{continue}}")?;
                let at = self.draft.at(token);
                self.push(Node::Continue(at));
                Ok(())
            }
            Kind::Else => self.else_word(),
            Kind::End => {
                self.expect(Kind::RightDelim, "end")?;
                self.end()
            }
            Kind::If => self.begin_control(Control::If, false),
            Kind::Range => self.begin_control(Control::Range, false),
            Kind::With => self.begin_control(Control::With, false),
            Kind::Template => self.template(),
            _ => {
                self.backup();
                let token = self.peek();
                let at = self.draft.at(token);
                let pipe = self.pipeline(Context::Command)?;
                self.push(Node::Action(at, pipe));
                Ok(())
            }
        }
    }

    /// A whole statement ends.
    fn push(&mut self, node: Node) {
        self.waiting.statements.push(node);
        self.draft.action = None;
    }

    /// What must follow `break` and `continue`, and where they may stand.
    fn loop_word(&mut self, statement: &str) -> Result<(), Failure> {
        let token = self.next_non_space();
        if token.kind != Kind::RightDelim {
            return Err(self.unexpected(token, statement));
        }
        if self.draft.range_depth == 0 {
            return Err(self.fail(ParseFault::StrayEnd, &format!("{statement} outside {{{{range}}}}"), &[]));
        }
        Ok(())
    }

    /// From behind `if`, `with` or `range`: the pipeline; what follows goes to the body. A chained one
    /// came after `else` and needs no `end` of its own.
    fn begin_control(&mut self, control: Control, chained: bool) -> Result<(), Failure> {
        if self.draft.open.len() >= MAX_STATEMENT_DEPTH {
            return Err(self.fail(ParseFault::Other, "max statement depth exceeded", &[]));
        }
        let mark = self.draft.variables.mark();
        let pipe = self.pipeline(control.context())?;
        if control == Control::Range {
            self.draft.range_depth += 1;
        }
        let body_mark = self.draft.variables.mark();
        let body = self.new_list();
        let outer = mem::replace(&mut self.draft.list, body);
        self.draft.open.push(Open { control, chained, pipe, mark, body_mark, body: None, outer });
        Ok(())
    }

    fn else_word(&mut self) -> Result<(), Failure> {
        let token = self.peek_non_space();
        // `{{else if …` is `{{else}}{{if …`: the word is left for later.
        if !matches!(token.kind, Kind::If | Kind::With) {
            self.expect(Kind::RightDelim, "else")?;
        }
        self.draft.action = None;
        let Some(open) = self.draft.open.last_mut() else {
            return Err(self.fail_clause("{{else}}"));
        };
        if open.body.is_some() {
            return Err(self.fail(ParseFault::StrayEnd, "expected end; found %s", &["{{else}}".into()]));
        }
        let control = open.control;
        self.draft.variables.leave(open.body_mark);
        if control == Control::Range {
            self.draft.range_depth -= 1;
        }
        let chained = matches!((control, token.kind), (Control::If, Kind::If) | (Control::With, Kind::With));
        let list = if chained {
            self.next();
            OpenList { at: self.draft.at(token), from: 0 }
        } else {
            self.new_list()
        };
        let body = self.close_list();
        self.draft.list = OpenList { from: self.waiting.statements.len(), ..list };
        if let Some(open) = self.draft.open.last_mut() {
            open.body = Some(body);
        }
        if chained { self.begin_control(control, true) } else { Ok(()) }
    }

    /// Closes the innermost control structure, with those that it is the `else` of, or else the
    /// template.
    fn end(&mut self) -> Result<(), Failure> {
        let Some(mut open) = self.draft.open.pop() else {
            return self.end_template();
        };
        loop {
            let list = self.close_list();
            self.draft.list = open.outer;
            let (list, else_list) = match open.body {
                Some(body) => (body, Some(list)),
                None => {
                    if open.control == Control::Range {
                        self.draft.range_depth -= 1;
                    }
                    (list, None)
                }
            };
            self.draft.variables.pop(open.mark);
            let at = self.draft.at_pos(self.nodes[open.pipe].at.pos);
            let branch = self.nodes.push(Branch { at, pipe: open.pipe, list, else_list });
            self.push(match open.control {
                Control::If => Node::If(branch),
                Control::With => Node::With(branch),
                Control::Range => Node::Range(branch),
            });
            match self.draft.open.pop() {
                Some(next) if open.chained => open = next,
                Some(next) => {
                    self.draft.open.push(next);
                    return Ok(());
                }
                None => return Ok(()),
            }
        }
    }

    fn template(&mut self) -> Result<(), Failure> {
        let token = self.next_non_space();
        self.template_name(token, Context::Template)?;
        let mut pipe = None;
        if self.next_non_space().kind != Kind::RightDelim {
            self.backup();
            pipe = Some(self.pipeline(Context::Template)?);
        }
        let at = self.draft.at(token);
        self.push(Node::Template(TemplateCall { at, quoted: Text::of(token), pipe }));
        Ok(())
    }

    fn template_name(&mut self, token: Item, context: Context) -> Result<Vec<u8>, Failure> {
        if !matches!(token.kind, Kind::String | Kind::RawString) {
            return Err(self.unexpected(token, context.name()));
        }
        let name = self.unquote(token)?;
        Ok(name.into_owned())
    }

    /// What a string means.
    fn unquote(&self, token: Item) -> Result<Cow<'a, [u8]>, Failure> {
        let text = self.lexer.text(token);
        strconv::unquote(text).map_err(|e| self.fail_with(e.to_string()))
    }

    // ---- Templates ----

    fn begin_define(&mut self) -> Result<(), Failure> {
        self.begin_draft(Draft::new(Purpose::Define, Vec::new()));
        let token = self.next_non_space();
        self.draft.name = self.template_name(token, Context::Define)?;
        self.expect(Kind::RightDelim, Context::Define.name())?;
        self.draft.list = self.new_list();
        Ok(())
    }

    fn begin_block(&mut self) -> Result<(), Failure> {
        let token = self.next_non_space();
        let name = self.template_name(token, Context::Block)?;
        let pipe = self.pipeline(Context::Block)?;
        if self.outer.len() >= MAX_STATEMENT_DEPTH {
            return Err(self.fail(ParseFault::Other, "max statement depth exceeded", &[]));
        }
        let at = self.draft.at(token);
        let call = TemplateCall { at, quoted: Text::of(token), pipe: Some(pipe) };
        self.begin_draft(Draft::new(Purpose::Block(call), name));
        self.draft.list = self.new_list();
        Ok(())
    }

    fn begin_draft(&mut self, draft: Draft<'a>) {
        self.outer.push(mem::replace(&mut self.draft, draft));
    }

    /// An `end` that closes no control structure.
    fn end_template(&mut self) -> Result<(), Failure> {
        if matches!(self.draft.purpose, Purpose::File) {
            return Err(self.fail_clause("{{end}}"));
        }
        self.add()?;
        let Some(outer) = self.outer.pop() else {
            return Ok(()); // Not reached: only the file has no outer template.
        };
        if let Purpose::Block(call) = mem::replace(&mut self.draft, outer).purpose {
            self.push(Node::Template(call));
        }
        Ok(())
    }

    /// Go: Tree.add.
    fn add(&mut self) -> Result<(), Failure> {
        let root = self.close_list();
        let draft = &self.draft;
        let (slots, constants) = (draft.variables.slots(), draft.constants);
        let finished = Finished { name: draft.name.clone(), root, slots, constants };
        if self.name.is_none() && matches!(draft.purpose, Purpose::File) {
            self.finished.push(finished);
            return Ok(());
        }
        let Some(&i) = self.names.get(&draft.name) else {
            self.names.insert(draft.name.clone(), self.finished.len());
            self.finished.push(finished);
            return Ok(());
        };
        let is_empty = |f: &Finished| is_empty_list(&self.nodes[f.root.nodes], self.lexer.input());
        if is_empty(&self.finished[i]) {
            self.finished[i] = finished;
        } else if !is_empty(&finished) {
            let fault = ParseFault::DuplicateDefine { name: finished.name.clone() };
            let name = Value::string(finished.name);
            return Err(self.fail(fault, "template: multiple definition of template %q", &[name]));
        }
        Ok(())
    }

    /// An empty list at the place of the next token.
    fn new_list(&mut self) -> OpenList {
        OpenList { at: self.place_of_next(), from: self.waiting.statements.len() }
    }

    /// The end of the list that was being filled.
    fn close_list(&mut self) -> List {
        let OpenList { at, from } = self.draft.list;
        List { at, nodes: self.nodes.take(&mut self.waiting.statements, from) }
    }
}
