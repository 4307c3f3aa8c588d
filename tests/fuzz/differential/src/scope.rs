//! What can be named at a place of a template: values, variables, templates.

use crate::kind::Kind;

/// Names and what they hold.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Paths of values, from the root: `.Values.image.tag`.
    pub paths: Vec<(String, Kind)>,
    /// Variables: `$x`.
    pub variables: Vec<(String, Kind)>,
    /// What dot holds where it is not the root.
    pub dot: Option<Kind>,
    /// Templates that can be included.
    pub templates: Vec<String>,
    /// How many arguments in a hundred do not fit.
    pub misfits: usize,
}

impl Scope {
    /// The root of a chart whose values hold these paths.
    pub fn new(values: &[(String, Kind)], misfits: usize) -> Scope {
        let built_in = [
            (".Release.Name", Kind::Text),
            (".Release.Namespace", Kind::Text),
            (".Release.Revision", Kind::Int),
            (".Release.IsInstall", Kind::Bool),
            (".Chart.Name", Kind::Text),
            (".Chart.Version", Kind::VersionText),
            (".Chart.AppVersion", Kind::Text),
            (".Template.Name", Kind::Path),
            (".Capabilities.KubeVersion.Version", Kind::VersionText),
            (".Values", Kind::Map),
            ("(.Capabilities.APIVersions.Has \"apps/v1\")", Kind::Bool),
            ("(.Files.Get \"f.txt\")", Kind::Text),
            ("(.Files.Lines \"f.txt\")", Kind::Texts),
            ("(.Files.Glob \"*.txt\").AsConfig", Kind::Yaml),
            ("(.Files.Glob \"**\").AsSecrets", Kind::Yaml),
            (".Values.missing", Kind::Any),
            (".Values.missing.deeper", Kind::Any),
        ];
        let built_in = &built_in[..built_in.len() - usize::from(misfits == 0)];
        let paths = built_in.iter().map(|(path, kind)| (path.to_string(), *kind));
        Scope { paths: values.iter().cloned().chain(paths).collect(), misfits, ..Scope::default() }
    }

    /// What holds something of a kind here.
    pub fn names(&self, kind: Kind) -> Vec<String> {
        let fits =
            |other: Kind| kind == Kind::Any || kind == other || kind == Kind::List && other == Kind::Texts;
        let root = if self.dot.is_some() { "$" } else { "" };
        // The first dot is the root: `.Values.a`, `(index .Values "x.y")`.
        let from_root = |path: &str| path.replacen('.', &format!("{root}."), 1);
        let mut names: Vec<String> =
            self.paths.iter().filter(|(_, kind)| fits(*kind)).map(|(path, _)| from_root(path)).collect();
        names.extend(self.variables.iter().filter(|(_, kind)| fits(*kind)).map(|(name, _)| name.clone()));
        if self.dot.is_some_and(fits) {
            // Dot is near, so it is taken more often.
            names.extend(std::iter::repeat_n(".".to_string(), 3));
        }
        names
    }
}
