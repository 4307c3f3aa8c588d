//! Chart.yaml as data (Helm: pkg/chart/v2 metadata.go, dependency.go), and its validation.

use std::collections::BTreeMap;

use nexachart_go::semver::Version;
use nexachart_go::strconv::quote;
use nexachart_go::unicode::is_print;
use nexachart_source::Diagnostic;

/// What Chart.yaml says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// The name. Required.
    pub name: String,
    /// The project's page.
    pub home: String,
    /// Where the sources are.
    pub sources: Vec<String>,
    /// The version of the chart. Required.
    pub version: String,
    /// One sentence.
    pub description: String,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// Who keeps it. `None` is a null in the list, which validation refuses.
    pub maintainers: Vec<Option<Maintainer>>,
    /// The URL of an icon.
    pub icon: String,
    /// `v1` or `v2`.
    pub api_version: String,
    /// Not used by Helm any more.
    pub condition: String,
    /// Not used by Helm any more.
    pub tags: String,
    /// The version of what the chart installs.
    pub app_version: String,
    /// Whether it should not be used any more.
    pub deprecated: bool,
    /// Free to use. `None` where there is no such key.
    pub annotations: Option<BTreeMap<String, String>>,
    /// Which Kubernetes versions it is for: a constraint.
    pub kube_version: String,
    /// The charts it depends on; `None` where there is no such key, which is not the same as an empty
    /// list. A `None` in the list is a null, which validation refuses.
    pub dependencies: Option<Vec<Option<Dependency>>>,
    /// `application`, `library` or nothing, which is `application`.
    pub kind: String,
}

/// Who keeps a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Maintainer {
    /// A person or an organisation.
    pub name: String,
    /// Where to write to.
    pub email: String,
    /// Where to read about them.
    pub url: String,
}

/// A chart that a chart depends on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dependency {
    /// The name in its Chart.yaml; after its dependencies are processed, the alias if it has one.
    pub name: String,
    /// A version or a constraint.
    pub version: String,
    /// Where it comes from.
    pub repository: String,
    /// Paths in the values, separated by commas: the first one that is a boolean decides.
    pub condition: String,
    /// It is off if none of them is true in the values' `tags` and one is false.
    pub tags: Vec<String>,
    /// Whether it is on.
    pub enabled: bool,
    /// Which of its values are copied to the parent.
    pub import_values: Vec<Import>,
    /// Another name for it.
    pub alias: String,
}

/// An entry of `import-values`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Import {
    /// `child: a.b`, `parent: c`: one table to another place. The texts are what `%v` prints of the two,
    /// so `<nil>` for one that is not there.
    Table {
        /// The table in the dependency's values.
        child: String,
        /// Where it goes; `.` is the top.
        parent: String,
    },
    /// A text: the table of that name below `exports`, to the top.
    Export(String),
    /// One that has been dealt with: what templates see.
    Imported {
        /// The table in the dependency's values.
        child: String,
        /// Where it went.
        parent: String,
    },
    /// Something else, which Helm passes over.
    #[default]
    Ignored,
}

impl Metadata {
    /// Refuses what Helm refuses, and takes control characters out of the texts as Helm does (Go:
    /// Metadata.Validate).
    pub fn validate(&mut self) -> Result<(), Diagnostic> {
        for text in [
            &mut self.name,
            &mut self.description,
            &mut self.home,
            &mut self.icon,
            &mut self.condition,
            &mut self.tags,
            &mut self.app_version,
            &mut self.kube_version,
        ] {
            sanitize(text);
        }
        self.sources.iter_mut().for_each(sanitize);
        self.keywords.iter_mut().for_each(sanitize);

        if self.api_version.is_empty() {
            return Err(invalid("chart.metadata.apiVersion is required"));
        }
        let name = quote(self.name.as_bytes());
        match self.name.as_str() {
            "" => return Err(invalid("chart.metadata.name is required")),
            "." | ".." => return Err(invalid(format!("chart.metadata.name {name} is not allowed"))),
            // filepath.Base gives another text as soon as there is a slash, except for "/" itself.
            n if n.contains('/') && n != "/" => {
                return Err(invalid(format!("chart.metadata.name {name} is invalid")));
            }
            _ => {}
        }
        if self.version.is_empty() {
            return Err(invalid("chart.metadata.version is required"));
        }
        if Version::parse(self.version.as_bytes()).is_err() {
            let version = quote(self.version.as_bytes());
            return Err(invalid(format!("chart.metadata.version {version} is invalid")));
        }
        if !matches!(self.kind.as_str(), "" | "application" | "library") {
            return Err(invalid("chart.metadata.type must be application or library"));
        }
        for maintainer in &mut self.maintainers {
            let Some(maintainer) = maintainer else {
                return Err(invalid("maintainers must not contain empty or null nodes"));
            };
            sanitize(&mut maintainer.name);
            sanitize(&mut maintainer.email);
            sanitize(&mut maintainer.url);
        }
        let mut seen: Vec<&str> = Vec::new();
        for dependency in self.dependencies.iter_mut().flatten() {
            let Some(dependency) = dependency else {
                return Err(invalid("dependencies must not contain empty or null nodes"));
            };
            dependency.validate()?;
            let key = if dependency.alias.is_empty() { &dependency.name } else { &dependency.alias };
            if seen.contains(&key.as_str()) {
                let key = quote(key.as_bytes());
                return Err(invalid(format!("more than one dependency with name or alias {key}")));
            }
            seen.push(key);
        }
        Ok(())
    }

    /// Whether its files are only for other charts: just the templates whose name begins with `_` count.
    pub fn is_library(&self) -> bool {
        self.kind == "library"
    }

    /// The dependencies, as validation has left them.
    pub fn dependencies(&self) -> impl Iterator<Item = &Dependency> {
        self.dependencies.iter().flatten().flatten()
    }
}

impl Dependency {
    fn validate(&mut self) -> Result<(), Diagnostic> {
        for text in [&mut self.name, &mut self.version, &mut self.repository, &mut self.condition] {
            sanitize(text);
        }
        self.tags.iter_mut().for_each(sanitize);
        if !self.alias.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
            let name = quote(self.name.as_bytes());
            return Err(invalid(format!("dependency {name} has disallowed characters in the alias")));
        }
        Ok(())
    }
}

fn invalid(message: impl AsRef<str>) -> Diagnostic {
    Diagnostic::error("chart::metadata", format!("validation: {}", message.as_ref()))
}

/// White space becomes a blank, what cannot be printed goes.
fn sanitize(text: &mut String) {
    let clean = |c: char| c == ' ' || (!c.is_whitespace() && is_print(c));
    if !text.chars().all(clean) {
        let mapped = text.chars().filter_map(|c| match c {
            c if c.is_whitespace() => Some(' '),
            c => is_print(c).then_some(c),
        });
        *text = mapped.collect();
    }
}
