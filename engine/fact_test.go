package engine_test

import (
	"encoding/base64"
	"testing"

	"github.com/salesflow/salesflow/engine"
)

// particular is what is known of a lead beside its record.
func (w *world) particular(lead string) (p engine.Particular) {
	w.t.Helper()
	id := w.leadOf(lead)
	w.asUser(func(tx engine.Tx) error {
		known, err := tx.Particulars(w.t.Context(), []engine.LeadID{id})
		if err == nil {
			p = known[0]
		}
		return err
	})
	return p
}

func TestWhatTheUserTellsIsKeptAndTakenBack(t *testing.T) {
	w := withSequences(t)
	w.say("Tom hat das Video gesehen")
	w.expect("fact(Tom Huber)")
	if !w.particular("Tom Huber").WatchedVideo {
		t.Error("the video was not watched")
	}
	w.press("undo")
	w.last("fact_undone")
	if w.particular("Tom Huber").WatchedVideo {
		t.Error("the video was watched after all")
	}
	w.say("Tom ist zufrieden")
	w.say("Tom gibt 3 von 10")
	if p := w.particular("Tom Huber"); p.Satisfaction != 3 {
		t.Errorf("satisfied by %d", p.Satisfaction)
	}
	w.press("undo")
	if p := w.particular("Tom Huber"); p.Satisfaction != 8 {
		t.Errorf("satisfied by %d", p.Satisfaction)
	}
	before := w.lead("Tom Huber").Stage
	w.say("Tom ist jetzt Kunde")
	if stage := w.lead("Tom Huber").Stage; stage != engine.StageCustomer {
		t.Errorf("stage %s", stage)
	}
	w.press("undo")
	if stage := w.lead("Tom Huber").Stage; stage != before {
		t.Errorf("stage %s, was %s", stage, before)
	}
}

func TestASatisfiedCustomerIsAskedToBecomeAPartner(t *testing.T) {
	w := withSequences(t)
	w.say("Tom hat bestellt")
	w.say("Tom erledigt")
	w.say("Tom ist sehr zufrieden")
	w.morning(11, 24)
	w.morning(11, 25)
	if run := w.run("Tom Huber"); run.SequenceID != "customer_to_partner" || !run.Triggered || !run.Active() {
		t.Errorf("%+v", run)
	}
	w.say("Tom ist Partner")
	if run := w.run("Tom Huber"); run.Active() || run.Outcome != engine.ReachedTarget {
		t.Errorf("%+v", run)
	}
	w.press("undo")
	if run := w.run("Tom Huber"); !run.Active() || run.Outcome != "" || run.CompletedAt != nil {
		t.Errorf("%+v", run)
	}
}

func TestAPartnerLeavesARunWhateverTheUserPlanned(t *testing.T) {
	w := withSequences(t)
	w.start("Tom Huber", "first_contact_to_partner")
	w.say("Tom morgen um 10")
	due := w.open("Tom Huber").DueAt
	w.say("Tom ist jetzt Partner")
	if run := w.run("Tom Huber"); run.Outcome != engine.ReachedTarget {
		t.Errorf("%+v", run)
	}
	if got := w.open("Tom Huber").DueAt; !got.Equal(due) {
		t.Errorf("the user's %v became %v", due, got)
	}
	id := base64.RawURLEncoding.EncodeToString(func() []byte { id := w.leadOf("Tom Huber"); return id[:] }())
	for _, code := range []string{"stage=lost", "stage=x", "video=2", "satisfaction=-1", "satisfaction=11", "satisfaction=", ""} {
		w.forget()
		w.tap("unfact:" + id + ":" + code)
		w.last("error.button")
	}
}

func TestAFactNeedsOneLead(t *testing.T) {
	w := withSequences(t)
	w.say("Zoe hat das Video gesehen")
	w.expect("lead_unknown")
	w.say("Tom Berger 0170 1234569")
	w.forget()
	w.say("Tom hat das Video gesehen")
	w.expect("which_one")
	w.press("which_one.lead")
	w.last("fact")
	if w.particular("Tom Huber").WatchedVideo == w.particular("Tom Berger").WatchedVideo {
		t.Error("not one of them watched it")
	}
	w.say("Tom Huber nicht mehr")
	w.forget()
	w.say("Tom Huber ist zufrieden")
	w.last("lead_stopped")
}
