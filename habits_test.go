package main_test

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func packageName(s source, complain complainer) {
	vague := []string{
		"base", "common", "handler", "handlers", "helper", "helpers", "manager", "misc", "model", "models",
		"service", "services", "shared", "tools", "types", "util", "utils",
	}
	if slices.Contains(vague, s.file.Name.Name) || slices.Contains(vague, path.Base(s.dir())) {
		complain(s.file.Name, "package %s in %s: say what it is", s.file.Name.Name, s.dir())
	}
}

// clockReads finds the wall clock below main. The stand-ins and the local Postgres deal with real servers, bench and
// eval with real time.
func clockReads(s source, complain complainer) {
	if s.isTest() || slices.Contains([]string{".", ".ci/count", "bench", "bot/standin", "eval", "store/local"}, s.dir()) {
		return
	}
	ast.Inspect(s.file, func(node ast.Node) bool {
		call, ok := node.(*ast.SelectorExpr)
		if !ok || !slices.Contains([]string{"Now", "Since", "Until", "Sleep"}, call.Sel.Name) {
			return true
		}
		if pkg, ok := call.X.(*ast.Ident); ok && pkg.Name == "time" {
			complain(call, "time.%s below main: take the time as an input", call.Sel.Name)
		}
		return true
	})
}

// germanWord is a word with a letter that only German has; such a letter by itself is not yet German.
var germanWord = regexp.MustCompile(`(?i)\p{L}[äöüß]|[äöüß]\p{L}`)

func german(s source, complain complainer) {
	if s.isTest() {
		return
	}
	ast.Inspect(s.file, func(node ast.Node) bool {
		literal, ok := node.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		if text, err := strconv.Unquote(literal.Value); err == nil && germanWord.MatchString(text) {
			complain(literal, "German in code: %s", literal.Value)
		}
		return true
	})
}

// documented wants a comment on every exported name that starts with the name; in a group of constants or
// variables a comment beside the name, or on the group, does.
func documented(s source, complain complainer) {
	if s.isTest() {
		return
	}
	for f := range functions(s) {
		if f.Name.IsExported() && (f.Recv == nil || exportedReceiver(f)) {
			speaksOf(f.Name, f.Doc, complain)
		}
	}
	for _, decl := range s.file.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range group.Specs {
			switch d := spec.(type) {
			case *ast.TypeSpec:
				documentedType(d, group, complain)
			case *ast.ValueSpec:
				documentedValue(d, group, complain)
			}
		}
	}
}

func documentedType(d *ast.TypeSpec, group *ast.GenDecl, complain complainer) {
	if !d.Name.IsExported() {
		return
	}
	doc := d.Doc
	if !group.Lparen.IsValid() {
		doc = group.Doc
	}
	speaksOf(d.Name, doc, complain)
	if i, ok := d.Type.(*ast.InterfaceType); ok {
		for _, m := range i.Methods.List {
			if len(m.Names) > 0 && m.Doc == nil && m.Comment == nil {
				complain(m, "%s.%s has no comment", d.Name.Name, m.Names[0].Name)
			}
		}
	}
}

func documentedValue(d *ast.ValueSpec, group *ast.GenDecl, complain complainer) {
	for _, name := range d.Names {
		switch {
		case !name.IsExported() || d.Doc != nil || d.Comment != nil:
		case !group.Lparen.IsValid():
			speaksOf(name, group.Doc, complain)
		case group.Doc == nil:
			complain(name, "%s has no comment", name.Name)
		}
	}
}

// speaksOf complains of a comment that is missing or does not start with the name.
func speaksOf(name *ast.Ident, doc *ast.CommentGroup, complain complainer) {
	text := doc.Text()
	for _, article := range []string{"A ", "An ", "The "} {
		text = strings.TrimPrefix(text, article)
	}
	if text == "" {
		complain(name, "%s has no comment", name.Name)
	} else if !strings.HasPrefix(text, name.Name) {
		complain(name, "the comment of %s does not start with its name", name.Name)
	}
}

func exportedReceiver(f *ast.FuncDecl) bool {
	name := root(f.Recv.List[0].Type)
	return name != nil && name.IsExported()
}

// TestPackagesSayWhatTheyAre wants one package comment in each package.
func TestPackagesSayWhatTheyAre(t *testing.T) {
	comments := map[string]int{}
	for _, s := range readSources(t) {
		if s.isTest() {
			continue
		}
		comments[s.dir()] += 0
		if s.file.Doc != nil {
			comments[s.dir()]++
		}
	}
	for dir, n := range comments {
		if n != 1 {
			t.Errorf("package %s has %d package comments, not one", dir, n)
		}
	}
}

// TestPackageVariablesDoNotChange looks at each package by itself: what it imports need not be known for that.
func TestPackageVariablesDoNotChange(t *testing.T) {
	packages := map[string][]source{}
	for _, s := range readSources(t) {
		name := s.dir() + " " + s.file.Name.Name
		packages[name] = append(packages[name], s)
	}
	for _, sources := range packages {
		checkVariables(t, sources)
	}
}

func checkVariables(t *testing.T, sources []source) {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: noImports{}, Error: func(error) {}}
	var files []*ast.File
	for _, s := range sources {
		files = append(files, s.file)
	}
	pkg, _ := config.Check(sources[0].dir(), sources[0].fset, files, info) // complains of all imports
	for _, s := range sources {
		for _, name := range assigned(s) {
			if v, ok := info.Uses[name].(*types.Var); ok && v.Parent() == pkg.Scope() {
				t.Errorf("%s: package variable %s changes", s.at(name), name.Name)
			}
		}
	}
}

type noImports struct{}

func (noImports) Import(string) (*types.Package, error) { return nil, errors.New("not needed") }

// assigned returns the names that a file assigns to outside of init, the whole value or a part of it.
func assigned(s source) []*ast.Ident {
	var targets []ast.Expr
	ast.Inspect(s.file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.FuncDecl:
			return n.Recv != nil || n.Name.Name != "init"
		case *ast.AssignStmt:
			targets = append(targets, n.Lhs...)
		case *ast.IncDecStmt:
			targets = append(targets, n.X)
		case *ast.RangeStmt:
			targets = append(targets, n.Key, n.Value)
		case *ast.CallExpr:
			if name, ok := n.Fun.(*ast.Ident); ok && (name.Name == "delete" || name.Name == "clear") {
				targets = append(targets, n.Args[0])
			}
		}
		return true
	})
	var names []*ast.Ident
	for _, target := range targets {
		if name := root(target); name != nil {
			names = append(names, name)
		}
	}
	return names
}

// root returns the name that an expression starts with: x of (*x.f[i]).g.
func root(expr ast.Expr) *ast.Ident {
	switch e := expr.(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return root(e.X)
	case *ast.IndexExpr:
		return root(e.X)
	case *ast.IndexListExpr:
		return root(e.X)
	case *ast.StarExpr:
		return root(e.X)
	case *ast.ParenExpr:
		return root(e.X)
	}
	return nil
}
