package engine

import (
	"context"
	"math"
)

// StepTallies keeps what became of the messages of steps.
type StepTallies interface {
	// StepTallies returns how the messages of a sequence fared, by step and wording, in their order.
	StepTallies(ctx context.Context, sequence string) ([]StepTally, error)
	// WordingTallies returns how the wordings of templates fared, whatever they were sent for, in their order.
	WordingTallies(ctx context.Context, templates []string) ([]StepTally, error)
}

// StepTally is how often one step was sent in one wording, and how often an answer came in time.
type StepTally struct {
	Step       int
	TemplateID string
	Variant    int
	Sent       int
	Answered   int
}

// StepResult is what can be said of one step in one wording: the share of answers lies between Low and High, but for
// one case in twenty. Early says that there are too few messages to say anything.
type StepResult struct {
	StepTally
	Low, High float64
	Early     bool
}

// fewestMessages is from how many messages on a share is worth telling.
const fewestMessages = 20

// Result is what a tally says, with the interval of Wilson.
func (t StepTally) Result() StepResult {
	const z = 1.96
	result := StepResult{StepTally: t, High: 1, Early: t.Sent < fewestMessages}
	if t.Sent == 0 {
		return result
	}
	n, share := float64(t.Sent), float64(t.Answered)/float64(t.Sent)
	middle := (share + z*z/(2*n)) / (1 + z*z/n)
	reach := z / (1 + z*z/n) * math.Sqrt(share*(1-share)/n+z*z/(4*n*n))
	result.Low, result.High = max(middle-reach, 0), min(middle+reach, 1)
	return result
}

// StepResults is how the steps of a sequence fare with the user's leads, by wording.
func (e *Engine) StepResults(ctx context.Context, user UserID, sequence string) (results []StepResult, err error) {
	err = e.Store.As(ctx, user, func(tx Tx) error {
		tallies, err := tx.StepTallies(ctx, sequence)
		for _, tally := range tallies {
			results = append(results, tally.Result())
		}
		return err
	})
	return results, err
}
