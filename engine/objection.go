package engine

import "github.com/salesflow/salesflow/engine/language"

// AnswerPrefix begins the ids of the templates that answer an objection; its kind follows.
const AnswerPrefix = "objection_"

// answerTo is the id of the template that answers an objection, empty for none.
func answerTo(o language.Objection) string {
	if o == "" {
		return ""
	}
	return AnswerPrefix + string(o)
}

// objects reports whether the lead waits for an answer to an objection. Whoever has written to it since has given one.
func (l Lead) objects() bool {
	return l.Objection != "" && l.LastInAt != nil && (l.LastOutAt == nil || l.LastInAt.After(*l.LastOutAt))
}
