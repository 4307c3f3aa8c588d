//! ValidatingAdmissionPolicies: read from files, and asked about each object as the API server would see it.

use std::collections::BTreeMap;

use nexachart_admission::{Admission, Generated, Node as Datum, Object};
use nexachart_kinds::{Kinds, Node, Tree, Value, Version};
use nexachart_policy::{
    Action, Binding, Cluster, Kind, Part, Policy, Request, Resource, Scope, Step, check, review,
};
use nexachart_source::{Base, Diagnostic, Label, Place, Severity, World};

use super::Common;
use super::input::inputs;

/// The policies of a run, compiled.
#[derive(Default)]
pub(crate) struct Policies {
    policies: Vec<Bound>,
    /// What policies may take as parameters, by `apiVersion` and `kind`.
    params: BTreeMap<(String, String), Vec<Object>>,
}

struct Bound {
    name: String,
    policy: Policy,
    bindings: Vec<Binding>,
    file: Source,
}

/// Where a policy stands.
struct Source {
    name: Vec<u8>,
    text: Vec<u8>,
    /// Where its document begins.
    start: usize,
}

/// A verdict on an object, before its place is known.
pub(crate) struct Verdict {
    pub diagnostic: Diagnostic,
    /// The node that the policy looked at last.
    pub path: String,
    /// The byte of the document where it stands.
    pub offset: usize,
}

impl Policies {
    /// Reads and compiles the policies below some files and folders. What is wrong with them is told before anything renders.
    pub fn load(world: &dyn World, paths: &[Vec<u8>]) -> Result<Policies, Vec<Diagnostic>> {
        let (files, missing) = inputs(world, paths)?;
        let mut faults: Vec<Diagnostic> = missing
            .iter()
            .map(|path| {
                let text = format!("there are no policies at {}", String::from_utf8_lossy(path));
                Diagnostic::error("policy::load", text)
            })
            .collect();
        let mut policies = Policies::default();
        let mut bindings = Vec::new();
        for file in &files {
            // Fixtures lie beside the policies that they are of.
            if is_fixture(&file.name) {
                continue;
            }
            for document in file.documents() {
                let start = (document.as_ptr() as usize).saturating_sub(file.text.as_ptr() as usize);
                let place = Place::file(Base::Disk, &file.name).at(&file.text, start);
                let tree = match Tree::read(document) {
                    Ok(Some(tree)) => tree,
                    Ok(None) => continue,
                    Err(text) => {
                        faults.push(Diagnostic::error("policy::load", text).at(place));
                        continue;
                    }
                };
                let root = tree.root();
                let Datum::Map(object) = datum(root) else { continue };
                match (root.text_at("apiVersion"), root.text_at("kind")) {
                    (_, "ValidatingAdmissionPolicy") => {
                        for error in check::policy(object.clone()) {
                            faults.push(invalid(&file.name, &file.text, start, root, &error));
                        }
                        match Policy::compile(object) {
                            Ok(policy) => {
                                let name = root
                                    .at("metadata")
                                    .map_or("", |metadata| metadata.text_at("name"))
                                    .to_string();
                                let file = Source { name: file.name.clone(), text: file.text.clone(), start };
                                policies.policies.push(Bound { name, policy, bindings: Vec::new(), file });
                            }
                            Err(rejection) => {
                                faults
                                    .push(Diagnostic::error("policy::invalid", rejection.message).at(place));
                            }
                        }
                    }
                    (_, "ValidatingAdmissionPolicyBinding") => {
                        let of = root.at("spec").map_or("", |spec| spec.text_at("policyName")).to_string();
                        for error in check::binding(object.clone()) {
                            faults.push(invalid(&file.name, &file.text, start, root, &error));
                        }
                        match Binding::read(object) {
                            Ok(binding) => bindings.push((of, binding, place)),
                            Err(rejection) => {
                                faults
                                    .push(Diagnostic::error("policy::invalid", rejection.message).at(place));
                            }
                        }
                    }
                    (api_version, kind) => {
                        let key = (api_version.to_string(), kind.to_string());
                        policies.params.entry(key).or_default().push(object);
                    }
                }
            }
        }
        for (of, binding, place) in bindings {
            match policies.policies.iter_mut().find(|bound| bound.name == of) {
                Some(bound) => bound.bindings.push(binding),
                None => {
                    let text = format!("the binding names the policy `{of}`, which is not there");
                    faults.push(Diagnostic::error("policy::unbound", text).at(place));
                }
            }
        }
        for bound in policies.policies.iter().filter(|bound| bound.bindings.is_empty()) {
            let text = format!("the policy `{}` has no binding: it judges nothing", bound.name);
            let place = Place::file(Base::Disk, &bound.file.name).at(&bound.file.text, bound.file.start);
            faults.push(Diagnostic::error("policy::unbound", text).at(place));
        }
        if faults.is_empty() { Ok(policies) } else { Err(faults) }
    }

    pub fn is_empty(&self) -> bool {
        self.policies.is_empty()
    }

    /// What objects meet: these namespaces, and the parameters that lie with the policies.
    pub fn cluster(&self, kinds: &Kinds, namespaces: Vec<Object>) -> Cluster {
        let mut cluster = Cluster::default();
        namespaces.into_iter().for_each(|namespace| cluster.add_namespace(namespace));
        for ((api_version, kind), objects) in &self.params {
            let known = kinds.kind(api_version, kind, Version::NEWEST).map(|kind| kind.namespaced);
            let says = objects
                .iter()
                .any(|object| object.map("metadata").is_some_and(|m| !m.text("namespace").is_empty()));
            let scope = if known.unwrap_or(says) { Scope::Namespaced } else { Scope::Cluster };
            cluster.add_params(api_version, kind, scope, objects.clone());
        }
        cluster
    }

    /// What the policies say of an object.
    pub fn judge(&self, tree: &Tree, around: &Common<'_>) -> Vec<Verdict> {
        let root = tree.root();
        let (api_version, kind) = (root.text_at("apiVersion"), root.text_at("kind"));
        let Datum::Map(object) = datum(root) else { return Vec::new() };
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let known = around.rules.kinds.kind(api_version, kind, around.version);
        let plural = known.map_or_else(|| plural(kind), |known| known.plural.to_string());
        let is_namespaced = known.is_none_or(|known| known.namespaced);
        let metadata = root.at("metadata");
        let own = metadata.map_or("", |metadata| metadata.text_at("namespace"));
        let name = metadata.map_or("", |metadata| metadata.text_at("name"));
        let namespace = match (kind, is_namespaced, own) {
            ("Namespace", ..) if group.is_empty() => name,
            (_, false, _) => "",
            (_, true, "") => around.namespace,
            (_, true, own) => own,
        };
        let object = match around.rules.as_submitted {
            true => object,
            false => {
                let admission =
                    Admission { namespace: namespace.to_string(), generated: Generated::default() };
                match admission.admit(object) {
                    Ok(object) => object,
                    // The server would not even ask its policies; why, the schema says.
                    Err(_) => return Vec::new(),
                }
            }
        };
        let kind = Kind { group: group.into(), version: version.into(), kind: kind.into() };
        let resource = Resource { group: group.into(), version: version.into(), resource: plural };
        let request = Request::create(kind, resource, namespace, object);
        let mut verdicts = Vec::new();
        for bound in &self.policies {
            let bindings: Vec<&Binding> = bound.bindings.iter().collect();
            let found = review(&[(&bound.policy, &bindings)], &request, around.cluster).findings;
            for finding in found {
                let severity = match &finding.actions[..] {
                    actions if actions.contains(&Action::Deny) => Severity::Error,
                    actions if actions.contains(&Action::Warn) => Severity::Warning,
                    _ => Severity::Info,
                };
                let (path, offset) =
                    finding.paths.last().map_or((String::new(), 0), |path| stands(root, path));
                // An expression that fails has no reason of its own.
                let code = match finding.part {
                    Part::Validation(_) if !finding.reason.is_empty() => "policy::violation",
                    _ => "policy::error",
                };
                let diagnostic =
                    Diagnostic::new(code, severity, format!("{}: {}", bound.name, finding.message))
                        .labelled(Label::note(bound.file.place(finding.part), "the rule"));
                verdicts.push(Verdict { diagnostic, path, offset });
            }
        }
        verdicts
    }
}

impl Source {
    /// Where a part of the policy stands.
    fn place(&self, part: Part) -> Place {
        let (list, number) = match part {
            Part::Validation(number) => ("validations", number),
            Part::AuditAnnotation(number) => ("auditAnnotations", number),
            Part::Configuration | Part::Whole => ("", 0),
        };
        let document = nexachart_manifest::split(&self.text[self.start..]).next().unwrap_or_default();
        let tree = Tree::read(document).ok().flatten();
        let item = tree.as_ref().and_then(|tree| tree.root().at("spec")?.list(list).nth(number));
        let offset = item.map_or(0, |item| item.span().start as usize);
        Place::file(Base::Disk, &self.name).at(&self.text, self.start + offset)
    }
}

/// What API validation says of a policy or binding, at the field.
fn invalid(file: &[u8], text: &[u8], start: usize, root: Node<'_>, error: &check::FieldError) -> Diagnostic {
    let mut node = root;
    for step in error.path.split(['.', '[']) {
        let next = match step.strip_suffix(']').map(str::parse) {
            Some(Ok(index)) => node.items().nth(index),
            _ => node.get(step.trim_end_matches(']')),
        };
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    let place = Place::file(Base::Disk, file).at(text, start + node.span().start as usize);
    Diagnostic::error("policy::invalid", error.to_string()).at(place)
}

/// Where the last node of a path stands that is there, and the way to it.
fn stands(root: Node<'_>, path: &[Step]) -> (String, usize) {
    let mut node = root;
    for step in path {
        let next = match step {
            Step::Key(key) => node.get(key),
            Step::Index(index) => node.items().nth(*index),
        };
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    (node.path(), node.span().start as usize)
}

/// A document as the crates of admission and policies have it. Trees do not nest deeper than those allow.
fn datum(node: Node<'_>) -> Datum {
    match node.value() {
        Value::Null => Datum::Null,
        Value::Bool(value) => Datum::Bool(value),
        Value::Int(value) => Datum::Int(value),
        // Beyond 64 bits a number is a float in JSON too.
        Value::Uint(value) => Datum::Double(value as f64),
        Value::Float(value) => Datum::Double(value),
        Value::Text(text) => Datum::Text(text.to_string().into()),
        Value::List(items) => Datum::List(items.map(datum).collect()),
        Value::Map(entries) => {
            let mut object = Object::new();
            for entry in entries {
                object.set(entry.name().to_string(), datum(entry));
            }
            Datum::Map(object)
        }
    }
}

/// The plural of a kind that nobody describes, as most CRDs have it.
fn plural(kind: &str) -> String {
    let kind = kind.to_ascii_lowercase();
    match kind.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if kind.ends_with('s') || kind.ends_with('x') || kind.ends_with("ch") => format!("{kind}es"),
        _ => format!("{kind}s"),
    }
}

/// Whether a file is a fixture of a policy: it lies in `pass/` or `fail/`.
fn is_fixture(name: &[u8]) -> bool {
    name.split(|&b| b == b'/').rev().skip(1).any(|folder| folder == b"pass" || folder == b"fail")
}

/// The Namespaces among documents.
pub(crate) fn namespaces<'d>(documents: impl Iterator<Item = &'d [u8]>) -> Vec<Object> {
    let read = |document: &[u8]| {
        let tree = Tree::read(document).ok()??;
        let root = tree.root();
        let is_namespace = root.text_at("kind") == "Namespace" && root.text_at("apiVersion") == "v1";
        match is_namespace.then(|| datum(root)) {
            Some(Datum::Map(object)) => Some(object),
            _ => None,
        }
    };
    documents.filter_map(read).collect()
}
