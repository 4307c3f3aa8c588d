//go:build ignore

// Writes tables.rs beside it from the unicode package of the Go that runs it:
//
//	go run generate_tables.go > tables.rs
package main

import (
	"fmt"
	"unicode"
)

// end is the first code point after the last one of Unicode.
const end = unicode.MaxRune + 1

// class prints the code points that `in` holds as arithmetic runs (first, last, step).
func class(name, doc string, in func(rune) bool) {
	var points []rune
	for r := rune(0x80); r < end; r++ {
		if in(r) {
			points = append(points, r)
		}
	}
	fmt.Printf("\n/// %s\n#[rustfmt::skip]\npub(super) static %s: &[Run] = &[", doc, name)
	row := 0
	for i := 0; i < len(points); {
		j, step := i+1, rune(1)
		if j < len(points) && points[j]-points[i] <= 2 {
			step = points[j] - points[i]
			// A pair two apart is only worth a run when a third follows.
			if step == 1 || j+1 < len(points) && points[j+1]-points[j] == 2 {
				for j < len(points) && points[j]-points[j-1] == step {
					j++
				}
			} else {
				step = 1
			}
		}
		fmt.Print(separator(&row, 5), fmt.Sprintf("(%#x, %#x, %d),", points[i], points[j-1], step))
		i = j
	}
	fmt.Println("\n];")
}

// separator stands before an element of a list that has `width` elements a line.
func separator(n *int, width int) string {
	*n++
	if (*n-1)%width == 0 {
		return "\n    "
	}
	return " "
}

// mapping prints `to` for the runes that are listed, as runs (first, last, step, distance).
func mapping(name, doc string, to func(rune) rune, listed func(rune) bool) {
	var points []rune
	for r := rune(0); r < end; r++ {
		if listed(r) {
			points = append(points, r)
		}
	}
	fmt.Printf("\n/// %s\n#[rustfmt::skip]\npub(super) static %s: &[Shift] = &[", doc, name)
	row := 0
	for i := 0; i < len(points); {
		delta := to(points[i]) - points[i]
		j, step := i+1, rune(1)
		if j < len(points) && points[j]-points[i] <= 2 && to(points[j])-points[j] == delta {
			step = points[j] - points[i]
			for j < len(points) && points[j]-points[j-1] == step && to(points[j])-points[j] == delta {
				j++
			}
		}
		fmt.Print(separator(&row, 4), fmt.Sprintf("(%#x, %#x, %d, %d),", points[i], points[j-1], step, delta))
		i = j
	}
	fmt.Println("\n];")
}

// otherCase is what most runes fold to.
func otherCase(r rune) rune {
	if lower := unicode.ToLower(r); lower != r {
		return lower
	}
	return unicode.ToUpper(r)
}

func main() {
	fmt.Printf("//! Unicode %s as Go's `unicode` package has it; made by generate_tables.go, not by hand.\n", unicode.Version)
	fmt.Println("//! ASCII is left out where nothing else is said: the functions answer it without a table.")
	fmt.Println("\n/// Code points first, first + step, … up to and with last.")
	fmt.Println("pub(super) type Run = (u32, u32, u32);")
	fmt.Println("\n/// As [`Run`], with what is added to each to map it.")
	fmt.Println("pub(super) type Shift = (u32, u32, u32, i32);")
	class("PRINT", "`unicode.IsPrint`: L, M, N, P, S.", unicode.IsPrint)
	class("LETTER", "Category L.", unicode.IsLetter)
	class("MARK", "Category M.", unicode.IsMark)
	class("NUMBER", "Category N.", unicode.IsNumber)
	class("DIGIT", "Category Nd.", unicode.IsDigit)
	class("PUNCT", "Category P.", unicode.IsPunct)
	class("SYMBOL", "Category S.", unicode.IsSymbol)
	class("UPPER", "Category Lu.", unicode.IsUpper)
	class("LOWER", "Category Ll.", unicode.IsLower)
	class("TITLE", "Category Lt.", unicode.IsTitle)
	class("SPACE_SEPARATOR", "Category Zs.", func(r rune) bool { return unicode.Is(unicode.Zs, r) })
	mapping("TO_UPPER", "`unicode.ToUpper`, where it changes the rune.", unicode.ToUpper, func(r rune) bool {
		return r >= 0x80 && unicode.ToUpper(r) != r
	})
	mapping("TO_LOWER", "`unicode.ToLower`, where it changes the rune.", unicode.ToLower, func(r rune) bool {
		return r >= 0x80 && unicode.ToLower(r) != r
	})
	mapping("TO_TITLE", "`unicode.ToTitle`, where it is not `unicode.ToUpper`.", unicode.ToTitle, func(r rune) bool {
		return unicode.ToTitle(r) != unicode.ToUpper(r)
	})
	mapping("FOLD", "`unicode.SimpleFold`, where it is not the lower case, or else the upper case (ASCII included).", unicode.SimpleFold, func(r rune) bool {
		return unicode.SimpleFold(r) != otherCase(r)
	})
}
