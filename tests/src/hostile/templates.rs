//! Templates that take much.

use super::{Input, SIZE, fill};

pub(super) fn inputs() -> Vec<Input> {
    let mut inputs: Vec<Input> =
        SHORT.iter().map(|(name, text)| Input::template(&format!("template: {name}"), *text)).collect();
    inputs.extend(long());
    inputs
}

/// Short ones. What they name `$big` is a text of 1 MB.
const SHORT: &[(&str, &str)] = &[
    (
        "loops in loops",
        "{{ range until 1000000 }}{{ range until 1000000 }}{{ range until 1000000 }}{{ end }}{{ end }}{{ end }}",
    ),
    ("a loop over a number", "{{ range 9000000000000000000 }}{{ end }}"),
    ("a loop that prints", "{{ range 9000000000000000000 }}{{ repeat 1000 \"x\" }}{{ end }}"),
    (
        "a loop of operands",
        "{{ range until 1000000 }}{{ $x := and 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 }}{{ end }}",
    ),
    (
        "a loop of fields",
        "{{ $a := dict \"b\" (dict \"c\" (dict \"d\" 1)) }}{{ range 9000000000 }}{{ $x := $a.b.c.d }}{{ end }}",
    ),
    ("a text doubled", "{{ $s := \"x\" }}{{ range until 100 }}{{ $s = print $s $s }}{{ end }}"),
    (
        "a text doubled by printf",
        "{{ $s := \"x\" }}{{ range until 100 }}{{ $s = printf \"%s%s\" $s $s }}{{ end }}",
    ),
    (
        "a text doubled by replace",
        "{{ $s := \"x\" }}{{ range until 100 }}{{ $s = replace \"x\" \"xx\" $s }}{{ end }}",
    ),
    (
        "a text doubled by regexReplaceAll",
        "{{ $s := \"x\" }}{{ range until 100 }}{{ $s = regexReplaceAll \"x\" $s \"${0}${0}\" }}{{ end }}",
    ),
    ("a text grown by quote", "{{ $s := \"\\\\\" }}{{ range until 100 }}{{ $s = quote $s }}{{ end }}"),
    ("a text grown by toJson", "{{ $s := \"\\\"\" }}{{ range until 100 }}{{ $s = toJson $s }}{{ end }}"),
    ("a text grown by urlquery", "{{ $s := \"%\" }}{{ range until 100 }}{{ $s = urlquery $s }}{{ end }}"),
    ("a text grown by b64enc", "{{ $s := \"%\" }}{{ range until 100 }}{{ $s = b64enc $s }}{{ end }}"),
    (
        "many texts held",
        "{{ $d := dict }}{{ range $i := until 1000000 }}{{ $_ := set $d (toString $i) (repeat 1000000 \"x\") }}{{ end }}",
    ),
    (
        "many small texts held",
        "{{ $d := dict }}{{ range $i := until 1000000 }}{{ $_ := set $d (toString $i) (printf \"%d\" $i) }}{{ end }}",
    ),
    ("many texts made and dropped", "{{ range until 1000000 }}{{ $x := repeat 1000000 \"x\" }}{{ end }}"),
    (
        "many texts read",
        "{{ $big := repeat 1000000 \"x\" }}{{ range until 1000000 }}{{ $x := sha256sum $big }}{{ end }}",
    ),
    (
        "a text hashed by sha512",
        "{{ $big := repeat 1000000 \"x\" }}{{ range until 1000000 }}{{ $x := sha512sum $big }}{{ end }}",
    ),
    (
        "a text in upper case",
        "{{ $big := repeat 1000000 \"é\" }}{{ range until 1000000 }}{{ $x := upper $big }}{{ end }}",
    ),
    (
        "camelcase",
        "{{ $big := repeat 1000000 \"a_B\" }}{{ range until 1000000 }}{{ $x := camelcase $big }}{{ end }}",
    ),
    (
        "snakecase",
        "{{ $big := repeat 1000000 \"aB\" }}{{ range until 1000000 }}{{ $x := snakecase $big }}{{ end }}",
    ),
    ("title", "{{ $big := repeat 1000000 \"a é\" }}{{ range until 1000000 }}{{ $x := title $big }}{{ end }}"),
    ("wrap", "{{ $big := repeat 1000000 \"a \" }}{{ range until 1000000 }}{{ $x := wrap 1 $big }}{{ end }}"),
    ("wrapWith", "{{ $big := repeat 1000000 \"a\" }}{{ $x := wrapWith 1 $big $big }}"),
    (
        "trimAll",
        "{{ $big := repeat 1000000 \"é\" }}{{ range until 1000000 }}{{ $x := trimAll $big $big }}{{ end }}",
    ),
    (
        "contains",
        "{{ $big := repeat 1000000 \"a\" }}{{ $n := print (repeat 500000 \"a\") \"b\" }}{{ range until 1000000 }}{{ $x := contains $n $big }}{{ end }}",
    ),
    (
        "abbrev and initials",
        "{{ $big := repeat 1000000 \"a \" }}{{ range until 1000000 }}{{ $x := initials $big }}{{ $x = abbrev 100000 $big }}{{ end }}",
    ),
    (
        "shuffle",
        "{{ $big := repeat 1000000 \"a \" }}{{ range until 1000000 }}{{ $x := shuffle $big }}{{ end }}",
    ),
    ("a list doubled", "{{ $l := list 1 }}{{ range until 100 }}{{ $l = concat $l $l }}{{ end }}"),
    (
        "a list that is appended to",
        "{{ $l := list }}{{ range $i := until 1000000 }}{{ $l = append $l $i }}{{ end }}",
    ),
    (
        "a list of lists doubled, printed",
        "{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ $l }}",
    ),
    (
        "a list of lists doubled, toYaml",
        "{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ toYaml $l }}",
    ),
    (
        "a list of lists doubled, toJson",
        "{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ toJson $l }}",
    ),
    (
        "a list of lists doubled, printf",
        "{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ printf \"%v\" $l }}",
    ),
    (
        "a list of lists doubled, has",
        "{{ $l := list 1 }}{{ $m := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ $m = list $m $m }}{{ end }}{{ has $l (list $m) }}",
    ),
    (
        "a list of lists doubled, compared",
        "{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ eq $l $l }}",
    ),
    (
        "a list of lists doubled, deepEqual",
        "{{ $l := list 1 }}{{ $m := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ $m = list $m $m }}{{ end }}{{ deepEqual $l $m }}",
    ),
    (
        "a list of lists doubled, as a key",
        "{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ dict $l 1 }}",
    ),
    (
        "a list of lists doubled, deepCopy",
        "{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ $x := deepCopy $l }}",
    ),
    (
        "a list of lists doubled, in an error",
        "{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ range $x, $y := 5 }}{{ end }}{{ add $l.x }}",
    ),
    (
        "a list of lists doubled, in a loop over a float",
        "{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ join $l \"\" }}",
    ),
    (
        "a map of maps doubled, toToml",
        "{{ $l := dict \"a\" 1 }}{{ range until 60 }}{{ $l = dict \"a\" $l \"b\" $l }}{{ end }}{{ toToml $l }}",
    ),
    (
        "a map of maps doubled, merged",
        "{{ $l := dict \"a\" 1 }}{{ $m := dict \"a\" 1 }}{{ range until 60 }}{{ $l = dict \"a\" $l \"b\" $l }}{{ $m = dict \"a\" $m \"b\" $m }}{{ end }}{{ $x := mergeOverwrite $l $m }}",
    ),
    (
        "a map doubled by deepCopy",
        "{{ $d := dict \"a\" 1 }}{{ range until 60 }}{{ $d = dict \"a\" (deepCopy $d) \"b\" (deepCopy $d) }}{{ end }}",
    ),
    (
        "a map of maps doubled, in .Values.YAML",
        "{{ $l := dict \"a\" 1 }}{{ range until 60 }}{{ $l = dict \"a\" $l \"b\" $l }}{{ end }}{{ $_ := set .Values \"l\" $l }}{{ .Values.YAML }}",
    ),
    ("lists deep in each other", "{{ $l := list 1 }}{{ range until 1000000 }}{{ $l = list $l }}{{ end }}"),
    ("maps deep in each other", "{{ $l := dict }}{{ range until 1000000 }}{{ $l = dict \"a\" $l }}{{ end }}"),
    (
        "lists deep in each other, toYaml",
        "{{ $l := list 1 }}{{ range until 9990 }}{{ $l = list $l }}{{ end }}{{ toYaml $l }}",
    ),
    (
        "maps deep in each other, toYaml",
        "{{ $l := dict }}{{ range until 9990 }}{{ $l = dict \"a\" $l \"b\" 1 }}{{ end }}{{ toYaml $l }}",
    ),
    (
        "maps deep in each other, toPrettyJson",
        "{{ $l := dict }}{{ range until 9990 }}{{ $l = dict \"a\" $l \"b\" 1 }}{{ end }}{{ toPrettyJson $l }}",
    ),
    (
        "a map within itself",
        "{{ $d := dict }}{{ $_ := set $d \"a\" $d }}{{ $_ := set $d \"b\" $d }}{{ toYaml $d }}",
    ),
    (
        "a map within itself, copied",
        "{{ $d := dict }}{{ $_ := set $d \"a\" $d }}{{ $_ := set $d \"b\" $d }}{{ $x := deepCopy $d }}",
    ),
    (
        "a map within itself, merged",
        "{{ $d := dict }}{{ $_ := set $d \"a\" $d }}{{ $_ := set $d \"b\" $d }}{{ $e := dict }}{{ $_ := set $e \"a\" $e }}{{ $_ := set $e \"b\" $e }}{{ $x := merge $d $e }}",
    ),
    (
        "a map of many entries, copied",
        "{{ $d := dict }}{{ range $i := until 100000 }}{{ $_ := set $d (toString $i) $i }}{{ end }}{{ range until 1000000 }}{{ $x := omit $d \"a\" }}{{ end }}",
    ),
    (
        "a map of many entries, its keys",
        "{{ $d := dict }}{{ range $i := until 100000 }}{{ $_ := set $d (toString $i) $i }}{{ end }}{{ range until 1000000 }}{{ $x := keys $d | sortAlpha }}{{ end }}",
    ),
    (
        "a map of many entries, looped over",
        "{{ $d := dict }}{{ range $i := until 100000 }}{{ $_ := set $d (toString $i) $i }}{{ end }}{{ range until 1000000 }}{{ range $d }}{{ break }}{{ end }}{{ end }}",
    ),
    (
        "compact",
        "{{ $l := list }}{{ range until 18 }}{{ $l = concat $l $l (list \"\") }}{{ end }}{{ range until 1000000 }}{{ $x := compact $l }}{{ end }}",
    ),
    ("uniq", "{{ $l := until 100000 }}{{ $x := uniq $l }}"),
    (
        "without",
        "{{ $l := until 100000 }}{{ $x := without $l \"a\" \"b\" }}{{ range until 1000000 }}{{ $x = without $l 1 2 3 4 5 6 7 8 9 }}{{ end }}",
    ),
    (
        "sortAlpha of one long text",
        "{{ $big := repeat 1000000 \"x\" }}{{ $l := list $big }}{{ range until 15 }}{{ $l = concat $l $l }}{{ end }}{{ $x := sortAlpha $l }}",
    ),
    (
        "sortAlpha of many",
        "{{ $l := list }}{{ range $i := until 100000 }}{{ $l = append $l (toString $i) }}{{ end }}{{ range until 1000000 }}{{ $x := sortAlpha $l }}{{ end }}",
    ),
    (
        "join of one long text",
        "{{ $big := repeat 1000000 \"x\" }}{{ $l := list $big }}{{ range until 15 }}{{ $l = concat $l $l }}{{ end }}{{ $x := join \",\" $l }}",
    ),
    ("chunk", "{{ range until 1000000 }}{{ $x := chunk 1 (until 100000) }}{{ end }}"),
    ("repeat in repeat", "{{ repeat 1000000000 (repeat 1000000000 \"x\") }}"),
    ("indent", "{{ indent 1000000 (repeat 1000000 \"\\n\") }}"),
    (
        "nindent of lines",
        "{{ $x := repeat 1000 \"\\n\" }}{{ range until 1000000 }}{{ $y := nindent 10000 $x }}{{ end }}",
    ),
    (
        "widths",
        "{{ printf \"%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d\" 1 }}",
    ),
    (
        "the same argument again and again",
        "{{ $big := repeat 1000000 \"x\" }}{{ $f := repeat 100000 \"%[1]s\" }}{{ printf $f $big }}",
    ),
    ("quoted arguments", "{{ $big := repeat 16000000 \"\\x00\" }}{{ $x := quote $big }}"),
    ("toJson of control characters", "{{ $big := repeat 16000000 \"\\x00\" }}{{ $x := toJson $big }}"),
    ("toYaml of control characters", "{{ $big := repeat 16000000 \"\\x00\" }}{{ $x := toYaml $big }}"),
    ("js", "{{ $big := repeat 16000000 \"\\x00\" }}{{ $x := js $big }}"),
    ("html", "{{ $big := repeat 16000000 \"<\" }}{{ $x := html $big }}"),
    (
        "large texts and what is made of them",
        "{{ $a := repeat 16000000 \"a\" }}{{ $b := repeat 16000000 \"b\" }}{{ $c := repeat 16000000 \"c\" }}{{ $big := repeat 15000000 \"\\x00\" }}{{ $x := toJson $big }}",
    ),
    ("seq", "{{ seq 1000000000 }}"),
    ("seq in a loop", "{{ range until 1000000 }}{{ $x := seq 100000 }}{{ end }}"),
    ("untilStep", "{{ $x := untilStep 0 9000000000000000000 1 }}"),
    ("splitList", "{{ $x := splitList \"\" (repeat 16000000 \"x\") }}"),
    ("split", "{{ $x := split \",\" (repeat 16000000 \",\") }}"),
    (
        "splitList in a loop",
        "{{ $big := repeat 500000 \"x\" }}{{ range until 1000000 }}{{ $x := splitList \"\" $big }}{{ end }}",
    ),
    ("regexFindAll", "{{ $x := regexFindAll \"\" (repeat 16000000 \"x\") -1 }}"),
    ("regexSplit", "{{ $x := regexSplit \"x\" (repeat 16000000 \"x\") -1 }}"),
    (
        "regexReplaceAll of a long text by itself",
        "{{ $big := repeat 1000000 \"x\" }}{{ $x := regexReplaceAll \"x\" $big $big }}",
    ),
    (
        "regexReplaceAll of groups",
        "{{ $big := repeat 1000000 \"x\" }}{{ $x := regexReplaceAll \"(x*)\" $big (repeat 100000 \"${1}\") }}",
    ),
    (
        "a regular expression of many states",
        "{{ $x := regexMatch \"(a{1000}){1000}\" \"a\" }}{{ $x = regexMatch \"((((a{10}){10}){10}){10}b)\" (repeat 1000000 \"a\") }}",
    ),
    ("a regular expression over a long text", "{{ $x := regexMatch \"(x+x+)+y\" (repeat 16000000 \"x\") }}"),
    (
        "a regular expression of classes",
        "{{ $x := regexFindAll \"(\\\\pL{1,50}\\\\pN{1,50}){1,10}\" (repeat 1000000 \"x\") -1 }}",
    ),
    (
        "a regular expression that looks far ahead",
        "{{ $x := regexFindAll \".*a|b\" (repeat 1000000 \"b\") -1 }}",
    ),
    (
        "many regular expressions",
        "{{ range $i := until 1000000 }}{{ $x := regexMatch (printf \"(\\\\pL{100}){5}%d\" $i) \"a\" }}{{ end }}",
    ),
    ("include within itself", "{{ define \"a\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}"),
    (
        "include twice within itself",
        "{{ define \"a\" }}{{ include \"a\" . }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}",
    ),
    (
        "include of names that fan out",
        "{{ define \"a\" }}{{ range until 10 }}{{ include \"b\" $ }}{{ end }}{{ end }}{{ define \"b\" }}{{ range until 10 }}{{ include \"c\" $ }}{{ end }}{{ end }}{{ define \"c\" }}{{ range until 10 }}{{ include \"d\" $ }}{{ end }}{{ end }}{{ define \"d\" }}{{ range until 10 }}{{ include \"e\" $ }}{{ end }}{{ end }}{{ define \"e\" }}{{ range 10000000 }}x{{ end }}{{ end }}{{ range until 1000000 }}{{ include \"a\" $ }}{{ end }}",
    ),
    (
        "include that doubles",
        "{{ define \"a\" }}{{ $x := include \"a\" (add1 .) }}{{ $x }}{{ $x }}{{ end }}{{ define \"b\" }}{{ if lt . 60 }}{{ $x := include \"b\" (int (add1 .)) }}{{ $x }}{{ $x }}{{ else }}x{{ end }}{{ end }}{{ include \"b\" 0 }}",
    ),
    (
        "include with texts set aside",
        "{{ define \"a\" }}{{ repeat 15000000 \"x\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}",
    ),
    ("template within itself", "{{ define \"a\" }}{{ template \"a\" . }}{{ end }}{{ template \"a\" . }}"),
    (
        "template twice within itself",
        "{{ define \"a\" }}{{ if lt . 60 }}{{ template \"a\" (int (add1 .)) }}{{ template \"a\" (int (add1 .)) }}{{ end }}{{ end }}{{ template \"a\" 0 }}",
    ),
    (
        "template with many variables",
        "{{ define \"a\" }}{{ $a := . }}{{ $b := . }}{{ $c := . }}{{ $d := . }}{{ $e := . }}{{ $f := . }}{{ $g := . }}{{ $h := . }}{{ template \"a\" . }}{{ end }}{{ template \"a\" . }}",
    ),
    ("tpl within itself", "{{ $_ := set .Values \"t\" \"{{ tpl .Values.t . }}\" }}{{ tpl .Values.t . }}"),
    (
        "tpl twice within itself",
        "{{ $_ := set .Values \"t\" \"{{ tpl .Values.t . }}{{ tpl .Values.t . }}\" }}{{ tpl .Values.t . }}",
    ),
    (
        "tpl that grows",
        "{{ define \"a\" }}{{ tpl (print . \" \" .) . }}{{ end }}{{ $_ := set .Values \"t\" \"{{ $_ := set .Values `t` (print .Values.t .Values.t) }}{{ tpl .Values.t . }}\" }}{{ tpl .Values.t . }}",
    ),
    (
        "tpl of many texts",
        "{{ $big := repeat 10000 \"{{.}}\" }}{{ range $i := until 1000000 }}{{ $x := tpl (print $big $i) $i }}{{ end }}",
    ),
    ("tpl of one large text", "{{ $big := repeat 3000000 \"{{.}}\" }}{{ $x := tpl $big 1 }}"),
    (
        "tpl of deep parentheses",
        "{{ $x := tpl (print \"{{\" (repeat 9990 \"(\") \"1\" (repeat 9990 \")\") \"}}\") 1 }}",
    ),
    (
        "tpl of many definitions",
        "{{ $big := repeat 100000 \"{{define `a`}}x{{end}}\" }}{{ $x := tpl $big 1 }}",
    ),
    (
        "include below many tpl",
        "{{ define \"x\" }}{{ end }}{{ $_ := set .Values \"n\" 0 }}{{ $_ := set .Values \"t\" \"{{ if lt .Values.n 900 }}{{ $_ := set .Values `n` (int (add1 .Values.n)) }}{{ tpl .Values.t . }}{{ else }}{{ range 10000000 }}{{ include `x` . }}{{ end }}{{ end }}\" }}{{ tpl .Values.t . }}",
    ),
    ("fromYaml of a large list", "{{ $x := fromYamlArray (repeat 8000000 \"- \") }}"),
    ("fromYaml of a flow list", "{{ $x := fromYamlArray (print \"[\" (repeat 5000000 \"a,\") \"]\") }}"),
    ("fromYaml of lines", "{{ $x := fromYamlArray (repeat 900000 \"- a\\n\") }}"),
    (
        "fromYaml of deep lists",
        "{{ range until 1000000 }}{{ $x := fromYamlArray (repeat 9990 \"[\") }}{{ end }}",
    ),
    (
        "fromYaml of aliases",
        "{{ $x := fromYaml \"a: &a [x,x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\\n\" }}{{ $x }}",
    ),
    (
        "fromYaml in a loop",
        "{{ $y := repeat 10000 \"- a\\n\" }}{{ range until 1000000 }}{{ $x := fromYamlArray $y }}{{ end }}",
    ),
    ("fromJson of a large list", "{{ $x := fromJsonArray (print \"[\" (repeat 7900000 \"1,\") \"1]\") }}"),
    ("fromJson of empty maps", "{{ $x := fromJsonArray (print \"[\" (repeat 900000 \"{},\") \"1]\") }}"),
    (
        "fromJson in a loop",
        "{{ $y := print \"[\" (repeat 10000 \"1,\") \"1]\" }}{{ range until 1000000 }}{{ $x := fromJsonArray $y }}{{ end }}",
    ),
    (
        "fromToml of lines",
        "{{ $s := \"\" }}{{ $x := fromToml (print \"a=[\" (repeat 7900000 \"1,\") \"]\") }}",
    ),
    ("fromToml of tables", "{{ $x := fromToml (repeat 900000 \"[[a]]\\n\") }}"),
    ("fromToml of dotted keys", "{{ $x := fromToml (print (repeat 900000 \"a.\") \"a=1\") }}"),
    ("toYaml in a loop", "{{ $l := until 100000 }}{{ range until 1000000 }}{{ $x := toYaml $l }}{{ end }}"),
    ("toJson in a loop", "{{ $l := until 100000 }}{{ range until 1000000 }}{{ $x := toJson $l }}{{ end }}"),
    (
        "toToml in a loop",
        "{{ $l := dict \"a\" (until 100000) }}{{ range until 1000000 }}{{ $x := toToml $l }}{{ end }}",
    ),
    (
        "toYaml of long lines",
        "{{ $l := repeat 4000000 \"a b \" }}{{ range until 1000000 }}{{ $x := toYaml $l }}{{ end }}",
    ),
    ("genPrivateKey rsa", "{{ range until 1000000 }}{{ $x := genPrivateKey \"rsa\" }}{{ end }}"),
    ("genPrivateKey dsa", "{{ range until 1000000 }}{{ $x := genPrivateKey \"dsa\" }}{{ end }}"),
    ("genPrivateKey ecdsa", "{{ range until 1000000 }}{{ $x := genPrivateKey \"ecdsa\" }}{{ end }}"),
    ("bcrypt", "{{ range until 1000000 }}{{ $x := bcrypt \"a\" }}{{ end }}"),
    (
        "derivePassword",
        "{{ range until 1000000 }}{{ $x := derivePassword 1 \"long\" \"a\" \"b\" \"c\" }}{{ end }}",
    ),
    ("genCA", "{{ range until 1000000 }}{{ $x := genCA \"a\" 1 }}{{ end }}"),
    (
        "genSignedCert",
        "{{ $ca := genCA \"a\" 1 }}{{ range until 1000000 }}{{ $x := genSignedCert \"a\" nil nil 1 $ca }}{{ end }}",
    ),
    (
        "genCAWithKey",
        "{{ $k := genPrivateKey \"ecdsa\" }}{{ range until 1000000 }}{{ $x := genCAWithKey \"a\" 1 $k }}{{ end }}",
    ),
    (
        "genCAWithKey of a longer key",
        "{{ $k := genPrivateKey \"rsa\" }}{{ range until 1000000 }}{{ $x := genCAWithKey \"a\" 1 $k }}{{ end }}",
    ),
    (
        "buildCustomCert",
        "{{ $a := genSelfSignedCertWithKey \"a\" nil nil 1 (genPrivateKey \"ecdsa\") }}{{ $c := b64enc $a.Cert }}{{ $k := b64enc $a.Key }}{{ range until 1000000 }}{{ $x := buildCustomCert $c $k }}{{ end }}",
    ),
    (
        "encryptAES",
        "{{ $big := repeat 1000000 \"x\" }}{{ range until 1000000 }}{{ $x := encryptAES \"k\" $big }}{{ end }}",
    ),
    ("randAlphaNum", "{{ randAlphaNum 100000000 }}"),
    ("randAlphaNum in a loop", "{{ range until 1000000 }}{{ $x := randAlphaNum 100000 }}{{ end }}"),
    ("randBytes", "{{ randBytes 1000000000 }}"),
    ("uuidv4", "{{ range 900000000 }}{{ $x := uuidv4 }}{{ end }}"),
    (
        "dates",
        "{{ $t := now }}{{ range 900000000 }}{{ $x := dateInZone \"2006-01-02T15:04:05Z07:00\" $t \"Europe/Berlin\" }}{{ end }}",
    ),
    (
        "a date of a long layout",
        "{{ $big := repeat 1000000 \"January\" }}{{ range until 1000000 }}{{ $x := now | date $big }}{{ end }}",
    ),
    (
        "semverCompare",
        "{{ $c := repeat 100000 \">1.0.0 || \" }}{{ range until 1000000 }}{{ $x := semverCompare (print $c \">1\") \"0.1.0\" }}{{ end }}",
    ),
    (
        "semver of a long text",
        "{{ $c := repeat 1000000 \"1.\" }}{{ range until 1000000 }}{{ $x := semver (print \"1.2.3-\" $c \"a\") }}{{ end }}",
    ),
    (
        "urlParse",
        "{{ $c := repeat 1000000 \"%20\" }}{{ range until 1000000 }}{{ $x := urlParse $c }}{{ end }}",
    ),
    ("paths", "{{ $c := repeat 500000 \"a/../\" }}{{ range until 1000000 }}{{ $x := clean $c }}{{ end }}"),
    (
        "additions of floats",
        "{{ range 900000000 }}{{ $x := addf 0.1 1e308 }}{{ $x = mulf 1e-300 1e300 }}{{ end }}",
    ),
    ("additions of decimals", "{{ range 900000000 }}{{ $x := addf 1e-300 1e300 }}{{ end }}"),
    (
        "an error of many levels",
        "{{ define \"a\" }}{{ if lt . 900 }}{{ include \"a\" (int (add1 .)) }}{{ else }}{{ fail \"x\" }}{{ end }}{{ end }}{{ include \"a\" 0 }}",
    ),
    (
        "an error of many levels of tpl",
        "{{ $_ := set .Values \"n\" 0 }}{{ $_ := set .Values \"t\" \"{{ if lt .Values.n 900 }}{{ $_ := set .Values `n` (int (add1 .Values.n)) }}{{ tpl .Values.t . }}{{ else }}{{ fail `x` }}{{ end }}\" }}{{ tpl .Values.t . }}",
    ),
    ("fail with a long text", "{{ fail (repeat 16000000 \"x\") }}"),
    (
        "required within texts",
        "{{ $_ := set .Values \"t\" (print \"{{ fail `x` }}\" (repeat 1000000 \"x\")) }}{{ tpl .Values.t . }}",
    ),
    ("lists printed", "{{ $l := until 1000000 }}{{ range until 100 }}{{ $l }}{{ end }}"),
    ("one document of flow lists", "a: [{{ range until 900000 }}a,{{ end }}]"),
    ("one document of more nodes", "a: [{{ range 3000000 }}a,{{ end }}]"),
    ("a document of deep lists", "{{ repeat 1000000 \"- \" }}"),
    ("a document of deep flow lists", "a: {{ repeat 1000000 \"[\" }}"),
    ("a document of deep maps", "{{ repeat 1000000 \"{a: \" }}"),
    ("a document of comments", "{{ repeat 5000000 \"#\\n\" }}"),
    ("a document of one long line", "a: {{ repeat 15000000 \"x\" }}"),
    ("a document of one long quoted line", "a: \"{{ repeat 7000000 \"\\\\n\" }}\""),
    ("a document of keys", "{{ range $i := until 400000 }}k{{ $i }}: 1\n{{ end }}"),
    ("a document of keys in flow", "{ {{ range $i := until 400000 }}k{{ $i }}: 1,{{ end }} }"),
    ("a document of question marks", "{{ repeat 10000 \"? \" }}"),
    ("a document of anchors", "a:\n{{ range $i := until 200000 }}- &a{{ $i }} x\n- *a{{ $i }}\n{{ end }}"),
    ("a document of one long anchor", "a: &{{ repeat 8000000 \"a\" }} 1\nb: *{{ repeat 8000000 \"a\" }}\n"),
    ("a document of tags", "a:\n{{ range $i := until 200000 }}- !<tag:x{{ $i }}> x\n{{ end }}"),
    (
        "a document of many annotations",
        "apiVersion: v1\nkind: A\nmetadata:\n  annotations:\n{{ range $i := until 200000 }}    k{{ $i }}: x\n{{ end }}",
    ),
    ("a document of merges", "a: &a {x: 1}\nb:\n{{ range until 100000 }}  <<: *a\n{{ end }}"),
    ("many documents", "{{ repeat 3000000 \"---\\na\\n\" }}"),
    (
        "many hooks",
        "{{ range until 49000 }}---\napiVersion: v1\nkind: Pod\nmetadata: {annotations: {helm.sh/hook: pre-install}}\n{{ end }}",
    ),
    ("as much output as there may be", "{{ range until 70 }}---\na: {{ repeat 1000000 \"x\" }}\n{{ end }}"),
    ("more output than there may be", "{{ range until 700 }}---\na: {{ repeat 1000000 \"x\" }}\n{{ end }}"),
    (
        "as much of everything as there may be",
        "{{ $a := repeat 16000000 \"a\" }}{{ $b := repeat 16000000 \"b\" }}{{ $c := repeat 16000000 \"c\" }}{{ $d := repeat 15000000 \"c\" }}{{ range until 70 }}---\na: {{ repeat 1000000 \"x\" }}\n{{ end }}",
    ),
    (
        "output without values",
        "{{ range 5000000 }}{{ nil | toString }}{{ end }}{{ range 5000000 }}<no value>{{ end }}",
    ),
];

/// Those that are long themselves.
fn long() -> Vec<Input> {
    let all = |open: &str, inner: &str, close: &str| {
        let n = SIZE / (open.len() + close.len());
        open.repeat(n) + inner + &close.repeat(n)
    };
    let define = |body: &str| format!("{{{{ define \"a\" }}}}{body}{{{{ end }}}}");
    let mut inputs = vec![
        Input::template("text: statements in statements", all("{{if 1}}", "", "{{end}}")),
        Input::template("text: statements, as deep as they may be", {
            "{{if 1}}".repeat(9_990) + &"{{end}}".repeat(9_990)
        }),
        Input::template("text: ranges, as deep as they may be", {
            "{{range .Values}}".repeat(9_990) + &"{{end}}".repeat(9_990)
        }),
        Input::template("text: parentheses", format!("{{{{ {} }}}}", all("(", "1", ")"))),
        Input::template("text: parentheses of calls", format!("{{{{ {} }}}}", all("(not ", "1", ")"))),
        Input::template("text: parentheses, as deep as they may be", {
            format!("{{{{ {}1{} }}}}", "(not ".repeat(9_990), ")".repeat(9_990))
        }),
        Input::template("text: a pipe", format!("{{{{ 1 {} }}}}", "| not ".repeat(SIZE / 6))),
        Input::template("text: operands", format!("{{{{ list {} }}}}", fill("1 "))),
        Input::template("text: operands in a loop", {
            format!("{{{{ range until 1000000 }}}}{{{{ $x := or {} }}}}{{{{ end }}}}", fill("0 "))
        }),
        Input::template("text: fields", format!("{{{{ $x := .Values{} }}}}", fill(".a"))),
        Input::template("text: fields of a map within itself", {
            let fields = fill(".a");
            format!(
                "{{{{ $d := dict }}}}{{{{ $_ := set $d \"a\" $d }}}}{{{{ range until 1000000 }}}}{{{{ $x := $d{fields} }}}}{{{{ end }}}}"
            )
        }),
        Input::template("text: actions", fill("{{.}}")),
        Input::template("text: actions without blanks", fill("{{1}}")),
        Input::template("text: actions in a loop", {
            format!("{{{{ range until 1000000 }}}}{}{{{{ end }}}}", fill("{{$}}"))
        }),
        Input::template(
            "text: variables",
            (0..50_000).map(|i| format!("{{{{$v{i}:=1}}}}")).collect::<String>(),
        ),
        Input::template("text: variables in templates within themselves", {
            let variables: String = (0..10_000).map(|i| format!("{{{{$v{i}:=1}}}}")).collect();
            format!("{}{{{{ template \"a\" . }}}}", define(&(variables + "{{ template \"a\" . }}")))
        }),
        Input::template(
            "text: definitions",
            (0..30_000).map(|i| format!("{{{{define \"d{i}\"}}}}x{{{{end}}}}")).collect::<String>(),
        ),
        Input::template("text: one definition again and again", fill("{{define \"d\"}} {{end}}")),
        Input::template(
            "text: else if",
            format!("{{{{if 0}}}}{}{{{{end}}}}", "{{else if 0}}".repeat(SIZE / 13)),
        ),
        Input::template("text: comments", fill("{{/* */}}")),
        Input::template("text: braces that are not closed", fill("{{")),
        Input::template("text: a quote that is not closed", format!("{{{{ \"{}", fill("a"))),
        Input::template("text: numbers", format!("{{{{ {} }}}}", fill("9"))),
        Input::template("text: a text of escapes", format!("{{{{ \"{}\" }}}}", fill("\\x00"))),
        Input::template("text: one word", format!("{{{{ {} }}}}", fill("a"))),
        Input::template("text: lines", fill("\n")),
        Input::template("text: an error at the end", fill("\n") + "{{ fail \"x\" }}"),
        Input::template(
            "text: an error within a long action",
            format!("{{{{ list {} (fail \"x\") }}}}", fill("1 ")),
        ),
        Input::template("text: errors in an action that prints long", {
            format!("{{{{ range until 1 }}}}{{{{ index (list {}) 9999999 }}}}{{{{ end }}}}", fill("1 "))
        }),
    ];
    let name = "a".repeat(SIZE / 4);
    inputs.push(Input::template("text: long names", {
        format!("{{{{ define \"{name}\" }}}}{{{{ include \"{name}\" . }}}}{{{{ end }}}}{{{{ include \"{name}\" . }}}}")
    }));
    let names = (0..5_000).map(|i| {
        format!("{{{{ define \"{i:0>100}\" }}}}{{{{ include \"{:0>100}\" . }}}}{{{{ end }}}}", i + 1)
    });
    inputs.push(Input::template("text: an error through many names", {
        names.collect::<String>() + &format!("{{{{ include \"{:0>100}\" . }}}}", 0)
    }));
    let many = (0..10_000).fold(Input::new("text: many files"), |input, i| {
        input.file(&format!("chart/templates/{i}.yaml"), "a: {{ .Values }}\n")
    });
    inputs.push(many);
    inputs
}
