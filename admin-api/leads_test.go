package adminapi_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/language"
)

func TestLeadHasAddressesCountersAndItsOpenSuggestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user, token := w.networker("Europe/Berlin")
	id := w.lead(user, "Lisa", func(l *engine.Lead, s *engine.Suggestion) {
		l.LastTouchAt, l.LastInAt, l.Unanswered, l.Relation = &now, &now, 2, engine.RelationFriend
		s.Channel = engine.WhatsApp
	})
	w.as(user, func(ctx context.Context, tx engine.Tx) error {
		return tx.AddAddresses(ctx, []engine.Address{
			{ID: uuid.New(), LeadID: &id, Channel: engine.WhatsApp, Address: "+4915112345678", CreatedAt: now},
		})
	})
	got := in[object](t, get(t, w.url+"/api/v1/leads/"+id.String(), token))
	want := object{
		"id": id.String(), "name": "Lisa", "unanswered": 2.0, "relation": "friend", "open": true, "waiting": true,
		"address_form": "du", "address_source": nil,
		"last_touch_at": "2026-11-25T08:59:00+01:00", "last_out_at": nil, "opted_out_at": nil,
		"addresses": []any{object{"channel": "whatsapp", "address": "+4915112345678"}},
	}
	for field, want := range want {
		if fmt.Sprint(got[field]) != fmt.Sprint(want) {
			t.Errorf("%s is %v, want %v", field, got[field], want)
		}
	}
	if s, ok := got["suggestion"].(object); !ok || s["lead_id"] != id.String() || s["suggested_channel"] != "whatsapp" {
		t.Errorf("suggestion: %v", got["suggestion"])
	}
}

func TestClosedLeadHasNoSuggestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user, token := w.networker("Europe/Berlin")
	id := w.lead(user, "Lisa", func(l *engine.Lead, _ *engine.Suggestion) {
		l.OptedOutAt, l.AddressForm, l.AddressSource = &now, language.Formal, engine.AddressInChats
	})
	got := in[object](t, get(t, w.url+"/api/v1/leads/"+id.String(), token))
	if _, there := got["suggestion"]; there || got["open"] != false || fmt.Sprint(got["addresses"]) != "[]" {
		t.Errorf("%v", got)
	}
	if got["relation"] != nil || got["address_form"] != "sie" || got["address_source"] != "chats" || got["opted_out_at"] != "2026-11-25T08:59:00+01:00" {
		t.Errorf("%v", got)
	}
}
