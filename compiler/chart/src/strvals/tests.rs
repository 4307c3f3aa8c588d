//! What real Helm (v4.3.1, pkg/strvals) does with arguments: values, or the error.

use nexachart_value::json::to_raw_json;

use super::*;
use crate::{merged, read_documents};

const FILE: Form<'_> = Form::File(&|path: &[u8]| match path {
    b"bad" => Err("open bad: no such file or directory".into()),
    path => Ok([b"<", path, b">"].concat()),
});

#[test]
fn arguments() {
    // Form, values before, argument, values after as JSON, error.
    let cases = [
        (
            Form::Typed,
            "",
            "a=1,b=true,c=null,d=x y,e=,f=-1,g=0123,h=1.5,i=TRUE,j=99999999999999999999,k=+5,l=0,m=-0",
            r#"{"a":1,"b":true,"c":null,"d":"x y","e":"","f":-1,"g":"0123","h":"1.5","i":true,"j":"99999999999999999999","k":5,"l":0,"m":0}"#,
            "",
        ),
        (Form::Typed, "", "a.b.c=1,a.b.d=2", r#"{"a":{"b":{"c":1,"d":2}}}"#, ""),
        (Form::Typed, "", "a={x,1,null},b={},c={a,}", r#"{"a":["x",1,null],"b":[""],"c":["a",""]}"#, ""),
        (Form::Typed, "", "a[2]=x,a[0]=y", r#"{"a":["y",null,"x"]}"#, ""),
        (Form::Typed, "", "a[0].b=1,a[0].c=2,a[1][2]=z", r#"{"a":[{"b":1,"c":2},[null,null,"z"]]}"#, ""),
        (
            Form::Typed,
            "",
            r#"a\.b=1,c\,d=e,f=g\,h,i=\\,j\=k=l"#,
            r#"{"a.b":1,"c,d":"e","f":"g,h","i":"\\","j=k":"l"}"#,
            "",
        ),
        (Form::Typed, "", "=x", "{}", ""),
        (Form::Typed, "", "a.", "{}", ""),
        (Form::Typed, "", "a[0", "{}", ""),
        (Form::Typed, "", "a[0]", r#"{"a":[]}"#, ""),
        (Form::Typed, "", "a[0]=", r#"{"a":[""]}"#, ""),
        (Form::Typed, "", "a=b,", r#"{"a":"b"}"#, ""),
        (Form::Typed, "", "falſe=falſe,x=falſe", r#"{"falſe":false,"x":false}"#, ""),
        (Form::Typed, "", "abc", "{}", r#"key "abc" has no value"#),
        (Form::Typed, "", "a,b=1", r#"{"a":""}"#, r#"key "a" has no value (cannot end with ,)"#),
        (Form::Typed, "", "a=1,,b=2", r#"{"a":1}"#, r#"key "" has no value (cannot end with ,)"#),
        (Form::Typed, "", "a={1,2", "{}", "list must terminate with '}'"),
        (
            Form::Typed,
            "",
            "a[x]=1",
            "{}",
            r#"error parsing index: strconv.Atoi: parsing "x": invalid syntax"#,
        ),
        (Form::Typed, "", "a[]=1", "{}", r#"error parsing index: strconv.Atoi: parsing "": invalid syntax"#),
        (
            Form::Typed,
            "",
            "a[99999999999999999999]=1",
            "{}",
            r#"error parsing index: strconv.Atoi: parsing "99999999999999999999": value out of range"#,
        ),
        (Form::Typed, "", "a[-1]=x", r#"{"a":[]}"#, "negative -1 index not allowed"),
        (
            Form::Typed,
            "",
            "a[65537]=x",
            r#"{"a":[]}"#,
            "index of 65537 is greater than maximum supported index of 65536",
        ),
        (Form::Typed, "", "a[0]x=1", r#"{"a":[]}"#, "unexpected data at end of array index: ['x']"),
        (Form::Typed, "", "a[0][-1]=1", r#"{"a":[]}"#, "negative -1 index not allowed"),
        (Form::Typed, "", "a.=1", "{}", r#"key map "a" has no value"#),
        (
            Form::Typed,
            "",
            "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.A.B.C.D.E.F=1",
            "{}",
            "value name nested level is greater than maximum supported nested level of 30",
        ),
        (Form::Typed, "", r#"\"#, "{}", ""),
        (
            Form::Typed,
            "a: str",
            "a.b=1",
            r#"{"a":"str"}"#,
            "unable to parse key: interface conversion: interface {} is string, not map[string]interface {}",
        ),
        (
            Form::Typed,
            "a: {b: 1}",
            "a[0]=1",
            r#"{"a":{"b":1}}"#,
            "unable to parse key: interface conversion: interface {} is map[string]interface {}, not []interface {}",
        ),
        (
            Form::Typed,
            "a: ~",
            "a.b=1",
            r#"{"a":null}"#,
            "unable to parse key: interface conversion: interface {} is nil, not map[string]interface {}",
        ),
        (Form::Typed, "a: [[5]]", "a[0][0].b=", r#"{"a":[[{"b":""}]]}"#, ""),
        (Form::Typed, "a: [5]", "a[0].b=1", r#"{"a":[{"b":1}]}"#, ""),
        (
            Form::Typed,
            "a: [x]",
            "a[0][0]=1",
            r#"{"a":["x"]}"#,
            "unable to parse key: interface conversion: interface {} is string, not []interface {}",
        ),
        (Form::Typed, "a: [1, 2]", "a[1]=null,a[3]=x", r#"{"a":[1,null,null,"x"]}"#, ""),
        (Form::Typed, "a: {b: 1}", "a=null", r#"{"a":null}"#, ""),
        (
            Form::Text,
            "",
            "a=1,b=null,c={1,true},d[0]=0",
            r#"{"a":"1","b":"null","c":["1","true"],"d":["0"]}"#,
            "",
        ),
        (FILE, "", "a=f.txt,b={f,g}", r#"{"a":"<f.txt>","b":["<f>","<g>"]}"#, ""),
        (FILE, "", "a=bad", r#"{"a":null}"#, "open bad: no such file or directory"),
        (FILE, "", "a[0]=bad", r#"{"a":[]}"#, "open bad: no such file or directory"),
        (
            Form::Json,
            "",
            r#"a=1,b="x" , c={"d":[1,null]},e=,f=null"#,
            r#"{" c":{"d":[1,null]},"a":1,"b":"x","e":null,"f":null}"#,
            "",
        ),
        (Form::Json, "", r#"a[1]={"b":1},a[0].c=2"#, r#"{"a":[{"c":2},{"b":1}]}"#, ""),
        (Form::Json, "", "a=[1,2] x", r#"{"a":[1,2]}"#, r#"key "x" has no value"#),
        (Form::Json, "", "a={bad", "{}", "invalid character 'b' looking for beginning of object key string"),
        (
            Form::Json,
            "",
            "a=1e999",
            "{}",
            "json: cannot unmarshal number 1e999 into Go value of type float64",
        ),
        (Form::Json, "", "abc", "{}", r#"key "abc" has no value"#),
        (Form::Literal, "", r#"a=x,y\z={1}"#, r#"{"a":"x,y\\z={1}"}"#, ""),
        (Form::Literal, "", "a.b[1].c=1,2", r#"{"a":{"b":[null,{"c":"1,2"}]}}"#, ""),
        (Form::Literal, "", "a=", r#"{"a":""}"#, ""),
        (Form::Literal, "", "a,b=1", r#"{"a,b":"1"}"#, ""),
        (Form::Literal, "", "a", "{}", r#"key "a" has no value"#),
        (Form::Literal, "", "a[0]=x=y", r#"{"a":["x=y"]}"#, ""),
        (Form::Literal, "", "a[0", "{}", ""),
        (
            Form::Literal,
            "a: 1",
            "a.b=1",
            r#"{"a":1}"#,
            "unable to parse key: interface conversion: interface {} is float64, not map[string]interface {}",
        ),
    ];
    for (form, before, argument, want, want_error) in cases {
        let values = merged(&read_documents(before.as_bytes()).unwrap());
        let error = parse_into(argument.as_bytes(), &values, form).err().unwrap_or_default();
        let json = to_raw_json(&Value::Map(values)).unwrap();
        let json = String::from_utf8(json).unwrap();
        assert_eq!((json.trim_end(), error.as_str()), (want, want_error), "{argument}");
    }
}

#[test]
fn nesting_has_an_end() {
    for part in ["[0]", "[0].a"] {
        let argument = format!("a{}=1", part.repeat(20_000));
        let error = parse_into(argument.as_bytes(), &Map::empty(), Form::Typed).unwrap_err();
        assert_eq!(error, "lists nest deeper than the supported level of 1000");
    }
}
