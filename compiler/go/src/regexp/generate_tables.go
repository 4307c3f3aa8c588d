// Prints tables.rs: the Unicode data of Go's package unicode in run-length form.
// Run as: go run generate_tables.go > tables.rs && rustfmt tables.rs
package main

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"unicode"
)

const count = unicode.MaxRune + 1

func members(t *unicode.RangeTable) []bool {
	in := make([]bool, count)
	for _, r := range t.R16 {
		for c := int(r.Lo); c <= int(r.Hi); c += int(r.Stride) {
			in[c] = true
		}
	}
	for _, r := range t.R32 {
		for c := int(r.Lo); c <= int(r.Hi); c += int(r.Stride) {
			in[c] = true
		}
	}
	return in
}

// folded is what unicode.FoldCategory and FoldScript should hold for a class: what folds into it from outside.
func folded(in []bool) []bool {
	out := make([]bool, count)
	for c := range in {
		if in[c] {
			for f := unicode.SimpleFold(rune(c)); f != rune(c); f = unicode.SimpleFold(f) {
				if !in[f] {
					out[f] = true
				}
			}
		}
	}
	return out
}

func must(ok bool, what ...any) {
	if !ok {
		fmt.Fprintln(os.Stderr, what...)
		os.Exit(1)
	}
}

func equal(a, b []bool) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func checkFold(name string, in []bool, table *unicode.RangeTable) {
	want := make([]bool, count)
	if table != nil {
		want = members(table)
	}
	must(equal(folded(in), want), "fold table of", name)
}

func main() {
	leaf := make([]byte, count)
	var leaves []string
	groups := map[string][]string{}
	for name := range unicode.Categories {
		if len(name) == 2 && name != "LC" {
			leaves = append(leaves, name)
		}
	}
	sort.Strings(leaves)
	seen := make([]bool, count)
	for i, name := range leaves {
		in := members(unicode.Categories[name])
		checkFold(name, in, unicode.FoldCategory[name])
		for c := range in {
			if in[c] {
				must(!seen[c], "two categories", c)
				seen[c], leaf[c] = true, byte(i)
			}
		}
		groups[name[:1]] = append(groups[name[:1]], name)
	}
	groups["LC"] = []string{"Ll", "Lt", "Lu"}
	for name := range unicode.Categories {
		if len(name) == 1 || name == "LC" {
			in := members(unicode.Categories[name])
			if name != "LC" { // Go folds every category but this one; unicode_class.rs says so too
				checkFold(name, in, unicode.FoldCategory[name])
			}
			or := make([]bool, count)
			for _, l := range groups[name] {
				for c, y := range members(unicode.Categories[l]) {
					or[c] = or[c] || y
				}
			}
			must(equal(in, or), "group", name)
		}
	}
	script := make([]byte, count)
	scripts := []string{"Zzzz"} // no script at all; not a name that Go knows
	for name := range unicode.Scripts {
		scripts = append(scripts, name)
	}
	sort.Strings(scripts[1:])
	for i, name := range scripts {
		if i > 0 {
			in := members(unicode.Scripts[name])
			checkFold(name, in, unicode.FoldScript[name])
			for c := range in {
				if in[c] {
					must(script[c] == 0, "two scripts", c)
					script[c] = byte(i)
				}
			}
		}
	}
	for c := range seen {
		must(seen[c], "no category", c)
	}

	fmt.Println("//! Unicode " + unicode.Version + " as Go's package unicode has it: categories, scripts, simple case folding.")
	fmt.Println("//! Written by generate_tables.go; do not edit.")
	fmt.Println()
	fmt.Println("/// The two-letter categories; their places are the ids in [`CATEGORY_RUNS`].")
	list("CATEGORIES", leaves)
	fmt.Println("/// The long names of the categories and of their groups, spelt as a pattern's name is before it is looked up.")
	fmt.Println("pub(super) const CATEGORY_ALIASES: &[(&str, &str)] = &[")
	var aliases []string
	for long, short := range unicode.CategoryAliases {
		var b strings.Builder
		for _, c := range long {
			if c == '_' || c == '-' || c == ' ' {
				continue
			}
			if b.Len() == 0 {
				b.WriteRune(unicode.ToUpper(c))
			} else {
				b.WriteRune(unicode.ToLower(c))
			}
		}
		aliases = append(aliases, fmt.Sprintf("(%q, %q),", b.String(), short))
	}
	sort.Strings(aliases)
	fmt.Println(strings.Join(aliases, "\n"))
	fmt.Println("];")
	fmt.Println("/// The scripts; their places are the ids in [`SCRIPT_RUNS`]. The first stands for code points without one.")
	list("SCRIPTS", scripts)
	runs("CATEGORY_RUNS", "category", leaf)
	runs("SCRIPT_RUNS", "script", script)

	fmt.Println("/// Simple case folding: `(first, last, step, delta)` says that the next code point of the folding orbit of")
	fmt.Println("/// each of `first, first + step, …, last` is `delta` away. Sorted by `first` within each step.")
	fmt.Println("pub(super) const FOLD_RUNS: &[(u32, u32, u32, i32)] = &[")
	type run struct{ first, last, step, delta int }
	delta := map[int]int{}
	var points []int
	for c := 0; c < count; c++ {
		if f := int(unicode.SimpleFold(rune(c))); f != c {
			delta[c] = f - c
			points = append(points, c)
		}
	}
	used := map[int]bool{}
	var all []run
	for _, c := range points {
		if used[c] {
			continue
		}
		best := run{c, c, 1, delta[c]}
		for _, step := range []int{1, 2} {
			last := c
			for n := c + step; !used[n] && delta[n] == delta[c]; n += step {
				last = n
			}
			if (last-c)/step > (best.last-best.first)/best.step {
				best = run{c, last, step, delta[c]}
			}
		}
		for n := best.first; n <= best.last; n += best.step {
			used[n] = true
		}
		all = append(all, best)
	}
	for _, r := range all {
		fmt.Printf("(%#x, %#x, %d, %d),\n", r.first, r.last, r.step, r.delta)
	}
	fmt.Println("];")
	fmt.Fprintln(os.Stderr, len(points), "folding points,", len(all), "runs")
}

func list(name string, items []string) {
	fmt.Printf("pub(super) const %s: &[&str] = &[", name)
	for _, s := range items {
		fmt.Printf("%q,", s)
	}
	fmt.Println("];")
}

func runs(name, what string, id []byte) {
	fmt.Printf("/// Where each run of one %s begins: `start << 8 | id`, sorted; the last run ends with U+10FFFF.\n", what)
	fmt.Printf("pub(super) const %s: &[u32] = &[", name)
	n := 0
	for c := range id {
		if c == 0 || id[c] != id[c-1] {
			fmt.Printf("%#x,", uint32(c)<<8|uint32(id[c]))
			n++
		}
	}
	fmt.Println("];")
	fmt.Fprintln(os.Stderr, n, what, "runs")
}
