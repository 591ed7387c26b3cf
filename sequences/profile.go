package sequences

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/engine/compliance"
)

// schemaLine is by what the rules of a company are known, before they are read.
var schemaLine = regexp.MustCompile(`^\{?\s*["']?schema["']?\s*:\s*["']?compliance-profile/`)

// isProfile reports whether the first document of a file holds the rules of a company.
func isProfile(text []byte) bool {
	begun := false
	for line := range strings.Lines(string(bytes.TrimPrefix(text, []byte("\ufeff")))) {
		line = strings.TrimRight(line, " \t\r\n")
		switch {
		case schemaLine.MatchString(line):
			return true
		case strings.HasPrefix(line, "---") && begun:
			return false
		case line != "" && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "---") && !strings.HasPrefix(line, "%"):
			begun = true
		}
	}
	return false
}

// apart parts the rules of companies from sequences and templates.
func apart(files []File) (plans, profiles []File) {
	for _, f := range files {
		if isProfile(f.Text) {
			profiles = append(profiles, f)
		} else {
			plans = append(plans, f)
		}
	}
	return plans, profiles
}

// lintProfiles returns what is wrong with the rules of companies, in the words of the linter.
func lintProfiles(files, beside []File) []Finding {
	var sources, others []compliance.Source
	var findings []Finding
	for _, f := range files {
		if r := badSyntax(f); r.broken() {
			findings = append(findings, r.findings...)
		} else {
			sources = append(sources, compliance.Source(f))
		}
	}
	for _, f := range beside {
		others = append(others, compliance.Source(f))
	}
	_, err := compliance.Load(sources, others...)
	var problems compliance.Problems
	if errors.As(err, &problems) {
		for _, p := range problems {
			findings = append(findings, said(p))
		}
	}
	return findings
}

// badSyntax explains what the YAML library says of the documents of a file.
func badSyntax(file File) *report {
	r := &report{file: file.Name, lines: 1 + len(lineBreak.FindAllIndex(file.Text, -1))}
	text := bytes.TrimPrefix(file.Text, []byte("\ufeff"))
	if len(text) > compliance.MostBytes {
		return r // is told by its length
	}
	if at, ok := firstNotUTF8(text); !ok {
		r.fail(at, "not_utf8", nil)
		return r
	}
	lines := &lineReader{text: text}
	decoder := yaml.NewDecoder(lines)
	for {
		var document yaml.Node
		err := decode(decoder, &document)
		if err == io.EOF {
			return r
		}
		if err != nil {
			complain(r, lines, err)
			return r
		}
	}
}

// said puts a problem into words; where a word is unknown the nearest of those that are known is proposed.
func said(p compliance.Problem) Finding {
	args := words{"hint": ""}
	for name, word := range p.Words {
		args[name] = word
	}
	if known, ok := args["known"]; ok {
		args["hint"] = hint(cmp.Or(args["value"], args["key"]), strings.Split(known, ", "))
	}
	return Finding{
		File: p.File, Line: p.Line, Column: p.Column, Severity: Error, Key: p.Key, Message: say(p.Key, args),
	}
}

// inOrder sorts findings by the order of their files.
func inOrder(findings []Finding, files []File) []Finding {
	place := map[string]int{}
	for i, f := range files {
		place[f.Name] = i
	}
	slices.SortStableFunc(findings, func(a, b Finding) int { return place[a.File] - place[b.File] })
	return findings
}
