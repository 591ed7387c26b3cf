package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// event is one line of go test -json.
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

// name is a test, or a package where the test is empty.
type name struct{ pkg, test string }

// above returns the test that n is a subtest of.
func (n name) above() (above name, ok bool) {
	cut := strings.LastIndex(n.test, "/")
	if cut < 0 {
		return name{}, false
	}
	return name{n.pkg, n.test[:cut]}, true
}

// parent is a test with subtests: it counts as these, unless it fails by itself.
type parent struct{ failed bool }

// tally follows a run.
type tally struct {
	counts
	skipped int
	out     io.Writer
	printed map[name]*strings.Builder // what each running test has printed
	parents map[name]*parent
	broken  map[string]bool // packages with a failed test
}

func newTally(out io.Writer) *tally {
	return &tally{
		out:     out,
		printed: map[name]*strings.Builder{},
		parents: map[name]*parent{},
		broken:  map[string]bool{},
	}
}

// line takes one line; what is no event, such as a complaint of the compiler, is passed on.
func (t *tally) line(line []byte) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil {
		_, _ = t.out.Write(line)
		return
	}
	n := name{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Fprint(t.out, e.Output)
	case "output":
		t.output(n, e.Output)
	case "pass", "fail":
		t.end(n, e.Action == "fail")
	case "skip":
		t.skip(n)
	}
}

// output holds back what a test prints until it is known to fail, and what go test says on packages without tests.
func (t *tally) output(n name, text string) {
	if n.test == "" {
		if text != "PASS\n" && !strings.Contains(text, "[no test files]") {
			fmt.Fprint(t.out, text)
		}
		return
	}
	if t.printed[n] == nil {
		t.printed[n] = &strings.Builder{}
	}
	t.printed[n].WriteString(text)
}

// end counts a test.
func (t *tally) end(n name, failed bool) {
	if n.test == "" {
		t.endPackage(n.pkg, failed)
		return
	}
	if printed := t.printed[n]; failed && printed != nil {
		fmt.Fprint(t.out, printed.String())
	}
	delete(t.printed, n)
	t.count(n, failed)
}

// endPackage counts a package that failed without a failed test, since it did not compile or broke off, and prints
// what its unfinished tests had to say.
func (t *tally) endPackage(pkg string, failed bool) {
	if failed && !t.broken[pkg] {
		t.Failed++
	}
	for n, printed := range t.printed {
		if n.pkg == pkg {
			fmt.Fprint(t.out, printed)
			delete(t.printed, n)
		}
	}
}

func (t *tally) count(n name, failed bool) {
	own := t.parents[n]
	switch {
	case failed && (own == nil || !own.failed):
		t.Failed++
		t.broken[n.pkg] = true
	case !failed && own == nil:
		t.Passed++
	}
	if above, ok := n.above(); ok {
		if t.parents[above] == nil {
			t.parents[above] = &parent{}
		}
		t.parents[above].failed = t.parents[above].failed || failed
	}
}

// skip tells of a test that did not run; a package is skipped when it has none.
func (t *tally) skip(n name) {
	if n.test == "" {
		return
	}
	t.skipped++
	fmt.Fprint(t.out, t.printed[n])
	delete(t.printed, n)
}
