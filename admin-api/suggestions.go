package adminapi

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
)

// suggestion is the open proposal for a lead. The first eight fields are the customer's.
type suggestion struct {
	LeadID              engine.LeadID       `json:"lead_id" format:"uuid" doc:"Whom to follow up with." example:"01980a5e-7c1b-7d43-9a36-6f2f6a1c0e11"`
	Priority            engine.Priority     `json:"priority" enum:"urgent,high,normal,low,scheduled" doc:"How urgent it is today; scheduled is due on a later day." example:"high"`
	Reason              engine.Reason       `json:"reason" enum:"no_response,showed_interest,watched_video,objection_handled,call_scheduled,periodic_checkin,reactivation" doc:"Why now." example:"showed_interest"`
	SuggestedTime       time.Time           `json:"suggested_time" doc:"When to write: the moment of the day it is due at which an answer is worth most, or now once that has passed." example:"2026-11-25T18:20:00+01:00"`
	SuggestedChannel    *engine.Channel     `json:"suggested_channel" enum:"whatsapp,email,call,telegram,sms" doc:"How to reach the lead; null when no way is known." example:"whatsapp"`
	MessageTemplateID   *string             `json:"message_template_id" doc:"The template of the draft; null without one." example:"offer_call"`
	AIMessageSuggestion *string             `json:"ai_message_suggestion" doc:"The draft, ready to be sent by the user; null without one, or while blocked_by is set." example:"Hallo Lisa, wollen wir morgen kurz telefonieren?"`
	DraftBy             *string             `json:"draft_by" enum:"template,ai,user" doc:"Who wrote the draft: a template, a language model or the user; null without one." example:"template"`
	ConfidenceScore     float32             `json:"confidence_score" minimum:"0" maximum:"1" doc:"The probability of an answer within 24 hours." example:"0.46"`
	Evidence            float32             `json:"evidence" minimum:"0" maximum:"1" doc:"How much of the confidence rests on the lead's own behaviour." example:"0.4"`
	ID                  engine.SuggestionID `json:"id" format:"uuid" doc:"The suggestion." example:"01980a5e-9f00-7a51-8c55-3f0c1f6d2b77"`
	LeadName            string              `json:"lead_name" doc:"The lead as the user calls it." example:"Lisa Berger"`
	Score               int                 `json:"score" minimum:"0" maximum:"100" doc:"Ranks the user's leads within a priority: the expected value of following up." example:"71"`
	Variant             int                 `json:"variant" minimum:"0" doc:"Which wording of the template the draft is; from 1000 on it says Sie." example:"0"`
	DueAt               time.Time           `json:"due_at" doc:"When it is or was due." example:"2026-11-25T18:20:00+01:00"`
	Due                 string              `json:"due" enum:"overdue,today,upcoming" doc:"The day it is due, seen from the user's today." example:"today"`
	Timed               bool                `json:"timed" doc:"The user named this time of day." example:"false"`
	BlockedBy           *string             `json:"blocked_by" doc:"What speaks against writing, as the send gate found last; null when nothing does." example:"contacted_recently"`
	Laters              int                 `json:"laters" minimum:"0" doc:"How often the user put it off." example:"0"`
	SilentSince         time.Time           `json:"silent_since" doc:"The last message, call or meeting in either direction, or when the lead was added." example:"2026-11-20T18:12:00+01:00"`
}

type suggestionsQuery struct {
	Limit    int             `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"How many at most." example:"20"`
	Priority engine.Priority `query:"priority" enum:"urgent,high,normal,low,scheduled" doc:"Only those of this priority." example:"urgent"`
}

type suggestionList struct{ Body []suggestion }

func registerSuggestions(api huma.API, deps Deps) {
	registerFor(api, huma.Operation{
		OperationID: "listSmartSuggestions", Method: http.MethodGet, Path: prefix + "/followups/smart-suggestions",
		Summary: "List whom to follow up with", Tags: []string{"Follow-ups"},
		Description: "The user's open suggestions: the most urgent first, then the highest score, then the longest silence.",
	}, func(ctx context.Context, by *caller, in *suggestionsQuery) (*suggestionList, error) {
		user, items, err := deps.Store.OpenItems(ctx, by.credential, in.Priority, in.Limit)
		if err = by.asking(err); err != nil {
			return nil, err
		}
		return &suggestionList{suggestionsOf(items, localNow(deps.Clock, user))}, nil
	})
}

func suggestionsOf(items []engine.Item, now time.Time) []suggestion {
	suggestions := make([]suggestion, len(items))
	for i, item := range items {
		suggestions[i] = suggestionOf(item, now)
	}
	return suggestions
}

// suggestionOf sees an item from now, whose zone is the user's.
func suggestionOf(item engine.Item, now time.Time) suggestion {
	s := suggestion{
		LeadID: item.LeadID, Priority: item.Priority, Reason: item.Reason,
		SuggestedTime: later(bestTime(item), now), MessageTemplateID: unlessEmpty(item.TemplateID),
		ConfidenceScore: float32(item.Confidence), Evidence: float32(item.Evidence), ID: item.ID, LeadName: item.LeadName, Score: item.Score,
		Variant: item.Variant, DueAt: item.DueAt.In(now.Location()), Due: dueSeenFrom(now, item.DueAt),
		Timed: item.Timed, BlockedBy: unlessEmpty(item.BlockedBy), Laters: item.Laters,
		SilentSince: item.LastTouchAt.In(now.Location()),
	}
	if item.Channel != engine.NoWay {
		s.SuggestedChannel = &item.Channel
	}
	if item.BlockedBy == "" { // a draft is an invitation to send
		s.AIMessageSuggestion = unlessEmpty(item.Draft)
		s.DraftBy = draftBy(item)
	}
	return s
}

// draftBy says who wrote a draft, nobody where there is none.
func draftBy(item engine.Item) *string {
	author := string(item.DraftBy)
	switch {
	case item.Draft == "":
		return nil
	case item.DraftBy == engine.ByTemplate:
		author = "template"
	}
	return &author
}

// dueSeenFrom tells the days apart on the user's calendar.
func dueSeenFrom(now, due time.Time) string {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch {
	case due.Before(today):
		return "overdue"
	case due.Before(today.AddDate(0, 0, 1)):
		return "today"
	}
	return "upcoming"
}

// bestTime is when to write on the day an item is due; the user's own time goes before.
func bestTime(item engine.Item) time.Time {
	if item.BestAt == nil || item.Timed {
		return item.DueAt
	}
	return *item.BestAt
}

// later is due, or now when that has passed.
func later(due, now time.Time) time.Time {
	if due.Before(now) {
		return now
	}
	return due.In(now.Location())
}

// localNow is the time on the user's clock, to the second. A zone that this machine does not know counts as UTC.
func localNow(clock engine.Clock, user engine.User) time.Time {
	return clock.Now().Truncate(time.Second).In(timing.Zone(user.Timezone))
}

func unlessEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
