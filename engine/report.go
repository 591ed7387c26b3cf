package engine

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/salesflow/salesflow/engine/intake"
)

// takeTyped takes over a lead that the user typed.
func (t *turn) takeTyped(ctx context.Context, lead intake.Lead) error {
	return t.takeAndReport(ctx, intake.Result{Leads: []intake.Lead{lead}}, "typed")
}

// takeContact takes over a contact that was shared in the chat.
func (t *turn) takeContact(ctx context.Context) error {
	card := strings.NewReader(t.in.Card)
	r, err := intake.Read("contact.vcf", card, card.Size(), intake.Options{Country: t.user.Country})
	if refused, ok := errors.AsType[intake.Error](err); ok {
		return &Error{Code: Invalid, Key: refused.Key()}
	}
	if err != nil {
		return err
	}
	return t.takeAndReport(ctx, r, "contact")
}

func (t *turn) takeAndReport(ctx context.Context, r intake.Result, source string) error {
	if source == "contact" {
		r.Format = "" // one person shared, not an address book
	}
	before := len(t.said)
	report, err := t.takeOver(ctx, r, source)
	if err != nil {
		return err
	}
	heard := slices.Clone(t.said[before:]) // what follows from messages comes after the report
	t.said = t.said[:before]
	defer func() { t.said = append(t.said, heard...) }()
	if len(r.Leads) == 1 && report.Suppressed == 1 {
		t.say("lead_stopped", Args{"name": r.Leads[0].Name})
		return nil
	}
	t.sayReport(report)
	return nil
}

// sayReport tells what was understood and what was not.
func (t *turn) sayReport(r ImportReport) {
	args := Args{
		"added": r.Added, "known": r.Known, "touches": r.Touches, "skipped": r.Skipped, "suppressed": r.Suppressed,
		"format": string(r.Format),
	}
	if !r.First.IsZero() {
		args["first"] = dated(r.First)
	}
	key := "import_report"
	if r.Lead != nil {
		args["name"], args["question"] = r.Lead.Name, r.Lead.OpenQuestion
		key = "lead_report"
	}
	t.say(key, args)
	if r.Lead != nil {
		t.about(r.Lead.ID)
	}
}
