package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine/timing"
)

// exampleLine is the example of the contract.
const exampleLine = `{"id":"a1","now":"2026-11-25T14:00:00+01:00",` +
	`"user":{"timezone":"Europe/Berlin","region":"DE-BY","active_from":"08:00","active_to":"21:00"},` +
	`"lead":{"stage":"interested","timezone":"Europe/Berlin","region":"DE-BE","sentiment":"warm","addresses":["whatsapp","email"],"opted_out":false,"consent":"claimed"},` +
	`"touches":[{"at":"2026-11-20T09:30:00+01:00","direction":"out","channel":"whatsapp","template":"confirm_interest"},` +
	`{"at":"2026-11-20T18:12:00+01:00","direction":"in","channel":"whatsapp","intent":"positive"}],` +
	`"send_at":"2026-11-26T18:30:00+01:00"}`

type fields = map[string]any

// changed is the example with some fields changed, by their path with dots; nil takes a field away.
func changed(t testing.TB, changes fields) string {
	t.Helper()
	var line fields
	if err := json.Unmarshal([]byte(exampleLine), &line); err != nil {
		t.Fatal(err)
	}
	for path, value := range changes {
		in, name, nested := strings.Cut(path, ".")
		part := line
		if nested {
			part = line[in].(fields)
		} else {
			name = in
		}
		if value == nil {
			delete(part, name)
		} else {
			part[name] = value
		}
	}
	text, err := json.Marshal(line)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// decided are the answers to lines, one each.
func decided(t testing.TB, lines ...string) (answers []fields) {
	t.Helper()
	var out bytes.Buffer
	if err := decideLines(strings.NewReader(strings.Join(lines, "\n")), &out, timing.DefaultModel()); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		var answer fields
		if err := json.Unmarshal([]byte(line), &answer); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, answer)
	}
	return answers
}

func TestDecideAnswersAsTheContractSays(t *testing.T) {
	got := decided(t, exampleLine)[0]
	want := map[string]string{
		"id": "string", "follow_up": "bool", "blocked_by": "<nil>", "reason": "string", "priority": "string",
		"score": "float64", "at": "string", "channel": "string", "template": "string", "confidence": "float64",
		"evidence": "float64", "reply_3h": "float64", "reply_24h": "float64", "at_send": "map[string]interface {}", "why": "[]interface {}",
	}
	types := map[string]string{}
	for name, value := range got {
		types[name] = fmt.Sprintf("%T", value)
	}
	if !maps.Equal(types, want) {
		t.Errorf("%v\nwant %v", types, want)
	}
	if got["confidence"] != got["reply_24h"] || got["reason"] != "showed_interest" || got["priority"] != "high" || got["at"] != "2026-11-25T14:00:00+01:00" {
		t.Errorf("%v", got)
	}
	if at := got["at_send"].(fields); len(at) != 2 || at["reply_3h"].(float64) >= at["reply_24h"].(float64) {
		t.Errorf("at_send: %v", at)
	}
	if got := decided(t, changed(t, fields{"send_at": nil}))[0]; got["at_send"] != nil || got["follow_up"] != true {
		t.Errorf("without send_at: %v", got)
	}
}

// touch is one of an input line.
func touch(at, direction, intent string) fields {
	f := fields{"at": at, "direction": direction, "channel": "whatsapp"}
	if intent != "" {
		f["intent"] = intent
	}
	return f
}

// TestDecideNamesTheFirstThatBlocks piles up what blocks, from the last in order to the first.
func TestDecideNamesTheFirstThatBlocks(t *testing.T) {
	no := []any{touch("2026-11-10T09:00:00+01:00", "in", "negative"), touch("2026-11-12T09:00:00+01:00", "out", "")}
	six := slices.Clone(no)
	for day := 13; day < 20; day++ {
		six = append(six, touch(fmt.Sprintf("2026-11-%dT09:00:00+01:00", day), "out", ""))
	}
	recent := touch("2026-11-25T09:00:00+01:00", "out", "")
	changes := fields{"touches": no}
	for _, step := range []struct {
		want   string
		change fields
	}{
		{"resting", nil},
		{"no_channel", fields{"lead.addresses": []any{}}},
		{"no_consent", fields{"lead.consent": "withdrawn"}},
		{"contacted_recently", fields{"touches": append(slices.Clone(no), recent)}},
		{"too_many_unanswered", fields{"touches": append(six, recent)}},
		{"lost", fields{"lead.stage": "lost"}},
		{"opted_out", fields{"lead.opted_out": true}},
	} {
		maps.Copy(changes, step.change)
		got := decided(t, changed(t, changes))[0]
		if got["blocked_by"] != step.want || got["follow_up"] != false {
			t.Errorf("%v, want %s", got["blocked_by"], step.want)
		}
		for _, name := range []string{"reason", "priority", "score", "at", "channel", "template", "confidence", "reply_3h", "reply_24h"} {
			if value, there := got[name]; !there || value != nil {
				t.Errorf("%s: %s is %v", step.want, name, value)
			}
		}
		if got["at_send"] == nil || len(got["why"].([]any)) == 0 {
			t.Errorf("%s: %v", step.want, got)
		}
	}
}

func TestDecideTakesWhatIsMissingOrOdd(t *testing.T) {
	for name, changes := range map[string]fields{
		"unknown fields":      {"mood": "sunny", "lead.shoe_size": 43, "user.team": []any{1}},
		"no optional fields":  {"send_at": nil, "lead.sentiment": nil, "lead.stage": nil, "lead.region": nil, "lead.timezone": nil, "user.active_from": nil, "user.active_to": nil},
		"no history":          {"touches": nil},
		"an unknown zone":     {"lead.timezone": "Mars/Base", "user.timezone": "Mars/Base"},
		"an unknown region":   {"lead.region": "XX-99", "user.region": "nowhere"},
		"another intent":      {"touches": []any{touch("2026-11-20T18:12:00+01:00", "in", "dancing")}},
		"an overnight worker": {"user.active_from": "22:00", "user.active_to": "06:00"},
	} {
		if got := decided(t, changed(t, changes))[0]; got["follow_up"] != true || got["error"] != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
	sorted := decided(t, exampleLine)[0]
	unsorted := decided(t, changed(t, fields{"touches": []any{
		touch("2026-11-20T18:12:00+01:00", "in", "positive"), touch("2026-11-20T09:30:00+01:00", "out", ""),
	}}))[0]
	if sorted["confidence"] != unsorted["confidence"] || sorted["at"] != unsorted["at"] {
		t.Errorf("unsorted touches: %v, sorted ones: %v", unsorted, sorted)
	}
}

// TestDecideAnswersEveryLine mixes good and bad lines: each has its answer, in its place.
func TestDecideAnswersEveryLine(t *testing.T) {
	long := changed(t, fields{"note": strings.Repeat("x", 1<<20)})
	lines := []string{
		exampleLine, "", "nonsense", "[]", exampleLine + "\r", changed(t, fields{"lead.stage": "dating"}),
		changed(t, fields{"lead.sentiment": "sad"}), changed(t, fields{"lead.consent": "perhaps"}),
		changed(t, fields{"lead.addresses": []any{"pigeon"}}), changed(t, fields{"now": nil}), changed(t, fields{"now": "today"}),
		changed(t, fields{"touches": []any{fields{"at": "2026-11-20T09:30:00+01:00", "direction": "up"}}}),
		changed(t, fields{"touches": []any{fields{"direction": "in"}}}), changed(t, fields{"user.active_from": "late"}),
		exampleLine[:100], long, exampleLine,
	}
	answers := decided(t, lines...)
	if len(answers) != len(lines) {
		t.Fatalf("%d answers to %d lines", len(answers), len(lines))
	}
	good := []int{0, 4, 15, 16}
	for i, got := range answers {
		if slices.Contains(good, i) {
			if got["id"] != "a1" || got["follow_up"] != true {
				t.Errorf("line %d: %v", i+1, got)
			}
			continue
		}
		if got["line"] != float64(i+1) || got["error"] == "" || len(got) != 2 {
			t.Errorf("line %d: %v", i+1, got)
		}
	}
	if answers := decided(t, exampleLine+"\n"); len(answers) != 1 {
		t.Errorf("a newline at the end makes %d answers", len(answers))
	}
	if answers := decided(t); len(answers) != 0 {
		t.Errorf("nothing has %d answers", len(answers))
	}
}

func TestFitNamesBadLinesAndUsesTheRest(t *testing.T) {
	fit := func(lines ...string) (timing.Model, string) {
		var complaints bytes.Buffer
		model, err := fitLines(strings.NewReader(strings.Join(lines, "\n")), &complaints)
		if err != nil {
			t.Fatal(err)
		}
		return model, complaints.String()
	}
	history := changed(t, fields{"now": nil, "user.id": "u1"})
	clean, none := fit(history, history, exampleLine)
	mixed, complaints := fit("nonsense", history, "", history, changed(t, fields{"lead.stage": "dating"}), exampleLine)
	a, _ := json.Marshal(clean)
	b, _ := json.Marshal(mixed)
	if !bytes.Equal(a, b) || none != "" {
		t.Error("bad lines change the model")
	}
	for _, want := range []string{`{"line":1,"error"`, `{"line":3,"error"`, `{"line":5,"error":"lead.stage: unknown value \"dating\""}`} {
		if !strings.Contains(complaints, want) {
			t.Errorf("%s does not contain %s", complaints, want)
		}
	}
	var out bytes.Buffer
	if err := decideLines(strings.NewReader(exampleLine), &out, mixed); err != nil || !strings.Contains(out.String(), `"follow_up":true`) {
		t.Errorf("with what was learned: %v, %s", err, out.String())
	}
}

// repeated is a reader of a line many times over, which it never holds at once.
type repeated struct {
	line string
	left int
	rest string
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.rest == "" {
		if r.left == 0 {
			return 0, io.EOF
		}
		r.left, r.rest = r.left-1, r.line
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// BenchmarkDecide10000Lines streams: B/op is what all lines together leave to the collector, nothing is kept.
func BenchmarkDecide10000Lines(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if err := decideLines(&repeated{line: exampleLine + "\n", left: 10_000}, io.Discard, timing.DefaultModel()); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzDecide(f *testing.F) {
	for _, line := range []string{exampleLine, "", "{}", "null", `{"now":"2026-11-25T14:00:00+01:00"}`, `{"touches":[{}]}`, "\xff"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if strings.Contains(line, "\n") {
			return
		}
		if got := decided(t, line, exampleLine); len(got) != 2 || got[1]["id"] != "a1" || got[1]["follow_up"] != true {
			t.Errorf("%q spoils the next line: %v", line, got)
		}
	})
}
