package engine

import (
	"context"
	"path"
	"regexp"
	"slices"
	"strings"
)

// The codes of the scopes on buttons.
const (
	scopeLater  = "later"
	scopeNew    = "new"
	scopeNobody = "none"
)

// isNotation reports whether a file is one of sequences or templates. A phone may have kept it as plain text.
func isNotation(name string, text []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml":
		return true
	case ".txt":
		return notationBegins.Match(text)
	}
	return false
}

// notationBegins is how a file of sequences or templates begins, maybe behind remarks.
var notationBegins = regexp.MustCompile(`^\x{feff}?(\s*#[^\n]*\n)*\s*(sequences|messages):\s`)

// mostRemarks is how many remarks about a file are told at once.
const mostRemarks = 12

// takeNotation keeps the sequences and templates of a file that the user sent, or says what is wrong with it. Nothing of
// a file with errors is kept. Where leads follow an older version the user is asked whom the new one reaches.
func (t *turn) takeNotation(ctx context.Context, name string, text []byte) error {
	if t.engine.Library == nil {
		return &Error{Code: Invalid, Key: "import_unknown_format"}
	}
	own, err := t.sequences(ctx)
	if err != nil {
		return err
	}
	words, err := t.vocabulary(ctx)
	if err != nil {
		return err
	}
	found, remarks := t.engine.Library.notation.Check(name, text, Content{Sequences: own, Templates: words.own, Company: t.user.CompanyID})
	told := Args{"remarks": remarks[:min(len(remarks), mostRemarks)], "more": max(0, len(remarks)-mostRemarks)}
	if len(found.Sequences)+len(found.Templates) == 0 {
		t.say("sequence_refused", told)
		return nil
	}
	if err := t.takeTemplates(ctx, found.Templates); err != nil { // first: it may still refuse the file
		return err
	}
	for _, s := range found.Sequences {
		if err := t.takeSequence(ctx, s); err != nil {
			return err
		}
	}
	if len(remarks) > 0 {
		t.say("sequence_remarks", told)
	}
	return nil
}

func (t *turn) takeSequence(ctx context.Context, s Sequence) error {
	older, err := t.tx.RunsOn(ctx, s.ID, s.Hash)
	if err != nil {
		return err
	}
	if len(older) == 0 {
		return t.keepSequence(ctx, s, OnlyNew)
	}
	if _, err := t.edit(ctx, s, Nobody); err != nil {
		return err
	}
	var buttons [][]Button
	for _, scope := range []string{scopeLater, scopeNew, scopeNobody} {
		buttons = append(buttons, []Button{{Key: "sequence_scope." + scope, Action: pressScope + ":" + scope + ":" + short(s.Hash)}})
	}
	t.say("sequence_scope", Args{"sequence": s.Name, "running": len(older)}, buttons...)
	return nil
}

// short is as much of a version's name as a button carries.
func short(version string) string { return version[:min(len(version), 24)] }

// keepSequence lets a scope move to a version, and says so.
func (t *turn) keepSequence(ctx context.Context, s Sequence, scope Scope) error {
	moved, err := t.edit(ctx, s, scope)
	if err != nil {
		return err
	}
	t.change("sequence_kept", Args{"sequence": s.Name, "moved": moved, "used": scope != Nobody})
	return nil
}

// pressScope answers whom a new version reaches.
func (t *turn) pressScope(ctx context.Context, scope, version string) error {
	scopes := map[string]Scope{scopeLater: NotYetThere, scopeNew: OnlyNew, scopeNobody: Nobody}
	if scopes[scope] == "" || t.engine.Library == nil {
		return &Error{Code: Invalid, Key: "error.button"}
	}
	kept, err := t.tx.SequenceVersion(ctx, "", version)
	if err != nil {
		return err
	}
	s, err := t.engine.Library.compiled(kept)
	if err != nil {
		return &Error{Code: NotFound, Key: "error.sequence", Cause: err}
	}
	return t.keepSequence(ctx, s, scopes[scope])
}

// showSequences lists the sequences that the user may start.
func (t *turn) showSequences(ctx context.Context) error {
	all, err := t.sequences(ctx)
	if err != nil {
		return err
	}
	var buttons [][]Button
	for _, s := range all {
		buttons = append(buttons, []Button{{Key: "sequence_open", Args: Args{"sequence": s.Name}, Action: pressSequence + ":" + short(s.Hash)}})
	}
	t.say("sequences", nil, buttons...)
	return nil
}

// showSequence sends a sequence as a file, with what its steps have brought so far.
func (t *turn) showSequence(ctx context.Context, version string) error {
	all, err := t.sequences(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(s Sequence) bool { return short(s.Hash) == version })
	if at < 0 {
		return &Error{Code: NotFound, Key: "error.sequence"}
	}
	s := all[at]
	file, err := t.engine.Library.notation.Write(s)
	if err != nil {
		return err
	}
	tallies, err := t.tx.StepTallies(ctx, s.ID)
	if err != nil {
		return err
	}
	t.say("sequence", Args{"sequence": s.Name, "steps": stepsOf(s, tallies), ArgFileName: s.ID + ".yaml", ArgFileText: file})
	return nil
}

// The arguments of a message that is a file.
const (
	ArgFileName = "file_name"
	ArgFileText = "file_text"
)

// mostStepsTold keeps what is said of a file within the length of its caption.
const mostStepsTold = 10

// stepsOf tells the steps of a sequence and how their messages fared, whatever the wording.
func stepsOf(s Sequence, tallies []StepTally) []Because {
	var told []Because
	for i, step := range s.Steps[:min(len(s.Steps), mostStepsTold)] {
		var sum StepTally
		for _, tally := range tallies {
			if tally.Step == i {
				sum.Sent, sum.Answered = sum.Sent+tally.Sent, sum.Answered+tally.Answered
			}
		}
		args := sum.Result().args()
		args["day"], args["step"] = step.Day, step.Name
		told = append(told, Because{Key: "sequence.step", Args: args})
	}
	return told
}

// args say how messages fared, with the interval in percent.
func (r StepResult) args() Args {
	return Args{
		"sent": r.Sent, "answered": r.Answered, "early": r.Early, "low": int(100*r.Low + 0.5), "high": int(100*r.High + 0.5),
	}
}
