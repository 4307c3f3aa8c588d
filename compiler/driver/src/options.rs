//! What a render is asked to do.

use nexachart_chart::ValueOptions;
use nexachart_source::Budgets;

use crate::explain::Errors;
use crate::outside::Nature;
use crate::progress::Progress;

/// What `template` is asked to do: the flags of `helm template`.
#[derive(Clone, Debug, Default)]
pub struct TemplateOptions {
    /// The arguments: a name and a chart, or a chart alone.
    pub arguments: Vec<Vec<u8>>,
    /// `--generate-name`
    pub generate_name: bool,
    /// `--name-template`
    pub name_template: String,
    /// `--namespace`
    pub namespace: String,
    /// `-f`, `--set` and their like.
    pub values: ValueOptions,
    /// `--version`, of which only the log speaks: a chart on disk has its version.
    pub version: String,
    /// `--devel`, the same.
    pub devel: bool,
    /// `--kube-version`
    pub kube_version: Option<String>,
    /// `--api-versions`
    pub api_versions: Vec<String>,
    /// `--is-upgrade`
    pub is_upgrade: bool,
    /// `--include-crds`
    pub include_crds: bool,
    /// `--skip-schema-validation`
    pub skip_schemas: bool,
    /// `--no-hooks`
    pub no_hooks: bool,
    /// `--skip-tests`
    pub skip_tests: bool,
    /// `--show-only`
    pub show_only: Vec<Vec<u8>>,
    /// `--output-dir`
    pub output_dir: Option<Vec<u8>>,
    /// `--release-name`
    pub use_release_name: bool,
    /// `--debug`
    pub debug: bool,
    /// `--jobs`: how many threads may be at work; 0 for as many as there are processors.
    pub jobs: usize,
    /// `--seed`, `--now`, `--enable-dns`
    pub nature: Nature,
    /// How far the render is, for who waits for it.
    pub progress: Progress,
    /// How many bytes of stack templates may use: less than the thread has.
    pub stack: usize,
    /// `--budget`
    pub budgets: Budgets,
    /// How many of the values files, from the first, are those of an environment.
    pub environments: usize,
    /// Which errors are told.
    pub errors: Errors,
    /// Whether a render frees what it does not return.
    pub teardown: Teardown,
}

/// Whether a render frees the charts, trees and values that it made on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Teardown {
    /// It does.
    #[default]
    Full,
    /// It leaves that to the end of the process: for a program that ends right after. Freeing millions of
    /// small things takes up to a fifth of a render.
    Skipped,
}

impl Teardown {
    /// Frees `spent`, or does not.
    pub(crate) fn of<T>(self, spent: T) {
        match self {
            Teardown::Full => drop(spent),
            Teardown::Skipped => std::mem::forget(spent),
        }
    }
}
