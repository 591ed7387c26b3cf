package compliance

import (
	"os"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// rulesOf are the ids of the rules that a text breaks.
func rulesOf(findings []Finding) []string {
	var ids []string
	for _, f := range findings {
		ids = append(ids, f.Rule)
	}
	return ids
}

// TestBuiltInProfilesAreInOrder holds that every example does what it says, and that no wording that is proposed, no
// disclosure and no approved claim breaks a rule: Load checks all of that.
func TestBuiltInProfilesAreInOrder(t *testing.T) {
	profiles, err := Load(profileSources())
	if err != nil {
		for _, p := range err.(Problems) {
			t.Error(p)
		}
		t.FailNow()
	}
	var ids []string
	for _, p := range profiles {
		ids = append(ids, p.ID)
	}
	if want := []string{"dach_base", "doterra", "juice_plus", "lr", "pm_international", "zinzino"}; !slices.Equal(ids, want) {
		t.Errorf("profiles %v", ids)
	}
}

func TestExamplesOfEveryRuleHold(t *testing.T) {
	examples := 0
	for _, p := range All() {
		for _, r := range p.Rules() {
			for _, hit := range r.Hits {
				examples++
				if !slices.Contains(rulesOf(p.Check(hit)), r.ID) {
					t.Errorf("%s: %s does not find %q", p.ID, r.ID, hit)
				}
			}
			for _, fine := range r.Fine {
				examples++
				if slices.Contains(rulesOf(p.Check(fine)), r.ID) {
					t.Errorf("%s: %s finds %q", p.ID, r.ID, fine)
				}
			}
			for _, fix := range []string{r.Fix, r.FixEN} {
				if found := p.Check(fix); len(found) > 0 || strings.Contains(fix, "{") {
					t.Errorf("%s: the wording for %s breaks %v: %q", p.ID, r.ID, rulesOf(found), fix)
				}
			}
		}
	}
	if examples < 600 {
		t.Errorf("only %d examples were tried", examples)
	}
}

// TestSharedProposalHolds runs the examples of the proposal that the project was given, where it is present, against
// the rules of its own.
func TestSharedProposalHolds(t *testing.T) {
	text, err := os.ReadFile("../../../shared/data/compliance-profiles.yaml")
	if err != nil {
		t.Log("the proposal is not here")
		return
	}
	if profiles, err := Load([]Source{{"proposal", text}}); err != nil || len(profiles) != 6 {
		t.Errorf("%d profiles: %v", len(profiles), err)
	}
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	for {
		var theirs struct {
			ID    string
			Rules []struct {
				ID, Sev string
				Hit     []string
				OK      []string
			}
		}
		if decoder.Decode(&theirs) != nil {
			break
		}
		ours, ok := ByID(theirs.ID)
		if !ok {
			t.Fatalf("no profile %s", theirs.ID)
		}
		for _, r := range theirs.Rules {
			own, _ := ours.Rule(r.ID)
			if harder(own.Severity, Severity(r.Sev)) < 0 {
				t.Errorf("%s is %q, theirs %s", r.ID, own.Severity, r.Sev)
			}
			for _, hit := range r.Hit {
				if !slices.Contains(rulesOf(ours.Check(hit)), r.ID) {
					t.Errorf("%s does not find %q", r.ID, hit)
				}
			}
			for _, fine := range r.OK {
				if slices.Contains(rulesOf(ours.Check(fine)), r.ID) {
					t.Errorf("%s finds %q", r.ID, fine)
				}
			}
		}
	}
}

func TestDisguisedWordingsAreFound(t *testing.T) {
	base, _ := ByID("dach_base")
	for _, text := range []string{
		"GARANTIERTES EINKOMMEN",
		"garan\u200btiertes Einkom\u00admen",
		"*garantiertes* _Einkommen_",
		"\U0001d420\U0001d41a\U0001d42b\U0001d41a\U0001d427\U0001d42d\U0001d422\U0001d41e\U0001d42b\U0001d42d\U0001d41e\U0001d42c Einkommen", // in mathematical letters
		"g\u0430rantiertes Eink\u043emmen",       // with Cyrillic letters
		"garantiertes \U0001f4b0 Einkommen",      // with an emoji between
		"gar\U000e0061antiertes Einkommen\ufe0f", // with a tag and a variation selector
		"garantiertes\u00a0\n Einkommen"[:14] + " Einkommen",
	} {
		if !Blocks(base.Check(text)) {
			t.Errorf("%q passes", text)
		}
	}
	for _, text := range []string{"Völlig risikofrei", "Vo\u0308llig risikofrei", "voellig risikofrei"} {
		if !Blocks(base.Check(text)) {
			t.Errorf("%q passes", text)
		}
	}
}

func TestFindingsSayWhere(t *testing.T) {
	base, _ := ByID("dach_base")
	text := "Hallo Lisa! 😀 Über Nacht reich werden… Das gibt es nicht.\nHier wartet ein garantiertes Einkommen!! Melde dich."
	var said []string
	for _, f := range base.Check(text) {
		if f.Severity == Block {
			said = append(said, f.Rule+": "+text[f.Sentence.Start:f.Sentence.End])
		}
	}
	want := []string{"income.quick_rich: Über Nacht reich werden…", "income.guarantee: Hier wartet ein garantiertes Einkommen!!"}
	if !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
}

func TestDotBetweenDigitsEndsNoSentence(t *testing.T) {
	base, _ := ByID("dach_base")
	if !Blocks(base.Check("Damit verdiene ich 2.600 Euro im Monat.")) {
		t.Error("the amount was cut in two")
	}
	if Blocks(base.Check("Es ist 12.30 Uhr. Ich verdiene etwas mit.")) {
		t.Error("two sentences were taken for one")
	}
}

func TestApprovedClaimsArePassedOnlyAsTheyStand(t *testing.T) {
	p, _ := ByID("zinzino")
	const claim = "EPA und DHA tragen zur Aufrechterhaltung eines normalen Blutdrucks bei."
	for text, clean := range map[string]bool{
		claim: true, strings.ToUpper(claim): true, "Übrigens! " + claim: true,
		"Unser Öl wirkt: " + claim: false, strings.Replace(claim, "EPA und DHA tragen", "BalanceOil trägt", 1): false,
	} {
		if got := len(p.Check(text)) == 0; got != clean {
			t.Errorf("%q: %v", text, rulesOf(p.Check(text)))
		}
	}
	if base, _ := ByID("dach_base"); len(base.Check(claim)) == 0 {
		t.Error("the claim of a company passes for others")
	}
}

func TestCompaniesRaiseRules(t *testing.T) {
	base, _ := ByID("dach_base")
	zinzino, _ := ByID("zinzino")
	const text = "Werde finanziell frei"
	if Blocks(base.Check(text)) || len(base.Check(text)) == 0 || !Blocks(zinzino.Check(text)) {
		t.Errorf("base %v, zinzino %v", base.Check(text), zinzino.Check(text))
	}
}

func TestRulesOfOneCountryLeaveOthersAlone(t *testing.T) {
	base, _ := ByID("dach_base")
	const text = "Ich komme gern bei dir vorbei"
	for _, c := range []struct {
		message Message
		found   bool
	}{
		{Message{}, true},
		{Message{Market: "AT"}, true},
		{Message{Market: "DE"}, false},
		{Message{Market: "AT", Topics: []Topic{Business}}, false},
		{Message{Market: "AT", Topics: []Topic{Supplement}}, true},
	} {
		if got := len(base.CheckMessage(text, c.message)) > 0; got != c.found {
			t.Errorf("%+v: %v", c.message, got)
		}
	}
}

func TestLongTextIsBlockedUnread(t *testing.T) {
	base, _ := ByID("dach_base")
	if found := base.Check(strings.Repeat("a ", MostText/2) + "b"); len(found) != 1 || found[0].Rule != TooLong || !Blocks(found) {
		t.Errorf("%v", found)
	}
	if found := base.Check(strings.Repeat("a ", MostText/2)); len(found) != 0 {
		t.Errorf("%v", found)
	}
}
