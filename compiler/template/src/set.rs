//! The templates that can call each other, as Go's `template.Template` with its `common` has them.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use nexachart_go::strconv;
use nexachart_source::{Budget, Budgets};
use nexachart_value::{Str, Value};

use crate::meter::Meter;
use crate::parse::is_empty_tree;
use crate::{Functions, ParseError, Scratch, StringConst, Tree, parse_within};

/// How templates of a set are executed.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// What a missing map key gives.
    pub missing_key: MissingKey,
    /// How many bytes of stack an execution may use before it ends with an error. Go's stacks grow to
    /// 1 GB; ours are as large as the thread was made.
    pub stack: usize,
    /// How much everything may take, of all executions of the set together.
    pub budgets: Budgets,
}

/// What a missing map key gives (Go: Template.Option).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingKey {
    /// The zero value of the map's element type.
    Zero,
    /// An error.
    Error,
}

/// Named templates, ready to be executed on this thread. A set can lie over another one, whose
/// templates it then sees and may replace.
pub struct Set {
    name: Rc<[u8]>,
    functions: &'static dyn Functions,
    options: Options,
    templates: HashMap<Arc<[u8]>, Template>,
    below: Option<Rc<Set>>,
    /// How many sets are below.
    depth: u32,
    /// What has been used of the budgets.
    pub(crate) meter: Rc<Cell<Meter>>,
    /// Texts that were executed before, by their bytes.
    texts: Rc<RefCell<Texts>>,
    scratch: Rc<RefCell<Scratch>>,
}

/// Texts that were executed before.
#[derive(Default)]
struct Texts {
    parsed: HashMap<Str, Rc<[Template]>>,
    /// How many tokens they have together.
    tokens: u64,
}

/// So many tokens of texts are kept.
const KEPT: u64 = 200_000;

/// What a token takes in a tree, in bytes.
const TOKEN: u64 = 128;

/// A tree with the values of its string constants, made when first asked for.
pub(crate) struct Loaded {
    pub tree: Arc<Tree>,
    constants: RefCell<Vec<Value>>,
}

pub(crate) type Template = Rc<Loaded>;

impl Set {
    /// An empty set. `name` is that of Go's root template, which some error texts mention.
    pub fn new(name: &str, functions: &'static dyn Functions, options: Options) -> Set {
        Set {
            name: name.as_bytes().into(),
            functions,
            options,
            templates: HashMap::new(),
            below: None,
            depth: 0,
            meter: Rc::new(Cell::new(Meter::new(options.budgets))),
            texts: Rc::default(),
            scratch: Rc::default(),
        }
    }

    /// Adds the templates of a parsed file. Of two with one name the later one wins, unless it is
    /// empty (Go: Template.AddParseTree and associate).
    pub fn add(&mut self, trees: impl IntoIterator<Item = Arc<Tree>>) {
        for tree in trees {
            self.associate(Loaded::new(tree));
        }
    }

    /// The root name.
    pub fn name(&self) -> &[u8] {
        &self.name
    }

    pub(crate) fn options(&self) -> Options {
        self.options
    }

    /// How many sets it lies over.
    pub(crate) fn depth(&self) -> u32 {
        self.depth
    }

    pub(crate) fn lookup(&self, name: &[u8]) -> Option<Template> {
        let mut set = self;
        loop {
            if let Some(found) = set.templates.get(name) {
                return Some(found.clone());
            }
            set = set.below.as_deref()?;
        }
    }

    /// A set over this one with the templates of `text`, and the template of the text itself
    /// (Go: Clone, New and Parse, as Helm's `tpl` calls them). Parsed texts are kept.
    ///
    /// The last number is how many bytes of memory it takes.
    pub(crate) fn over(
        self: &Rc<Set>,
        text: &Str,
        meter: &mut Meter,
    ) -> Result<(Rc<Set>, Template, u64), Box<ParseError>> {
        let known = self.texts.borrow().parsed.get(&**text).cloned();
        let (templates, memory) = match known {
            Some(templates) => (templates, 0),
            None => {
                let by_tokens = (meter.tokens_left(), meter.budgets.exceeded(Budget::Tokens));
                let by_memory = (meter.memory_left() / TOKEN, meter.budgets.exceeded(Budget::Memory));
                let limit = if by_memory.0 < by_tokens.0 { by_memory } else { by_tokens };
                let scratch = &mut self.scratch.borrow_mut();
                let (trees, tokens) =
                    parse_within(&self.name, (&**text).into(), self.functions, limit, scratch)?;
                let spent = meter.spend(Budget::Tokens, tokens).and_then(|()| meter.steps(2 * tokens));
                spent.map_err(|exceeded| exceeded.to_string())?;
                let templates: Rc<[Template]> = trees.into_iter().map(Loaded::new).collect();
                let mut texts = self.texts.borrow_mut();
                if texts.tokens + tokens > KEPT {
                    texts.parsed.clear();
                    texts.tokens = 0;
                }
                texts.tokens += tokens;
                texts.parsed.insert(text.clone(), templates.clone());
                (templates, tokens * TOKEN)
            }
        };
        let Some(main) = templates.first().cloned() else {
            return Err("template: no tree".to_string().into()); // The parser always gives the file's own tree.
        };
        let mut set = Set {
            name: self.name.clone(),
            functions: self.functions,
            options: self.options,
            templates: HashMap::new(),
            below: Some(self.clone()),
            depth: self.depth + 1,
            meter: self.meter.clone(),
            texts: self.texts.clone(),
            scratch: self.scratch.clone(),
        };
        for template in templates.iter() {
            set.associate(template.clone());
        }
        Ok((Rc::new(set), main, memory))
    }

    fn associate(&mut self, template: Template) {
        let name = &template.tree.name;
        if is_empty_tree(&template.tree) && self.lookup(name).is_some() {
            return;
        }
        self.templates.insert(name.clone(), template);
    }
}

impl Loaded {
    fn new(tree: Arc<Tree>) -> Template {
        let constants = RefCell::new(vec![Value::Nil; tree.constants as usize]);
        Rc::new(Loaded { tree, constants })
    }

    pub fn constant(&self, string: &StringConst) -> Value {
        let mut constants = self.constants.borrow_mut();
        match constants.get_mut(string.constant as usize) {
            Some(known @ Value::Nil) => {
                *known = self.unquoted(string);
                known.clone()
            }
            Some(known) => known.clone(),
            None => self.unquoted(string),
        }
    }

    fn unquoted(&self, string: &StringConst) -> Value {
        // The parser has unquoted it before.
        Value::string(&*strconv::unquote(&self.tree.file[string.quoted]).unwrap_or_default())
    }
}
