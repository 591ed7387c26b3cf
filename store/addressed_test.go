package store_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/store"
	"github.com/salesflow/salesflow/store/storetest"
)

func TestHowALeadIsAddressedIsKept(t *testing.T) {
	db, _ := open(t)
	m := joined(t, db, "1")
	lisa, card := addLead(t, db, m.id, "Lisa")
	lisa.Country, lisa.AddressForm, lisa.AddressSource = "CH", language.Formal, engine.AddressInChats
	lisa.Salutation = "Frau"
	card.LeadAddressForm, card.LeadAddressSource = language.Familiar, engine.AddressInReply
	m.as(func(tx engine.Tx) error {
		if err := tx.SaveLead(t.Context(), lisa); err != nil {
			return err
		}
		return tx.SaveSuggestions(t.Context(), []engine.Suggestion{card})
	})
	if got := m.lead(lisa.ID); got.Country != "CH" || got.AddressForm != language.Formal || got.AddressSource != engine.AddressInChats || got.Salutation != "Frau" {
		t.Errorf("%+v", got)
	}
	m.as(func(tx engine.Tx) error {
		item, err := tx.OpenItem(t.Context(), lisa.ID)
		if item.AddressForm != language.Formal || item.LeadAddressForm != language.Familiar || item.LeadAddressSource != engine.AddressInReply {
			t.Errorf("%+v", item)
		}
		return err
	})
	for what, change := range map[string]func(*engine.Lead){
		"a form that is none":       func(l *engine.Lead) { l.AddressForm = language.MixedAddress },
		"a form from nowhere":       func(l *engine.Lead) { l.AddressSource = engine.AddressUnknown },
		"a source that is none":     func(l *engine.Lead) { l.AddressSource = "guessed" },
		"a title that is none":      func(l *engine.Lead) { l.Salutation = "Dame" },
		"a country that is no code": func(l *engine.Lead) { l.Country = "ch" },
	} {
		broken := lisa
		change(&broken)
		if err := db.As(t.Context(), m.id, func(tx engine.Tx) error { return tx.SaveLead(t.Context(), broken) }); err == nil {
			t.Errorf("%s is kept", what)
		}
	}
}

// migratedTo8 is the database as it was before countries were kept, with a lead for each number.
func migratedTo8(ctx context.Context, url string) error {
	return migratedTo(ctx, url, 8, `
		WITH u AS (INSERT INTO users (id, next_push_at, created_at) VALUES (gen_random_uuid(), $1, $1) RETURNING id),
			l AS (INSERT INTO leads (id, user_id, name, name_key, stage, created_at, updated_at)
				SELECT gen_random_uuid(), id, n, n, 'lost', $1, $1 FROM u, (VALUES ('DE'), ('AT'), ('CH'), ('LI'), ('none'), ('mail')) AS v(n)
				RETURNING id, user_id, name)
		INSERT INTO addresses (id, user_id, lead_id, channel, address, created_at)
		SELECT gen_random_uuid(), l.user_id, l.id, a.channel, a.address, $1 + a.later * interval '1 hour'
		FROM l JOIN (VALUES ('DE', 'phone', '+491713920001', 0), ('DE', 'phone', '+41791234560', 1), ('AT', 'phone', '+436641234567', 0),
			('CH', 'phone', '+41791234567', 0), ('CH', 'email', '+49@example.org', -1), ('LI', 'phone', '+4232345678', 0),
			('none', 'phone', '+447911123456', 0), ('mail', 'email', '+43@example.org', 0)) AS a(name, channel, address, later)
			ON a.name = l.name
		ON CONFLICT DO NOTHING`)
}

func TestAnUpgradeFillsCountries(t *testing.T) {
	url := storetest.New(t, migratedTo8)
	if err := store.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	owner := connect(t, url, "")
	for name, want := range map[string]string{"DE": "DE", "AT": "AT", "CH": "CH", "LI": "LI", "none": "", "mail": ""} {
		var id uuid.UUID
		var country, form, source string
		err := owner.QueryRow(t.Context(), `SELECT id, country, address_form, address_source FROM leads WHERE name = $1`, name).
			Scan(&id, &country, &form, &source)
		if err != nil || country != want || form != "" || source != "" {
			t.Errorf("%s lives in %q, %q by %q: %v", name, country, form, source, err)
		}
	}
}
