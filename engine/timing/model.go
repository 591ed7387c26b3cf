package timing

import (
	"errors"
	"math"
	"sync"
)

// Model is what a fit learned of a population: everything that a decision needs beside one lead's own history.
// It is plain data with a stable JSON form. The zero Model is not usable, DefaultModel is.
type Model struct {
	Version int `json:"version"`
	// Readiness is how likely an answer to a fresh message is in the mean: the integral of the hazard. Alike is
	// how alike leads are in it: the shape of a gamma distribution.
	Readiness float64 `json:"readiness"`
	Alike     float64 `json:"alike"`
	// Users and Countries are the same for those of whom something is known, shrunk towards what is above them.
	Users     map[string]float64 `json:"users"`
	Countries map[string]float64 `json:"countries"`
	// Types are the shares of the rhythms of the dictionary.
	Types []float64 `json:"types"`
	// Hours multiply every rhythm: what all leads have in common that no type has.
	Hours rhythm `json:"hours"`
	// Delay multiplies the density of answers over spans of hours, Tired what is left of readiness after 0, 1, 2
	// … unanswered attempts.
	Delay    [len(spans)]float64    `json:"delay"`
	Tired    [mostTired + 1]float64 `json:"tired"`
	Wordings Wordings               `json:"wordings"`
	// Trust is the weight of what a lead shows against the dictionary, Breaks how likely a lead's habit changes
	// between two attempts.
	Trust  float64 `json:"trust"`
	Breaks float64 `json:"breaks"`
	// Day and Early are the weights that turn what is known into the probability of an answer within 24 and
	// within 3 hours.
	Day   weights `json:"day"`
	Early weights `json:"early"`
}

// DefaultModel is what is assumed before any history was seen.
func DefaultModel() Model {
	m := Model{
		Readiness: 0.6, Alike: 1, Users: map[string]float64{}, Countries: map[string]float64{},
		Types: make([]float64, len(types())), Hours: rhythm{}.even(), Trust: 0.75, Breaks: 1e-6,
		Day: hazardOnly(), Early: hazardOnly(),
	}
	for i := range m.Types {
		m.Types[i] = 1 / float64(len(m.Types))
	}
	for i := range m.Delay {
		m.Delay[i] = 1
	}
	for i := range m.Tired {
		m.Tired[i] = math.Pow(0.82, float64(i))
	}
	return m
}

// readinessOf is what is expected of a lead of a user before the lead has shown anything.
func (m *Model) readinessOf(user, country string) float64 {
	if r, ok := m.Users[user]; ok && user != "" {
		return r
	}
	if r, ok := m.Countries[country]; ok && country != "" {
		return r
	}
	return m.Readiness
}

// Brain is a model made ready for many decisions: tables that hold, for each type, what would take long to add
// up. It does not change and may be shared; what changes lies in a Mind.
type Brain struct {
	model Model
	delay delay
	n     int // types
	// Rows of one value per type: the logarithm of the rhythm by hour, and the sum of density times rhythm over
	// the hours since a message, by the hour it was sent in and the hours that passed.
	logRhythm []float32
	passed    []float32
	rhythms   []rhythm // of the types, among these leads
	logShare  []float64
	values    func() values // made when first asked for: a fit does without
}

// NewBrain prepares a model.
func NewBrain(m Model) *Brain {
	b := &Brain{model: m, delay: newDelay(m.Delay), n: len(m.Types)}
	b.logRhythm = make([]float32, hoursAWeek*b.n)
	b.passed = make([]float32, hoursAWeek*(window+1)*b.n)
	b.logShare = make([]float64, b.n)
	for c, r := range types() {
		r = r.times(&m.Hours)
		b.rhythms = append(b.rhythms, r)
		b.logShare[c] = log(max(m.Types[c], 1e-12))
		for h := range r {
			b.logRhythm[h*b.n+c] = float32(log(r[h]))
			b.addUp(c, h, &r)
		}
	}
	b.values = sync.OnceValue(b.addValues)
	return b
}

// Version is the model's.
func (b *Brain) Version() int { return b.model.Version }

// Wordings are what the model knows of wordings.
func (b *Brain) Wordings() *Wordings { return &b.model.Wordings }

func (b *Brain) addUp(c, sent int, r *rhythm) {
	sum := 0.0
	for j := range window {
		sum += b.delay.density[j] * r[(sent+j)%hoursAWeek]
		b.passed[b.row(sent, j+1)+c] = float32(sum)
	}
}

// row is where the values of all types begin for a message sent in an hour of the week, some hours later.
func (b *Brain) row(sent, hours int) int { return (sent%hoursAWeek*(window+1) + hours) * b.n }

// Check reports whether a model that was read from somewhere fits this program.
func (m *Model) Check() error {
	if len(m.Types) != len(types()) || m.Readiness <= 0 || m.Alike <= 0 || m.Trust <= 0 || m.Breaks <= 0 {
		return errors.New("the model was made by another version of the program: fit it again")
	}
	return nil
}
