//! Where goldens are.

use nexachart_source::World;

use crate::Workspace;
use crate::find::{glob, is_file};
use crate::target::filled;
use crate::workspace::GOLDEN;

impl Workspace {
    /// The files that stand where goldens do and are no target's, in byte order: the goldens of charts and environments
    /// that are no more. None where the goldens' path (`golden.path`) does not say which files are goldens.
    pub fn stale_goldens(&self, world: &dyn World) -> Vec<Vec<u8>> {
        let path = self.config.golden.path.as_ref().map_or(GOLDEN, |path| &path.value);
        if !path.contains("<chart>") && !path.contains("<environment>") {
            return Vec::new();
        }
        let found = glob(world, &self.root, &filled(path, "*", "*"));
        let is_stale =
            |file: &Vec<u8>| self.targets.iter().all(|target| target.golden != *file) && is_file(world, file);
        let mut stale: Vec<_> = found.into_iter().filter(is_stale).collect();
        stale.sort();
        stale
    }
}
