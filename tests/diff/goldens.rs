//! The goldens of our own charts hold.

use std::sync::Arc;

use nexachart_driver::report::Colour;
use nexachart_driver::report::diff::DiffFormat;
use nexachart_driver::source::{Disk, World};
use nexachart_driver::{GoldenRequest, TemplateOptions, check_goldens};

#[test]
fn goldens_hold() {
    let request = GoldenRequest {
        workspace: Some(concat!(env!("CARGO_MANIFEST_DIR"), "/..").into()),
        common: TemplateOptions { stack: 1 << 20, jobs: 1, ..TemplateOptions::default() },
        ..GoldenRequest::default()
    };
    let world: Arc<dyn World> = Arc::new(Disk);
    let format = DiffFormat::Text { colour: Colour::Never, width: None, lines: 20 };
    let outcome = check_goldens(&world, &request, format);
    let shown = String::from_utf8_lossy(&outcome.stdout);
    assert!(!outcome.has_failed(), "{shown}\nif this is meant: cargo run -- golden update");
}
