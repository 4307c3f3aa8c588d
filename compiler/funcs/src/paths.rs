//! Paths (Sprig: Go's path and path/filepath; both are the same on Linux).

use nexachart_go::path;
use nexachart_template::Func;
use nexachart_value::{Type, Value};

const STRING: &[Type] = &[Type::String];

pub static FUNCS: &[Func] = &[
    Func::new("base", STRING, Type::String, |_, a| Ok(Value::string(path::base(a.str(0)))))
        .alias(&["osBase"])
        .doc("The last element of a path.", &[("{{ base \"a/b.c\" }}", "b.c")]),
    Func::new("dir", STRING, Type::String, |_, a| Ok(Value::string(path::dir(a.str(0)))))
        .alias(&["osDir"])
        .doc("All but the last element of a path.", &[("{{ dir \"a/b/c\" }}", "a/b")]),
    Func::new("clean", STRING, Type::String, |_, a| Ok(Value::string(path::clean(a.str(0)))))
        .alias(&["osClean"])
        .doc("The shortest equal path, by its text alone.", &[("{{ clean \"a/../b\" }}", "b")]),
    Func::new("ext", STRING, Type::String, |_, a| Ok(Value::string(path::ext(a.str(0)))))
        .alias(&["osExt"])
        .doc("The extension of a path's last element, with its dot.", &[("{{ ext \"a/b.c\" }}", ".c")]),
    Func::new("isAbs", STRING, Type::Bool, |_, a| Ok(a.str(0).starts_with(b"/").into()))
        .alias(&["osIsAbs"])
        .doc("Whether a path begins with `/`.", &[("{{ isAbs \"/a\" }}", "true")]),
];
