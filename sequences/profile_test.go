package sequences_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/sequences"
)

// TestBuiltInWordingsBreakNoRule holds that what comes with the program obeys the rules that come with it.
func TestBuiltInWordingsBreakNoRule(t *testing.T) {
	for _, template := range builtIn(t) {
		for i, variant := range template.Variants {
			for _, profile := range compliance.All() {
				for _, text := range []string{variant, template.Draft(i, "Lisa Meier")} {
					if found := profile.Check(text); len(found) > 0 {
						t.Errorf("%s breaks %s of %s: %q", template.ID, found[0].Rule, profile.ID, text)
					}
				}
			}
		}
	}
}

func TestProfilesAreKnownByTheirSchema(t *testing.T) {
	plan := sequences.File{Name: "plan", Text: []byte("messages:\n  - {id: a, variants: [schema]}\n")}
	for text, want := range map[string]string{
		"schema: compliance-profile/v1\n":                                      "missing",
		"# ours\n---\n\"schema\": 'compliance-profile/v1'\nid: a\nname: B\n":   "",
		"{schema: compliance-profile/v1, id: a, name: B}":                      "",
		"id: a\nname: B\nschema: compliance-profile/v1\n":                      "",
		"schema: compliance-profile/v3\nid: a\nname: B\n":                      "unknown_choice",
		"id: a\n---\nschema: compliance-profile/v1\n":                          "two_documents",
		"schema: compliance-profile/v1\nid: \"a":                               "open_quote",
		"schema: compliance-profile/v1\n" + strings.Repeat("#", 256<<10):       "profile_too_long",
		"schema: compliance-profile/v1\nid: \xff":                              "not_utf8",
		"schema: compliance-profile/v1\nid: a\nname: B\n---\nid: b\nname: B\n": "missing",
	} {
		found := sequences.Lint([]sequences.File{plan, {Name: "profile", Text: []byte(text)}})
		keys := []string{}
		for _, f := range found {
			keys = append(keys, f.Key)
			if f.File != "profile" || f.Line < 1 || f.Column < 1 {
				t.Errorf("%+v", f)
			}
		}
		if want == "" && len(keys) > 0 || want != "" && !slices.Contains(keys, want) {
			t.Errorf("%.60q: %v, want %q", text, keys, want)
		}
	}
}

func TestProfilesAreLookedUpBesideTheFile(t *testing.T) {
	team := sequences.File{Name: "team", Text: []byte("schema: compliance-profile/v1\nid: team\nname: T\nextends: firm\n")}
	firm := sequences.File{Name: "firm", Text: []byte("schema: compliance-profile/v1\nid: firm\nname: F\nextends: lr\n")}
	if found := sequences.Lint([]sequences.File{team}); len(found) != 1 || found[0].Key != "extends_unknown" {
		t.Errorf("alone: %v", found)
	}
	if found := sequences.Lint([]sequences.File{team}, firm); len(found) > 0 {
		t.Errorf("beside it: %v", found)
	}
}

// TestBuiltInProfilesAreClean lints them as users do theirs.
func TestBuiltInProfilesAreClean(t *testing.T) {
	entries, err := os.ReadDir("../engine/compliance/profiles")
	if err != nil || len(entries) < 6 {
		t.Fatal(err)
	}
	var files []sequences.File
	for _, e := range entries {
		text, err := os.ReadFile("../engine/compliance/profiles/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, sequences.File{Name: e.Name(), Text: text})
	}
	if found := sequences.Lint(files); len(found) > 0 {
		t.Error(found)
	}
}
