//! Templates run without values: what they would read, whichever way they take.
//!
//! Both ways of each condition are followed, a loop is gone through for any item, and a `define` once for each kind of argument and
//! each set of absent values that its callers have asked for. Where something cannot be followed, what went in is
//! [`Touch::Lost`].

mod call;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use nexachart_template::{
    Branch, Command, Expr, Functions, List, Node as Statement, Pipe, TemplateCall, Tree, parse,
};
use nexachart_template::{File, Id, Ids, Text, Variable};

use crate::Unit;
use crate::known::Known;
use crate::shape::{Reference, Shape};
use crate::trie::{Node, Site, Touch, Trie, Way};

/// How deep statements, expressions and templates may nest before they are not followed any more.
const DEPTH: usize = 400;

/// How many statements and operands are gone through in all. Beyond that nothing is sure.
const STEPS: usize = 20_000_000;

/// How many steps there may be for each `define`, before its arguments are not told apart any more.
const VARIANTS: usize = 400;

/// The largest argument that is followed.
const SIZE: usize = 400;

/// A template, the chart that has it, and the number of its file.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    pub tree: Arc<Tree>,
    pub file: u32,
}

/// A value that a template prints as it is, where YAML has a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Bare {
    pub node: Node,
    pub site: Site,
}

/// The state of the analysis, and its results.
pub(crate) struct Machine<'a> {
    units: &'a [Unit],
    functions: &'static dyn Functions,
    pub trie: Trie,
    known: &'a Known,
    /// The top of each chart's values.
    pub prefixes: Vec<Node>,
    /// By name; the one that Helm would take first.
    templates: HashMap<Box<[u8]>, Vec<Template>>,
    done: HashSet<(usize, Shape, Rc<[Node]>, bool)>,
    variants: HashMap<usize, usize>,
    /// The texts of the files, by their numbers, with their names.
    pub files: Vec<Read>,
    steps: usize,
    depth: usize,
    /// Whether what is evaluated may be absent.
    soft: bool,
    /// Absent values that somebody around has asked for.
    guards: Vec<Node>,
    /// Where absent values are noted that a condition asks for.
    asked: Option<Vec<Node>>,
    /// Where the operand stands that is handed to the next command of a pipeline.
    origin: Option<Site>,
    /// Whether nothing is sure any more.
    pub lost: bool,
    /// Values to which templates add keys.
    opened: HashSet<Node>,
    /// The first absent value on the way to one that is read, and where it is read.
    pub undefined: BTreeMap<Node, BTreeSet<Site>>,
    pub bare: BTreeSet<Bare>,
    /// Calls whose results differ from run to run.
    pub drawn: BTreeSet<(Site, &'static str)>,
}

/// The name of a file, and its text.
type Read = (Arc<[u8]>, Arc<[u8]>);

/// Where a value is.
pub(crate) enum Found {
    /// It is set.
    Set,
    /// It may be set.
    Open,
    /// It is not; the first one on the way that is not.
    Missing(Node),
}

/// What a template sees while it runs.
struct Frame<'t> {
    tree: &'t Tree,
    file: u32,
    variables: Vec<Shape>,
}

impl<'a> Machine<'a> {
    pub fn new(units: &'a [Unit], known: &'a Known, functions: &'static dyn Functions) -> Machine<'a> {
        let mut trie = Trie::new();
        let prefixes = units
            .iter()
            .map(|unit| {
                let keys = unit.prefix.0.iter().filter_map(|step| step.as_key());
                keys.fold(Trie::TOP, |node, key| trie.key(node, key))
            })
            .collect();
        Machine {
            units,
            functions,
            trie,
            known,
            prefixes,
            templates: HashMap::new(),
            done: HashSet::new(),
            variants: HashMap::new(),
            files: Vec::new(),
            steps: 0,
            depth: 0,
            soft: false,
            guards: Vec::new(),
            asked: None,
            origin: None,
            lost: false,
            opened: HashSet::new(),
            undefined: BTreeMap::new(),
            bare: BTreeSet::new(),
            drawn: BTreeSet::new(),
        }
    }

    /// Adds a file with its templates. Those of files that are added later count before those of earlier ones, as in Helm.
    pub fn add(&mut self, name: &Arc<[u8]>, text: Arc<[u8]>) -> Result<u32, ()> {
        let trees = parse(name, text.clone(), self.functions).map_err(|_| ())?;
        let file = self.files.len() as u32;
        self.files.push((name.clone(), text));
        for tree in trees {
            let known = self.templates.entry((*tree.name).into()).or_default();
            known.insert(0, Template { tree, file });
        }
        Ok(file)
    }

    /// Runs the template of a file with the dot of a chart.
    pub fn run(&mut self, name: &[u8], unit: usize) {
        if let Some(template) = self.templates.get(name).and_then(|all| all.first()).cloned() {
            self.execute(&template, Shape::Context(unit as u32));
        }
    }

    /// Runs a text that is no file with the dot of a chart; what it reads may be absent.
    pub fn run_text(&mut self, text: &[u8], dot: Shape) {
        let soft = std::mem::replace(&mut self.soft, true);
        match parse(b"text", text, self.functions) {
            Ok(trees) => {
                // It has no number: its places are not to be shown.
                for tree in trees {
                    self.body(&tree, u32::MAX, dot.clone());
                }
            }
            Err(_) => self.touch(&dot, Touch::Lost, None),
        }
        self.soft = soft;
    }

    /// Templates of a chart that cannot be followed.
    pub fn give_up(&mut self, unit: usize) {
        let node = self.prefixes[unit];
        self.trie.touch(node, Touch::Lost, None);
    }

    /// The keys that are set in a map.
    pub fn known_keys(&self, path: &crate::Path) -> Vec<String> {
        let mut known = self.known;
        for step in &path.0 {
            let below = step.as_key().and_then(|key| known.keys.as_ref()?.get(key));
            let Some(below) = below else { return Vec::new() };
            known = below;
        }
        let keys = known.keys.iter().flat_map(|keys| keys.keys());
        keys.map(|key| String::from_utf8_lossy(key).into_owned()).collect()
    }

    /// Notes that something outside of templates reads a value: Chart.yaml.
    pub fn read(&mut self, path: &crate::Path) {
        let keys = path.0.iter().filter_map(|step| step.as_key());
        let node = keys.fold(Trie::TOP, |node, key| self.trie.key(node, key));
        self.trie.touch(node, Touch::Whole, None);
    }

    fn step(&mut self) -> bool {
        self.steps += 1;
        if self.steps > STEPS {
            self.lost = true;
        }
        !self.lost
    }

    fn execute(&mut self, template: &Template, dot: Shape) {
        let key = Arc::as_ptr(&template.tree) as usize;
        let mut guards = self.guards.clone();
        guards.sort_unstable();
        guards.dedup();
        let is_new = |machine: &mut Machine<'_>, dot: &Shape| {
            machine.done.insert((key, dot.clone(), guards.clone().into(), machine.soft))
        };
        let dot = if dot.size(0) > SIZE {
            self.touch(&dot, Touch::Lost, None);
            Shape::Other
        } else {
            dot
        };
        if !is_new(self, &dot) {
            return;
        }
        let variants = self.variants.entry(key).or_default();
        *variants += 1;
        if *variants > VARIANTS || self.depth > DEPTH {
            self.lose(&dot);
            return;
        }
        let tree = template.tree.clone();
        self.body(&tree, template.file, dot);
    }

    fn body(&mut self, tree: &Tree, file: u32, dot: Shape) {
        let mut variables = vec![Shape::Other; tree.slots.max(1) as usize];
        variables[0] = dot.clone();
        let mut frame = Frame { tree, file, variables };
        self.depth += 1;
        let asked = self.asked.take();
        self.list(&mut frame, &tree.root, &dot);
        self.asked = asked;
        self.depth -= 1;
    }

    /// Gives up following a value: all of it may be read.
    fn lose(&mut self, shape: &Shape) {
        let soft = std::mem::replace(&mut self.soft, true);
        self.touch(shape, Touch::Lost, None);
        self.soft = soft;
    }

    fn list(&mut self, frame: &mut Frame<'_>, list: &List, dot: &Shape) {
        if self.depth > DEPTH {
            self.lost = true;
            return;
        }
        let tree = frame.tree;
        let statements = &tree.file[list.nodes];
        for (number, statement) in statements.iter().enumerate() {
            if !self.step() {
                return;
            }
            match *statement {
                Statement::Text(..) | Statement::Break(_) | Statement::Continue(_) => {}
                Statement::Action(at, pipe) => {
                    let declares = !tree.file[tree.file[pipe].decl].is_empty();
                    let shape = self.pipe(frame, pipe, dot);
                    if !declares {
                        let site = Site { file: frame.file, at: at.pos };
                        self.touch(&shape, Touch::Text, Some(site));
                        if is_scalar(&tree.file, statements, number) {
                            self.note_bare(&shape, site);
                        }
                    }
                }
                Statement::If(branch) => self.branch(frame, branch, dot, Turn::If),
                Statement::With(branch) => self.branch(frame, branch, dot, Turn::With),
                Statement::Range(branch) => self.branch(frame, branch, dot, Turn::Range),
                Statement::Template(call) => self.template(frame, &call, dot),
            }
        }
    }

    fn note_bare(&mut self, shape: &Shape, site: Site) {
        for shape in shape.each() {
            if let Shape::Value(reference) = shape
                && site.file != u32::MAX
            {
                self.bare.insert(Bare { node: reference.node, site });
            }
        }
    }

    fn branch(&mut self, frame: &mut Frame<'_>, branch: Id<Branch>, dot: &Shape, turn: Turn) {
        let tree = frame.tree;
        let Branch { at, pipe, list, else_list } = tree.file[branch];
        let site = Site { file: frame.file, at: at.pos };
        // What a condition asks for may be absent, and what stands below it is guarded.
        let soft = std::mem::replace(&mut self.soft, true);
        let asked = self.asked.replace(Vec::new());
        let before = frame.variables.clone();
        let shape = self.pipe_value(frame, pipe, dot);
        let decl = &tree.file[tree.file[pipe].decl];
        let touch = if turn == Turn::Range { Touch::Ranged } else { Touch::Tested };
        self.touch(&shape, touch, Some(site));
        let absent = std::mem::replace(&mut self.asked, asked).unwrap_or_default();
        self.soft = soft;
        // Conditions in a condition's own templates count for the conditions around it.
        if let Some(asked) = &mut self.asked {
            asked.extend(absent.iter().copied());
        }
        let guards = self.guards.len();
        self.guards.extend(absent);
        self.depth += 1;
        match turn {
            Turn::If | Turn::With => {
                for variable in decl {
                    self.assign(frame, variable, shape.clone());
                }
                let start = frame.variables.clone();
                let inner = if turn == Turn::With { shape } else { dot.clone() };
                self.list(frame, &list, &inner);
                let taken = std::mem::replace(&mut frame.variables, start);
                if let Some(list) = else_list {
                    self.list(frame, &list, dot);
                }
                self.join(frame, taken);
            }
            Turn::Range => {
                let item = self.items(&shape);
                // A second time for what the first one left in variables.
                for _ in 0..2 {
                    let start = frame.variables.clone();
                    if let [index, rest @ ..] = decl {
                        match rest {
                            [value] => {
                                let key = self.keys(&shape);
                                self.assign(frame, index, key);
                                self.assign(frame, value, item.clone());
                            }
                            _ => self.assign(frame, index, item.clone()),
                        }
                    }
                    self.list(frame, &list, &item);
                    let changed = frame.variables != start;
                    self.join(frame, start);
                    if !changed || tree.file[list.nodes].is_empty() {
                        break;
                    }
                }
                if let Some(list) = else_list {
                    let taken = frame.variables.clone();
                    self.list(frame, &list, dot);
                    self.join(frame, taken);
                }
                self.join(frame, before);
            }
        }
        self.depth -= 1;
        self.guards.truncate(guards);
    }

    /// Variables after one of two ways.
    fn join(&mut self, frame: &mut Frame<'_>, other: Vec<Shape>) {
        for (slot, other) in other.into_iter().enumerate() {
            if frame.variables[slot] != other {
                let own = std::mem::replace(&mut frame.variables[slot], Shape::Other);
                frame.variables[slot] = self.either(own, other);
            }
        }
    }

    fn either(&mut self, a: Shape, b: Shape) -> Shape {
        let (joined, lost) = a.or(b);
        for shape in lost {
            self.lose(&shape);
        }
        joined
    }

    fn assign(&mut self, frame: &mut Frame<'_>, variable: &Variable, shape: Shape) {
        if let Some(slot) = frame.variables.get_mut(variable.slot as usize) {
            *slot = shape;
        }
    }

    fn template(&mut self, frame: &mut Frame<'_>, call: &TemplateCall, dot: &Shape) {
        let argument = match call.pipe {
            Some(pipe) => self.pipe(frame, pipe, dot),
            None => Shape::Other,
        };
        let name = unquoted(&frame.tree.file, call.quoted);
        self.include(&Shape::text(&name), argument);
    }

    /// Runs the templates that a name may mean.
    fn include(&mut self, name: &Shape, argument: Shape) {
        let mut chosen: Vec<Template> = Vec::new();
        for name in name.each() {
            match name {
                Shape::Text(name) => {
                    if let Some(all) = self.templates.get(&**name) {
                        chosen.extend(all.iter().cloned());
                    }
                }
                Shape::Between(start, end) if start.len() + end.len() > 2 => {
                    let fits = |name: &[u8]| name.starts_with(start) && name.ends_with(end);
                    let all = self.templates.iter().filter(|(name, _)| fits(name));
                    chosen.extend(all.flat_map(|(_, all)| all.iter().cloned()));
                }
                _ => {
                    self.lose(&argument);
                    self.lost |= matches!(argument, Shape::Context(_));
                }
            }
        }
        // Copies of a library have the same text.
        let mut seen: Vec<Arc<Tree>> = Vec::new();
        for (number, template) in chosen.iter().enumerate() {
            let text = source(&template.tree);
            if seen.iter().any(|tree| tree.name == template.tree.name && source(tree) == text) {
                continue;
            }
            seen.push(template.tree.clone());
            // Of several only the first one runs in the end.
            let soft = self.soft;
            self.soft |= number > 0;
            self.execute(template, argument.clone());
            self.soft = soft;
        }
    }

    /// The value of a pipeline; what it declares is set.
    fn pipe(&mut self, frame: &mut Frame<'_>, pipe: Id<Pipe>, dot: &Shape) -> Shape {
        let shape = self.pipe_value(frame, pipe, dot);
        let tree = frame.tree;
        for variable in &tree.file[tree.file[pipe].decl] {
            self.assign(frame, variable, shape.clone());
        }
        shape
    }

    fn pipe_value(&mut self, frame: &mut Frame<'_>, pipe: Id<Pipe>, dot: &Shape) -> Shape {
        if self.depth > DEPTH {
            self.lost = true;
            return Shape::Other;
        }
        self.depth += 1;
        let tree = frame.tree;
        let mut value = None;
        let mut origin = None;
        for command in &tree.file[tree.file[pipe].cmds] {
            self.origin = origin;
            value = Some(self.command(frame, command, dot, value.take()));
            origin = match tree.file[command.args].first() {
                Some(Expr::Identifier(_)) | None => None,
                Some(operand) => Some(site_of(frame, operand)),
            };
        }
        self.origin = None;
        self.depth -= 1;
        value.unwrap_or(Shape::Other)
    }

    fn command(
        &mut self,
        frame: &mut Frame<'_>,
        command: &Command,
        dot: &Shape,
        piped: Option<Shape>,
    ) -> Shape {
        if !self.step() {
            return Shape::Other;
        }
        let tree = frame.tree;
        let args = &tree.file[command.args];
        let Some((operand, rest)) = args.split_first() else { return Shape::Other };
        if let Expr::Identifier(identifier) = operand {
            let site = Site { file: frame.file, at: identifier.at.pos };
            return self.function(frame, identifier.func, rest, piped, site, dot);
        }
        let shape = self.operand(frame, operand, dot);
        if rest.is_empty() && piped.is_none() {
            return shape;
        }
        // A method: `.Files.Get "a"`.
        for arg in rest {
            let value = self.operand(frame, arg, dot);
            self.touch(&value, Touch::Whole, Some(site_of(frame, arg)));
        }
        if let Some(piped) = piped {
            self.touch(&piped, Touch::Whole, Some(site_of(frame, operand)));
        }
        Shape::Other
    }

    fn operand(&mut self, frame: &mut Frame<'_>, expr: &Expr, dot: &Shape) -> Shape {
        let tree = frame.tree;
        let file = &tree.file;
        match expr {
            Expr::Dot(_) => dot.clone(),
            Expr::Nil(_) | Expr::Bool(..) | Expr::Number(..) => Shape::Other,
            Expr::String(constant) => Shape::text(&unquoted(file, constant.quoted)),
            Expr::Field(_, fields) => self.fields(file, dot.clone(), *fields),
            Expr::Variable(_, variable) => {
                let Variable { slot, fields, .. } = file[*variable];
                let shape = frame.variables.get(slot as usize).cloned().unwrap_or(Shape::Other);
                self.fields(file, shape, fields)
            }
            Expr::Identifier(identifier) => {
                let site = Site { file: frame.file, at: identifier.at.pos };
                self.function(frame, identifier.func, &[], None, site, dot)
            }
            Expr::Chain(_, chain) => {
                let chain = file[*chain];
                let shape = self.operand(frame, &chain.base, dot);
                self.fields(file, shape, chain.fields)
            }
            Expr::Pipe(_, pipe) => self.pipe(frame, *pipe, dot),
        }
    }

    fn fields(&mut self, file: &File, mut shape: Shape, fields: Ids<Text>) -> Shape {
        for field in &file[fields] {
            shape = self.field(&shape, &file[*field]);
        }
        shape
    }

    /// The value of a field, or of a key.
    fn field(&mut self, shape: &Shape, name: &[u8]) -> Shape {
        match shape {
            Shape::Other | Shape::Text(_) | Shape::Between(..) | Shape::List(_) => Shape::Other,
            Shape::Context(unit) => self.context_field(*unit as usize, name),
            Shape::Charts(unit) => {
                let below = &self.units[*unit as usize].below;
                let found = below.iter().find(|(alias, _)| alias.as_bytes() == name);
                found.map_or(Shape::Other, |(_, unit)| Shape::Context(*unit as u32))
            }
            // A method of the values of a chart, which gives the same.
            Shape::Value(Reference { node, .. }) if name == b"AsMap" && self.prefixes.contains(node) => {
                shape.clone()
            }
            Shape::Value(Reference { node, soft }) => {
                let node = self.trie.key(*node, name);
                Shape::Value(Reference { node, soft: *soft })
            }
            Shape::Dict(dict) => match (dict.known.get(name), &dict.other) {
                (Some(known), None) => known.clone(),
                (Some(known), Some(other)) => self.either(known.clone(), (**other).clone()),
                (None, Some(other)) => (**other).clone(),
                (None, None) => Shape::Other,
            },
            Shape::OneOf(shapes) => {
                let mut all = Shape::Other;
                for (number, shape) in shapes.iter().enumerate() {
                    let field = self.field(shape, name);
                    all = if number == 0 { field } else { self.either(all, field) };
                }
                all
            }
        }
    }

    fn context_field(&mut self, unit: usize, name: &[u8]) -> Shape {
        match name {
            b"Values" => Shape::value(self.prefixes[unit]),
            b"Subcharts" => Shape::Charts(unit as u32),
            // Texts from which names of templates are made.
            b"Chart" => {
                let name = self.units[unit].full_path.rsplit('/').next().unwrap_or_default();
                Shape::dict([(&b"Name"[..], Shape::text(name.as_bytes()))])
            }
            b"Template" => {
                let path = format!("{}/templates", self.units[unit].full_path);
                Shape::dict([(&b"BasePath"[..], Shape::text(path.as_bytes()))])
            }
            _ => Shape::Other,
        }
    }

    /// The value of some key, or of some item.
    fn items(&mut self, shape: &Shape) -> Shape {
        match shape {
            // There is an item only where its list is.
            Shape::Value(Reference { node, .. }) => {
                Shape::Value(Reference { node: self.trie.any(*node), soft: true })
            }
            Shape::List(item) => (**item).clone(),
            Shape::Dict(dict) => {
                let mut all = dict.other.as_deref().cloned().unwrap_or(Shape::Other);
                for shape in dict.known.values() {
                    all = self.either(all, shape.clone());
                }
                all
            }
            Shape::OneOf(shapes) => {
                let mut all = Shape::Other;
                for shape in shapes.iter() {
                    let item = self.items(shape);
                    all = self.either(all, item);
                }
                all
            }
            Shape::Context(_) => {
                self.lose(shape);
                Shape::Other
            }
            _ => Shape::Other,
        }
    }

    /// The keys of a map, as far as they are known.
    fn keys(&mut self, shape: &Shape) -> Shape {
        let mut all = Shape::Other;
        for shape in shape.each() {
            if let Shape::Dict(dict) = shape {
                for (number, key) in dict.known.keys().enumerate() {
                    let key = Shape::Text(key.clone());
                    all = if number == 0 && all == Shape::Other { key } else { self.either(all, key) };
                }
                if dict.other.is_some() {
                    all = self.either(all, Shape::Other);
                }
            }
        }
        all
    }

    /// Notes that something is done with a value.
    fn touch(&mut self, shape: &Shape, touch: Touch, site: Option<Site>) {
        let site = site.filter(|site| site.file != u32::MAX);
        match shape {
            Shape::Value(Reference { node, soft }) => {
                self.trie.touch(*node, touch, site);
                if touch == Touch::Text {
                    self.trie.touch(*node, Touch::Whole, None);
                }
                let needs = !soft && !self.soft;
                if (needs || self.asked.is_some())
                    && let Found::Missing(missing) = self.find(*node)
                {
                    let is_guarded = self.guards.iter().any(|guard| self.is_below(*guard, missing));
                    if let Some(asked) = &mut self.asked {
                        asked.push(*node);
                    }
                    if needs
                        && !is_guarded
                        && let Some(site) = site
                    {
                        self.undefined.entry(missing).or_default().insert(site);
                    }
                }
            }
            Shape::OneOf(shapes) => {
                for shape in shapes.iter() {
                    self.touch(shape, touch, site);
                }
            }
            Shape::Dict(dict) if matches!(touch, Touch::Whole | Touch::Text | Touch::Lost) => {
                for shape in dict.known.values().chain(dict.other.as_deref()) {
                    self.touch(shape, touch, site);
                }
            }
            Shape::List(item) if matches!(touch, Touch::Whole | Touch::Text | Touch::Lost) => {
                self.touch(item, touch, site)
            }
            Shape::Context(unit) if matches!(touch, Touch::Whole | Touch::Text | Touch::Lost) => {
                let node = self.prefixes[*unit as usize];
                self.trie.touch(node, Touch::Lost, None);
            }
            _ => {}
        }
    }

    fn is_below(&self, node: Node, above: Node) -> bool {
        let (ways, above) = (self.trie.ways(node), self.trie.ways(above));
        ways.starts_with(&above)
    }

    /// Whether somebody sets a value.
    pub fn find(&self, node: Node) -> Found {
        let mut known = self.known;
        let mut at = Trie::TOP;
        let ways = self.trie.ways(node);
        for way in ways {
            let Way::Key(key) = way else { return Found::Open };
            // Who uses a chart decides over what is global.
            if **key == *b"global" && self.prefixes.contains(&at) || self.opened.contains(&at) {
                return Found::Open;
            }
            let Some(next) = self.trie.matching(at, Some(key)).next() else { return Found::Open };
            at = next;
            match known.keys.as_ref().map(|keys| keys.get(key)) {
                None => return Found::Open,
                Some(Some(below)) => known = below,
                Some(None) if known.open => return Found::Open,
                Some(None) => return Found::Missing(at),
            }
        }
        Found::Set
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    If,
    With,
    Range,
}

fn site_of(frame: &Frame<'_>, expr: &Expr) -> Site {
    Site { file: frame.file, at: expr.at().pos }
}

/// The text of a string constant.
fn unquoted(file: &File, quoted: Text) -> Vec<u8> {
    let text = &file[quoted];
    nexachart_go::strconv::unquote(text).map_or_else(|_| text.to_vec(), |text| text.to_vec())
}

/// What a template is made of.
fn source(tree: &Tree) -> &[u8] {
    let nodes = &tree.file[tree.root.nodes];
    let start = nodes.first().map_or(0, |node| tree.file.place(node).pos as usize);
    let end = nodes.last().map_or(start, |node| match node {
        Statement::Text(_, text) => text.end as usize,
        node => tree.file.place(node).pos as usize,
    });
    tree.file.text.get(start..end).unwrap_or_default()
}

/// Whether an action prints a whole scalar of YAML: `key: {{ … }}`, `- {{ … }}`.
fn is_scalar(file: &File, statements: &[Statement], number: usize) -> bool {
    let before = match number.checked_sub(1).map(|before| &statements[before]) {
        Some(Statement::Text(_, text)) => &file[*text],
        _ => return false,
    };
    let after = match statements.get(number + 1) {
        Some(Statement::Text(_, text)) => &file[*text],
        None => b"\n",
        _ => return false,
    };
    let line = memchr::memrchr(b'\n', before).map_or(before, |at| &before[at + 1..]);
    let head = line.trim_ascii_start();
    let opens = head.ends_with(b": ") || head == b"- ";
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"_-./: ".contains(b);
    let ends = after.starts_with(b"\n") || after.starts_with(b"\r\n") || after.is_empty();
    opens && head.iter().all(plain) && ends
}
