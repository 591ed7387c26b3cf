package bot

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
)

// literal is a string in a source, and whether it stands where a text key does.
type literal struct {
	value string
	key   bool
}

// literals returns the strings in the Go files of a folder.
func literals(t *testing.T, folder string) []literal {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	must(t, err)
	var found []literal
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		must(t, err)
		ast.Inspect(parsed, func(n ast.Node) bool {
			found = append(found, literalsOf(n)...)
			return true
		})
	}
	return found
}

// saying are the engine's functions that take a text key.
var saying = []string{"say", "change", "touched", "sayList"}

func literalsOf(n ast.Node) []literal {
	var found []literal
	note := func(key bool, expressions ...ast.Expr) {
		for _, e := range expressions {
			if value, ok := text(e); ok {
				found = append(found, literal{value, key})
			}
		}
	}
	switch n := n.(type) {
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains(saying, f.Sel.Name) {
			note(true, n.Args...)
		}
	case *ast.KeyValueExpr:
		if name, ok := n.Key.(*ast.Ident); ok && name.Name == "Key" {
			note(true, n.Value)
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if to, ok := left.(*ast.SelectorExpr); ok && to.Sel.Name == "Key" && len(n.Lhs) == len(n.Rhs) {
				note(true, n.Rhs[i])
			}
			if to, ok := left.(*ast.Ident); ok && to.Name == "key" && len(n.Lhs) == len(n.Rhs) {
				note(true, n.Rhs[i])
			}
		}
	case *ast.BasicLit:
		note(false, n)
	}
	return found
}

// text is a string literal, or the beginning of a sum that starts with one.
func text(e ast.Expr) (string, bool) {
	if sum, ok := e.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
		return text(sum.X)
	}
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	value, err := strconv.Unquote(lit.Value)
	return value, err == nil
}

func TestEveryKeyOfTheEngineHasAText(t *testing.T) {
	known, found := keys(t), 0
	for _, l := range append(literals(t, "../engine"), literals(t, "../webhooks")...) {
		if !l.key || l.value == "ack" {
			continue
		}
		found++
		has := slices.ContainsFunc(known, func(key string) bool {
			return key == l.value || strings.HasSuffix(l.value, ".") && strings.HasPrefix(key, l.value)
		})
		if !has {
			t.Errorf("no text for %q", l.value)
		}
	}
	if found < 50 {
		t.Errorf("only %d keys were found in the engine", found)
	}
}

func TestNoTextIsLeftOver(t *testing.T) {
	var used []literal
	for _, folder := range []string{"../engine", "../engine/intake", "../webhooks", "..", "."} {
		used = append(used, literals(t, folder)...)
	}
	content, err := os.ReadFile("texts/de.yaml")
	must(t, err)
	for _, key := range keys(t) {
		family, _, _ := strings.Cut(key, ".")
		family += "."
		in := slices.ContainsFunc(used, func(l literal) bool {
			return l.value == key || l.value == family && family != key || strings.HasSuffix(key, "_hint") && l.value == "_hint"
		})
		quoted := strings.Contains(string(content), `word "`+family[:len(family)-1]+`"`) ||
			strings.Contains(string(content), `many "`+key+`"`)
		if !in && !quoted && !ownFamily(family) {
			t.Errorf("nothing says %q", key)
		}
	}
}

// ownFamily reports whether the keys of a family are put together by the functions of a speaker.
func ownFamily(family string) bool {
	return slices.Contains([]string{"ago.", "since.", "of.", "weekday."}, family)
}

// blockReasons are all reasons for which a card can be blocked.
func blockReasons() []compliance.Reason {
	return []compliance.Reason{
		compliance.OptedOut, compliance.Lost, compliance.TooManyUnanswered, compliance.ContactedRecently,
		compliance.NoConsent, compliance.NoChannel, compliance.Resting, compliance.DirectOff,
		compliance.RelationUnknown, compliance.QuietHours,
	}
}

// TestEveryValueHasAWord guards the keys that are put together from a family and a value.
func TestEveryValueHasAWord(t *testing.T) {
	want := []string{
		"later.evening", "later.tomorrow", "later.days", "later.monday", "later.weeks",
		"company.zinzino", "company.pm_international", "company.lr", "company.doterra", "company.juice_plus", "company.other",
	}
	add := func(family, value string) { want = append(want, family+"."+value) }
	for _, r := range blockReasons() {
		add("blocked_by", string(r))
	}
	for _, c := range []engine.Channel{engine.Telegram, engine.WhatsApp, engine.SMS, engine.Phone, engine.Call, engine.Email} {
		add("channel", string(c))
		add("open", string(c))
	}
	for _, r := range []engine.Relation{
		engine.RelationFriend, engine.RelationAcquaintance, engine.RelationCustomer, engine.RelationEnquiry, engine.RelationStranger,
	} {
		add("relation", string(r))
	}
	for _, o := range []engine.Outcome{engine.Done, engine.Deferred, engine.NoMore, engine.Replaced} {
		add("outcome", string(o))
	}
	for _, p := range []engine.Priority{engine.Urgent, engine.High, engine.Normal, engine.Low} {
		add("priority", string(p))
	}
	for _, c := range []engine.Code{engine.Invalid, engine.NotFound, engine.Forbidden, engine.Internal} {
		add("error", string(c))
	}
	known := keys(t)
	for _, key := range want {
		if !slices.Contains(known, key) {
			t.Errorf("no text for %q", key)
		}
	}
}
