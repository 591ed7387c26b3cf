package sequences

import "github.com/salesflow/salesflow/engine"

// kind is what may stand behind a key.
type kind string

const (
	textKind    kind = "text"
	numberKind  kind = "number"
	flagKind    kind = "flag"
	choiceKind  kind = "choice"
	textsKind   kind = "texts"   // a list of texts
	objectKind  kind = "object"  // of fixed keys
	objectsKind kind = "objects" // a list of them
	mapKind     kind = "map"     // of them by id
)

// key is a key that a file may have. The loader, the linter and the schema rest on the one table that form returns.
type key struct {
	name      string // in texts/de.yaml under keys: the name, with that of the object before it
	kind      kind
	required  bool
	low, high int      // of a number
	choices   []string // of a choice
	keys      []key    // of objects
}

// longestDays bounds the days that a file may name.
const longestDays = 3650

// form returns the keys of a file.
func form() key {
	return key{name: "file", kind: objectKind, keys: []key{
		{name: "sequences", kind: mapKind, keys: sequenceKeys()},
		{name: "messages", kind: objectsKind, keys: messageKeys()},
	}}
}

func sequenceKeys() []key {
	return []key{
		{name: "name", kind: textKind},
		{name: "description", kind: textKind},
		{name: "target_outcome", kind: textKind},
		{name: "max_duration_days", kind: numberKind, low: 1, high: longestDays},
		{name: "max_attempts", kind: numberKind, low: 1, high: 100},
		{name: "trigger", kind: textKind},
		{name: "steps", kind: objectsKind, required: true, keys: stepKeys()},
	}
}

func stepKeys() []key {
	return []key{
		{name: "day", kind: numberKind, required: true, high: longestDays},
		{name: "name", kind: textKind},
		{name: "action", kind: choiceKind, required: true, choices: actionsOfSteps()},
		{name: "template", kind: textKind},
		{name: "variants", kind: textsKind},
		{name: "fallback_template", kind: textKind},
		{name: "channel", kind: choiceKind, choices: channels()},
		{name: "conditions", kind: textsKind},
		{name: "on_response", kind: objectKind, keys: responseKeys()},
		{name: "on_no_response", kind: choiceKind, choices: actionsOfResponses()},
		{name: "next_sequence", kind: textKind},
	}
}

func responseKeys() []key {
	var keys []key
	for _, r := range []engine.Response{engine.RespondedWell, engine.RespondedBadly, engine.NotResponded} {
		keys = append(keys, key{name: string(r), kind: choiceKind, choices: actionsOfResponses()})
	}
	return keys
}

func messageKeys() []key {
	return []key{
		{name: "id", kind: textKind, required: true},
		{name: "reason", kind: choiceKind, choices: reasons()},
		{name: "waiting", kind: flagKind},
		{name: "variants", kind: textsKind, required: true},
		{name: "formal", kind: textsKind},
	}
}

func actionsOfSteps() []string {
	return []string{
		string(engine.SendMessage), string(engine.Wait), string(engine.ScheduleCall),
		string(engine.MoveToNurture), string(engine.ArchiveLead), string(engine.EndSequence),
	}
}

func actionsOfResponses() []string {
	return []string{
		string(engine.NextStep), string(engine.Wait), string(engine.ScheduleCall),
		string(engine.MoveToNurture), string(engine.ArchiveLead), string(engine.EndSequence),
	}
}

// leaves reports whether a run is over after an action.
func leaves(action engine.SequenceAction) bool {
	switch action {
	case engine.EndSequence, engine.MoveToNurture, engine.ArchiveLead:
		return true
	}
	return false
}

// autoChannel leaves the choice to the engine.
const autoChannel = "auto"

func channels() []string {
	return []string{
		autoChannel, string(engine.WhatsApp), string(engine.Telegram), string(engine.SMS),
		string(engine.Phone), string(engine.Call), string(engine.Email),
	}
}
