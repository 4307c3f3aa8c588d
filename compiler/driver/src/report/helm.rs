//! Helm's own text.

use std::borrow::Cow;

use nexachart_source::{Diagnostic, Helm};

use super::Style;

/// What Helm prints, without a line feed at its end.
pub(super) fn text(diagnostic: &Diagnostic, style: Style) -> Option<Cow<'_, [u8]>> {
    const HINT: &[u8] = b"\n\nUse --debug flag to render out invalid YAML";
    Some(match &diagnostic.helm {
        Helm::Silent => return None,
        Helm::Logged(line) => line.into(),
        Helm::Hinted(text) if !style.debug => [b"Error: ", &**text, HINT].concat().into(),
        Helm::Error(text) | Helm::Hinted(text) => [b"Error: ", &**text].concat().into(),
    })
}
