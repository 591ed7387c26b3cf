package language

import (
	"time"
)

// How sure a reply is where no rule holds, up to where a rule is only a guess, and how clear examples must speak
// against it: for an opt-out less is enough.
const (
	unsure   = 0.4
	doubtful = 0.6
	clearly  = 0.8
)

// ReadReply reads what a lead wrote, at now and in its zone. Every text means something, an unreadable one is neutral.
//
// A missed opt-out is the worst error: what may be one is MeansOptOut, hard only where there is no doubt. Due is what
// When makes of the time that the lead names for later.
func ReadReply(text string, now time.Time) Reply {
	w := replyVocabulary()
	s := w.listen(text, now)
	reply := w.judge(s)
	if s.all.has(famWord) {
		reply = replyLearned().weigh(reply, replyLearned().shares(w.features(s)), w.tellsIn(s))
	}
	if reply.Intent != MeansOptOut && reply.Intent != MeansPrivacyRequest {
		reply = w.stopWithin(s, reply)
	}
	if reply.Intent == MeansLater {
		reply.Due, reply.Timed = w.due(s, now)
	}
	return reply
}

// judge gives what the first rule says that holds.
func (w *replyWords) judge(s *said) Reply {
	for i := range w.rules {
		if w.rules[i].holds(w, s) {
			return w.rules[i].says(w, s)
		}
	}
	return Reply{Intent: MeansNeutral, Confidence: unsure}
}
