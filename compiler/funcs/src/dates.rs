//! Functions: dates.

use nexachart_template::Func;

pub static FUNCS: &[Func] = &[];
