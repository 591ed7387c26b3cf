package main_test

import (
	"fmt"
	"go/ast"
	"testing"
)

const (
	maxFileLines      = 250
	maxTestFileLines  = 400 // tables and stories are longer than what they test
	maxFunctionLines  = 40
	maxParameters     = 4
	maxInterfaceParts = 6
	maxNesting        = 3
)

// exceptions are the files that may break a rule, with the reason. One that is no longer needed has to go.
var exceptions = map[exception]string{
	{"German is in data", "engine/intake/header.go"}:          "recognises the column titles of German tables",
	{"German is in data", "engine/intake/typed.go"}:           "recognises words that no name contains",
	{"German is in data", "engine/language/compounds.go"}:     "joins a word of the vocabulary with parts of the day",
	{"German is in data", "engine/timing/statutory.go"}:       "names holidays as the calendar library does",
	{"functions have few parameters", "bot/standin/deeds.go"}: "a file has a name, a type, a content and a caption",
	{"German is in data", "engine/intake/media.go"}:           "recognises what WhatsApp writes into German exports",
	{"German is in data", "engine/intake/notice.go"}:          "recognises what WhatsApp writes into German exports",
}

type exception struct{ rule, file string }

// rules look at one file each; what a file breaks goes to complain.
var rules = []struct {
	name  string
	check func(s source, complain complainer)
}{
	{"files are short", fileLength},
	{"functions are short", functionLength},
	{"functions have few parameters", parameters},
	{"nesting is shallow", nesting},
	{"interfaces are small", interfaceSize},
	{"exported names are documented", documented},
	{"packages are named for what they are", packageName},
	{"time is an input", clockReads},
	{"German is in data", german},
}

type complainer func(at ast.Node, format string, args ...any)

func TestBudgets(t *testing.T) {
	sources := readSources(t)
	used := map[exception]bool{}
	for _, rule := range rules {
		t.Run(rule.name, func(t *testing.T) {
			for _, s := range sources {
				key := exception{rule.name, s.path}
				rule.check(s, func(at ast.Node, format string, args ...any) {
					if _, ok := exceptions[key]; ok {
						used[key] = true
						return
					}
					t.Errorf("%s: %s", s.at(at), fmt.Sprintf(format, args...))
				})
			}
		})
	}
	for key := range exceptions {
		if !used[key] {
			t.Errorf("the exception %q for %s is not needed", key.rule, key.file)
		}
	}
}

func fileLength(s source, complain complainer) {
	most := maxFileLines
	if s.isTest() {
		most = maxTestFileLines
	}
	if s.lines > most {
		complain(s.file, "file of %d lines, at most %d", s.lines, most)
	}
}

func functionLength(s source, complain complainer) {
	for f := range functions(s) {
		if n := s.span(f); n > maxFunctionLines && !s.isTest() {
			complain(f, "%s has %d lines, at most %d", f.Name.Name, n, maxFunctionLines)
		}
	}
}

func parameters(s source, complain complainer) {
	check := func(name string, f *ast.FuncType, at ast.Node) {
		if n := f.Params.NumFields(); n > maxParameters {
			complain(at, "%s has %d parameters, at most %d", name, n, maxParameters)
		}
	}
	ast.Inspect(s.file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.FuncDecl:
			check(n.Name.Name, n.Type, n)
		case *ast.InterfaceType:
			for _, m := range n.Methods.List {
				if f, ok := m.Type.(*ast.FuncType); ok {
					check(m.Names[0].Name, f, m)
				}
			}
		}
		return true
	})
}

// nesting looks at each function outside of tests; a function literal starts anew.
func nesting(s source, complain complainer) {
	if s.isTest() {
		return
	}
	ast.Inspect(s.file, func(node ast.Node) bool {
		switch f := node.(type) {
		case *ast.FuncDecl:
			nest(f.Body, 0, complain)
		case *ast.FuncLit:
			nest(f.Body, 0, complain)
		}
		return true
	})
}

// nest visits what is inside of outer, which has depth statements with a body around its own.
func nest(outer ast.Node, depth int, complain complainer) {
	ast.Inspect(outer, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.FuncLit:
			return false
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			if n == outer {
				return true
			}
		default:
			return true
		}
		inside := depth + 1
		if above, ok := outer.(*ast.IfStmt); ok && above.Else == node {
			inside = depth // an else-if is not inside of its if
		}
		if inside > maxNesting {
			complain(node, "nested more than %d deep", maxNesting)
			return false
		}
		nest(node, inside, complain)
		return false
	})
}

func interfaceSize(s source, complain complainer) {
	ast.Inspect(s.file, func(node ast.Node) bool {
		if spec, ok := node.(*ast.TypeSpec); ok {
			if i, ok := spec.Type.(*ast.InterfaceType); ok && i.Methods.NumFields() > maxInterfaceParts {
				complain(spec, "%s has %d methods, at most %d", spec.Name.Name, i.Methods.NumFields(), maxInterfaceParts)
			}
		}
		return true
	})
}

// functions yields the declared functions and methods.
func functions(s source) func(yield func(*ast.FuncDecl) bool) {
	return func(yield func(*ast.FuncDecl) bool) {
		for _, decl := range s.file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && !yield(f) {
				return
			}
		}
	}
}
