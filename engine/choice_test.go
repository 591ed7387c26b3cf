package engine_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/intake"
	"github.com/salesflow/salesflow/engine/timing"
)

// chosen is the open suggestion of the lead whose name begins like this, and how its wording was chosen.
func (w *world) chosen(name string) (item engine.Item, decisions []engine.Decision) {
	w.t.Helper()
	w.asUser(func(tx engine.Tx) error {
		names, err := tx.LeadNames(w.t.Context())
		if err != nil {
			return err
		}
		for _, lead := range names {
			if strings.HasPrefix(lead.Name, name) {
				if item, err = tx.OpenItem(w.t.Context(), lead.ID); err != nil {
					return err
				}
			}
		}
		decisions, err = tx.DecisionsOf(w.t.Context(), item.ID)
		return err
	})
	return item, decisions
}

// tallied says what the user's tallies hold beside zeros: "confirm_interest/1 sent 1 reward 0.6, whatsapp 1/1".
func (w *world) tallied() string {
	w.t.Helper()
	var all []string
	w.asUser(func(tx engine.Tx) error {
		tallies, err := tx.Tallies(w.t.Context())
		for _, t := range tallies.Wordings {
			if !t.Team && t.Sent+t.Reward+t.OptOuts > 0.01 {
				all = append(all, fmt.Sprintf("%s/%d sent %.1f reward %.1f out %.1f", t.TemplateID, t.Variant, t.Sent, t.Reward, t.OptOuts))
			}
		}
		for _, c := range tallies.Channels {
			if c.Sent+c.Answered > 0.01 {
				all = append(all, fmt.Sprintf("%s %.1f of %.1f", c.Channel, c.Answered, c.Sent))
			}
		}
		return err
	})
	return strings.Join(all, ", ")
}

func (w *world) expectTallies(want string) {
	w.t.Helper()
	if got := w.tallied(); got != want {
		w.t.Errorf("the tallies are %q\nwant %q", got, want)
	}
}

// lisaOnTheList is a user with Lisa's card in front of them, and the wording on it.
func lisaOnTheList(t *testing.T) (w *world, wording string) {
	t.Helper()
	w = newWorld(t)
	w.say("/start")
	w.say("Lisa Meier 0170 1234567")
	w.tick(monday.Add(time.Hour))
	w.press("relation.friend")
	item, _ := w.chosen("Lisa")
	return w, fmt.Sprintf("%s/%d", item.TemplateID, item.Variant)
}

func TestEveryChoiceIsLoggedAndCanBeMadeAgain(t *testing.T) {
	w := newWorld(t)
	w.say("/start")
	var leads []intake.Lead
	for i := range 30 {
		leads = append(leads, intake.Lead{Name: "Person " + letters(i), Phones: []string{fmt.Sprintf("+4917139%06d", i)}})
	}
	if _, err := w.engine.Import(t.Context(), w.userAt("1"), intake.Result{Leads: leads, Format: intake.FormatVCard}); err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	for _, lead := range leads {
		item, decisions := w.chosen(lead.Name)
		if len(decisions) != 1 {
			t.Fatalf("%s: %d decisions", lead.Name, len(decisions))
		}
		d := decisions[0]
		chosen, propensity := d.Choose()
		again := d.Candidates[chosen]
		if again.TemplateID != d.TemplateID || again.Variant != d.Variant || propensity != d.Propensity {
			t.Errorf("logged %s/%d with %g, made again %s/%d with %g", d.TemplateID, d.Variant, d.Propensity,
				again.TemplateID, again.Variant, propensity)
		}
		if d.TemplateID != item.TemplateID || d.Variant != item.Variant || d.Channel != item.Channel ||
			!d.DueAt.Equal(item.DueAt) || math.Abs(d.Confidence-item.Confidence) > 1e-6 || d.ChannelReason == "" {
			t.Errorf("the suggestion is %+v\nthe decision %+v", item.Suggestion, d)
		}
		seen[d.Variant] = true
	}
	if len(seen) < 3 {
		t.Errorf("of nothing known, only the wordings %v are tried", seen)
	}
}

func TestTheSamePeopleGetTheSameWordingsAnyTime(t *testing.T) {
	_, first := lisaOnTheList(t)
	if _, second := lisaOnTheList(t); first != second {
		t.Errorf("first %s, then %s", first, second)
	}
}

func TestWhatIsSentAndAnsweredCountsAndCanBeTakenBack(t *testing.T) {
	w, wording := lisaOnTheList(t)
	w.expectTallies("")
	w.press("done")
	sent := wording + " sent 1.0 reward 0.0 out 0.0, whatsapp 0.0 of 1.0"
	w.expectTallies(sent)
	w.press("undo")
	w.expectTallies("")
	w.press("done")
	w.clock.set(monday.Add(25 * time.Hour))
	w.say("lisa hat geantwortet")
	w.expectTallies(wording + " sent 1.0 reward 0.6 out 0.0, whatsapp 1.0 of 1.0")
	w.press("undo")
	w.expectTallies(sent)
	w.clock.set(monday.Add(74 * time.Hour)) // more than 72 hours after it was sent
	w.say("lisa hat geantwortet")
	w.expectTallies(sent)
}

func TestAnImportedChatTellsOfAnswers(t *testing.T) {
	w, wording := lisaOnTheList(t)
	w.press("done")
	w.clock.set(monday.Add(30 * time.Hour))
	const chat = "23.11.26, 07:00 - Lisa Meier: Hi\n23.11.26, 08:01 - Max: Hallo\n23.11.26, 21:30 - Lisa Meier: Ja gern\n"
	w.takeOver("WhatsApp Chat mit Lisa Meier.txt", chat)
	answered := wording + " sent 1.0 reward 1.0 out 0.0, whatsapp 1.0 of 1.0"
	w.expectTallies(answered)
	w.takeOver("WhatsApp Chat mit Lisa Meier.txt", chat+"23.11.26, 21:40 - Lisa Meier: Wann?\n")
	w.expectTallies(answered)
}

func TestAnotherTextIsLoggedAndCountsAgainstNobody(t *testing.T) {
	w, _ := lisaOnTheList(t)
	_, decisions := w.chosen("Lisa")
	all := len(decisions[0].Candidates)
	seen := map[string]int{}
	for range 2 * all {
		item, decisions := w.chosen("Lisa")
		last := decisions[len(decisions)-1]
		if last.TemplateID != item.TemplateID || last.Variant != item.Variant || last.Nth != len(decisions)-1 {
			t.Errorf("the card shows %s/%d, the log says %+v", item.TemplateID, item.Variant, last)
		}
		seen[fmt.Sprintf("%s/%d", item.TemplateID, item.Variant)]++
		w.press("other_text")
	}
	for wording, n := range seen {
		if n != 2 || len(seen) != all {
			t.Errorf("%s was shown %d times in two rounds of %d", wording, n, all)
		}
	}
	w.expectTallies("")
	item, _ := w.chosen("Lisa")
	w.press("done")
	w.expectTallies(fmt.Sprintf("%s/%d sent 1.0 reward 0.0 out 0.0, whatsapp 0.0 of 1.0", item.TemplateID, item.Variant))
}

func TestWhatIsPutOffKeepsItsWording(t *testing.T) {
	w, wording := lisaOnTheList(t)
	_, before := w.chosen("Lisa")
	w.say("lisa in 3 tagen")
	item, after := w.chosen("Lisa")
	if got := fmt.Sprintf("%s/%d", item.TemplateID, item.Variant); got != wording || len(after) != 1 ||
		after[0].Propensity != before[0].Propensity || !after[0].DueAt.Equal(item.DueAt) {
		t.Errorf("%s became %s: %+v", wording, got, after)
	}
	w.say("lisa erledigt")
	w.expectTallies(wording + " sent 1.0 reward 0.0 out 0.0, whatsapp 0.0 of 1.0")
}

func TestAStopSoonAfterAMessageCountsAgainstItsWording(t *testing.T) {
	w, wording := lisaOnTheList(t)
	w.press("done")
	w.clock.set(monday.Add(20 * time.Hour))
	w.say("lisa nicht mehr")
	w.expectTallies(wording + " sent 1.0 reward 0.0 out 1.0, whatsapp 0.0 of 1.0")
	w.press("undo")
	w.expectTallies(wording + " sent 1.0 reward 0.0 out 0.0, whatsapp 0.0 of 1.0")
	w.clock.set(monday.Add(80 * time.Hour))
	w.say("lisa nicht mehr")
	w.expectTallies(wording + " sent 1.0 reward 0.0 out 0.0, whatsapp 0.0 of 1.0")
}

func TestALeadGetsNoWordingAgainSoon(t *testing.T) {
	w, wording := lisaOnTheList(t)
	w.press("done")
	_, decisions := w.chosen("Lisa")
	for _, c := range decisions[0].Candidates {
		same := fmt.Sprintf("%s/%d", c.TemplateID, c.Variant) == wording
		if same != (c.Seen >= 0) {
			t.Errorf("%s was sent, and %s/%d seen %g days ago", wording, c.TemplateID, c.Variant, c.Seen)
		}
	}
	item, _ := w.chosen("Lisa")
	if fmt.Sprintf("%s/%d", item.TemplateID, item.Variant) == wording {
		t.Errorf("%s comes again", wording)
	}
}

func TestWhatWorksInTheTeamComesFirst(t *testing.T) {
	w := newWorld(t)
	w.say("/start")
	var team []engine.WordingTally
	for _, template := range w.engine.Templates {
		for i := range template.Variants {
			team = append(team, engine.WordingTally{
				TemplateID: template.ID, Variant: i, Sent: 400, Reward: float64(40 + 100*(i%2)), Kappa: 60, UpdatedAt: monday,
			})
		}
	}
	err := w.db.Work(t.Context(), func(work engine.Work) error {
		return work.SaveTeam(t.Context(), w.userAt("1"), team) // a user without a leader is their own
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		w.say(fmt.Sprintf("Person%s 0170 12345%02d", letters(i), i))
		item, decisions := w.chosen("Person" + letters(i))
		if item.Variant != 1 || decisions[0].Propensity < 0.9 || decisions[0].Kappa != 60 {
			t.Errorf("it is wording %d with propensity %g", item.Variant, decisions[0].Propensity)
		}
	}
}

func TestSilenceOnOneChannelLeadsToAnother(t *testing.T) {
	w := newWorld(t)
	w.say("/start")
	lead := intake.Lead{Name: "Lisa Meier", Phones: []string{"+491701234567"}, Telegram: "lisameier"}
	if _, err := w.engine.Import(t.Context(), w.userAt("1"), intake.Result{Leads: []intake.Lead{lead}, Format: intake.FormatVCard}); err != nil {
		t.Fatal(err)
	}
	var channels []string
	for i := range 5 {
		item, decisions := w.chosen("Lisa")
		channels = append(channels, string(item.Channel)+" "+string(decisions[0].ChannelReason))
		w.clock.set(monday.AddDate(0, 0, 3*i+1))
		w.say("lisa erledigt")
	}
	got := strings.Join(channels, ", ")
	if want := "whatsapp usual, whatsapp usual, telegram switched, telegram usual, telegram usual"; got != want {
		t.Errorf("it went %s\nwant %s", got, want)
	}
	w.say("lisa hat geantwortet")
	if _, decisions := w.chosen("Lisa"); decisions[0].Channel != engine.Telegram || decisions[0].ChannelReason != timing.LastAnsweredHere {
		t.Errorf("after an answer: %s %s", decisions[0].Channel, decisions[0].ChannelReason)
	}
}

// frugal counts how often a transaction asks for what choices rest on.
type frugal struct {
	engine.Store
	asked map[string]int
}

type frugalTx struct {
	engine.Tx
	asked map[string]int
}

func (f frugal) As(ctx context.Context, user engine.UserID, do func(engine.Tx) error) error {
	return f.Store.As(ctx, user, func(tx engine.Tx) error { return do(frugalTx{tx, f.asked}) })
}

func (f frugal) Work(ctx context.Context, do func(engine.Work) error) error {
	return f.Store.Work(ctx, func(w engine.Work) error { return do(frugalWork{w, f.asked}) })
}

type frugalWork struct {
	engine.Work
	asked map[string]int
}

func (f frugalWork) As(ctx context.Context, user engine.UserID) (engine.Tx, error) {
	tx, err := f.Work.As(ctx, user)
	return frugalTx{tx, f.asked}, err
}

func (f frugalTx) RecentTouches(ctx context.Context, leads []engine.LeadID, limit int) ([]engine.Touch, error) {
	f.asked["touches"]++
	return f.Tx.RecentTouches(ctx, leads, limit)
}

func (f frugalTx) Tallies(ctx context.Context) (engine.Tallies, error) {
	f.asked["tallies"]++
	return f.Tx.Tallies(ctx)
}

func (f frugalTx) OwnTemplates(ctx context.Context) (engine.Templates, error) {
	f.asked["templates"]++
	return f.Tx.OwnTemplates(ctx)
}

func (f frugalTx) AddressesOf(ctx context.Context, leads []engine.LeadID) ([]engine.Address, error) {
	f.asked["addresses"]++
	return f.Tx.AddressesOf(ctx, leads)
}

func (f frugalTx) AddDecisions(ctx context.Context, d []engine.Decision) error {
	f.asked["decisions"]++
	return f.Tx.AddDecisions(ctx, d)
}

func TestAnImportAsksOnceHoweverManyLeads(t *testing.T) {
	w := newWorld(t)
	w.say("/start")
	asked := map[string]int{}
	w.engine.Store = frugal{w.db, asked}
	var leads []intake.Lead
	for i := range 200 {
		leads = append(leads, intake.Lead{Name: "Person " + letters(i), Phones: []string{fmt.Sprintf("+4917139%06d", i)}})
	}
	if _, err := w.engine.Import(t.Context(), w.userAt("1"), intake.Result{Leads: leads, Format: intake.FormatVCard}); err != nil {
		t.Fatal(err)
	}
	for what, n := range asked {
		if n != 1 || len(asked) != 5 {
			t.Errorf("%s: %d statements, of %v", what, n, asked)
		}
	}
}

func TestSwissUsersWriteWithoutEszett(t *testing.T) {
	for country, want := range map[string]string{"DE": "Viele Grüße, Voß", "CH": "Viele Grüsse, Voß"} {
		w := settled(t)
		w.engine.Templates = engine.Templates{{ID: "greeting", Reason: "showed_interest", Variants: []string{"Viele Grüße, {name}"}}}
		w.owner("UPDATE users SET country = '" + country + "'")
		w.say("Voß voss@example.org")
		if got := w.open("Voß").Draft; got != want {
			t.Errorf("%s: %q", country, got)
		}
	}
}
