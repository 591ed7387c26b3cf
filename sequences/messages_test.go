package sequences_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/sequences"
)

func TestEveryReasonHasWordings(t *testing.T) {
	templates := builtIn(t)
	for _, reason := range []engine.Reason{"no_response", "showed_interest", "watched_video", "objection_handled",
		"call_scheduled", "periodic_checkin", "reactivation"} {
		if template := templates.For(reason, false); template.Reason != reason || template.Waiting {
			t.Errorf("%s gets %q", reason, template.ID)
		}
	}
}

func TestWhoWaitsForAnAnswerHasWordingsOfTheirOwn(t *testing.T) {
	if template := builtIn(t).For("showed_interest", true); template.ID != "answer_waiting" || !template.Waiting {
		t.Errorf("it is %q", template.ID)
	}
}

func TestEveryWordingTakesAnyName(t *testing.T) {
	for _, template := range builtIn(t) {
		if len(template.Variants) < 2 {
			t.Errorf("%s: %d variants", template.ID, len(template.Variants))
		}
		if len(template.Formal) < 2 {
			t.Errorf("%s: %d formal wordings", template.ID, len(template.Formal))
		}
		for i := range template.Variants {
			draft := template.Draft(i, "Lisa Meier")
			if strings.ContainsAny(draft, "{}") || !strings.Contains(draft, "Lisa") || strings.Contains(draft, "Meier") {
				t.Errorf("%s: %q", template.ID, draft)
			}
			if nameless := template.Draft(i, "+49 171 3920001"); strings.Contains(nameless, "49") || strings.Contains(nameless, " ,") {
				t.Errorf("%s: %q", template.ID, nameless)
			}
		}
	}
}

func builtIn(t *testing.T) engine.Templates {
	t.Helper()
	templates, err := sequences.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	return templates
}

func TestBrokenTemplatesAreRefusedWithTheirPlace(t *testing.T) {
	for text, want := range map[string]string{
		"messages:\n  - id: a\n    reason: no_response\n    variants: [x]\n    wording: x\n": "messages:5:5: ",
		"messages:\n  - id: a\n    reason: no_response\n":                                    "messages:2:5: ",
		"messages: [": "messages:1:1: ",
	} {
		if _, err := sequences.ReadTemplates([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestStepsCompeteForNoReason holds that wordings that only steps name are never chosen for the reason of a follow-up.
func TestStepsCompeteForNoReason(t *testing.T) {
	templates := builtIn(t)
	first := templates[0]
	for _, order := range []engine.Templates{templates, slices.Concat(templates[len(templates)-1:], templates)} {
		for _, reason := range []engine.Reason{"", "unheard_of", "no_response", "reactivation"} {
			for _, template := range append(order.AllFor(reason, true), order.For(reason, false)) {
				if template.Reason == "" || reason == "" && template.ID != first.ID {
					t.Errorf("%q gets %q", reason, template.ID)
				}
			}
		}
	}
}

func TestWordingsDoNotPush(t *testing.T) {
	pushy := regexp.MustCompile(`(?i)garanti|passiv|einkommen|verdien|euro|€|\d ?%|letzte chance|nur (noch )?heute|einmalig|geheim|!!`)
	for _, template := range builtIn(t) {
		for _, wording := range slices.Concat(template.Variants, template.Formal) {
			longest := 220
			if template.ID == "objection_pyramid" { // who asks how the money is made is told
				longest = 250
			}
			if found := pushy.FindString(wording); found != "" || len([]rune(wording)) > longest {
				t.Errorf("%s: %q in %q", template.ID, found, wording)
			}
		}
	}
}

// TestNoDraftMixesDuAndSieOrSpellings looks at each draft that there can be: each wording of each template, for each form
// of address, each country and names as address books have them.
func TestNoDraftMixesDuAndSieOrSpellings(t *testing.T) {
	names := []string{"Lisa Berger", "Frau Berger", "Herr Dr. Huber", "Dr. Lisa von Berg", "Berger, Lisa", "lisa", "Lisa 🌸", "+49 171 3920001", "?"}
	drafts := 0
	for _, template := range builtIn(t) {
		for _, form := range []language.Address{language.Familiar, language.Formal} {
			for _, number := range template.Wordings(form) {
				for _, country := range []string{"DE", "AT", "CH", "LI"} {
					for _, name := range names {
						spelling := language.SpellingIn(country)
						draft := template.Spelt(spelling).Draft(number, name)
						drafts++
						said, spelt := language.AddressOf(draft), language.SpellingOf(draft)
						if said == language.MixedAddress || said != form && (form == language.Formal || said == language.Formal) {
							t.Errorf("%s says %q to a %q: %s", template.ID, said, form, draft)
						}
						if spelt != language.AnySpelling && spelt != spelling || spelling == language.WithoutEszett && strings.Contains(draft, "ß") {
							t.Errorf("%s is spelt with %q in %s: %s", template.ID, spelt, country, draft)
						}
						if strings.ContainsAny(draft, "{}") || strings.Contains(draft, " ,") || strings.Contains(draft, "  ") {
							t.Errorf("%s: %q", template.ID, draft)
						}
					}
				}
			}
		}
	}
	if drafts < 4000 {
		t.Errorf("only %d drafts", drafts)
	}
}
