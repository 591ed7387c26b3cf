package sequences

import (
	"cmp"
	"fmt"
	"slices"
)

// File is a file of sequences or message templates, or both.
type File struct {
	Name string
	Text []byte
}

// Severity says whether a finding keeps a file from being used.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Finding is something that is wrong with a file, or looks so. Line and Column count from 1.
type Finding struct {
	File         string
	Line, Column int
	Severity     Severity
	Key          string // of the text, the same for all findings of its kind
	Message      string // what is wrong and how to mend it, in German
}

// String returns the finding as a compiler would print it.
func (f Finding) String() string {
	return fmt.Sprintf("%s:%d:%d: %s: %s", f.File, f.Line, f.Column, f.Severity, f.Message)
}

// Broken reports whether there is an error among the findings.
func Broken(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Severity == Error })
}

// mostFindings is after how many a file is not worth reading on.
const mostFindings = 200

// report collects the findings of a file.
type report struct {
	file     string
	lines    int // of the file; the library counts one more where something is missing at the end
	findings []Finding
}

// place is where something stands in a file.
type place struct{ line, column int }

func (r *report) fail(at place, key string, args words) { r.add(at, Error, key, args) }

func (r *report) warn(at place, key string, args words) { r.add(at, Warning, key, args) }

func (r *report) add(at place, severity Severity, key string, args words) {
	if !r.full() {
		r.put(at, Finding{Severity: severity, Key: key, Message: say(key, args)})
	}
}

func (r *report) put(at place, f Finding) {
	if !r.full() {
		f.File, f.Line, f.Column = r.file, min(max(at.line, 1), r.lines), max(at.column, 1)
		r.findings = append(r.findings, f)
	}
}

// full reports whether more findings are not worth looking for.
func (r *report) full() bool { return len(r.findings) >= mostFindings }

func (r *report) broken() bool { return Broken(r.findings) }

// sorted returns the findings in the order of the file.
func (r *report) sorted() []Finding {
	slices.SortStableFunc(r.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Severity, b.Severity))
	})
	return r.findings
}
