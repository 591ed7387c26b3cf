package compliance

import (
	"fmt"
	"strings"
	"testing"
)

const head = "schema: compliance-profile/v1\nid: mine\nname: Mine\n"

// ruleNamed is a rule in order.
func ruleNamed(id string) string {
	return fmt.Sprintf("  - {id: %s, sev: warn, re: ['\\bwunder'], fix: Anders, hit: [wunder], ok: [nein]}\n", id)
}

func TestBadProfilesAreRefusedWithTheirPlace(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "mine:1:1: the document is empty",
		"schema: compliance-profile/v1\n\t- x": "mine:2:1: no valid YAML",
		head + "rules: [1]":                    "mine:4:9: rules has to be an object",
		head + "extends: nobody":               "mine:4:10: the profile nobody to extend is unknown",
		head + "extends: mine":                 "mine:4:10: mine extends itself",
		head + "x: 1":                          "mine:4:1: unknown key x",
		"schema: compliance-profile/v2\nid: mine\nname: Mine": "mine:1:9: compliance-profile/v2 is unknown for schema",
		strings.Repeat("#", MostBytes+1):                      "mine:1:1: the file is longer than 256 KB",
		head + "rules:\n" + ruleNamed("a") + ruleNamed("a"):   "mine:6:10: the rule a is already there",
		"\xff": "mine:1:1: not UTF-8",
	} {
		profiles, err := Load([]Source{{"mine", []byte(text)}})
		if err == nil || profiles != nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.60q: %v", text, err)
		}
	}
}

func TestProfilesHaveRoomForAFewHundredRules(t *testing.T) {
	for n, fine := range map[int]bool{mostRules: true, mostRules + 1: false} {
		text := head + "rules:\n"
		for i := range n {
			text += ruleNamed(fmt.Sprintf("r%d", i))
		}
		if _, err := Load([]Source{{"mine", []byte(text)}}); (err == nil) != fine {
			t.Errorf("%d rules: %v", n, err)
		}
	}
}

func TestTeamsExtendWhatIsBuiltInOrBeside(t *testing.T) {
	beside := Source{"beside", []byte(strings.Replace(head, "mine", "beside", 1) + "extends: zinzino\nrules:\n" + ruleNamed("b"))}
	own := Source{"mine", []byte(head + "extends: beside\nidentity: {label_de: Partner}\noverride:\n  - {id: income.hype, sev: block}\n")}
	profiles, err := Load([]Source{own}, beside)
	if err != nil || len(profiles) != 1 {
		t.Fatal(err)
	}
	p := profiles[0]
	if !Blocks(p.Check("Sei dein eigener Chef")) || len(p.Check("Das ist ein Wunder")) == 0 || len(p.Claims) != 4 {
		t.Error("something was not inherited")
	}
	if zinzino, _ := ByID("zinzino"); Blocks(zinzino.Check("Sei dein eigener Chef")) {
		t.Error("the built-in profile changed")
	}
}

// FuzzLoad holds that no file makes the loader panic, that every problem has a place and says something, and that what
// loads checks any text.
func FuzzLoad(f *testing.F) {
	for _, s := range profileSources() {
		if len(s.Text) < 8000 {
			f.Add(string(s.Text))
		}
	}
	f.Add(head + "rules:\n" + ruleNamed("a") + "---\n" + head)
	f.Add(head + "words: {a: 'b|c'}\nrules:\n  - {id: a, sev: block, together: [['{a}', 'x']], fix: y, hit: [b x], ok: [b]}\n")
	f.Add("schema: compliance-profile/v1\nid: &a mine\nname: *a\n<<: {}\n")
	f.Fuzz(func(t *testing.T, text string) {
		profiles, err := Load([]Source{{"f", []byte(text)}})
		if err == nil {
			for _, p := range profiles {
				p.Check(text[:min(len(text), 500)])
			}
			return
		}
		for _, p := range err.(Problems) {
			if p.Line < 1 || p.Column < 1 || problemTexts[p.Key] == "" {
				t.Errorf("%+v", p)
			}
		}
	})
}
