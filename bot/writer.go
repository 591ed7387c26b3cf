package bot

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode"

	"github.com/salesflow/salesflow/bot/ai"
	"github.com/salesflow/salesflow/engine"
)

// Writer writes drafts with the language models of a router. It implements engine.Writer and may be used by many
// goroutines.
type Writer struct {
	router *ai.Router
	prompt *prompt
}

// NewWriter returns a writer, or nil where no model may be asked for drafts. It fails on a prompt that is broken.
func NewWriter(router *ai.Router) (*Writer, error) {
	if !router.Serves(ai.Draft) {
		return nil, nil
	}
	p, err := newPrompt()
	if err != nil {
		return nil, err
	}
	return &Writer{router: router, prompt: p}, nil
}

// Providers says who may be asked for drafts.
func (w *Writer) Providers() []engine.Provider {
	var all []engine.Provider
	for _, p := range w.router.Providers() {
		if serves(p, ai.Draft) {
			all = append(all, engine.Provider{Name: p.Name, Region: p.Region, Local: p.Local})
		}
	}
	return all
}

func serves(p ai.ProviderInfo, task ai.Task) bool {
	for _, t := range p.Tasks {
		if t == task {
			return true
		}
	}
	return false
}

// draftAnswer is the form in which a model answers.
type draftAnswer struct {
	Text     string `json:"text"`
	Language string `json:"language"`
}

// answerSchema is the form of an answer. It is never changed.
var answerSchema = ai.Schema{Name: "draft", JSON: json.RawMessage(`{"type":"object","additionalProperties":false,
	"required":["text","language"],"properties":{"text":{"type":"string"},"language":{"type":"string","enum":["de","en"]}}}`)}

const (
	lettersAToken = 2   // German in UTF-8 with emoji takes more tokens than English
	formTokens    = 400 // what the form takes, and a model that thinks aloud
	temperature   = 0.7
)

// Write asks a model for a draft.
func (w *Writer) Write(ctx context.Context, b engine.Brief, grown func(string)) (engine.Written, error) {
	system, data, err := w.prompt.ask(b)
	if err != nil {
		return engine.Written{}, err
	}
	var growing func(string)
	if grown != nil {
		growing = func(soFar string) {
			if text := withoutHalf(ai.Growing(soFar, "text")); !recites(text, system) {
				grown(text)
			}
		}
	}
	reply, err := w.router.Complete(ctx, ai.Call{
		Task: ai.Draft, System: system, Messages: []string{data}, Schema: &answerSchema,
		MaxTokens: b.Longest/lettersAToken + formTokens, Temperature: temperature,
	}, growing)
	written := engine.Written{Provider: reply.Provider, Model: reply.Model, Tokens: reply.TokensIn + reply.TokensOut}
	switch {
	case errors.Is(err, ai.ErrOff), errors.Is(err, ai.ErrBusy), errors.Is(err, ai.ErrDown):
		return written, engine.ErrNotAsked
	case errors.Is(err, ai.ErrTooLong), errors.Is(err, ai.ErrRefused):
		return written, engine.ErrBadAnswer
	case err != nil:
		return written, err
	}
	if written.Text, err = read(reply.Text); recites(written.Text, system) {
		return written, engine.ErrBadAnswer
	}
	return written, err
}

// read takes the text out of an answer that keeps to its form exactly.
func read(reply string) (string, error) {
	var a draftAnswer
	decoder := json.NewDecoder(strings.NewReader(unfenced(reply)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&a); err != nil || a.Language != "de" {
		return "", engine.ErrBadAnswer
	}
	if _, err := decoder.Token(); err != io.EOF {
		return "", engine.ErrBadAnswer
	}
	return a.Text, nil
}

// unfenced takes away the fence of Markdown that models without schemas put around JSON.
func unfenced(text string) string {
	text = strings.TrimSpace(text)
	if inner, ok := strings.CutPrefix(text, "```json"); ok {
		return strings.TrimSuffix(inner, "```")
	}
	return text
}

// withoutHalf takes away a placeholder at the end that has only begun, and half a letter.
func withoutHalf(text string) string {
	text = strings.TrimRight(text, "\ufffd")
	if at := strings.LastIndex(text, "⟦"); at >= 0 && !strings.Contains(text[at:], "⟧") {
		return text[:at]
	}
	return text
}

// recited is how many words in a row no message shares with the words of the system by chance.
const recited = 6

// recites reports whether a text repeats what the system was told.
func recites(text, system string) bool {
	system = " " + strings.Join(lettersOf(system), " ") + " "
	said := lettersOf(text)
	for at := 0; at+recited <= len(said); at++ {
		if strings.Contains(system, " "+strings.Join(said[at:at+recited], " ")+" ") {
			return true
		}
	}
	return false
}

// lettersOf are the words of a text in small letters.
func lettersOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
}
