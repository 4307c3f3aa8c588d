// Writes types.txt: what Go's types of Kubernetes' objects make of JSON.
//
//	cd compiler/admission/generate && go run . > ../types.txt
//
// The types are read by reflection from the modules that kube-apiserver is built of (versions in go.mod), the markers
// `+default=` and `+genclient:nonNamespaced` from the comments of the same sources. The head of types.txt has its form.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"log"
	"os"
	"reflect"
	"regexp"
	"sort"
	"strconv"
	"strings"

	admissionregistration "k8s.io/api/admissionregistration/v1"
	apps "k8s.io/api/apps/v1"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batch "k8s.io/api/batch/v1"
	certificates "k8s.io/api/certificates/v1"
	coordination "k8s.io/api/coordination/v1"
	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	events "k8s.io/api/events/v1"
	flowcontrol "k8s.io/api/flowcontrol/v1"
	networking "k8s.io/api/networking/v1"
	node "k8s.io/api/node/v1"
	policy "k8s.io/api/policy/v1"
	rbac "k8s.io/api/rbac/v1"
	resourceapi "k8s.io/api/resource/v1"
	scheduling "k8s.io/api/scheduling/v1"
	storage "k8s.io/api/storage/v1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

const head = `# Made by generate/main.go from the Go types of Kubernetes 1.36.3. Do not edit.
#
#   kind VERSION KIND RESOURCE SCOPE STRUCT   a kind that the API server stores
#   struct NAME                               a Go struct; the lines below it are its fields by JSON name
#    FIELD FLAG TYPE [=DEFAULT]               o: omitempty, z: omitzero, -: always written; =DEFAULT: the marker +default, as JSON
#
# TYPE: s string, b bool, i32 i64 …, u8 …, f32 f64, y []byte (base64), q Quantity, t Time, m MicroTime, d Duration, x IntOrString,
# j any JSON, R ResourceList (a map of Quantity with defaults of its own), *T pointer, []T slice, {}T map from string, or the name of a struct.
`

// Kinds that are never stored: the bodies of subresources, and what is left of old protocols.
var subresources = map[string]bool{
	"Binding": true, "ComponentStatus": true, "Eviction": true, "PodStatusResult": true, "RangeAllocation": true, "Scale": true,
}

var (
	structs = map[string]reflect.Type{}
	comment = map[string]*source{}
)

// What the comments of a package say.
type source struct {
	defaults map[string]string // Struct.Field to the marker's text
	cluster  map[string]bool   // kinds without a namespace
	consts   map[string]string // constants to their text
}

func main() {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		admissionregistration.AddToScheme, apps.AddToScheme, autoscalingv1.AddToScheme, autoscalingv2.AddToScheme, batch.AddToScheme,
		certificates.AddToScheme, coordination.AddToScheme, core.AddToScheme, discovery.AddToScheme, events.AddToScheme,
		flowcontrol.AddToScheme, networking.AddToScheme, node.AddToScheme, policy.AddToScheme, rbac.AddToScheme,
		resourceapi.AddToScheme, scheduling.AddToScheme, storage.AddToScheme, apiextensions.AddToScheme, apiregistration.AddToScheme,
	} {
		if err := add(scheme); err != nil {
			log.Fatal(err)
		}
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	out.WriteString(head)
	var kinds []string
	for _, gv := range scheme.PrioritizedVersionsAllGroups() {
		for kind, t := range scheme.KnownTypes(gv) {
			if _, ok := t.FieldByName("ObjectMeta"); !ok || subresources[kind] {
				continue // lists, options
			}
			scope := "namespaced"
			if comments(t.PkgPath()).cluster[t.Name()] {
				scope = "cluster"
			}
			visit(t)
			kinds = append(kinds, fmt.Sprintf("kind %s %s %s %s %s", gv, kind, plural(kind), scope, name(t)))
		}
	}
	sort.Strings(kinds)
	for _, line := range kinds {
		fmt.Fprintln(out, line)
	}
	var names []string
	for name := range structs {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Fprintln(out, "struct", name)
		lines := fields(structs[name])
		sort.Strings(lines)
		for _, line := range lines {
			fmt.Fprintln(out, line)
		}
	}
}

// meta.UnsafeGuessKindToResource, which is right for all of these.
func plural(kind string) string {
	s := strings.ToLower(kind)
	switch {
	case strings.HasSuffix(s, "endpoints"):
		return s
	case strings.HasSuffix(s, "s"):
		return s + "es"
	case strings.HasSuffix(s, "y"):
		return strings.TrimSuffix(s, "y") + "ies"
	}
	return s + "s"
}

// GROUP/VERSION.Name, by the folders of the package.
func name(t reflect.Type) string {
	parts := strings.Split(t.PkgPath(), "/")
	return strings.Join(parts[len(parts)-2:], "/") + "." + t.Name()
}

func visit(t reflect.Type) {
	if _, ok := structs[name(t)]; ok {
		return
	}
	structs[name(t)] = t
	fields(t)
}

func fields(t reflect.Type) []string {
	var lines []string
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		tag, tagged := f.Tag.Lookup("json")
		parts := strings.Split(tag, ",")
		options := map[string]bool{}
		for _, option := range parts[1:] {
			options[option] = true
		}
		if parts[0] == "-" || !f.IsExported() {
			continue
		}
		if f.Anonymous && parts[0] == "" {
			embedded := f.Type
			if embedded.Kind() == reflect.Pointer {
				embedded = embedded.Elem()
			}
			lines = append(lines, fields(embedded)...)
			continue
		}
		key := parts[0]
		if !tagged || key == "" {
			key = f.Name
		}
		flag := "-"
		if options["omitzero"] {
			flag = "z"
		} else if options["omitempty"] {
			flag = "o"
		}
		line := " " + key + " " + flag + " " + expression(f.Type)
		if marker, ok := comments(t.PkgPath()).defaults[t.Name()+"."+f.Name]; ok {
			value := constant(t.PkgPath(), marker)
			// The zero value is the default of what is no pointer anyhow.
			if f.Type.Kind() == reflect.Pointer || (value != `""` && value != "0") {
				line += " =" + value
			}
		}
		lines = append(lines, line)
	}
	return lines
}

var known = map[reflect.Type]string{
	reflect.TypeFor[resource.Quantity]():    "q",
	reflect.TypeFor[meta.Time]():            "t",
	reflect.TypeFor[meta.MicroTime]():       "m",
	reflect.TypeFor[meta.Duration]():        "d",
	reflect.TypeFor[intstr.IntOrString]():   "x",
	reflect.TypeFor[core.ResourceList]():    "R",
	reflect.TypeFor[runtime.RawExtension](): "j",
	reflect.TypeFor[meta.FieldsV1]():        "j",
}

var scalars = map[reflect.Kind]string{
	reflect.String: "s", reflect.Bool: "b", reflect.Int: "i64", reflect.Int16: "i16", reflect.Int32: "i32", reflect.Int64: "i64",
	reflect.Uint8: "u8", reflect.Uint16: "u16", reflect.Uint32: "u32", reflect.Uint64: "u64", reflect.Float32: "f32", reflect.Float64: "f64",
}

func expression(t reflect.Type) string {
	if text, ok := known[t]; ok {
		return text
	}
	marshaler := reflect.TypeFor[json.Marshaler]()
	if t.Implements(marshaler) || (t.Kind() != reflect.Pointer && reflect.PointerTo(t).Implements(marshaler)) {
		if t.Kind() == reflect.Pointer {
			return "*" + expression(t.Elem())
		}
		return "j"
	}
	if text, ok := scalars[t.Kind()]; ok {
		return text
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + expression(t.Elem())
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "y"
		}
		return "[]" + expression(t.Elem())
	case reflect.Map:
		return "{}" + expression(t.Elem())
	case reflect.Struct:
		visit(t)
		return name(t)
	}
	log.Fatalf("no expression for %s", t)
	return ""
}

// The value of a marker as JSON: it is JSON, or ref(CONSTANT).
func constant(pkg, marker string) string {
	if m := regexp.MustCompile(`^ref\((\w+)\)$`).FindStringSubmatch(marker); m != nil {
		text, ok := comments(pkg).consts[m[1]]
		if !ok {
			log.Fatalf("no constant %s in %s", m[1], pkg)
		}
		return strconv.Quote(text)
	}
	return marker
}

func comments(pkg string) *source {
	if found, ok := comment[pkg]; ok {
		return found
	}
	found := &source{map[string]string{}, map[string]bool{}, map[string]string{}}
	comment[pkg] = found
	where, err := build.Import(pkg, ".", build.FindOnly)
	if err != nil {
		log.Fatal(err)
	}
	packages, err := parser.ParseDir(token.NewFileSet(), where.Dir, func(f fs.FileInfo) bool {
		return !strings.HasSuffix(f.Name(), "_test.go") && !strings.Contains(f.Name(), "generated")
	}, parser.ParseComments)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range packages {
		for _, file := range p.Files {
			for _, decl := range file.Decls {
				if decl, ok := decl.(*ast.GenDecl); ok {
					found.read(file, decl)
				}
			}
		}
	}
	return found
}

func (found *source) read(file *ast.File, decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.ValueSpec:
			for i, n := range spec.Names {
				if i < len(spec.Values) {
					if lit, ok := spec.Values[i].(*ast.BasicLit); ok && lit.Kind == token.STRING {
						found.consts[n.Name], _ = strconv.Unquote(lit.Value)
					}
				}
			}
		case *ast.TypeSpec:
			if nonNamespaced(file, decl) {
				found.cluster[spec.Name.Name] = true
			}
			s, ok := spec.Type.(*ast.StructType)
			if !ok {
				continue
			}
			for _, f := range s.Fields.List {
				if m := regexp.MustCompile(`(?m)^\s*\+default=(.*)$`).FindStringSubmatch(f.Doc.Text()); m != nil {
					for _, n := range f.Names {
						found.defaults[spec.Name.Name+"."+n.Name] = strings.TrimSpace(m[1])
					}
				}
			}
		}
	}
}

// Whether a comment between the declaration before and this one says that the kind has no namespace.
func nonNamespaced(file *ast.File, decl *ast.GenDecl) bool {
	var before token.Pos
	for _, other := range file.Decls {
		if other.End() <= decl.Pos() && other.End() > before {
			before = other.End()
		}
	}
	for _, group := range file.Comments {
		if group.Pos() > before && group.End() <= decl.TokPos {
			for _, line := range group.List {
				if strings.Contains(line.Text, "+genclient:nonNamespaced") {
					return true
				}
			}
		}
	}
	return false
}
