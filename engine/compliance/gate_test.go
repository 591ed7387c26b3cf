package compliance_test

import (
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
	"pgregory.net/rapid"
)

var now = time.Date(2026, time.November, 25, 14, 0, 0, 0, time.UTC)

// fine is a case against which nothing speaks.
func fine() compliance.Case {
	return compliance.Case{
		Purpose: compliance.Offer, Sending: compliance.Assisted, Mode: compliance.Standard, Country: "DE",
		Channel: compliance.WhatsApp, Consent: compliance.Granted, Relation: compliance.Known,
		ChannelAvailable: true, LegalMoment: true, LastOut: now.Add(-48 * time.Hour), Now: now,
	}
}

func TestEachReasonBlocksAndTheFirstOneIsNamed(t *testing.T) {
	hinders := []struct {
		reason compliance.Reason
		add    func(*compliance.Case)
	}{
		{compliance.OptedOut, func(c *compliance.Case) { c.OptedOut = true }},
		{compliance.Lost, func(c *compliance.Case) { c.Lost = true }},
		{compliance.TooManyUnanswered, func(c *compliance.Case) { c.Unanswered = 6 }},
		{compliance.ContactedRecently, func(c *compliance.Case) { c.LastOut = now.Add(time.Second - 24*time.Hour) }},
		{compliance.NoConsent, func(c *compliance.Case) { c.Consent, c.Mode = compliance.None, compliance.Strict }},
		{compliance.NoChannel, func(c *compliance.Case) { c.ChannelAvailable = false }},
		{compliance.Resting, func(c *compliance.Case) { c.RestingUntil = now.Add(time.Second) }},
		{compliance.DirectOff, func(c *compliance.Case) { c.Sending = compliance.Direct }},
		{compliance.QuietHours, func(c *compliance.Case) { c.LegalMoment = false }},
	}
	all := fine()
	for i := len(hinders) - 1; i >= 0; i-- {
		alone := fine()
		hinders[i].add(&alone)
		hinders[i].add(&all)
		for name, c := range map[string]compliance.Case{"alone": alone, "with all later ones": all} {
			got := compliance.MayContact(c)
			if got != (compliance.Verdict{Reason: hinders[i].reason}) {
				t.Errorf("%s %s: %+v", hinders[i].reason, name, got)
			}
		}
	}
	if got := compliance.MayContact(fine()); got != (compliance.Verdict{Allowed: true}) {
		t.Errorf("nothing speaks against it: %+v", got)
	}
}

func TestRelationIsAskedBeforeAPersonWithoutConsentIsContacted(t *testing.T) {
	c := fine()
	c.Consent, c.Relation, c.LegalMoment = compliance.None, compliance.Unsaid, false
	want := compliance.Verdict{Ask: true, Reason: compliance.RelationUnknown}
	if got := compliance.MayContact(c); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	c.Relation, c.LegalMoment = compliance.Known, true
	want = compliance.Verdict{Allowed: true, Warn: true, Reason: compliance.ConsentMissing}
	if got := compliance.MayContact(c); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestLimitsOfFollowUpsAreExact(t *testing.T) {
	for _, c := range []struct {
		name string
		set  func(*compliance.Case)
		want compliance.Reason
	}{
		{"five unanswered", func(c *compliance.Case) { c.Unanswered = 5 }, ""},
		{"six unanswered", func(c *compliance.Case) { c.Unanswered = 6 }, compliance.TooManyUnanswered},
		{"a day ago", func(c *compliance.Case) { c.LastOut = now.Add(-24 * time.Hour) }, ""},
		{"just under a day ago", func(c *compliance.Case) { c.LastOut = now.Add(1 - 24*time.Hour) }, compliance.ContactedRecently},
		{"in the future", func(c *compliance.Case) { c.LastOut = now.Add(time.Hour) }, compliance.ContactedRecently},
		{"the lead wrote since", func(c *compliance.Case) { c.LastOut, c.LastIn = now.Add(-time.Hour), now.Add(-time.Minute) }, ""},
		{"the lead wrote before", func(c *compliance.Case) { c.LastOut, c.LastIn = now.Add(-time.Hour), now.Add(-2*time.Hour) },
			compliance.ContactedRecently},
		{"the lead wrote at the same moment", func(c *compliance.Case) { c.LastOut, c.LastIn = now.Add(-time.Hour), now.Add(-time.Hour) },
			compliance.ContactedRecently},
		{"never contacted", func(c *compliance.Case) { c.LastOut = time.Time{} }, ""},
		{"objected", func(c *compliance.Case) { c.Consent = compliance.Objected }, compliance.OptedOut},
		{"suppressed", func(c *compliance.Case) { c.Consent = compliance.Suppressed }, compliance.OptedOut},
		{"lost", func(c *compliance.Case) { c.Lost = true }, compliance.Lost},
		{"no consent is no reason here", func(c *compliance.Case) { c.Consent = compliance.Withdrawn }, ""},
	} {
		k := fine()
		c.set(&k)
		follow, reason := compliance.ShouldFollowUp(k)
		if follow != (c.want == "") || reason != c.want {
			t.Errorf("%s: %v because of %q, want %q", c.name, follow, reason, c.want)
		}
	}
}

func TestWhatTheLeadWaitsForIsNoFollowUp(t *testing.T) {
	hurry := func(p compliance.Purpose) compliance.Case {
		c := fine()
		c.Purpose, c.LastOut, c.RestingUntil, c.Unanswered = p, now.Add(-time.Hour), now.Add(time.Hour), 6
		return c
	}
	answer := hurry(compliance.Answer)
	if got := compliance.MayContact(answer); got.Reason != compliance.TooManyUnanswered {
		t.Errorf("an answer to nothing: %+v", got)
	}
	answer.LastIn, answer.Lost = now.Add(-time.Minute), true
	service := hurry(compliance.Service)
	claimed := answer
	claimed.Consent, claimed.Mode = compliance.Claimed, compliance.Strict
	for name, c := range map[string]compliance.Case{"answer": answer, "service": service, "claimed": claimed} {
		if got := compliance.MayContact(c); got != (compliance.Verdict{Allowed: true}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	service.Lost = true
	if got := compliance.MayContact(service); got.Reason != compliance.Lost {
		t.Errorf("service for a lost lead: %+v", got)
	}
	claimed.LastOut, claimed.LastIn = now.AddDate(0, -3, 0), now.AddDate(0, -2, 0)
	claimed.RestingUntil, claimed.Lost, claimed.Unanswered = time.Time{}, false, 0
	if got := compliance.MayContact(claimed); got.Reason != compliance.ConsentUnproven {
		t.Errorf("a question of two months ago: %+v", got)
	}
	claimed.Channel, claimed.LastOut, claimed.LastIn = compliance.Email, now.AddDate(0, 0, -2), now.AddDate(0, 0, -3)
	if got := compliance.MayContact(claimed); got.Reason != compliance.ConsentUnproven {
		t.Errorf("a question that was answered: %+v", got)
	}
}

func TestComplaintsAreAnsweredInSpiteOfAStop(t *testing.T) {
	c := fine()
	c.Purpose, c.OptedOut, c.Lost, c.LegalMoment, c.Unanswered = compliance.Rights, true, true, false, 9
	for _, state := range states() {
		c.Consent = state
		if got := compliance.MayContact(c); got.Allowed != (state != compliance.NumberInvalid) {
			t.Errorf("consent %q: %+v", state, got)
		}
	}
	c.Consent, c.Sending = compliance.Objected, compliance.Direct
	if got := compliance.MayContact(c); got.Reason != compliance.DirectOff {
		t.Errorf("direct while switched off: %+v", got)
	}
}

func TestSystemSendsOnlyWhereItCan(t *testing.T) {
	for channel, want := range map[compliance.Channel]bool{compliance.WhatsApp: true, compliance.SMS: true,
		compliance.Email: true, compliance.Telegram: false, compliance.Phone: false, compliance.Call: false, "": false} {
		c := fine()
		c.Sending, c.DirectOn, c.Channel = compliance.Direct, true, channel
		if got := compliance.MayContact(c); got.Allowed != want {
			t.Errorf("direct on %q: %+v", channel, got)
		}
	}
}

func TestZeroCaseIsBlocked(t *testing.T) {
	if got := compliance.MayContact(compliance.Case{}); got.Allowed || got.Reason != compliance.NoConsent {
		t.Errorf("%+v", got)
	}
}

func TestAStopIsAStopWhateverElseHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := cases().Draw(t, "case")
		got := compliance.MayContact(c)
		stopped := c.OptedOut || c.Consent == compliance.Objected || c.Consent == compliance.Suppressed
		if stopped && c.Purpose != compliance.Rights && (got.Allowed || got.Ask || got.Reason != compliance.OptedOut) {
			t.Fatalf("%+v", got)
		}
		if c.Consent == compliance.Withdrawn && c.Purpose != compliance.Rights && (got.Allowed || got.Ask) {
			t.Fatalf("withdrawn: %+v", got)
		}
		if got.Allowed && c.Purpose != compliance.Rights && !c.LegalMoment {
			t.Fatalf("in quiet hours: %+v", got)
		}
		if got.Allowed && c.Sending == compliance.Direct && !c.DirectOn {
			t.Fatalf("direct while switched off: %+v", got)
		}
	})
}

func TestVerdictIsConsistent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := cases().Draw(t, "case")
		got := compliance.MayContact(c)
		if !got.Allowed && got.Reason == "" || got.Warn && !got.Allowed || got.Ask && got.Allowed ||
			got.Allowed && got.Warn != (got.Reason != "") {
			t.Fatalf("%+v", got)
		}
		follow, reason := compliance.ShouldFollowUp(c)
		if c.Purpose == compliance.Offer && !follow && got.Reason != reason {
			t.Fatalf("gate says %s, follow-up %s", got.Reason, reason)
		}
	})
}

func cases() *rapid.Generator[compliance.Case] {
	at := rapid.Custom(func(t *rapid.T) time.Time {
		return now.Add(-time.Duration(rapid.IntRange(-2, 1000).Draw(t, "hours ago")) * time.Hour)
	})
	return rapid.Custom(func(t *rapid.T) compliance.Case {
		return compliance.Case{
			Purpose: rapid.SampledFrom([]compliance.Purpose{compliance.Offer, compliance.Personal, compliance.Answer,
				compliance.Service, compliance.Rights}).Draw(t, "purpose"),
			Sending: rapid.SampledFrom([]compliance.Sending{compliance.Assisted, compliance.Direct}).Draw(t, "sending"),
			Mode:    rapid.SampledFrom([]compliance.Mode{compliance.Standard, compliance.Strict}).Draw(t, "mode"),
			Country: rapid.SampledFrom([]string{"DE", "AT", "CH", "FR", ""}).Draw(t, "country"),
			Channel: rapid.SampledFrom([]compliance.Channel{compliance.Telegram, compliance.WhatsApp, compliance.Email,
				compliance.Call}).Draw(t, "channel"),
			Consent: rapid.SampledFrom(states()).Draw(t, "consent"),
			Relation: rapid.SampledFrom([]compliance.Relation{compliance.Unsaid, compliance.Known,
				compliance.Stranger}).Draw(t, "relation"),
			ChannelAvailable: rapid.Bool().Draw(t, "available"), DirectOn: rapid.Bool().Draw(t, "direct"),
			Related: rapid.Bool().Draw(t, "related"), LegalMoment: rapid.Bool().Draw(t, "legal"),
			OptedOut: rapid.Bool().Draw(t, "opted out"), Lost: rapid.Bool().Draw(t, "lost"),
			Unanswered: rapid.IntRange(0, 8).Draw(t, "unanswered"),
			LastOut:    at.Draw(t, "out"), LastIn: at.Draw(t, "in"), Now: now,
		}
	})
}

func BenchmarkMayContact(b *testing.B) {
	c := fine()
	c.Consent = compliance.None
	b.ReportAllocs()
	for b.Loop() {
		compliance.MayContact(c)
	}
}
