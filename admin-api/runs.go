package adminapi

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/salesflow/salesflow/engine"
)

// Runs starts sequences with leads. [engine.Engine] does.
type Runs interface {
	// StartSequence starts a sequence with a lead; code NotFound for a lead or a sequence that there is not, Invalid for
	// a closed lead, Conflict when the lead follows another one.
	StartSequence(ctx context.Context, user engine.UserID, lead engine.LeadID, sequence string) (engine.Run, error)
	// PlannedSteps is what comes of the lead's run while nobody answers.
	PlannedSteps(ctx context.Context, user engine.UserID, lead engine.LeadID) ([]engine.Planned, engine.Run, error)
}

// run is one lead on one version of a sequence. The fields of the customer's table have its names.
type run struct {
	ID          engine.RunID     `json:"id" format:"uuid" doc:"The run." example:"01980a5e-c5d1-7a02-9b11-2f7e0c4d8a66"`
	LeadID      engine.LeadID    `json:"lead_id" format:"uuid" doc:"Whom it follows up." example:"01980a5e-7c1b-7d43-9a36-6f2f6a1c0e11"`
	SequenceID  string           `json:"sequence_id" doc:"The sequence." example:"first_contact_to_partner"`
	Version     string           `json:"version" doc:"The version of the sequence that the run keeps to, whatever is edited." example:"0b5e4dfd44dd"`
	StartedAt   time.Time        `json:"started_at" doc:"When it began." example:"2026-11-25T08:59:00+01:00"`
	CurrentStep int              `json:"current_step" minimum:"0" doc:"The step that comes next, counted from 0." example:"0"`
	Status      engine.RunStatus `json:"status" enum:"active,paused,completed,cancelled" doc:"How it stands." example:"active"`
	StepOn      string           `json:"step_on" format:"date" doc:"The day of the next step, on the lead's calendar." example:"2026-11-25"`
	Steps       []plannedStep    `json:"steps" doc:"What comes within 60 days, as long as nobody answers and everything is sent on its day."`
}

// plannedStep is what a run comes to on a day.
type plannedStep struct {
	On        string                `json:"on" format:"date" doc:"The day." example:"2026-11-27"`
	Name      string                `json:"name" doc:"The step as the sequence calls it; empty at the end of the run." example:"Video/Info senden"`
	Action    engine.SequenceAction `json:"action" doc:"What is done: send_message or, at the end of the run, what becomes of the lead, empty for nothing." example:"send_message"`
	Templates []string              `json:"templates" doc:"The message templates that compete for the message." example:"[\"send_video\"]"`
	Next      *string               `json:"next_sequence" doc:"The sequence that takes over; null for none." example:"long_term_nurture"`
}

type startSequence struct {
	Body struct {
		LeadID     engine.LeadID `json:"lead_id" format:"uuid" doc:"Whom to follow up." example:"01980a5e-7c1b-7d43-9a36-6f2f6a1c0e11"`
		SequenceID string        `json:"sequence_id" minLength:"1" maxLength:"200" doc:"The sequence: one of the user's own or a built-in one." example:"first_contact_to_partner"`
	}
}

type runAnswer struct{ Body run }

func registerRuns(api huma.API, deps Deps) {
	register(api, huma.Operation{
		OperationID: "startSequence", Method: http.MethodPost, Path: prefix + "/followups/sequence/start",
		Summary: "Start a sequence with a lead", Tags: []string{"Follow-ups"},
		Errors: []int{http.StatusNotFound, http.StatusConflict},
		Description: "The lead's suggestion becomes the first step on its day. A lead follows one sequence at a time: " +
			"conflict while another run is active; a paused one makes room.",
	}, func(ctx context.Context, user engine.User, in *startSequence) (*runAnswer, error) {
		started, err := deps.Runs.StartSequence(ctx, user.ID, in.Body.LeadID, storable(in.Body.SequenceID))
		if err != nil {
			return nil, err
		}
		planned, _, err := deps.Runs.PlannedSteps(ctx, user.ID, in.Body.LeadID)
		return &runAnswer{runOf(started, planned, localNow(deps.Clock, user).Location())}, err
	})
}

func runOf(r engine.Run, planned []engine.Planned, zone *time.Location) run {
	answer := run{
		ID: r.ID, LeadID: r.LeadID, SequenceID: r.SequenceID, Version: r.Version, StartedAt: r.StartedAt.In(zone),
		CurrentStep: r.CurrentStep, Status: r.Status, StepOn: r.StepOn.Format(time.DateOnly), Steps: []plannedStep{},
	}
	for _, p := range planned {
		step := plannedStep{On: p.On.String(), Name: p.Name, Action: p.Action, Templates: p.Templates, Next: unlessEmpty(p.Next)}
		if step.Templates == nil {
			step.Templates = []string{}
		}
		answer.Steps = append(answer.Steps, step)
	}
	return answer
}
