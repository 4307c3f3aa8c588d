//! Where findings stand: the line of a template and the values that went in, or the line of a file.

use std::collections::BTreeSet;
use std::sync::Arc;

use nexachart_source::{Base, Diagnostic, Label, Place, World};
use nexachart_workspace::Target;

use super::input::Input;
use super::judge::Judged;
use crate::TemplateOptions;
use crate::explain::{trace_target, written_at};

/// Findings of a file of manifests.
pub(crate) fn in_file(input: &Input, found: Vec<Judged<'_>>) -> Vec<Diagnostic> {
    let placed = |judged: Judged<'_>| {
        let start = (judged.document.as_ptr() as usize).saturating_sub(input.text.as_ptr() as usize);
        let place = Place::file(Base::Disk, &input.name).at(&input.text, start + judged.offset);
        judged.diagnostic.at(place)
    };
    found.into_iter().map(placed).collect()
}

/// Findings of a target: the files concerned are rendered once more, with a record.
pub(crate) fn in_templates(
    world: &Arc<dyn World>,
    target: &Target,
    common: &TemplateOptions,
    found: Vec<Judged<'_>>,
) -> Vec<Diagnostic> {
    let sources: BTreeSet<Vec<u8>> = found.iter().map(|judged| judged.source.to_vec()).collect();
    let trace = trace_target(world, target, common, |name| sources.contains(name)).ok();
    let placed = |judged: Judged<'_>| {
        let Judged { source, document, offset, mut diagnostic } = judged;
        let is_placed = trace.as_ref().is_some_and(|trace| {
            let file = trace.files.iter().find(|file| *trace.templates[file.template].name == *source);
            let Some(file) = file else { return false };
            let Some(start) = memchr::memmem::find(&file.text, document) else { return false };
            written_at(trace, file, start + offset, &mut diagnostic);
            // What a Secret holds is shown to nobody.
            if !crate::manifest::is_secret(document) {
                let rendered = Place::file(Base::Rendered, source).at(&file.text, start + offset);
                diagnostic.labels.push(Label::rendered(rendered, "as it is rendered"));
            }
            diagnostic.primary.is_some()
        });
        if !is_placed {
            // A CRD, or a template in another dialect: the line is that of the document.
            diagnostic.labels.clear();
            diagnostic.primary = Some(Box::new(Place::file(Base::Rendered, source).at(document, offset)));
        }
        diagnostic
    };
    found.into_iter().map(placed).collect()
}
