package sequences_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/sequences"
)

const small = `sequences:
  mine:
    name: "Meine"
    trigger: "lead.is_customer"
    steps:
      - day: 3
        action: send_message
        template: offer_call
        channel: auto
        conditions:
          - "not lead.watched_video"
        on_response: {positive: next_step, negative: archive_lead}
        on_no_response: wait
      - day: 3
        action: end_sequence
        next_sequence: long_term_nurture
`

func load(t *testing.T, text string) sequences.Content {
	t.Helper()
	content, findings := sequences.Load([]sequences.File{{Name: "plan.yaml", Text: []byte(text)}})
	if len(findings) > 0 {
		t.Fatalf("%v in\n%s", findings, text)
	}
	return content
}

func TestCustomersFileLoads(t *testing.T) {
	all, err := sequences.BuiltInSequences()
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]engine.Sequence{}
	for _, s := range all {
		byID[s.ID] = s
	}
	first := byID["first_contact_to_partner"]
	var days []int
	for _, s := range first.Steps {
		days = append(days, s.Day)
	}
	if first.TargetOutcome != "partner_signup" || first.LongestDays != 30 || first.Trigger != nil ||
		!slices.Equal(days, []int{0, 2, 5, 8, 14, 21, 30}) {
		t.Errorf("%+v", first)
	}
	if s := first.Steps[0]; s.Channel != "" || s.On[engine.RespondedWell] != engine.NextStep ||
		s.On[engine.RespondedBadly] != engine.MoveToNurture || s.On[engine.NotResponded] != engine.Wait || len(s.Conditions) != 1 {
		t.Errorf("%+v", s)
	}
	if s := first.Steps[1]; s.Channel != engine.WhatsApp || s.Fallback != "value_proposition" || s.Name != "Video/Info senden" {
		t.Errorf("%+v", s)
	}
	if s := first.Steps[5]; s.On[engine.NotResponded] != engine.MoveToNurture {
		t.Errorf("%+v", s)
	}
	if s := first.Steps[6]; s.Action != engine.EndSequence || s.Next != "long_term_nurture" {
		t.Errorf("%+v", s)
	}
	ghost := byID["ghost_reactivation"]
	silent := engine.Facts{NoResponseSince: 7 * 24 * time.Hour, NoResponseDays: 7}
	if holds, err := ghost.Trigger.Holds(silent); err != nil || !holds || ghost.MostAttempts != 3 ||
		!slices.Equal(ghost.Steps[0].Variants, []string{"curiosity_hook", "value_reminder", "casual_checkin"}) {
		t.Errorf("%v %v %+v", holds, err, ghost)
	}
	if s := byID["long_term_nurture"]; len(s.Steps) == 0 || s.Steps[len(s.Steps)-1].Next != "" {
		t.Errorf("%+v", s)
	}
	if s := byID["customer_to_partner"]; s.TriggerText != "lead.is_customer AND lead.satisfaction_score >= 8" {
		t.Errorf("%+v", s)
	}
}

// TestVersionIsWhatASequenceSays holds that layout, comments, order and aliases make no other version, and that
// whatever is said otherwise does.
func TestVersionIsWhatASequenceSays(t *testing.T) {
	of := func(text string) engine.Sequence { return load(t, text).Sequences[0] }
	version := of(small)
	if want := "21def3ccba4782dffea688cf5d4fd8e13cdfbc3055b0f3ec11552120d5e72cf3"; version.Hash != want {
		t.Errorf("all runs would be of old versions: %s, not %s", version.Hash, want)
	}
	for name, same := range map[string]string{
		"its own source":  version.Source,
		"CRLF":            strings.ReplaceAll(small, "\n", "\r\n"),
		"byte-order mark": "\ufeff" + small,
		"comments":        "# mine\n" + strings.ReplaceAll(small, "steps:", "steps: # these\n"),
		"quotes":          strings.ReplaceAll(strings.ReplaceAll(small, `"`, `'`), "offer_call", `"offer_call"`),
		"order":           strings.Replace(strings.Replace(small, "    name: \"Meine\"\n", "", 1), "    steps:", "    name: Meine\n    steps:", 1),
		"document marks":  "---\n" + small + "...\n",
		"no channel":      strings.Replace(small, "        channel: auto\n", "", 1),
		"an alias":        "sequences:\n  mine: &m" + strings.SplitAfter(small, "mine:")[1] + "  other: *m\n",
		"one block": strings.Replace(strings.Replace(small, "negative: archive_lead}", "negative: archive_lead, no_response: wait}", 1),
			"        on_no_response: wait\n", "", 1),
	} {
		if s := of(same); s.Hash != version.Hash || s.Source != version.Source {
			t.Errorf("%s: %s", name, s.Source)
		}
	}
	for _, change := range [][2]string{
		{"mine:", "yours:"}, {"Meine", "Deine"}, {"lead.is_customer", "lead.has_objections"}, {"day: 3", "day: 2"},
		{"offer_call", "final_attempt"}, {"channel: auto", "channel: sms"}, {"not lead.watched_video", "lead.watched_video"},
		{"archive_lead", "end_sequence"}, {"on_no_response: wait", "on_no_response: next_step"}, {"steps:", "max_attempts: 5\n    steps:"},
	} {
		if s := of(strings.Replace(small, change[0], change[1], 1)); s.Hash == version.Hash {
			t.Errorf("%v changes nothing", change)
		}
	}
}

func TestMergedKeysAreRead(t *testing.T) {
	c := load(t, strings.Replace(strings.Replace(small, "      - day: 3", "      - &first\n        day: 3", 1),
		"      - day: 3\n        action: end", "      - <<: *first\n        day: 5\n        name: Noch mal\n      - day: 9\n        action: end", 1))
	s := c.Sequences[0].Steps[1]
	if s.Day != 5 || s.Name != "Noch mal" || s.Template != "offer_call" || len(s.Conditions) != 1 {
		t.Errorf("%+v", s)
	}
}

func TestWholeFilesAreRefusedWithTheirPlace(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"too long":    {small + strings.Repeat("#\n", sequences.MostBytes/2), "1:1: error: Die Datei ist größer"},
		"Latin-1":     {strings.Replace(small, "Meine", "Gr\xfc\xdfe", 1), "3:14: error: Dieses Zeichen ist nicht in UTF-8"},
		"UTF-16":      {"\xff\xfes\x00e\x00", "1:1: error: Dieses Zeichen ist nicht in UTF-8"},
		"nothing":     {"", "1:1: error: Die Datei ist leer"},
		"null":        {"~\n", "1:1: error: Die Datei ist leer"},
		"a text":      {"sequences\n", "1:1: error: Die Datei hat weder"},
		"a zero byte": {"sequences:\n  a\x00b: 1\n", "2:3: error: Hier steht ein unsichtbares Steuerzeichen"},
		"aliases of aliases": {"sequences:\n  a:\n    steps: &s\n" + strings.Repeat("      - {day: 0, action: wait}\n", 1500) +
			numbered(90, "  b%d: {steps: *s}\n"), "1277:9: error: Die Datei ist zu umfangreich"},
		"many documents": {strings.Repeat("---\n", 10), "1:1: error: Die Datei ist leer"},
	} {
		content, findings := sequences.Load([]sequences.File{{Name: "f", Text: []byte(c.text)}})
		if len(findings) != 1 || !strings.HasPrefix(findings[0].String(), "f:"+c.want) || len(content.Sequences) > 0 {
			t.Errorf("%s: %v", name, findings)
		}
	}
}

func TestFilesAreCheckedTogether(t *testing.T) {
	const step = "{day: 0, action: send_message, template: own, on_response: {negative: archive_lead}}"
	one := sequences.File{Name: "one", Text: []byte("sequences:\n  one:\n    steps:\n      - " + step +
		"\n      - {day: 1, action: end_sequence, next_sequence: two}\n")}
	two := sequences.File{Name: "two", Text: []byte("sequences:\n  two:\n    steps:\n      - " + step +
		"\n      - {day: 1, action: end_sequence, next_sequence: one}\n")}
	wording := sequences.File{Name: "wording", Text: []byte("messages:\n  - {id: own, variants: [Hallo]}\n")}
	broken := sequences.File{Name: "broken", Text: []byte("messages: [")}
	nurture := sequences.File{Name: "nurture", Text: []byte(strings.Replace(small, "mine:", "long_term_nurture:", 1))}
	plain := sequences.File{Name: "plain", Text: []byte(small)}
	back := sequences.File{Name: "back", Text: []byte("sequences:\n  long_term_nurture:\n    steps:\n" +
		"      - {day: 0, action: end_sequence, next_sequence: mine}\n")}
	for _, c := range []struct {
		name          string
		files, beside []sequences.File
		keys          string
	}{
		{"alone", []sequences.File{one}, nil, "[unknown_template unknown_sequence]"},
		{"beside", []sequences.File{one}, []sequences.File{wording, two, broken}, "[circle]"},
		{"together", []sequences.File{one, two, wording}, nil, "[circle]"},
		{"broken beside broken", []sequences.File{broken}, []sequences.File{broken}, "[syntax]"},
		{"twice", []sequences.File{wording, wording}, nil, "[duplicate_template]"},
		{"twice a sequence", []sequences.File{nurture, nurture}, nil, "[circle duplicate_sequence]"},
		{"in place of the built-in one", []sequences.File{nurture}, nil, "[circle]"},
		{"a built-in one beside", []sequences.File{plain}, []sequences.File{back}, "[]"},
		{"no file", nil, nil, "[]"},
	} {
		keys := []string{}
		for _, f := range sequences.Lint(c.files, c.beside...) {
			keys = append(keys, f.Key)
		}
		if fmt.Sprint(keys) != c.keys {
			t.Errorf("%s: %v, not %s", c.name, keys, c.keys)
		}
	}
}

// TestNoFileIsSlow lints the worst files of a megabyte.
func TestNoFileIsSlow(t *testing.T) {
	full := func(head, item string) string {
		return head + strings.Repeat(item, (sequences.MostBytes-len(head))/len(item))
	}
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x, x]\n")
	for i := range 30 {
		fmt.Fprintf(&bomb, "a%d: &a%d [%s]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d,", i), 9))
	}
	var chain strings.Builder
	chain.WriteString("sequences:\n")
	for i := range 8000 {
		fmt.Fprintf(&chain, "  s%d: {steps: [{day: 0, action: end_sequence, next_sequence: s%d}]}\n", i, (i+1)%8000)
	}
	step := "      - {day: 0, action: wait, conditions: [%s]}\n"
	hard := fmt.Sprintf(step, "lead.satisfaction_score > 5 and lead.unanswered > 3 and lead.stage == new or lead.sentiment == x")
	hard = strings.NewReplacer("== new", "== ''new''", "== x", "== ''hot''", "[", "['", "]", "']").Replace(hard)
	for name, text := range map[string]string{
		"brackets": full("", "["), "braces": full("", "{"), "dashes": full("", "- "), "quotes": full("", "'"),
		"colons": full("", "a: "), "keys": full("sequences:\n", " a: 1\n"), "bomb": bomb.String(), "aliases": full("a: &a x\nb: [", "*a,") + "]",
		"anchors": full("", "&a "), "comments": full("", "#\n"), "tags": full("", "!a "), "flow": full("sequences: [", "a,") + "]",
		"texts": full("sequences:\n  a: \"", "\\n"), "documents": full("", "---\n"), "question marks": full("", "? "),
		"pipes": full("a: ", "|\n"), "chain": chain.String(), "hard conditions": full("sequences:\n  a:\n    steps:\n", hard),
		"merges": full("sequences:\n", "  <<: {a: 1}\n"), "merged often": full("a: &a {"+numbered(9000, "k%d: 1,")+"}\nsequences:\n", "  b: {<<: *a}\n"), "blank": full("a:\n", " "),
		"unknown templates": full("sequences:\n  a:\n    steps:\n", "      - {day: 0, action: send_message, template: xy}\n"),
		"conditions by alias": "sequences:\n  a:\n    steps:\n      - {day: 0, action: wait, conditions: &c [" +
			strings.Repeat("lead.unanswered > 1,", 5000) + "]}\n" + strings.Repeat("      - {day: 0, action: wait, conditions: *c}\n", 9000),
		"wordings": full("messages:\n", "  - {id: a, variants: ['{']}\n"),
	} {
		start := time.Now()
		sequences.Lint([]sequences.File{{Name: name, Text: []byte(text)}})
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func TestBuiltInFilesHaveNoErrors(t *testing.T) {
	var files []sequences.File
	for _, name := range []string{"followups.yaml", "nurture.yaml", "messages.de.yaml", "steps.de.yaml", "objections.de.yaml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, sequences.File{Name: name, Text: text})
	}
	for _, f := range sequences.Lint(files) {
		if f.Key != "no_answers" || f.File != "followups.yaml" {
			t.Error(f)
		}
	}
}

// TestWholeMegabyteLoads holds that a file may be as long as is said.
func TestWholeMegabyteLoads(t *testing.T) {
	head := "sequences:\n  mine:\n    steps:\n      - {day: 0, action: send_message, template: offer_call, on_response: {negative: wait}}\n"
	item := "      - {day: 1, action: wait}\n"
	n := (sequences.MostBytes - len(head)) / len(item)
	c := load(t, head+strings.Repeat(item, n))
	if len(c.Sequences[0].Steps) != n+1 {
		t.Errorf("%d steps of %d", len(c.Sequences[0].Steps), n+1)
	}
}

// numbered repeats a format with the numbers up to n.
func numbered(n int, format string) string {
	var all strings.Builder
	for i := range n {
		fmt.Fprintf(&all, format, i)
	}
	return all.String()
}
