package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// runs are what go test -json says, how that counts, and what of it is printed.
var runs = []struct {
	name   string
	events string
	want   counts
	prints string
}{
	{"a test", `
		{"Action":"output","Package":"p","Test":"T","Output":"secret\n"}
		{"Action":"pass","Package":"p","Test":"T"}
		{"Action":"pass","Package":"p"}`, counts{Passed: 1}, ""},
	{"a failure shows what the test printed", `
		{"Action":"output","Package":"p","Test":"T","Output":"why\n"}
		{"Action":"fail","Package":"p","Test":"T"}
		{"Action":"fail","Package":"p"}`, counts{Failed: 1}, "why\n"},
	{"subtests count instead of their test", `
		{"Action":"pass","Package":"p","Test":"T/a"}
		{"Action":"fail","Package":"p","Test":"T/b"}
		{"Action":"fail","Package":"p","Test":"T"}`, counts{Passed: 1, Failed: 1}, ""},
	{"a test that fails beside its subtests", `
		{"Action":"pass","Package":"p","Test":"T/a"}
		{"Action":"fail","Package":"p","Test":"T"}`, counts{Passed: 1, Failed: 1}, ""},
	{"a package that breaks off", `
		{"Action":"output","Package":"p","Test":"T","Output":"last words\n"}
		{"Action":"fail","Package":"p"}`, counts{Failed: 1}, "last words\n"},
	{"a package that does not compile", `
		{"Action":"build-output","ImportPath":"p","Output":"x.go:1:1: bad\n"}
		{"Action":"fail","Package":"p"}`, counts{Failed: 1}, "x.go:1:1: bad\n"},
	{"a skipped test is neither", `
		{"Action":"output","Package":"p","Test":"T","Output":"no\n"}
		{"Action":"skip","Package":"p","Test":"T"}
		{"Action":"pass","Package":"p"}`, counts{}, "no\n"},
}

func TestRunsAreCounted(t *testing.T) {
	for _, test := range runs {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			tally := newTally(&out)
			for line := range strings.Lines(strings.TrimSpace(test.events)) {
				tally.line([]byte(line))
			}
			if tally.counts != test.want || out.String() != test.prints {
				t.Errorf("got %+v and %q, want %+v and %q", tally.counts, out.String(), test.want, test.prints)
			}
		})
	}
}

func TestAStageWithoutResultsIsAFailure(t *testing.T) {
	file := filepath.Join(t.TempDir(), "vitest.json")
	if c, err := read(file); err != nil || c.Failed != 1 {
		t.Errorf("no file: %+v, %v", c, err)
	}
	text := `{"numPassedTests":3,"numFailedTests":0,"success":false,"testResults":[]}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err := read(file); err != nil || c.Passed != 3 || c.Failed != 1 {
		t.Errorf("broken off: %+v, %v", c, err)
	}
}
