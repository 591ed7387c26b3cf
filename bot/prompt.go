package bot

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"text/template"

	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/engine"
)

//go:embed prompts/draft.de.yaml
var promptFiles embed.FS

// prompt is how a model is asked for a draft.
type prompt struct {
	words         promptWords
	system, style *template.Template
	rule          *template.Template
}

// promptWords are those of draft.de.yaml.
type promptWords struct {
	System, Task, Style                              string
	Wishes, Reasons, Relations, Objections, Channels map[string]string
	Faults                                           map[string]string
}

func newPrompt() (*prompt, error) {
	text, err := promptFiles.ReadFile("prompts/draft.de.yaml")
	if err != nil {
		return nil, err
	}
	p := &prompt{}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&p.words); err != nil {
		return nil, fmt.Errorf("the prompt of drafts: %w", err)
	}
	functions := template.FuncMap{"round": func(x float64) int { return int(math.Round(x)) }}
	for to, text := range map[**template.Template]string{
		&p.system: p.words.System, &p.style: p.words.Style, &p.rule: p.words.Faults["rule"],
	} {
		if *to, err = template.New("").Funcs(functions).Parse(text); err != nil {
			return nil, fmt.Errorf("the prompt of drafts: %w", err)
		}
	}
	return p, nil
}

// material is the data of a prompt, in the order in which it is read.
type material struct {
	Task      string     `json:"auftrag"`
	Told      string     `json:"inhalt,omitempty"`
	Given     string     `json:"ausgangstext,omitempty"`
	Reason    string     `json:"anlass,omitempty"`
	Goal      string     `json:"ziel,omitempty"`
	Channel   string     `json:"kanal,omitempty"`
	Relation  string     `json:"beziehung,omitempty"`
	Stage     string     `json:"stand"`
	Sentiment string     `json:"stimmung"`
	Silent    int        `json:"tage_stille"`
	Question  string     `json:"offene_frage,omitempty"`
	Objection string     `json:"bedenken,omitempty"`
	Last      []saidLine `json:"letzte_nachrichten,omitempty"`
	Style     string     `json:"so_schreibt_der_absender,omitempty"`
	Before    string     `json:"erster_versuch,omitempty"`
	Faults    []string   `json:"fehler_des_ersten_versuchs,omitempty"`
}

type saidLine struct {
	From string `json:"von"`
	Text string `json:"text"`
}

// ask puts a brief into words: those of the system, and the data.
func (p *prompt) ask(b engine.Brief) (system, data string, err error) {
	m := material{
		Task: p.words.Task, Told: b.Instruction, Given: b.Given, Reason: p.words.Reasons[string(b.Reason)], Goal: b.Goal,
		Channel: p.words.Channels[string(b.Channel)], Relation: p.words.Relations[string(b.Relation)], Stage: string(b.Stage),
		Sentiment: string(b.Sentiment), Silent: b.SilentDays, Question: b.Question,
		Objection: p.words.Objections[string(b.Objection)], Before: b.Before,
	}
	if wish, ok := p.words.Wishes[string(b.Wish)]; ok {
		m.Task = wish
	}
	for _, line := range b.Last {
		from := "kontakt"
		if line.Mine {
			from = "ich"
		}
		m.Last = append(m.Last, saidLine{From: from, Text: line.Text})
	}
	if b.Style.Known() {
		if m.Style, err = written(p.style, b.Style); err != nil {
			return "", "", err
		}
	}
	for _, fault := range b.Faults {
		said, err := p.fault(fault)
		if err != nil {
			return "", "", err
		}
		m.Faults = append(m.Faults, said)
	}
	if system, err = written(p.system, b); err != nil {
		return "", "", err
	}
	all, err := json.Marshal(m)
	return system, string(all), err
}

// fault puts what was wrong into words. A broken rule of the company brings the wording to use instead.
func (p *prompt) fault(code string) (string, error) {
	if instead, ok := strings.CutPrefix(code, engine.RuleFault); ok {
		return written(p.rule, instead)
	}
	return p.words.Faults[code], nil
}

func written(t *template.Template, data any) (string, error) {
	var out strings.Builder
	err := t.Execute(&out, data)
	return strings.TrimSpace(out.String()), err
}
