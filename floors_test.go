package main_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/salesflow/salesflow"

// leaves are pure: everything above may use them.
var leaves = []string{"engine/timing", "engine/language", "engine/compliance", "engine/intake", "engine/drafting"}

// engineAndBelow is what the packages above the engine may speak of.
var engineAndBelow = append([]string{"engine"}, leaves...)

// arrows says which of our packages each package may import. The house has floors, and arrows point down only:
// main, then what listens to HTTP, then what serves the engine, then the engine, then the leaves.
var arrows = map[string][]string{
	"engine/timing":     nil,
	"engine/language":   nil,
	"engine/compliance": nil,
	"engine/intake":     nil,
	"engine/drafting":   nil,
	"migrations":        nil,

	"engine": leaves,

	"bot":         append([]string{"bot/ai"}, engineAndBelow...),
	"bot/ai":      nil, // asks language models, whatever for
	"sequences":   engineAndBelow,
	"store":       append([]string{"migrations"}, engineAndBelow...),
	"bot/standin": nil, // plays foreign servers, which know nothing of us

	"bot/standin/openai":       nil, // likewise
	"bot/standin/openai/serve": {"bot/standin/openai"},

	"store/local":     nil,
	"store/storetest": {"store/local", "migrations"},

	"webhooks":  append([]string{"bot"}, engineAndBelow...),
	"admin-api": engineAndBelow,

	".": append([]string{
		"admin-api", "bot", "bot/ai", "bot/standin", "migrations", "sequences", "store", "store/local", "webhooks",
	}, engineAndBelow...),

	"eval":  nil,                                                                  // judges the program from outside
	"bench": {"engine", "engine/compliance", "sequences", "store", "store/local"}, // measures the program from outside

	".ci/count": nil,
}

func TestArrowsPointDownOnly(t *testing.T) {
	found := map[string]bool{}
	for _, s := range readSources(t) {
		found[s.dir()] = true
		allowed, known := arrows[s.dir()]
		if !known {
			t.Errorf("%s: package %s has no place in the house: give it one in arrows", s.path, s.dir())
			continue
		}
		if s.isTest() && !slices.Contains(leaves, s.dir()) {
			continue // tests wire what they need
		}
		for _, spec := range s.file.Imports {
			target, ours := ownPackage(spec)
			if ours && target != s.dir() && !slices.Contains(allowed, target) {
				t.Errorf("%s: %s must not import %s", s.at(spec), s.dir(), target)
			}
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(arrows)) {
		if !found[dir] {
			t.Errorf("package %s is in arrows, but nowhere else", dir)
		}
	}
}

// ownPackage returns the folder of an import that is ours.
func ownPackage(spec *ast.ImportSpec) (dir string, ours bool) {
	target, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return "", false
	}
	if target == module {
		return ".", true
	}
	return strings.CutPrefix(target, module+"/")
}

// source is a Go file of ours, written by hand.
type source struct {
	path  string // from the top of the tree, with slashes
	lines int
	fset  *token.FileSet
	file  *ast.File
}

func (s source) dir() string  { return path.Dir(s.path) }
func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// at returns the place of a node as file:line, the file as seen from the top of the tree.
func (s source) at(node ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.fset.Position(node.Pos()).Line)
}

// span returns the number of lines from the first to the last of a node.
func (s source) span(node ast.Node) int {
	return s.fset.Position(node.End()).Line - s.fset.Position(node.Pos()).Line + 1
}

// readSources parses all Go files of the tree, in a stable order.
func readSources(t *testing.T) []source {
	t.Helper()
	var all []source
	fset := token.NewFileSet()
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{".git", ".salesflow", "node_modules", "testdata"}, entry.Name()) {
			return fs.SkipDir
		}
		if entry.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		s, err := parse(fset, name)
		if err == nil && !ast.IsGenerated(s.file) {
			all = append(all, s)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func parse(fset *token.FileSet, name string) (source, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return source{}, err
	}
	file, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	return source{path: filepath.ToSlash(name), lines: bytes.Count(text, []byte("\n")), fset: fset, file: file}, err
}
