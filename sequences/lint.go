package sequences

import (
	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
)

// Content is what files say.
type Content = engine.Content

// Load reads files and checks them. What they refer to is looked up among them, among the files beside them, which
// are not checked, and in the built-in set; the latter counts where both have an id, since what lies in a folder need
// not be in use. Without an error among the findings the content is that of all the files,
// else it is empty.
func Load(files []File, beside ...File) (Content, []Finding) {
	return load(files, readAll(beside), rulesOf(""))
}

// rulesOf are those of a company, or the base of all.
func rulesOf(company string) *compliance.Profile {
	if p, ok := compliance.ByID(company); ok {
		return p
	}
	base, _ := compliance.ByID(compliance.BaseID)
	return base
}

func load(files []File, beside []document, rules *compliance.Profile) (Content, []Finding) {
	documents := readAll(files)
	known, err := builtIn()
	if err != nil {
		panic(err) // what is built in is embedded, and tests read it
	}
	findings := check(documents, append(beside, known...), rules)
	if Broken(findings) {
		return Content{}, findings
	}
	return content(documents), findings
}

// Lint returns what is wrong with files, in their order. It looks where Load does; the rules of a company for messages
// to leads, which Load does not take, are checked, too.
func Lint(files []File, beside ...File) []Finding {
	plans, profiles := apart(files)
	plansBeside, profilesBeside := apart(beside)
	_, findings := Load(plans, plansBeside...)
	return inOrder(append(findings, lintProfiles(profiles, profilesBeside)...), files)
}

// Unreadable is the finding about a file that cannot be opened or read.
func Unreadable(name string) Finding {
	r := report{file: name, lines: 1}
	r.fail(place{}, "unreadable", nil)
	return r.findings[0]
}

func readAll(files []File) []document {
	var all []document
	for _, f := range files {
		all = append(all, read(f))
	}
	return all
}

func content(documents []document) Content {
	var c Content
	for _, d := range documents {
		for _, p := range d.plans {
			c.Sequences = append(c.Sequences, p.Sequence)
		}
		for _, t := range d.templates {
			c.Templates = append(c.Templates, t.MessageTemplate)
		}
	}
	return c
}
