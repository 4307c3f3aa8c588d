//! nexachart.yaml, typed.

use std::collections::BTreeMap;

use nexachart_chart::ListMerge;
use nexachart_source::{Budget, Budgets, Diagnostic, Place, World};
use nexachart_value::yaml::{self, Node, Resolved, Shape};

use crate::check::{File, check, real};
use crate::keys::WORKSPACE;

/// What nexachart.yaml says. Empty where there is none.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// `charts`; nothing where it is not said.
    pub charts: Option<Vec<ChartEntry>>,
    /// `environments`, in their order.
    pub environments: Vec<(At<String>, Settings)>,
    /// `packs`
    pub packs: Option<Vec<At<String>>>,
    /// `severities`, by pack or `pack/policy`.
    pub severities: Vec<(At<String>, Severity)>,
    /// `schemas`
    pub schemas: Vec<At<String>>,
    /// `golden`
    pub golden: Golden,
    /// `exemptions`
    pub exemptions: Vec<Exemption>,
    /// `lists`, by path of values.
    pub lists: Vec<(At<String>, ListMerge)>,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// What can be said of an environment, of a chart, and of a chart in an environment.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// `release`
    pub release: Option<At<String>>,
    /// `namespace`
    pub namespace: Option<At<String>>,
    /// `kubernetesVersion`
    pub kubernetes_version: Option<At<String>>,
    /// `apiVersions`
    pub api_versions: Vec<At<String>>,
    /// `values`; nothing where it is not said.
    pub values: Option<Vec<At<String>>>,
    /// `severities`
    pub severities: Vec<(At<String>, Severity)>,
}

/// An item of `charts`.
#[derive(Clone, Debug)]
pub struct ChartEntry {
    /// `path`, or the item itself.
    pub path: At<String>,
    /// `name`
    pub name: Option<At<String>>,
    /// `environments`
    pub environments: Option<Vec<At<String>>>,
    /// What it says for all environments.
    pub settings: Settings,
    /// `perEnvironment`
    pub per_environment: Vec<(At<String>, Settings)>,
}

/// How bad findings of a pack or policy are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// They are not looked for.
    Off,
    /// Good to know.
    Info,
    /// Probably not meant.
    Warning,
    /// There is no product.
    Error,
}

/// `golden`
#[derive(Clone, Debug, Default)]
pub struct Golden {
    /// `path`
    pub path: Option<At<String>>,
    /// `secrets`
    pub secrets: Secrets,
}

/// What becomes of the values of Secrets in goldens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secrets {
    /// They are masked.
    #[default]
    Mask,
    /// They stay.
    Keep,
}

/// A finding that is accepted.
#[derive(Clone, Debug)]
pub struct Exemption {
    /// Where the item stands.
    pub place: Place,
    /// `policy`
    pub policy: At<String>,
    /// `target`
    pub target: Option<At<String>>,
    /// `object`
    pub object: Option<At<String>>,
    /// `container`
    pub container: Option<At<String>>,
    /// `path`
    pub path: Option<At<String>>,
    /// `reason`
    pub reason: At<String>,
    /// `owner`
    pub owner: Option<At<String>>,
    /// `expires`: `YYYY-MM-DD`, a day of the calendar.
    pub expires: Option<At<String>>,
}

/// Reads nexachart.yaml at `path`. All faults of the file, or its content.
pub fn read(world: &dyn World, path: &[u8], budgets: &Budgets) -> Result<Config, Vec<Diagnostic>> {
    let most = budgets[Budget::File];
    let text = world.read(path, most.saturating_add(1)).map_err(|e| vec![e.into()])?;
    let shown = String::from_utf8_lossy(path).into_owned();
    let broken = |message: String| Diagnostic::error("workspace::file", format!("{shown}: {message}"));
    budgets
        .check(Budget::File, text.len() as u64)
        .map_err(|e| vec![broken(e.to_string()).about(e.budget)])?;
    if text.starts_with(&[0xff, 0xfe]) || text.starts_with(&[0xfe, 0xff]) {
        return Err(vec![broken("is not UTF-8".to_string())]);
    }
    parse(File { path, text: &text }, budgets)
}

/// Reads the text of nexachart.yaml.
pub(crate) fn parse(file: File<'_>, budgets: &Budgets) -> Result<Config, Vec<Diagnostic>> {
    let document = yaml::parse_within(file.text, budgets).map_err(|error| {
        let offset = error.offset().unwrap_or_default() as usize;
        let fault = file.fault(offset, "workspace::file", error.reason());
        vec![match error.exceeded() {
            Some(exceeded) => fault.about(exceeded.budget),
            None => fault,
        }]
    })?;
    let Some(document) = document else { return Ok(Config::default()) };
    let faults = check(file, &document, WORKSPACE);
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Reader { file }.config(document.root()))
}

/// Reads a document that has been checked: what is there is of the right shape.
struct Reader<'a> {
    file: File<'a>,
}

impl Reader<'_> {
    fn config(&self, node: Node<'_>) -> Config {
        let get = |key| get(node, key);
        Config {
            charts: get("charts").map(|list| items(list).map(|item| self.chart(item)).collect()),
            environments: self.pairs(get("environments"), |value| self.settings(value)),
            packs: get("packs").map(|list| self.texts(list)),
            severities: self.pairs(get("severities"), severity),
            schemas: get("schemas").map(|list| self.texts(list)).unwrap_or_default(),
            golden: get("golden").map(|golden| self.golden(golden)).unwrap_or_default(),
            exemptions: get("exemptions")
                .map(items)
                .into_iter()
                .flatten()
                .map(|item| self.exemption(item))
                .collect(),
            lists: self.pairs(get("lists"), |value| match crate::config::get(value, "by") {
                Some(by) => ListMerge::By(text(by)),
                None => ListMerge::Append,
            }),
        }
    }

    fn chart(&self, node: Node<'_>) -> ChartEntry {
        let entry = |path| ChartEntry {
            path,
            name: None,
            environments: None,
            settings: Settings::default(),
            per_environment: Vec::new(),
        };
        match get(node, "path") {
            None => entry(self.at(node)),
            Some(path) => ChartEntry {
                name: self.text(node, "name"),
                environments: get(node, "environments").map(|list| self.texts(list)),
                settings: self.settings(node),
                per_environment: self.pairs(get(node, "perEnvironment"), |value| self.settings(value)),
                ..entry(self.at(path))
            },
        }
    }

    fn settings(&self, node: Node<'_>) -> Settings {
        Settings {
            release: self.text(node, "release"),
            namespace: self.text(node, "namespace"),
            kubernetes_version: self.text(node, "kubernetesVersion"),
            api_versions: get(node, "apiVersions").map(|list| self.texts(list)).unwrap_or_default(),
            values: get(node, "values").map(|list| self.texts(list)),
            severities: self.pairs(get(node, "severities"), severity),
        }
    }

    fn golden(&self, node: Node<'_>) -> Golden {
        let keep = get(node, "secrets").is_some_and(|secrets| secrets.text() == b"keep");
        Golden { path: self.text(node, "path"), secrets: if keep { Secrets::Keep } else { Secrets::Mask } }
    }

    fn exemption(&self, node: Node<'_>) -> Exemption {
        let empty = || At { value: String::new(), place: self.place(node) };
        Exemption {
            place: self.place(node),
            policy: self.text(node, "policy").unwrap_or_else(empty),
            target: self.text(node, "target"),
            object: self.text(node, "object"),
            container: self.text(node, "container"),
            path: self.text(node, "path"),
            reason: self.text(node, "reason").unwrap_or_else(empty),
            owner: self.text(node, "owner"),
            expires: self.text(node, "expires"),
        }
    }

    fn pairs<T>(&self, node: Option<Node<'_>>, read: impl Fn(Node<'_>) -> T) -> Vec<(At<String>, T)> {
        let Some(Shape::Mapping(pairs)) = node.map(Node::shape) else { return Vec::new() };
        pairs.map(|(key, value)| (self.at(key), read(real(value)))).collect()
    }

    fn texts(&self, node: Node<'_>) -> Vec<At<String>> {
        items(node).map(|item| self.at(item)).collect()
    }

    fn text(&self, node: Node<'_>, key: &str) -> Option<At<String>> {
        get(node, key).map(|node| self.at(node))
    }

    fn at(&self, node: Node<'_>) -> At<String> {
        At { value: text(node), place: self.place(node) }
    }

    fn place(&self, node: Node<'_>) -> Place {
        self.file.place(node.span().start as usize)
    }
}

/// The value of a key; nothing where it is null.
fn get<'d>(node: Node<'d>, key: &str) -> Option<Node<'d>> {
    let node = real(node.get(key.as_bytes())?);
    let null = matches!(node.shape(), Shape::Scalar) && node.resolved() == Resolved::Null;
    (!null).then_some(node)
}

fn items<'d>(node: Node<'d>) -> impl Iterator<Item = Node<'d>> {
    let items = match node.shape() {
        Shape::Sequence(items) => Some(items),
        _ => None,
    };
    items.into_iter().flatten().map(real)
}

fn text(node: Node<'_>) -> String {
    String::from_utf8_lossy(node.text()).into_owned()
}

fn severity(node: Node<'_>) -> Severity {
    match node.text() {
        b"off" => Severity::Off,
        b"info" => Severity::Info,
        b"warning" => Severity::Warning,
        _ => Severity::Error,
    }
}

/// Severities by what they are for; later ones count more.
pub(crate) fn by_name(severities: &[&[(At<String>, Severity)]]) -> BTreeMap<String, Severity> {
    let all = severities.iter().flat_map(|severities| severities.iter());
    all.map(|(name, severity)| (name.value.clone(), *severity)).collect()
}
