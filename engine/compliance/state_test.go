package compliance_test

import (
	"errors"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
	"pgregory.net/rapid"
)

func events() []compliance.Event {
	return []compliance.Event{compliance.Wrote, compliance.Consented, compliance.Noted, compliance.Bought,
		compliance.Closed, compliance.Aged, compliance.Withdrew, compliance.ObjectedTo, compliance.WrongNumber,
		compliance.Erased}
}

func TestEveryTransitionIsAsSpecified(t *testing.T) {
	const refused = "refused"
	for from, row := range map[compliance.State][]string{ // in the order of events()
		"none":              {"inbound_window", "granted", "claimed", "existing_customer", "none", "none", "withdrawn", "objected", "number_invalid", "suppressed"},
		"inbound_window":    {"inbound_window", "granted", "claimed", "existing_customer", "none", "inbound_window", "withdrawn", "objected", "number_invalid", "suppressed"},
		"claimed":           {"claimed", "granted", "claimed", "existing_customer", "claimed", "claimed", "withdrawn", "objected", "number_invalid", "suppressed"},
		"granted":           {"granted", "granted", "granted", "granted", "granted", "stale", "withdrawn", "objected", "number_invalid", "suppressed"},
		"existing_customer": {"existing_customer", "granted", "existing_customer", "existing_customer", "existing_customer", "existing_customer", "withdrawn", "objected", "number_invalid", "suppressed"},
		"stale":             {"granted", "granted", "stale", "stale", "stale", "stale", "withdrawn", "objected", "number_invalid", "suppressed"},
		"withdrawn":         {"withdrawn", "granted", refused, refused, "withdrawn", "withdrawn", "withdrawn", "objected", "number_invalid", "suppressed"},
		"objected":          {"objected", "granted", refused, refused, "objected", "objected", "objected", "objected", "objected", "suppressed"},
		"number_invalid":    {"number_invalid", refused, refused, refused, "number_invalid", "number_invalid", "number_invalid", "objected", "number_invalid", "suppressed"},
		"suppressed":        {"suppressed", refused, refused, refused, "suppressed", "suppressed", "suppressed", "suppressed", "suppressed", "suppressed"},
	} {
		for i, event := range events() {
			got, err := compliance.Next(from, event)
			if row[i] == refused {
				if !errors.Is(err, compliance.ErrOnlyTheLead) || got != from {
					t.Errorf("%s after %s became %s, %v", event, from, got, err)
				}
				continue
			}
			if err != nil || got != compliance.State(row[i]) {
				t.Errorf("%s after %s became %s, %v; want %s", event, from, got, err, row[i])
			}
		}
	}
}

func TestUnknownStatesAndEventsAreRefused(t *testing.T) {
	for _, c := range []struct {
		state compliance.State
		event compliance.Event
	}{{"", compliance.Consented}, {"unheard of", compliance.Wrote}, {compliance.None, ""}, {compliance.Objected, "imported"}} {
		if got, err := compliance.Next(c.state, c.event); !errors.Is(err, compliance.ErrUnknown) || got != c.state {
			t.Errorf("%q after %q became %q, %v", c.event, c.state, got, err)
		}
	}
}

func TestOnlyTheLeadsConsentLeavesAnObjection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state := compliance.Objected
		for _, event := range rapid.SliceOf(rapid.SampledFrom(events())).Draw(t, "events") {
			next, err := compliance.Next(state, event)
			if err != nil {
				continue
			}
			back := state == compliance.Objected && next != compliance.Objected && next != compliance.Suppressed
			if back && event != compliance.Consented {
				t.Fatalf("%s led from %s to %s", event, state, next)
			}
			if state == compliance.Suppressed && next != state {
				t.Fatalf("%s led out of suppression to %s", event, next)
			}
			state = next
			if state == compliance.Granted {
				return
			}
		}
	})
}

func TestConsentAges(t *testing.T) {
	used := time.Date(2025, time.November, 25, 14, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		state   compliance.State
		channel compliance.Channel
		after   time.Duration
		want    compliance.State
	}{
		{compliance.Granted, compliance.Email, 365*24*time.Hour - 1, compliance.Granted},
		{compliance.Granted, compliance.Email, 365 * 24 * time.Hour, compliance.Stale},
		{compliance.InboundWindow, compliance.WhatsApp, 24*time.Hour - 1, compliance.InboundWindow},
		{compliance.InboundWindow, compliance.WhatsApp, 24 * time.Hour, compliance.None},
		{compliance.InboundWindow, compliance.Telegram, 30*24*time.Hour - 1, compliance.InboundWindow},
		{compliance.InboundWindow, compliance.Email, 30 * 24 * time.Hour, compliance.None},
		{compliance.Claimed, compliance.Email, 9000 * 24 * time.Hour, compliance.Claimed},
		{compliance.Objected, compliance.Email, 9000 * 24 * time.Hour, compliance.Objected},
		{compliance.Withdrawn, compliance.WhatsApp, 9000 * 24 * time.Hour, compliance.Withdrawn},
	} {
		if got := compliance.Age(c.state, c.channel, used, used.Add(c.after)); got != c.want {
			t.Errorf("%s on %s after %s is %s, want %s", c.state, c.channel, c.after, got, c.want)
		}
	}
}
