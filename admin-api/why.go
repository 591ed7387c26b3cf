package adminapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/salesflow/salesflow/engine"
)

// Reasons explain the plan for a lead: see engine.Engine.
type Reasons interface {
	// Why says why the lead is due when it is, or why it never is.
	Why(ctx context.Context, user engine.UserID, lead engine.LeadID) ([]engine.Because, error)
}

// Words put text keys into plain words of a language: see bot.Texts.
type Words interface {
	// Label is the text of a key without any markup.
	Label(lang, key string, args engine.Args) (string, error)
}

// why are the reasons of a plan.
type why struct {
	LeadID engine.LeadID `json:"lead_id" format:"uuid" doc:"The lead." example:"01980a5e-7c1b-7d43-9a36-6f2f6a1c0e11"`
	Why    []string      `json:"why" doc:"Sentences in German: why the lead is due when it is or why it is not, on what that rests, and what would change it." example:"[\"Lisa antwortet meist werktags 18 bis 20 Uhr (7 von 9 Antworten).\"]"`
}

type whyAnswer struct{ Body why }

func registerWhy(api huma.API, deps Deps) {
	register(api, huma.Operation{
		OperationID: "getWhy", Method: http.MethodGet, Path: prefix + "/leads/{lead_id}/why",
		Summary: "Ask why a lead is due, or is not", Tags: []string{"Leads"}, Errors: []int{http.StatusNotFound},
		Description: "The sentences that the bot answers to \"warum NAME\". They are true as of now and change with every message.",
	}, func(ctx context.Context, user engine.User, in *leadPath) (*whyAnswer, error) {
		reasons, err := deps.Reasons.Why(ctx, user.ID, in.LeadID)
		if err != nil {
			return nil, err
		}
		answer := why{LeadID: in.LeadID, Why: make([]string, len(reasons))}
		for i, r := range reasons {
			if answer.Why[i], err = deps.Words.Label("de", r.Key, r.Args); err != nil {
				return nil, err
			}
		}
		return &whyAnswer{answer}, nil
	})
}
