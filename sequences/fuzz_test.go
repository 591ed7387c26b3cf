package sequences_test

import (
	"errors"
	"os"
	"reflect"
	"regexp"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/sequences"
)

// lineBreak is what YAML takes for one.
var lineBreak = regexp.MustCompile("\r\n|[\n\r\u0085\u2028\u2029]")

// FuzzFile holds that no file makes the linter panic, that every finding has a place in the file and says something,
// that what has no error loads, and loads again from its own source as the same version, and that its templates are
// written so that they are read again.
func FuzzFile(f *testing.F) {
	for _, name := range []string{"followups.yaml", "nurture.yaml", "steps.de.yaml", "messages.de.yaml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, file := range badFiles(f) {
		if len(file.Text) < 2000 {
			f.Add(file.Text)
		}
	}
	f.Add([]byte(small))
	for _, file := range filesIn(f, "badprofiles") {
		f.Add(file.Text)
	}
	f.Add([]byte("\r0"))
	f.Add([]byte("sequences:\n  mine:\n  ? s"))
	f.Fuzz(func(t *testing.T, text []byte) {
		file := sequences.File{Name: "f", Text: text}
		content, findings := sequences.Load([]sequences.File{file})
		lines := 1 + len(lineBreak.FindAllIndex(text, -1))
		for _, finding := range append(sequences.Lint([]sequences.File{file}), findings...) {
			if finding.Line < 1 || finding.Line > lines || finding.Column < 1 || finding.Message == "" {
				t.Errorf("%+v", finding)
			}
		}
		if sequences.Broken(findings) {
			return
		}
		if len(content.Sequences)+len(content.Templates) == 0 {
			t.Error("neither an error nor a content")
		}
		for _, s := range content.Sequences {
			again, findings := sequences.Load([]sequences.File{{Name: "source", Text: []byte(s.Source)}}, file)
			if sequences.Broken(findings) || len(again.Sequences) != 1 || again.Sequences[0].Hash != s.Hash {
				t.Errorf("%v in %s", findings, s.Source)
			}
		}
		written, err := sequences.WriteTemplates(content.Templates)
		if again, remarks := sequences.Check("written", []byte(written), engine.Content{}); len(content.Templates) > 0 &&
			(err != nil || !reflect.DeepEqual(again.Templates, content.Templates)) {
			t.Errorf("%v, %v: %+v in\n%s", err, remarks, content.Templates, written)
		}
	})
}

// FuzzCondition holds that no condition makes the compiler panic, that every error has a place in the condition, and
// that what compiles has an answer.
func FuzzCondition(f *testing.F) {
	for _, text := range []string{
		"lead.sentiment in ['hot', 'warm']", "not lead.watched_video", "no_response_since > 48h", "no_response_days >= 7",
		"previous_template != 'different_angle'", "lead.is_customer AND lead.satisfaction_score >= 8", "(true or false) and !true",
		"lead.stage not in [\"new\"]", "1 < lead.unanswered < 3", "no_response_since in [1w, 30m]", "lead?.x | y ? 1 : nil",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		condition, err := sequences.Compile(text)
		var wrong *sequences.Misread
		if err != nil {
			if !errors.As(err, &wrong) || wrong.Letter < 0 || wrong.Letter > len([]rune(text)) || wrong.Message == "" {
				t.Error(err)
			}
			return
		}
		for _, facts := range []engine.Facts{{}, {NoResponseSince: 50 * time.Hour, NoResponseDays: 2, PreviousTemplate: "x",
			Lead: engine.FactsOfLead{Stage: engine.StageNew, Sentiment: engine.Hot, WatchedVideo: true, SatisfactionScore: 9}}} {
			if _, err := condition.Holds(facts); err != nil {
				t.Error(err)
			}
		}
	})
}
