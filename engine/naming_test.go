package engine_test

import (
	"testing"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/language"
)

func TestPeopleAreCalledByDuAndBySie(t *testing.T) {
	template := engine.MessageTemplate{Variants: []string{"Hallo {name}!"}, Formal: []string{"Guten Tag {name}!"}}
	for name, want := range map[string]struct{ du, sie string }{
		"Lisa Berger":                           {"Hallo Lisa!", "Guten Tag Lisa Berger!"},
		"Frau Berger":                           {"Hallo!", "Guten Tag Frau Berger!"},
		"Frau Lisa Berger":                      {"Hallo Lisa!", "Guten Tag Frau Berger!"},
		"Herrn Dr. Tom Huber":                   {"Hallo Tom!", "Guten Tag Herr Dr. Huber!"},
		"hr. huber":                             {"Hallo!", "Guten Tag Herr huber!"},
		"Dr. Weber":                             {"Hallo!", "Guten Tag Dr. Weber!"},
		"Dr. Lisa Weber":                        {"Hallo Lisa!", "Guten Tag Dr. Lisa Weber!"},
		"Frau von der Leyen":                    {"Hallo!", "Guten Tag Frau von der Leyen!"},
		"Frau Lisa von Berg":                    {"Hallo Lisa!", "Guten Tag Frau von Berg!"},
		"Lisa Meier-Huber":                      {"Hallo Lisa!", "Guten Tag Lisa Meier-Huber!"},
		"Familie Berger":                        {"Hallo Familie!", "Guten Tag Familie Berger!"},
		"Lisa":                                  {"Hallo Lisa!", "Guten Tag!"},
		"Lisa M.":                               {"Hallo Lisa!", "Guten Tag!"},
		"Lisa 🌸":                                {"Hallo Lisa!", "Guten Tag!"},
		"Lisa Berger (Messe 26)":                {"Hallo Lisa!", "Guten Tag Lisa Berger!"},
		"Lisa Berger, Messe":                    {"Hallo Lisa!", "Guten Tag Lisa Berger!"},
		"Berger, Lisa":                          {"Hallo Berger!", "Guten Tag!"},
		"Anna Maria von der Alm Huber aus Köln": {"Hallo Anna!", "Guten Tag!"},
		"Frau":                                  {"Hallo!", "Guten Tag!"},
		"+49 171 3920001":                       {"Hallo!", "Guten Tag!"},
		"?":                                     {"Hallo!", "Guten Tag!"},
		"":                                      {"Hallo!", "Guten Tag!"},
	} {
		if got := template.Draft(0, name); got != want.du {
			t.Errorf("du to %q: %q", name, got)
		}
		if got := template.Draft(engine.FirstFormal, name); got != want.sie {
			t.Errorf("Sie to %q: %q", name, got)
		}
	}
}

func TestATitleBeforeASurnameIsAHintOnly(t *testing.T) {
	for name, want := range map[string]language.Address{
		"Frau Berger": language.Formal, "Dr. Weber": language.Formal, "Herr von Berg": language.Formal,
		"Frau Lisa Berger": language.Familiar, "Lisa Berger": language.Familiar, "Frau": language.Familiar, "": language.Familiar,
	} {
		if got := (engine.Lead{Name: name}).Addressed(); got != want {
			t.Errorf("%q is addressed with %q", name, got)
		}
		if got := (engine.Lead{Name: name, AddressForm: language.Familiar}).Addressed(); got != language.Familiar {
			t.Errorf("%q is addressed with %q in spite of what is known", name, got)
		}
	}
}

func TestNumbersTellDuFromSie(t *testing.T) {
	template := engine.MessageTemplate{Variants: []string{"a", "b"}, Formal: []string{"c"}}
	for _, number := range template.Wordings(language.Familiar) {
		if number >= engine.FirstFormal {
			t.Errorf("%d says du", number)
		}
	}
	if got := template.Wordings(language.Formal); len(got) != 1 || got[0] != engine.FirstFormal || template.Draft(got[0], "") != "c" {
		t.Errorf("formal are %v", got)
	}
	if draft := (engine.MessageTemplate{Variants: []string{"a"}}).Draft(engine.FirstFormal, "Lisa"); draft != "" {
		t.Errorf("a template without Sie says %q to who is addressed so", draft)
	}
}
