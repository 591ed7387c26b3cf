package engine

import (
	"context"
	"slices"

	"github.com/google/uuid"
)

// The verbs and arguments of buttons about templates. See press.go.
const (
	wordsUndo  = "undo"
	wordsRedo  = "redo"
	wordsReset = "reset"
)

// takeTemplates makes the wordings of a file the user's own. Those that say what counts already stay as they are, so
// that a file that was only read makes nobody keep to the built-in wordings of today.
func (t *turn) takeTemplates(ctx context.Context, found Templates) error {
	words, err := t.vocabulary(ctx)
	if err != nil {
		return err
	}
	var changed []ChangedTemplate
	news := difference{}
	for _, m := range found {
		was, _ := words.all.find(m.ID)
		builtIn, _ := t.engine.Templates.find(m.ID)
		if whole := m.complete(builtIn); !was.same(whole) {
			news.add(slices.Concat(was.Variants, was.Formal), slices.Concat(whole.Variants, whole.Formal))
			changed = append(changed, t.becoming(m))
		}
	}
	switch {
	case len(found) == 0:
		return nil
	case len(changed) == 0:
		t.say("templates_same", nil)
		return nil
	case words.own.after(changed) > MostTemplates:
		return &Error{Code: Invalid, Key: "error.templates_too_many"}
	}
	id, err := t.changeTemplates(ctx, changed)
	if err != nil {
		return err
	}
	t.say("templates_kept", Args{"changed": news.changed, "added": news.added, "dropped": news.dropped}, []Button{wordsUndone(id)})
	return nil
}

// becoming is the change to what a template says: to none of the user's own where that is what is built in.
func (t *turn) becoming(m MessageTemplate) ChangedTemplate {
	if builtIn, found := t.engine.Templates.find(m.ID); found && builtIn.same(m.complete(builtIn)) {
		return ChangedTemplate{ID: m.ID}
	}
	return ChangedTemplate{ID: m.ID, Said: &m}
}

// after is how many templates there are when some have changed.
func (t Templates) after(changed []ChangedTemplate) int {
	count := len(t)
	for _, c := range changed {
		switch has := t.has(c.ID); {
		case c.Said != nil && !has:
			count++
		case c.Said == nil && has:
			count--
		}
	}
	return count
}

// difference counts the texts in which templates differ.
type difference struct{ changed, added, dropped int }

func (d *difference) add(before, after []string) {
	missing := func(from, in []string) (n int) {
		for _, text := range from {
			if !slices.Contains(in, text) {
				n++
			}
		}
		return n
	}
	fresh, gone := missing(after, before), missing(before, after)
	changed := min(fresh, gone)
	d.changed, d.added, d.dropped = d.changed+changed, d.added+fresh-changed, d.dropped+gone-changed
}

// changeTemplates lets templates say something else, under an id by which that can be taken back.
func (t *turn) changeTemplates(ctx context.Context, changed []ChangedTemplate) (id uuid.UUID, err error) {
	id = newID()
	if err := t.tx.ChangeTemplates(ctx, TemplateChange{ID: id, At: t.now, Templates: changed}); err != nil {
		return id, err
	}
	return id, t.redraft(ctx, idsOf(changed))
}

// wordsUndone and wordsRedone are the buttons that take a change back and make it again.
func wordsUndone(change uuid.UUID) Button {
	return Button{Key: "undo", Action: action(pressWords+":"+wordsUndo, change)}
}

func wordsRedone(change uuid.UUID) Button {
	return Button{Key: "templates_redo", Action: action(pressWords+":"+wordsRedo, change)}
}

// pressWords answers a button below what became of templates.
func (t *turn) pressWords(ctx context.Context, verb, argument string) error {
	if t.engine.Library == nil {
		return &Error{Code: Invalid, Key: "error.button"}
	}
	if verb == wordsReset {
		return t.resetGroup(ctx, argument)
	}
	change, err := parseID(argument)
	if err != nil || verb != wordsUndo && verb != wordsRedo {
		return &Error{Code: Invalid, Key: "error.button"}
	}
	return t.turnTemplates(ctx, change, verb == wordsUndo)
}

// turnTemplates takes a change back, or makes it again, as far as it was the last one.
func (t *turn) turnTemplates(ctx context.Context, change uuid.UUID, undone bool) error {
	turned, kept, err := t.turnable(ctx, change, undone)
	if err != nil {
		return err
	}
	words, err := t.vocabulary(ctx)
	if err != nil {
		return err
	}
	switch {
	case len(turned) == 0 && len(kept) > 0:
		t.say("templates_reset", resetArgs(0, 0, kept))
		return nil
	case len(turned) == 0:
		return &Error{Code: NotFound, Key: "error.templates_past"}
	case words.own.after(turned) > MostTemplates:
		return &Error{Code: Invalid, Key: "error.templates_too_many"}
	}
	ids := idsOf(turned)
	if err := t.tx.TurnTemplates(ctx, ids, undone); err != nil {
		return err
	}
	if undone {
		t.change("templates_undone", whatStays(kept), []Button{wordsRedone(change)})
	} else {
		t.change("templates_redone", whatStays(kept), []Button{wordsUndone(change)})
	}
	return t.redraft(ctx, ids)
}

// turnable are the templates of a change that can be taken back or made again, and what they would say then, and the ids
// of those that have to stay.
func (t *turn) turnable(ctx context.Context, change uuid.UUID, undone bool) (turned []ChangedTemplate, kept []string, err error) {
	changed, err := t.tx.ChangedTemplates(ctx, change)
	if err != nil {
		return nil, nil, err
	}
	named, err := t.namedTemplates(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range changed {
		switch {
		case c.Undone == undone:
		case c.Before == nil && t.needed(c.ID, named):
			kept = append(kept, c.ID)
		default:
			turned = append(turned, ChangedTemplate{ID: c.ID, Said: c.Before})
		}
	}
	return turned, kept, nil
}

// whatStays names the templates that could not be given up.
func whatStays(kept []string) Args {
	if kept == nil {
		kept = []string{}
	}
	return Args{"kept": kept, "one": len(kept) == 1}
}

func idsOf(changed []ChangedTemplate) []string {
	ids := make([]string, len(changed))
	for i, c := range changed {
		ids[i] = c.ID
	}
	return ids
}

// needed reports whether a template of the user's own has to stay: a sequence names it, and no built-in one would take
// its place.
func (t *turn) needed(id string, named map[string]bool) bool {
	return named[id] && !t.engine.Templates.has(id)
}

// namedTemplates are those that the sequences name which the user may start.
func (t *turn) namedTemplates(ctx context.Context) (map[string]bool, error) {
	all, err := t.sequences(ctx)
	named := map[string]bool{}
	for _, s := range all {
		for _, id := range s.templates() {
			named[id] = true
		}
	}
	return named, err
}

// templates are the ids of those that the steps of a sequence name, in their order.
func (s Sequence) templates() []string {
	var ids []string
	for _, step := range s.Steps {
		for _, id := range slices.Concat([]string{step.Template}, step.Variants, []string{step.Fallback}) {
			if id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
