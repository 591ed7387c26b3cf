package engine

import (
	"context"
	"hash/fnv"
	"reflect"
	"slices"
	"time"

	"github.com/google/uuid"
)

// OwnTemplates keeps the wordings that the user has written.
type OwnTemplates interface {
	// OwnTemplates returns the user's own templates in the order of their ids.
	OwnTemplates(ctx context.Context) (Templates, error)
	// LeadersAnswers returns the answers to objections that the user's leader has written.
	LeadersAnswers(ctx context.Context) (Templates, error)
	// ChangeTemplates makes templates say something else.
	ChangeTemplates(ctx context.Context, c TemplateChange) error
	// ChangedTemplates returns those that this change was the last one to change.
	ChangedTemplates(ctx context.Context, change uuid.UUID) ([]ChangedTemplate, error)
	// TurnTemplates takes the last change of templates back, or makes it again; where that is so already it stays.
	TurnTemplates(ctx context.Context, ids []string, undone bool) error
}

// TemplateChange is what changes together and can be taken back together.
type TemplateChange struct {
	ID        uuid.UUID
	At        time.Time
	Templates []ChangedTemplate
}

// ChangedTemplate is what the user's own template says and said before. Nil is none: a built-in one of its id counts.
type ChangedTemplate struct {
	ID           string
	Said, Before *MessageTemplate
	Undone       bool // the change was taken back
}

// MostTemplates is how many templates of their own users may have.
const MostTemplates = 200

// vocabulary is the wordings that a user's leads may get.
type vocabulary struct {
	own Templates
	all Templates // the user's own, then the leader's answers to objections, then the built-in ones whose place none takes
}

// vocabulary reads the wordings that count for the user, once a turn.
func (t *turn) vocabulary(ctx context.Context) (vocabulary, error) {
	if t.words != nil {
		return *t.words, nil
	}
	own, err := t.tx.OwnTemplates(ctx)
	if err != nil {
		return vocabulary{}, err
	}
	builtIn := t.engine.Templates
	if t.user.LeaderID != nil {
		answers, err := t.tx.LeadersAnswers(ctx)
		if err != nil {
			return vocabulary{}, err
		}
		builtIn = answers.over(builtIn)
	}
	t.words = &vocabulary{own: own, all: own.over(builtIn)}
	return *t.words, nil
}

// over are the user's own templates, and the built-in ones with other ids.
func (t Templates) over(builtIn Templates) Templates {
	if len(t) == 0 {
		return builtIn
	}
	var all Templates
	for _, m := range t {
		was, _ := builtIn.find(m.ID)
		all = append(all, m.complete(was).numbered(was))
	}
	for _, m := range builtIn {
		if !t.has(m.ID) {
			all = append(all, m)
		}
	}
	return all
}

// complete is a template with the built-in wordings for a form of address that the user has written none for.
func (m MessageTemplate) complete(builtIn MessageTemplate) MessageTemplate {
	if len(m.Variants) == 0 {
		m.Variants = builtIn.Variants
	}
	if len(m.Formal) == 0 {
		m.Formal = builtIn.Formal
	}
	return m
}

// The numbers of wordings that users wrote. Those below are the places of built-in ones.
const (
	firstOwn = 2 * FirstFormal
	numbers  = 1<<31 - firstOwn
)

// numbered is a template of a user's own with the numbers under which its texts are tallied. A text that the built-in
// template has, too, keeps its number there: it goes on with what is known of it. The number of any other text is made
// from the text: a changed one starts anew and never inherits the answers to what it said before, one that comes back
// finds its own again, and the same text is one wording for a whole team, whoever wrote it, while two texts are two.
func (m MessageTemplate) numbered(builtIn MessageTemplate) MessageTemplate {
	numberOf := func(text string, known []string, first int) int {
		if place := slices.Index(known, text); place >= 0 {
			return first + place
		}
		hash := fnv.New32a()
		hash.Write([]byte(text)) // never fails
		return firstOwn + int(hash.Sum32()%numbers)
	}
	m.Numbers = make([]int, 0, len(m.Variants)+len(m.Formal))
	for _, text := range m.Variants {
		m.Numbers = append(m.Numbers, numberOf(text, builtIn.Variants, 0))
	}
	for _, text := range m.Formal {
		m.Numbers = append(m.Numbers, numberOf(text, builtIn.Formal, FirstFormal))
	}
	return m
}

// says reports whether one of the templates has a wording.
func (t Templates) says(id string, number int) bool {
	m, found := t.find(id)
	familiar, formal := m.numbersOf()
	return found && (slices.Contains(familiar, number) || slices.Contains(formal, number))
}

// same reports whether two templates say the same.
func (m MessageTemplate) same(o MessageTemplate) bool {
	m.Numbers, o.Numbers = nil, nil
	return reflect.DeepEqual(m, o)
}
