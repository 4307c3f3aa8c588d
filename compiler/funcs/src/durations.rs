//! Functions: durations.

use nexachart_template::Func;

pub static FUNCS: &[Func] = &[];
