package engine

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// wordingModel is the version of how wordings are chosen. It is part of the seed.
const wordingModel = 1

// known is what the choice of channel and wording rests on, for several leads at once.
type known struct {
	addresses map[LeadID][]Address
	touches   map[LeadID][]Touch // the newest last
	tallies   Tallies
	templates Templates                       // of the user
	channels  map[LeadID]timing.ChannelChoice // those made already
}

// know reads what is known of leads, in a few statements however many they are.
func (t *turn) know(ctx context.Context, leads []LeadID) (k known, err error) {
	k = known{addresses: map[LeadID][]Address{}, channels: map[LeadID]timing.ChannelChoice{}}
	addresses, err := t.tx.AddressesOf(ctx, leads)
	if err != nil {
		return k, err
	}
	for _, a := range addresses {
		k.addresses[*a.LeadID] = append(k.addresses[*a.LeadID], a)
	}
	if k.touches, err = t.recentTouches(ctx, leads); err != nil {
		return k, err
	}
	words, err := t.vocabulary(ctx)
	if err != nil {
		return k, err
	}
	k.templates = words.all
	k.tallies, err = t.tx.Tallies(ctx)
	return k, err
}

// touchesThatTell is how many of a lead's last touches are looked at.
const touchesThatTell = 60

// recentTouches is where the touches come from that a choice looks at.
func (t *turn) recentTouches(ctx context.Context, leads []LeadID) (map[LeadID][]Touch, error) {
	touches, err := t.tx.RecentTouches(ctx, leads, touchesThatTell)
	byLead := map[LeadID][]Touch{}
	for _, touch := range touches {
		byLead[touch.LeadID] = append(byLead[touch.LeadID], touch)
	}
	return byLead, err
}

// choose chooses the wording of a new suggestion. The decision is noted when the suggestion is added.
//
// The seed is made of the lead's name and the day, not of ids: a program that starts anew with the same people
// chooses the same.
func (t *turn) choose(s *Suggestion, lead Lead, k known) {
	t.chooseAmong(s, lead, t.wordings(lead, s.Reason, k), k)
}

// chooseAmong chooses the wording of a new suggestion among those of templates. Where none of them has one for how the
// lead is addressed, the nearest with the same reason serves.
func (t *turn) chooseAmong(s *Suggestion, lead Lead, templates []MessageTemplate, k known) {
	templates = t.speaking(lead, s.Reason, templates, k)
	seed := timing.Seed(lead.NameKey, lead.Name, t.today().String(), strconv.Itoa(wordingModel))
	d := Decision{
		ID: newID(), LeadID: lead.ID, SuggestionID: s.ID, At: t.now, Seed: int64(seed), Kappa: k.kappa(),
		Candidates: k.candidates(templates, lead, t.now),
	}
	chosen, propensity := d.Choose()
	if chosen < 0 {
		return
	}
	d.Propensity = propensity
	d.take(chosen)
	s.TemplateID, s.Variant, s.Draft, s.DraftBy = d.TemplateID, d.Variant, t.draft(d, templates, lead), ByTemplate
	if t.decided == nil {
		t.decided = map[SuggestionID]Decision{}
	}
	where := t.bestChannel(lead, k)
	d.ChannelReason, d.ChannelChance = where.Reason, where.Probability
	t.decided[s.ID] = d
}

// wordings are the templates that compete for a lead.
func (t *turn) wordings(lead Lead, reason Reason, k known) []MessageTemplate {
	return t.fitting(lead, reason, k.templates)
}

// fitting are those of templates that fit a lead: an answer to what it has against it, or what fits the reason.
func (t *turn) fitting(lead Lead, reason Reason, templates Templates) []MessageTemplate {
	spoken := templates.in(lead.Addressed())
	if answers := spoken.named([]string{answerTo(lead.Objection)}); len(answers) > 0 && lead.objects() {
		return answers
	}
	return spoken.AllFor(reason, lead.Waiting(t.now))
}

// speaking are those of templates that have a wording for how a lead is addressed or, where none has, those that
// compete for the reason.
func (t *turn) speaking(lead Lead, reason Reason, templates []MessageTemplate, k known) []MessageTemplate {
	if fitting := Templates(templates).in(lead.Addressed()); len(fitting) > 0 {
		return fitting
	}
	return t.wordings(lead, reason, k)
}

// draft puts the wording of a decision among templates into words.
func (t *turn) draft(d Decision, templates []MessageTemplate, lead Lead) string {
	for _, template := range templates {
		if template.ID == d.TemplateID {
			return t.fill(template, d.Variant, lead)
		}
	}
	return ""
}

// fill is a template's wording for a lead, with ss where the lead's country writes that or, where German is not at home
// there, the user's. A name keeps its ß.
func (t *turn) fill(m MessageTemplate, variant int, lead Lead) string {
	if t.spellingFor(lead) == language.WithoutEszett {
		m = m.Spelt(language.WithoutEszett)
	}
	return t.disclose(m.Draft(variant, lead.called()), lead)
}

// spellingFor is how words for a lead are spelt.
func (t *turn) spellingFor(lead Lead) language.Spelling {
	if slices.Contains(germanSpeaking, lead.Country) {
		return language.SpellingIn(lead.Country)
	}
	return language.SpellingIn(t.user.Country)
}

// germanSpeaking are the countries whose spelling a lead expects.
var germanSpeaking = []string{"DE", "AT", "CH", "LI", "LU"}

// kappa is the team's, or what is to be expected of any.
func (k known) kappa() float64 {
	for _, w := range k.tallies.Wordings {
		if w.Team {
			return w.Kappa
		}
	}
	return timing.Kappa(nil)
}

// candidates are the wordings of templates for how a lead is addressed, with what is known of them.
func (k known) candidates(templates []MessageTemplate, lead Lead, now time.Time) []Candidate {
	var all []Candidate
	for _, template := range templates {
		for _, i := range template.Wordings(lead.Addressed()) {
			c := Candidate{TemplateID: template.ID, Variant: i, Seen: k.seen(lead.ID, template.ID, i, now)}
			c.Mine, c.Team = k.tally(c, now)
			all = append(all, c)
		}
	}
	return all
}

// tally is what became of a wording with the user and with the rest of the team.
func (k known) tally(c Candidate, now time.Time) (mine, others timing.Tally) {
	var team timing.Tally
	for _, w := range k.tallies.Wordings {
		switch {
		case w.TemplateID != c.TemplateID || w.Variant != c.Variant:
		case w.Team:
			team = w.asOf(now)
		default:
			mine = w.asOf(now)
		}
	}
	return mine, team.Without(mine)
}

// seen is how many days ago the lead got a wording last, -1 when it never did.
func (k known) seen(lead LeadID, template string, variant int, now time.Time) float64 {
	for i := len(k.touches[lead]) - 1; i >= 0; i-- {
		touch := k.touches[lead][i]
		if touch.Direction == Out && touch.TemplateID == template && touch.Variant == variant {
			return max(now.Sub(touch.At).Hours()/24, 0)
		}
	}
	return -1
}

// addSuggestions adds suggestions and why they are as they are.
func (t *turn) addSuggestions(ctx context.Context, suggestions []Suggestion) error {
	if err := t.tx.AddSuggestions(ctx, suggestions); err != nil {
		return err
	}
	if err := t.orderToday(ctx, suggestions); err != nil {
		return err
	}
	var decisions []Decision
	for _, s := range suggestions {
		if d, ok := t.decided[s.ID]; ok && d.TemplateID == s.TemplateID && d.Variant == s.Variant {
			d.Channel, d.DueAt, d.Confidence = s.Channel, s.DueAt, s.Confidence
			t.ground(&d)
			decisions = append(decisions, d)
		}
	}
	return t.tx.AddDecisions(ctx, decisions)
}

// inherit notes for a suggestion that took over the wording of another how that was chosen.
func (t *turn) inherit(ctx context.Context, old, next Suggestion) error {
	if _, ok := t.decided[next.ID]; ok || next.TemplateID != old.TemplateID || next.Variant != old.Variant {
		return nil
	}
	decisions, err := t.tx.DecisionsOf(ctx, old.ID)
	if err != nil || len(decisions) == 0 {
		return err
	}
	d := decisions[len(decisions)-1]
	d.ID, d.SuggestionID, d.At = newID(), next.ID, t.now
	d.Channel, d.DueAt, d.Confidence = next.Channel, next.DueAt, next.Confidence
	t.ground(&d)
	d.SentAt, d.Reward, d.RepliedAt, d.OptedOutAt = nil, nil, nil, nil
	return t.tx.AddDecisions(ctx, []Decision{d})
}
