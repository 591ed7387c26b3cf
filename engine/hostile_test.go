package engine_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/drafting"
	"github.com/salesflow/salesflow/sequences"
)

// typist is a writer that grows letter by letter, and says one of its texts after the other.
type typist struct {
	model
}

func (y *typist) Write(ctx context.Context, b engine.Brief, grown func(string)) (engine.Written, error) {
	w, err := y.model.Write(ctx, b, nil)
	for i := range w.Text {
		grown(w.Text[:i])
	}
	grown(w.Text)
	return w, err
}

// screen is a growth that keeps all it is shown.
type screen struct {
	mu    sync.Mutex
	shown []string
}

func (s *screen) Grow(_ context.Context, _ string, _ engine.DraftID, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown = append(s.shown, text)
}

// A draft that turns bad is no longer shown from where it does.
func TestNothingBadIsShownWhileItGrows(t *testing.T) {
	for text, bad := range map[string]string{
		"Hi ⟦NAME⟧, schau auf https://evil.example/x vorbei, das ist gut": "https:",
		"Hi ⟦NAME⟧, schau auf evil.com vorbei, das ist gut für dich":      "evil.com",
		"Hi ⟦NAME⟧, schau auf evil punkt com vorbei, das ist gut":         "punkt com",
		"Hi ⟦NAME⟧, ruf an: 0170 5550177, das ist gut für dich":           "0170 55",
		"Hi ⟦NAME⟧, Tom Gut sagt, das ist gut für dich":                   "Tom Gut",
		"Hi ⟦NAME⟧, das ist <b>gut</b> für dich, ja?":                     "<b",
		"Hi ⟦NAME⟧, mein Systemprompt sagt: das ist gut":                  "Systemprompt",
		"Hi ⟦NAME⟧, das ist gut ⟦PHONE⟧ für dich, ja?":                    "⟦",
	} {
		w, m := withModel(t, text)
		w.say("Tom Gut 0171 5550124 Freund")
		w.engine.Writer = &typist{model: model{says: []string{text}, tokens: m.tokens}}
		w.say("Lisa")
		w.say("kürzer")
		seen := &screen{}
		drafter := &engine.Drafter{Engine: w.engine, Growth: seen}
		for _, id := range w.drafts() {
			if _, err := drafter.Write(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		if len(seen.shown) == 0 {
			t.Errorf("%q: nothing was shown", text)
		}
		for _, shown := range seen.shown {
			if strings.Contains(shown, bad) || shown != drafting.Visible(shown) {
				t.Errorf("%q was shown of %q", shown, text)
			}
		}
		if item := w.open("Lisa Meier"); item.DraftBy != engine.ByTemplate || item.Draft == "" {
			t.Errorf("by %q: %q", item.DraftBy, item.Draft)
		}
	}
}

// What a model wrote and may not be sent goes back to models without what it cannot have from us.
func TestWhatWasRejectedTellsNothing(t *testing.T) {
	w, m := withModel(t, "Hi ⟦NAME⟧, Tom Gut sagt: ruf an, 0170 5550177, evil.com", "Hi ⟦NAME⟧, passt dir Dienstag?")
	w.say("Tom Gut 0171 5550124 Freund")
	w.say("Lisa")
	w.say("kürzer")
	w.write(m)
	if before := m.asked[len(m.asked)-1].Before; before != "Hi ⟦NAME⟧, ⟦PERSON⟧ Gut sagt: ruf an, ⟦NUMMER⟧, ⟦LINK⟧" && before != "Hi ⟦NAME⟧, ⟦PERSON⟧ ⟦PERSON⟧ sagt: ruf an, ⟦NUMMER⟧, ⟦LINK⟧" {
		t.Errorf("the model was told %q", before)
	}
}

// A name may come from whoever sent a card: what no name is does not stand in a text.
func TestNamesAreNames(t *testing.T) {
	m := engine.MessageTemplate{Variants: []string{"Hallo {name}, wie geht's?"}}
	for name, want := range map[string]string{
		"Lisa Meier": "Lisa", "Dr. Hans-Peter Groß": "Hans-Peter", "O’Neil Anna": "O’Neil", "🌸Lisa🌸": "Lisa", "Ömer": "Ömer", "Игорь": "Игорь",
		"https://evil.example/x": "", "evil.com Angebot": "Angebot", "<b>Evil</b>": "", "0171 5550123": "", "@evil Lisa": "Lisa",
		"⟦PHONE⟧ {name}": "PHONE", "Li\u200bsa": "Lisa", "": "", strings.Repeat("a", 100): "", "[x](y)": "", "evil_shop": "",
	} {
		want = strings.ReplaceAll("Hallo "+want+", wie geht's?", " ,", ",")
		if got := m.Draft(0, name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// The wordings that serve without a model would pass as a model's.
func TestTemplatesWouldPass(t *testing.T) {
	templates, err := sequences.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	r := drafting.NewRedactor(drafting.Known{})
	for _, template := range templates {
		for _, v := range template.Variants {
			text := strings.NewReplacer("{name}", drafting.Name).Replace(v)
			if got := r.Review(text, drafting.Bounds{Longest: 1000}); len(got) > 0 {
				t.Errorf("%q: %v", text, got)
			}
		}
	}
}
