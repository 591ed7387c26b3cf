package engine

import (
	"context"
	"errors"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

// Teams keeps what teams know together. It sees counts of wordings, and nothing of a person.
type Teams interface {
	// Leaders returns up to limit leaders, with ids beyond after, whose team's tallies are older than the given time
	// or were never made.
	Leaders(ctx context.Context, before time.Time, after UserID, limit int) ([]UserID, error)
	// TalliesOfTeam returns the tallies of a leader and of each member of the team, wording by wording.
	TalliesOfTeam(ctx context.Context, leader UserID) ([]WordingTally, error)
	// SaveTeam replaces the tallies of a team.
	SaveTeam(ctx context.Context, leader UserID, tallies []WordingTally) error
}

const (
	teamsAtOnce = 100
	teamsEvery  = 20 * time.Hour // a night's work is not done again before the next
)

// Night adds up what is needed by all but changes slowly, what works in each team and when people answer, and orders the
// drafts of the next lists. It may be called at any time
// and by several processes; what was done not long ago is left alone.
func (e *Engine) Night(ctx context.Context) error {
	now := e.Clock.Now()
	return errors.Join(e.addUpTeams(ctx, now), e.learn(ctx, now), e.predraft(ctx, now))
}

// addUpTeams makes the tallies of all teams.
func (e *Engine) addUpTeams(ctx context.Context, now time.Time) error {
	var failures []error
	for after := (UserID{}); ctx.Err() == nil; {
		var leaders []UserID
		err := e.Store.Work(ctx, func(w Work) (err error) {
			leaders, err = w.Leaders(ctx, now.Add(-teamsEvery), after, teamsAtOnce)
			return err
		})
		if err != nil || len(leaders) == 0 {
			return errors.Join(append(failures, err)...)
		}
		for _, leader := range leaders {
			failures, after = append(failures, e.addUp(ctx, leader, now)), leader
		}
	}
	return errors.Join(append(failures, ctx.Err())...)
}

// addUp makes the tallies of one team.
func (e *Engine) addUp(ctx context.Context, leader UserID, now time.Time) error {
	return e.Store.Work(ctx, func(w Work) error {
		members, err := w.TalliesOfTeam(ctx, leader)
		if err != nil {
			return err
		}
		return w.SaveTeam(ctx, leader, together(members, now))
	})
}

// together sums the tallies of networkers, who stand together wording by wording, faded to now.
func together(members []WordingTally, now time.Time) []WordingTally {
	var team []WordingTally
	var wordings [][]timing.Tally
	for _, m := range members {
		last := len(team) - 1
		if last < 0 || team[last].TemplateID != m.TemplateID || team[last].Variant != m.Variant {
			team = append(team, WordingTally{Team: true, TemplateID: m.TemplateID, Variant: m.Variant, UpdatedAt: now})
			wordings = append(wordings, nil)
			last++
		}
		wordings[last] = append(wordings[last], m.asOf(now))
	}
	kappa := timing.Kappa(wordings)
	for i := range team {
		var sum timing.Tally
		for _, t := range wordings[i] {
			sum = sum.Plus(t)
		}
		team[i].Sent, team[i].Reward, team[i].Squares, team[i].OptOuts = sum.Sent, sum.Reward, sum.Squares, sum.OptOuts
		team[i].Kappa = kappa
	}
	return team
}
