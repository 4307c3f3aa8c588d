//! Manifests as Helm prints them (Helm: pkg/cmd/template.go).

use nexachart_chart::Crd;
use nexachart_go::{filepath, strings, unicode};
use nexachart_manifest::{Documents, Hook, split};
use nexachart_source::Diagnostic;

use crate::{Rendered, TemplateOptions};

/// The text of a document with the line that tells its source.
pub(crate) fn document(out: &mut Vec<u8>, path: &[u8], content: &[u8]) {
    out.extend_from_slice(b"---\n# Source: ");
    out.extend_from_slice(path);
    out.push(b'\n');
    out.extend_from_slice(content);
    out.push(b'\n');
}

/// CRDs and manifests, one after the other.
pub(crate) fn manifests(crds: &[Crd], sorted: &Documents) -> Result<Vec<u8>, Diagnostic> {
    let size = sorted.manifests.iter().map(|m| m.content.len() + m.path.len() + 20).sum();
    let mut out = Vec::with_capacity(size);
    for crd in crds {
        document(&mut out, &crd.path, &crd.file.bytes()?);
    }
    for manifest in &sorted.manifests {
        document(&mut out, &manifest.path, &manifest.content);
    }
    Ok(out)
}

/// Rendered files as they are, for who wants to see what is wrong with them.
pub(crate) fn files(rendered: &Rendered) -> Vec<u8> {
    let mut out = Vec::new();
    for (path, content) in rendered {
        if !strings::trim_space(content).is_empty() {
            document(&mut out, path, content);
        }
    }
    out
}

/// The product for standard output: the manifests, then the hooks.
pub(crate) fn product<'h>(manifests: Vec<u8>, hooks: impl IntoIterator<Item = &'h Hook>) -> Vec<u8> {
    let mut out = manifests;
    let kept = strings::trim_left_func(&out, unicode::is_space).len();
    out.drain(..out.len() - kept);
    out.truncate(strings::trim_space(&out).len());
    out.push(b'\n');
    for hook in hooks {
        document(&mut out, &hook.path, &hook.content);
    }
    out
}

/// Whether a hook is not left out.
pub(crate) fn is_wanted(hook: &Hook, options: &TemplateOptions) -> bool {
    !(options.no_hooks || options.skip_tests && hook.is_test())
}

/// The error of a pattern that no template's name matches.
pub(crate) fn not_found(pattern: &[u8]) -> Diagnostic {
    let pattern = String::from_utf8_lossy(pattern);
    Diagnostic::error("cli::show-only", format!("could not find template {pattern} in chart"))
}

/// The documents of the product that come from templates that match the patterns, in the patterns' order.
pub(crate) fn show_only(product: &[u8], patterns: &[Vec<u8>]) -> Result<Vec<u8>, Diagnostic> {
    let documents: Vec<&[u8]> = split(product).collect();
    let mut out = Vec::new();
    for pattern in patterns {
        let mut missing = true;
        for document in &documents {
            let Some(path) = source(document) else { continue };
            if filepath::matches(pattern, path).unwrap_or(false) {
                missing = false;
                out.extend_from_slice(b"---\n");
                out.extend_from_slice(document);
                out.push(b'\n');
            }
        }
        if missing {
            return Err(not_found(pattern));
        }
    }
    Ok(out)
}

/// The path below the chart's folder in the first `# Source: ` line (Helm: `# Source: [^/]+/(.+)`).
fn source(document: &[u8]) -> Option<&[u8]> {
    let mut rest = document;
    loop {
        let at = memchr::memmem::find(rest, b"# Source: ")?;
        rest = &rest[at + b"# Source: ".len()..];
        let slash = memchr::memchr(b'/', rest)?;
        // The name of the chart may hold anything but a slash.
        let path = &rest[slash + 1..];
        let end = memchr::memchr(b'\n', path).unwrap_or(path.len());
        if slash > 0 && end > 0 {
            return Some(&path[..end]);
        }
    }
}
