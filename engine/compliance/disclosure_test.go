package compliance

import (
	"slices"
	"strings"
	"testing"
)

func TestRequiredDisclosuresFollowTheMessage(t *testing.T) {
	base, _ := ByID("dach_base")
	doterra, _ := ByID("doterra")
	for _, c := range []struct {
		profile *Profile
		message Message
		want    []string
	}{
		{base, Message{}, nil},
		{base, Message{First: true}, []string{"identity", "opt_out"}},
		{base, Message{Automatic: true}, []string{"opt_out"}},
		{base, Message{Topics: []Topic{Business}}, []string{"income"}},
		{base, Message{First: true, Topics: []Topic{Supplement}}, []string{"identity", "opt_out", "supplement"}},
		{base, Message{Topics: []Topic{Earnings}}, nil},
		{doterra, Message{Topics: []Topic{Earnings}}, []string{"income_example"}},
	} {
		var got []string
		for _, d := range c.profile.Disclosures("Hallo", c.message) {
			got = append(got, d.ID)
			if d.Held {
				t.Errorf("%s is in Hallo", d.ID)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s %+v: %v", c.profile.ID, c.message, got)
		}
	}
}

// TestMissingDisclosuresAreAppended does so for every profile: afterwards nothing is missing and no rule is broken.
func TestMissingDisclosuresAreAppended(t *testing.T) {
	message := Message{First: true, Automatic: true, Topics: []Topic{Business, Supplement, Earnings}}
	for _, p := range All() {
		for _, english := range []bool{false, true} {
			const text = "Hallo Lisa, darf ich dir etwas zeigen?\n"
			whole := WithDisclosures(text, p.Disclosures(text, message), english)
			if !strings.HasPrefix(whole, strings.TrimSpace(text)+"\n\n") || strings.ContainsAny(whole, "{}") {
				t.Errorf("%s: %q", p.ID, whole)
			}
			for _, d := range p.Disclosures(whole, message) {
				if !d.Held {
					t.Errorf("%s: %s is still missing in %q", p.ID, d.ID, whole)
				}
			}
			if found := p.Check(whole); len(found) > 0 {
				t.Errorf("%s: %v in %q", p.ID, rulesOf(found), whole)
			}
			if again := WithDisclosures(whole, p.Disclosures(whole, message), english); again != whole {
				t.Errorf("%s: appended twice: %q", p.ID, again)
			}
		}
	}
}

func TestDisclosuresAreRecognisedInAnyGender(t *testing.T) {
	zinzino, _ := ByID("zinzino")
	base, _ := ByID("dach_base")
	for text, p := range map[string]*Profile{
		"Ganz offen: Ich bin selbstständige Zinzino-Partnerin und verdiene an Bestellungen mit.": zinzino,
		"ganz offen: ich bin selbstständiger ZINZINO-Partner und verdiene an Bestellungen mit":  zinzino,
		"So you know: I'm an independent Zinzino partner and earn on orders.":                           zinzino,
		"Ganz offen: Ich bin selbstständige Partnerin und verdiene an Bestellungen mit.":         base,
	} {
		if d := p.Disclosures("Hallo! "+text, Message{First: true}); !d[0].Held {
			t.Errorf("not recognised: %q, wanted %q", text, d[0].DE)
		}
	}
}

func TestTopicsAreReadFromTheWords(t *testing.T) {
	base, _ := ByID("dach_base")
	for text, want := range map[string][]Topic{
		"Wie geht es dir?":                         {},
		"Magst du bei mir im Team mitmachen?":      {Business},
		"Die Kapseln sind da":                      {Supplement},
		"Ich verdiene an deiner Vitaminbestellung": {Business, Earnings, Supplement},
	} {
		got := base.Topics(text)
		slices.Sort(got)
		if got == nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v", text, got)
		}
	}
}
