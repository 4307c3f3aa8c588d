//! A render with a record of where everything comes from.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use nexachart_analysis::{Given, Layers, Path, Step};
use nexachart_chart::{Dialect, Journal, NodeId, Template, Tree};
use nexachart_source::{Base, Budget, Budgets, Diagnostic, Place, World};
use nexachart_template::trace::{Fault, Key, Origin, Recording, Spot};
use nexachart_template::{Error, NodeRef, Set, execute_recorded, find};
use nexachart_trace::{Found, Input, start};
use nexachart_value::Type;

use crate::release::{self, Install, Loaded, Prepared};
use crate::{TemplateOptions, engine, origin};

/// What a recorded render made.
pub(crate) struct Trace {
    world: Arc<dyn World>,
    options: TemplateOptions,
    pub tree: Tree,
    pub templates: Vec<Template>,
    pub recording: Recording,
    /// The files that were rendered, in the order of their execution.
    pub files: Vec<TracedFile>,
    /// What is wrong with templates that could not be parsed.
    pub unparsed: Vec<Diagnostic>,
    pub failed: Vec<Failed>,
    /// The templates that were executed, in order.
    executed: Vec<usize>,
    layers: OnceCell<Layers>,
    /// The charts by their full names, and where they lie.
    folders: OnceCell<Vec<(String, Vec<u8>)>>,
}

/// A rendered file.
pub(crate) struct TracedFile {
    /// Which template.
    pub template: usize,
    /// What it printed.
    pub text: Vec<u8>,
    /// Its number in the recording.
    printed: u32,
    /// Where Go's words for a missing value were taken out, as bytes of `text`.
    removed: Vec<usize>,
}

/// A template that failed.
pub(crate) struct Failed {
    /// Which template.
    pub template: usize,
    pub error: Error,
    pub fault: Option<Fault>,
}

/// A value that went into something, as the chart's user knows it.
pub(crate) enum Known {
    /// A value.
    Value(Path),
    /// The key itself, at that path.
    Key(Path),
    /// Something else: `.Release.Name`.
    Other(String),
}

/// Go's words for a missing value, which Helm takes out.
const NO_VALUE: &[u8] = b"<no value>";

impl Trace {
    /// Renders the templates that are `wanted` with a record, and those before them without one: what they write is seen
    /// later. Errors do not end it.
    pub fn run(
        world: &Arc<dyn World>,
        loaded: &Loaded,
        install: &Install<'_>,
        options: &TemplateOptions,
        wanted: impl Fn(&[u8]) -> bool,
    ) -> Result<Trace, Diagnostic> {
        let mut journal = Journal::new();
        let Prepared { tree, templates, .. } =
            release::prepare(world, loaded, install, options, &mut journal)?;
        let mut how = release::how(options);
        // What a record holds on to would count as memory that templates use.
        how.budgets[Budget::Memory] = u64::MAX;
        let mut set = engine::new_set(how);
        let in_go = || templates.iter().filter(|template| template.dialect == Dialect::Go);
        let files = in_go().map(|template| (&template.name, &template.file));
        let mut unparsed = Vec::new();
        for (template, parsed) in in_go().zip(loaded.trees.under(files)) {
            match parsed? {
                Ok(trees) => set.add(trees),
                Err(error) => {
                    unparsed.push(origin::parse(
                        engine::parse_error(&template.name, &error.text),
                        &error,
                        template,
                    ));
                }
            }
        }
        let mut trace = Trace {
            world: world.clone(),
            options: options.clone(),
            tree,
            templates,
            recording: Recording::default(),
            files: Vec::new(),
            unparsed,
            failed: Vec::new(),
            executed: Vec::new(),
            layers: OnceCell::new(),
            folders: OnceCell::new(),
        };
        let mut state = release::state(world, options);
        let set = Rc::new(set);
        let last = trace.templates.iter().rposition(|template| wanted(&template.name));
        for number in 0..last.map_or(0, |last| last + 1) {
            let name = trace.templates[number].name.clone();
            let is_partial = name.rsplit(|&b| b == b'/').next().is_some_and(|name| name.starts_with(b"_"));
            if is_partial || trace.templates[number].dialect != Dialect::Go {
                continue;
            }
            trace.file(number, wanted(&name), &set, &mut state);
        }
        Ok(trace)
    }

    fn file(&mut self, number: usize, recorded: bool, set: &Rc<Set>, state: &mut nexachart_funcs::State) {
        let template = &self.templates[number];
        template.dot.insert("Template", engine::template_object(template));
        state.begin_file(&template.name);
        let dot = template.dot.converted(&Type::VALUES).into();
        if !recorded {
            let _ = nexachart_template::execute(set, &template.name, dot, state);
            return;
        }
        self.executed.push(number);
        match execute_recorded(set, &template.name, dot, state, &mut self.recording) {
            Ok(raw) => {
                let removed = memchr::memmem::find_iter(&raw, NO_VALUE).enumerate();
                let removed = removed.map(|(i, at)| at - i * NO_VALUE.len()).collect();
                let text = nexachart_funcs::without_no_value(raw);
                let printed = self.recording.last().unwrap_or(0);
                self.files.push(TracedFile { template: number, text, printed, removed });
            }
            Err(error) => {
                let fault = self.recording.take_fault();
                self.failed.push(Failed { template: number, error, fault });
            }
        }
    }

    /// What wrote a byte of a rendered file.
    pub fn byte(&self, file: &TracedFile, offset: usize) -> Found {
        let removed = file.removed.iter().take_while(|&&at| at <= offset).count();
        nexachart_trace::byte(&self.recording, file.printed, offset + removed * NO_VALUE.len())
    }

    /// The innermost place of a chain that stands in a file; a text that `tpl` was given is none.
    pub fn innermost(&self, chain: &[Spot]) -> Option<(usize, Spot)> {
        chain
            .iter()
            .enumerate()
            .rev()
            .find(|(_, spot)| self.template_of(**spot).is_some())
            .map(|(i, spot)| (i, *spot))
    }

    /// Where the text stands that a node belongs to, if it is one that `tpl` was given: in values, or nowhere.
    pub fn given_text(&self, spot: Spot) -> Option<(Path, Place)> {
        let frame = self.recording.frame(spot.frame);
        let (_, origin) = frame.text.as_ref()?;
        let offset = start(&frame.tree, spot.node)?;
        self.text_place(*origin, offset)
    }

    /// The place in values of a byte of a text.
    pub fn text_place(&self, origin: Origin, offset: usize) -> Option<(Path, Place)> {
        let found = nexachart_trace::text(&self.recording, origin, offset);
        let input = found.inputs.first()?;
        let Some(Known::Value(path)) = self.known(input) else { return None };
        let layers = self.layers();
        let set = layers.find(&path).into_iter().next()?;
        Some((path, layers.within(&set, input.offset.unwrap_or(0))))
    }

    fn template_of(&self, spot: Spot) -> Option<&Template> {
        let tree = &self.recording.frame(spot.frame).tree;
        self.templates.iter().find(|template| *template.name == *tree.file_name)
    }

    /// The place where a node stands, so many bytes into it for a text.
    pub fn place(&self, spot: Spot, within: usize) -> Option<Place> {
        let template = self.template_of(spot)?;
        let tree = &self.recording.frame(spot.frame).tree;
        let mut offset = start(tree, spot.node)?;
        if let Some(NodeRef::Node(nexachart_template::Node::Text(..))) = find(tree, spot.node) {
            offset += within;
        }
        Some(self.file_of(template).at(&tree.file.text, offset))
    }

    /// The file of a template. Charts that were taken from a folder, or have an alias, lie elsewhere than their names say.
    fn file_of(&self, template: &Template) -> Place {
        let folders = self.folders.get_or_init(|| folders(&self.tree, self.tree.root(), b""));
        let below = |full: &str| template.name.strip_prefix(full.as_bytes())?.strip_prefix(b"/");
        let longest = folders
            .iter()
            .filter_map(|(full, folder)| Some((full.len(), folder, below(full)?)))
            .max_by_key(|found| found.0);
        match longest {
            Some((_, folder, rest)) if folder.starts_with(b"/") => {
                Place::file(Base::Disk, &[&folder[..], b"/", rest].concat())
            }
            Some((_, folder, rest)) if !folder.is_empty() && !folder.ends_with(b".tgz") => {
                Place::file(Base::Chart, &[&folder[..], b"/", rest].concat())
            }
            _ => Place::file(Base::Template, &template.name),
        }
    }

    /// Whether an action wrote it, and not a literal text.
    pub fn is_action(&self, found: &Found) -> bool {
        let Some(spot) = found.chain.last() else { return false };
        let tree = &self.recording.frame(spot.frame).tree;
        matches!(find(tree, spot.node), Some(NodeRef::Node(nexachart_template::Node::Action(..))))
    }

    /// The text of a node as Go prints it: one line of it.
    pub fn words(&self, spot: Spot) -> Vec<u8> {
        let tree = &self.recording.frame(spot.frame).tree;
        let mut text = Vec::new();
        if let Some(node) = find(tree, spot.node) {
            node.write(&tree.file, &mut text);
        }
        text
    }

    /// A part of a file's dot, as the chart's user knows it.
    pub fn known(&self, input: &Input) -> Option<Known> {
        let template = &self.templates[*self.executed.get(input.file as usize)?];
        let (first, rest) = input.keys.split_first()?;
        let Key::Name(first) = first else { return None };
        if &**first != b"Values" {
            let mut text = String::new();
            for key in &input.keys {
                match key {
                    Key::Name(name) => text.extend([".", &name.to_text()]),
                    Key::Index(index) => text.push_str(&format!("[{index}]")),
                    Key::Itself(_) => {}
                }
            }
            return Some(Known::Other(text));
        }
        let mut path = self.prefix(template);
        let mut itself = false;
        for key in rest {
            path = match key {
                Key::Name(name) => path.key(name),
                Key::Index(index) => path.index(*index),
                Key::Itself(name) => {
                    itself = true;
                    path.key(name)
                }
            };
        }
        Some(if itself { Known::Key(path) } else { Known::Value(path) })
    }

    /// Where the values of a template's chart begin in those of the chart that is rendered.
    fn prefix(&self, template: &Template) -> Path {
        let base = template.base_path.strip_suffix(b"/templates").unwrap_or(&template.base_path);
        let text = String::from_utf8_lossy(base);
        let names = text.split("/charts/").skip(1);
        Path(names.map(|name| Step::key(name.as_bytes())).collect())
    }

    pub fn budgets(&self) -> Budgets {
        self.options.budgets
    }

    /// Who sets which value.
    pub fn layers(&self) -> &Layers {
        self.layers.get_or_init(|| {
            let given = Given {
                world: &*self.world,
                options: &self.options.values,
                environments: self.options.environments,
            };
            Layers::of(&self.tree, &given)
        })
    }
}

/// The charts by their full names, and the folders in which they lie, below that of the chart that is rendered.
fn folders(tree: &Tree, id: NodeId, within: &[u8]) -> Vec<(String, Vec<u8>)> {
    let place = &tree.chart(id).place[..];
    let folder = match (place, within) {
        (b"", _) => Vec::new(),
        (place, b"") => place.to_vec(),
        (place, _) if place.starts_with(b"/") => place.to_vec(),
        (place, within) => [within, b"/", place].concat(),
    };
    let below = tree.dependencies(id).iter().flat_map(|&sub| folders(tree, sub, &folder)).collect::<Vec<_>>();
    std::iter::once((tree.full_path(id), folder)).chain(below).collect()
}
