//! The text of a golden: the objects in the order in which they are printed, each in one form, so that a line of it
//! changes only where a field does.

use nexachart_diff::{Data, Object, seal, yaml};

use crate::report::diff::Secrets;

/// How goldens begin.
const MARK: &[u8] = b"# Golden of ";
/// How much of a file is read to see whether it is a golden.
pub(super) const HEAD: usize = MARK.len();

/// Whether a file that begins so was written by [`write`].
pub(super) fn is_ours(head: &[u8]) -> bool {
    head.starts_with(MARK)
}

/// The objects as a golden stores them.
pub(super) fn stored(mut objects: Vec<Object>, secrets: Secrets) -> Vec<Object> {
    if secrets == Secrets::Masked {
        seal(&mut objects);
        for object in &mut objects {
            let body = std::mem::replace(&mut object.body, Data::Null);
            object.body = body.masked();
        }
    }
    objects
}

/// The golden of a target that holds these objects ([`stored`]).
pub(super) fn write(target: &str, objects: &[Object], secrets: Secrets) -> Vec<u8> {
    let masked = match secrets {
        Secrets::Masked => " Values of Secrets are masked.",
        Secrets::Shown => "",
    };
    let mut out = [MARK, format!("{target}, written by `nexachart golden`.{masked}\n").as_bytes()].concat();
    for object in objects {
        out.extend_from_slice(b"---\n");
        if let Some(source) = &object.source {
            out.extend_from_slice(format!("# Source: {source}\n").as_bytes());
        }
        match &object.body {
            Data::Text(text) if object.problem.is_some() => {
                out.extend_from_slice(text.trim_end_matches('\n').as_bytes());
                out.push(b'\n');
            }
            body => out.extend_from_slice(yaml(body).as_bytes()),
        }
    }
    out
}
