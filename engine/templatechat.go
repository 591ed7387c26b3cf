package engine

import (
	"cmp"
	"context"
	"slices"
)

// The groups of templates, as buttons carry them: "r.no_response" for a reason, "s." and a version for a sequence.
const (
	groupReason   = "r."
	groupSequence = "s."
	groupOthers   = "o"
)

// templateGroup is the templates for one occasion.
type templateGroup struct {
	code      string
	reason    Reason // empty for another occasion
	sequence  Sequence
	templates Templates
}

// args name a group: its occasion, or the sequence.
func (g templateGroup) args() Args {
	occasion := string(g.reason)
	if occasion == "" {
		occasion = "others"
	}
	return Args{"occasion": occasion, "sequence": g.sequence.Name}
}

// templateGroups are the user's templates by occasion: first the reasons of follow-ups, then the sequences, then what is
// left.
func (t *turn) templateGroups(ctx context.Context) ([]templateGroup, error) {
	words, err := t.vocabulary(ctx)
	if err != nil {
		return nil, err
	}
	sequences, err := t.sequences(ctx)
	if err != nil {
		return nil, err
	}
	var groups []templateGroup
	for _, m := range slices.Concat(t.engine.Templates, words.own) { // the order of the built-in ones comes first
		if m.Reason != "" && !slices.ContainsFunc(groups, func(g templateGroup) bool { return g.reason == m.Reason }) {
			groups = append(groups, templateGroup{code: groupReason + string(m.Reason), reason: m.Reason})
		}
	}
	left := map[string]bool{}
	for _, m := range words.all {
		i := slices.IndexFunc(groups, func(g templateGroup) bool { return g.reason == m.Reason })
		if left[m.ID] = i < 0; i >= 0 {
			groups[i].templates = append(groups[i].templates, m)
		}
	}
	for _, s := range sequences {
		groups = append(groups, templateGroup{code: groupSequence + short(s.Hash), sequence: s, templates: words.all.named(s.templates())})
		for _, id := range s.templates() {
			delete(left, id)
		}
	}
	others := templateGroup{code: groupOthers}
	for _, m := range words.all {
		if left[m.ID] {
			others.templates = append(others.templates, m)
		}
	}
	return slices.DeleteFunc(append(groups, others), func(g templateGroup) bool { return len(g.templates) == 0 }), nil
}

// showTemplates lists the occasions for which there are templates.
func (t *turn) showTemplates(ctx context.Context) error {
	if t.engine.Library == nil {
		t.say("help", nil)
		return nil
	}
	groups, err := t.templateGroups(ctx)
	if err != nil {
		return err
	}
	var short []Button
	var long [][]Button
	for _, g := range groups {
		button := Button{Key: "templates_open", Args: g.args(), Action: pressTexts + ":" + g.code}
		if g.reason == "" {
			long = append(long, []Button{button})
		} else {
			short = append(short, button)
		}
	}
	t.say("templates", nil, append(rows(short, 2), long...)...)
	return nil
}

// groupOf finds a group by what a button carries; code NotFound.
func (t *turn) groupOf(ctx context.Context, code string) (templateGroup, error) {
	groups, err := t.templateGroups(ctx)
	if err != nil {
		return templateGroup{}, err
	}
	for _, g := range groups {
		if g.code == code {
			return g, nil
		}
	}
	return templateGroup{}, &Error{Code: NotFound, Key: "error.templates"}
}

// showGroup sends the templates of a group as a file, with how their wordings have fared.
func (t *turn) showGroup(ctx context.Context, code string) error {
	if t.engine.Library == nil {
		return &Error{Code: Invalid, Key: "error.button"}
	}
	g, err := t.groupOf(ctx, code)
	if err != nil {
		return err
	}
	file, err := t.engine.Library.notation.WriteTemplates(g.templates)
	if err != nil {
		return err
	}
	lines, more, err := t.wordingResults(ctx, g.templates)
	if err != nil {
		return err
	}
	args := g.args()
	args["texts"], args["more"] = lines, more
	args[ArgFileName], args[ArgFileText] = cmp.Or(string(g.reason), g.sequence.ID, "other")+"_messages.yaml", file
	var buttons [][]Button
	words, err := t.vocabulary(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(g.templates, func(m MessageTemplate) bool { return words.own.has(m.ID) }) {
		buttons = [][]Button{{{Key: "templates_reset_group", Action: pressWords + ":" + wordsReset + ":" + g.code}}}
	}
	t.say("templates_group", args, buttons...)
	return nil
}

// mostTextsTold keeps what is said of a file within the length of its caption.
const mostTextsTold = 9

// wordingResults tell how wordings have fared, and how many more there are than are told.
func (t *turn) wordingResults(ctx context.Context, templates Templates) (lines []Because, more int, err error) {
	ids := make([]string, len(templates))
	for i, m := range templates {
		ids[i] = m.ID
	}
	tallies, err := t.tx.WordingTallies(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	for _, m := range templates {
		familiar, formal := m.numbersOf()
		for _, number := range slices.Concat(familiar, formal) {
			args := resultOf(tallies, m.ID, number).args()
			args["text"], _ = m.text(number)
			lines = append(lines, Because{Key: "templates.text", Args: args})
		}
	}
	if more = len(lines) - mostTextsTold; more > 0 { // those of which there is something to tell come first
		slices.SortStableFunc(lines, func(a, b Because) int { return cmp.Compare(b.Args["sent"].(int), a.Args["sent"].(int)) })
		lines = lines[:mostTextsTold]
	}
	return lines, max(more, 0), nil
}

// resultOf is how one wording has fared.
func resultOf(tallies []StepTally, template string, number int) StepResult {
	for _, tally := range tallies {
		if tally.TemplateID == template && tally.Variant == number {
			return tally.Result()
		}
	}
	return StepTally{}.Result()
}

// resetTemplates gives up the user's own templates: the built-in ones count again. Those that sequences name and for
// which nothing is built in stay.
func (t *turn) resetTemplates(ctx context.Context, own Templates) error {
	named, err := t.namedTemplates(ctx)
	if err != nil {
		return err
	}
	var changed []ChangedTemplate
	var kept []string
	removed := 0
	for _, m := range own {
		switch builtIn := t.engine.Templates.has(m.ID); {
		case t.needed(m.ID, named):
			kept = append(kept, m.ID)
			continue
		case !builtIn:
			removed++
		}
		changed = append(changed, ChangedTemplate{ID: m.ID})
	}
	args := resetArgs(len(changed)-removed, removed, kept)
	if len(changed) == 0 {
		t.say("templates_reset", args)
		return nil
	}
	id, err := t.changeTemplates(ctx, changed)
	t.say("templates_reset", args, []Button{wordsUndone(id)})
	return err
}

// resetArgs say what became of templates that were given up.
func resetArgs(reset, removed int, kept []string) Args {
	args := whatStays(kept)
	args["reset"], args["removed"] = reset, removed
	return args
}

// resetAll gives up all templates of the user's own.
func (t *turn) resetAll(ctx context.Context) error {
	words, err := t.vocabulary(ctx)
	if err != nil {
		return err
	}
	return t.resetTemplates(ctx, words.own)
}

// resetGroup gives up the user's own templates of a group.
func (t *turn) resetGroup(ctx context.Context, code string) error {
	g, err := t.groupOf(ctx, code)
	if err != nil {
		return err
	}
	words, err := t.vocabulary(ctx)
	if err != nil {
		return err
	}
	return t.resetTemplates(ctx, slices.DeleteFunc(g.templates, func(m MessageTemplate) bool { return !words.own.has(m.ID) }))
}
