package timing

import (
	"slices"
	"time"
)

// Wordings are what became of the wordings that were seen in a fit, in a team whose wordings compete.
type Wordings struct {
	Kappa float64            `json:"kappa"` // see Kappa
	Team  Tallies            `json:"team"`  // by wording, of all users
	Users map[string]Tallies `json:"users"`
}

// Tallies are one user's, by wording.
type Tallies map[string]Tally

// countWordings learns what wordings brought, as of a moment: older messages count less.
func countWordings(records []Record, known time.Time) Wordings {
	w := Wordings{Team: Tallies{}, Users: map[string]Tallies{}}
	for _, r := range records {
		for i, t := range r.Touches {
			if !t.Out || t.Template == "" {
				continue
			}
			tally := outcomeOf(r.Touches[i:]).Faded(known.Sub(t.At))
			w.Team[t.Template] = w.Team[t.Template].Plus(tally)
			if w.Users[r.User] == nil {
				w.Users[r.User] = Tallies{}
			}
			w.Users[r.User][t.Template] = w.Users[r.User][t.Template].Plus(tally)
		}
	}
	var networkers [][]Tally
	for _, name := range w.names() {
		var tallies []Tally
		for _, user := range sorted(w.Users) {
			if t, ok := w.Users[user][name]; ok {
				tallies = append(tallies, t)
			}
		}
		networkers = append(networkers, tallies)
	}
	w.Kappa = Kappa(networkers)
	return w
}

// outcomeOf counts the first touch by what came after it.
func outcomeOf(touches []Touch) Tally {
	sent := touches[0]
	tally := Tally{Sent: 1}
	for _, t := range touches[1:] {
		after := t.At.Sub(sent.At)
		if after > AnswerWithin || t.Out && t.Template != "" {
			break
		}
		if t.Out || t.Answer == Automatic || after < robot {
			continue
		}
		if t.Answer == OptOut {
			tally.OptOuts = 1
			break
		}
		reward := Reward(string(t.Answer))
		tally.Reward, tally.Squares = reward, reward*reward
		break
	}
	return tally
}

func (w *Wordings) names() []string { return sorted(w.Team) }

func sorted[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// WordingCase is a lead that wants a wording.
type WordingCase struct {
	User    string
	Touches []Touch
	Now     time.Time
	Fits    func(name string) bool
	Seed    uint64
}

// Choose chooses a wording for a lead among those that the fit has seen and that fit, as
// ChooseVariant does. It is empty when there is none.
func (w *Wordings) Choose(c WordingCase) string {
	var names []string
	var variants []Variant
	for _, name := range w.names() {
		if !c.Fits(name) {
			continue
		}
		mine := w.Users[c.User][name]
		names = append(names, name)
		variants = append(variants, Variant{Mine: mine, Team: w.Team[name].Without(mine), Seen: c.seen(name)})
	}
	chosen, _ := ChooseVariant(variants, w.Kappa, c.Seed)
	if chosen < 0 {
		return ""
	}
	return names[chosen]
}

// seen is how many days ago the lead got a wording last, negative when it never did.
func (c *WordingCase) seen(name string) float64 {
	for _, t := range slices.Backward(c.Touches) {
		if t.Out && t.Template == name {
			return max(c.Now.Sub(t.At).Hours()/24, 0)
		}
	}
	return -1
}
