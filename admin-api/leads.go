package adminapi

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/language"
)

// lead is a person a user wants to follow up with.
type lead struct {
	ID           engine.LeadID    `json:"id" format:"uuid" doc:"The lead." example:"01980a5e-7c1b-7d43-9a36-6f2f6a1c0e11"`
	Name         string           `json:"name" doc:"As the user calls the lead." example:"Lisa Berger"`
	Stage        engine.Stage     `json:"stage" enum:"new,contacted,replied,interested,appointment,closing,customer,partner,nurture,lost" doc:"How far the lead has come." example:"interested"`
	Sentiment    engine.Sentiment `json:"sentiment" enum:"hot,warm,cold" doc:"How warm the lead is." example:"warm"`
	Source       string           `json:"source" enum:"typed,contact,vcard,csv,whatsapp" doc:"How the lead was added." example:"whatsapp"`
	Note         string           `json:"note" doc:"The user's note, empty without one." example:"Kennt Max vom Sport."`
	OpenQuestion string           `json:"open_question" doc:"The lead's last question that nobody answered, empty without one." example:"Was kostet das Starterpaket?"`
	Relation     *engine.Relation `json:"relation" enum:"friend,acquaintance,customer,enquiry,stranger" doc:"How the user says to know the lead; null while not asked." example:"acquaintance"`
	Consent      string           `json:"consent" enum:"none,inbound_window,claimed,granted,existing_customer,stale,withdrawn,objected,suppressed,number_invalid" doc:"What is recorded of the lead's consent." example:"claimed"`
	AddressForm  language.Address `json:"address_form" enum:"du,sie" doc:"How drafts address the lead. Without anything known it is du, unless the name is a title and a surname." example:"du"`
	FormSource   *string          `json:"address_source" enum:"told,chats,reply" doc:"How that is known: the user said so, imported chats show it, or a message of the lead; null while it is not known." example:"chats"`
	Open         bool             `json:"open" doc:"The lead is to be followed up: exactly then it has a suggestion." example:"true"`
	Waiting      bool             `json:"waiting" doc:"The lead waits for an answer: it wrote last, and asked something or wrote in the last week." example:"false"`
	Unanswered   int              `json:"unanswered" minimum:"0" doc:"Messages to the lead since its last answer." example:"1"`
	LastTouchAt  *time.Time       `json:"last_touch_at" doc:"The last message, call or meeting; null before the first." example:"2026-11-20T18:12:00+01:00"`
	LastOutAt    *time.Time       `json:"last_out_at" doc:"The last one from the user." example:"2026-11-20T09:30:00+01:00"`
	LastInAt     *time.Time       `json:"last_in_at" doc:"The last one from the lead." example:"2026-11-20T18:12:00+01:00"`
	OptedOutAt   *time.Time       `json:"opted_out_at" doc:"When the lead asked never to be contacted again; null when it did not." example:"2026-11-21T08:00:00+01:00"`
	CreatedAt    time.Time        `json:"created_at" doc:"When the lead was added." example:"2026-11-02T10:00:00+01:00"`
	UpdatedAt    time.Time        `json:"updated_at" doc:"When the lead was last changed." example:"2026-11-20T18:12:00+01:00"`
	Addresses    []address        `json:"addresses" doc:"How the lead can be reached."`
	Suggestion   *suggestion      `json:"suggestion,omitempty" doc:"The open suggestion; absent when the lead is closed."`
}

// address is one way to reach a lead.
type address struct {
	Channel engine.Channel `json:"channel" enum:"telegram,whatsapp,sms,phone,email" doc:"The channel." example:"whatsapp"`
	Address string         `json:"address" doc:"Where on the channel: an E.164 number, an e-mail address, an id or name of the channel's own." example:"+4915112345678"`
}

type leadPath struct {
	LeadID engine.LeadID `path:"lead_id" format:"uuid" doc:"The lead." example:"01980a5e-7c1b-7d43-9a36-6f2f6a1c0e11"`
}

type leadAnswer struct{ Body lead }

func registerLeads(api huma.API, deps Deps) {
	register(api, huma.Operation{
		OperationID: "getLead", Method: http.MethodGet, Path: prefix + "/leads/{lead_id}",
		Summary: "Look at one lead", Tags: []string{"Leads"}, Errors: []int{http.StatusNotFound},
		Description: "A lead of the user with its addresses, counters and open suggestion. Another user's lead is not found, like one that does not exist.",
	}, func(ctx context.Context, user engine.User, in *leadPath) (*leadAnswer, error) {
		found, addresses, open, err := deps.Store.LeadCard(ctx, user.ID, in.LeadID)
		if err != nil {
			return nil, err
		}
		answer := leadOf(found, localNow(deps.Clock, user))
		for _, a := range addresses {
			answer.Addresses = append(answer.Addresses, address{Channel: a.Channel, Address: a.Address})
		}
		for _, s := range suggestionsOf(open, localNow(deps.Clock, user)) {
			answer.Suggestion = &s
		}
		return &leadAnswer{answer}, nil
	})
}

// leadOf sees a lead from now, whose zone is the user's.
func leadOf(l engine.Lead, now time.Time) lead {
	zone := now.Location()
	answer := lead{
		ID: l.ID, Name: l.Name, Stage: l.Stage, Sentiment: l.Sentiment, Source: l.Source, Note: l.Note,
		AddressForm: l.Addressed(), FormSource: unlessEmpty(string(l.AddressSource)),
		OpenQuestion: l.OpenQuestion, Consent: l.Consent, Open: l.Open(), Waiting: l.Waiting(now),
		Unanswered: l.Unanswered, LastTouchAt: in(zone, l.LastTouchAt), LastOutAt: in(zone, l.LastOutAt),
		LastInAt: in(zone, l.LastInAt), OptedOutAt: in(zone, l.OptedOutAt), CreatedAt: l.CreatedAt.In(zone),
		UpdatedAt: l.UpdatedAt.In(zone), Addresses: []address{},
	}
	if l.Relation != engine.RelationUnknown {
		answer.Relation = &l.Relation
	}
	return answer
}

func in(zone *time.Location, t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	local := t.In(zone)
	return &local
}
