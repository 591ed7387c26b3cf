package sequences

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/salesflow/salesflow/engine"
)

// canonical is what a sequence says, in an order and spelling of its own: its file may be laid out as one likes. It
// is JSON, which is YAML, so that it can be read again.
type canonical struct {
	Name          string          `json:"name,omitempty"`
	Description   string          `json:"description,omitempty"`
	TargetOutcome string          `json:"target_outcome,omitempty"`
	LongestDays   int             `json:"max_duration_days,omitempty"`
	MostAttempts  int             `json:"max_attempts,omitempty"`
	Trigger       string          `json:"trigger,omitempty"`
	Steps         []canonicalStep `json:"steps"`
}

type canonicalStep struct {
	Day        int                                       `json:"day"`
	Name       string                                    `json:"name,omitempty"`
	Action     engine.SequenceAction                     `json:"action"`
	Template   string                                    `json:"template,omitempty"`
	Variants   []string                                  `json:"variants,omitempty"`
	Fallback   string                                    `json:"fallback_template,omitempty"`
	Channel    engine.Channel                            `json:"channel,omitempty"`
	Conditions []string                                  `json:"conditions,omitempty"`
	On         map[engine.Response]engine.SequenceAction `json:"on_response,omitempty"`
	Next       string                                    `json:"next_sequence,omitempty"`
}

// seal sets the source and the hash of a sequence from what it says.
func (p *plan) seal() {
	c := canonical{
		Name: p.Name, Description: p.Description, TargetOutcome: p.TargetOutcome, LongestDays: p.LongestDays,
		MostAttempts: p.MostAttempts, Trigger: p.TriggerText,
	}
	for _, s := range p.steps {
		c.Steps = append(c.Steps, canonicalStep{
			Day: s.Day, Name: s.Name, Action: s.Action, Template: s.Template, Variants: s.Variants, Fallback: s.Fallback,
			Channel: s.Channel, Conditions: s.part.fields["conditions"].texts(), On: s.On, Next: s.Next,
		})
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	// Maps are written in the order of their keys. Nothing in here can fail to be written.
	if err := encoder.Encode(map[string]map[string]canonical{"sequences": {p.ID: c}}); err != nil {
		panic(err)
	}
	source := bytes.TrimSpace(text.Bytes())
	sum := sha256.Sum256(source)
	p.Source, p.Hash = string(source), hex.EncodeToString(sum[:])
}
