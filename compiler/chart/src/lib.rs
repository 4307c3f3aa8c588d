//! Charts: reading them, choosing their dependencies, laying their values, and the objects that templates
//! see of them. The steps are Helm's, in its order:
//!
//! [`load`] reads a chart and [`check`] refuses what cannot be installed; [`user_values`] reads what the user
//! sets; [`process_dependencies`] says which charts take part; [`render_values`] lays the values and makes
//! the objects; [`sources`] lists what is to be parsed, [`templates`] what is to be rendered.

mod archive;
mod build;
mod chart;
mod coalesce;
mod data;
mod decode;
mod dependencies;
mod documents;
mod error;
mod folder;
mod ignore;
mod ledger;
mod lists;
mod load;
mod local;
mod log;
mod metadata;
mod objects;
mod reach;
mod release;
mod schema;
pub mod strvals;
mod table;
mod templates;
mod text;
mod tree;
mod values;

pub use build::{Built, Locking, build_dependencies, list_dependencies};
pub use chart::{Chart, File, Missing};
pub use coalesce::{coalesce_tables, coalesce_values};
pub use data::{Data, DataKind, Entry};
pub use decode::{read_metadata, strict_metadata};
pub use dependencies::process_dependencies;
pub use documents::{Document, merge_maps, merged, read_documents, split_documents};
pub use error::Unread;
pub use lists::{ListMerge, ListRule, Lists};
pub use load::{check, from_files, load, load_packed, unpack};
pub use log::{Journal, note};
pub use metadata::{Dependency, Import, Maintainer, Metadata};
pub use objects::{Capabilities, HelmVersion, KubeVersion};
pub use reach::Reach;
pub use release::{Release, check_kube_version, check_release_name, render_values};
pub use schema::{Checked, SchemaCheck, SchemaError};
pub use templates::{Crd, DIALECT, Dialect, Source, Template, crds, sources, sources_of, templates};
pub use tree::{NodeId, Tree};
pub use values::{ValueOptions, user_values, user_values_with};
