//! What Go's trees do not show: slots and constants. The rest is in `tests/parse.rs`.

use super::parse;
use crate::{Expr, File, Func, Functions, Node, Pipe, Variable};

struct NoFunctions;

impl Functions for NoFunctions {
    fn find(&self, _name: &str) -> Option<&'static Func> {
        None
    }
}

/// The slots of all variables, in the order of the nodes; a declared one comes after its value.
fn slots(file: &File, nodes: &[Node], out: &mut Vec<u32>) {
    fn pipe(file: &File, pipe_: &Pipe, out: &mut Vec<u32>) {
        for arg in file[pipe_.cmds].iter().flat_map(|c| &file[c.args]) {
            match arg {
                Expr::Variable(_, v) => out.push(file[*v].slot),
                Expr::Pipe(_, p) => pipe(file, &file[*p], out),
                _ => {}
            }
        }
        out.extend(file[pipe_.decl].iter().map(|v| v.slot));
    }
    for node in nodes {
        match node {
            Node::Action(_, p) => pipe(file, &file[*p], out),
            Node::If(b) | Node::With(b) | Node::Range(b) => {
                let b = &file[*b];
                pipe(file, &file[b.pipe], out);
                slots(file, &file[b.list.nodes], out);
                b.else_list.iter().for_each(|l| slots(file, &file[l.nodes], out));
            }
            _ => {}
        }
    }
}

#[test]
fn variables_have_slots() {
    const NONE: u32 = Variable::UNDEFINED;
    let cases: [(&str, &[u32]); 11] = [
        ("{{ $ }}", &[0]),
        ("{{ $x := 1 }}{{ $x }}{{ $ }}", &[1, 1, 0]),
        ("{{ $x := 1 }}{{ $x := 2 }}{{ $x }}", &[1, 2, 2]),
        ("{{ $x := 1 }}{{ $x = 2 }}{{ $x }}", &[1, 1, 1]),
        ("{{ $x := 1 }}{{ if $x := 2 }}{{ $x }}{{ end }}{{ $x }}", &[1, 2, 2, 1]),
        ("{{ with $x := 1 }}{{ else }}{{ $x }}{{ end }}", &[1, 1]),
        ("{{ range $i, $x := . }}{{ $i }}{{ $x }}{{ $x := 3 }}{{ $x }}{{ end }}", &[1, 2, 1, 2, 3, 3]),
        // The evaluator knows a variable only when its value is there; the parser lets these pass.
        ("{{ $x := $x }}", &[NONE, 1]),
        ("{{ $x := 1 }}{{ $x := $x }}{{ $x }}", &[1, 1, 2, 2]),
        ("{{ $x = 1 }}{{ $x }}", &[NONE, NONE]),
        ("{{ $x := ($x := 1) }}{{ $x }}", &[1, 2, 2]),
    ];
    for (template, want) in cases {
        let trees = parse(b"t", template.as_bytes(), &NoFunctions).unwrap();
        let mut got = Vec::new();
        slots(&trees[0].file, &trees[0].file[trees[0].root.nodes], &mut got);
        assert_eq!(got, want, "{template}");
        assert!(got.iter().all(|slot| *slot < trees[0].slots || *slot == NONE));
    }
}

#[test]
fn string_constants_are_numbered() {
    let text = r#"{{ "a" }}{{ define "d" }}{{ "b" }}{{ end }}{{ `c` }}{{ template "d" "e" }}"#;
    let trees = parse(b"t", text.as_bytes(), &NoFunctions).unwrap();
    assert_eq!((&*trees[0].name, trees[0].constants), (&b"t"[..], 3));
    assert_eq!((&*trees[1].name, trees[1].constants), (&b"d"[..], 1));
}

#[test]
fn the_first_tree_is_that_of_the_file() {
    let names = |text: &str| {
        let trees = parse(b"t", text.as_bytes(), &NoFunctions).unwrap();
        trees.iter().map(|t| String::from_utf8_lossy(&t.name).into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(""), ["t"]);
    assert_eq!(names("{{ define `a` }}{{ end }}x{{ block `b` . }}{{ end }}"), ["t", "a", "b"]);
    assert_eq!(names("{{ define `a` }}{{ end }}{{ define `t` }}x{{ end }}"), ["t", "a"]);
}
