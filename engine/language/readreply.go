package language

import "time"

// unsure is the confidence where no rule holds.
const unsure = 0.4

// ReadReply reads what a lead wrote, at now and in its zone. Every text means something, an unreadable one is neutral.
//
// A missed opt-out is the worst error: what may be one is MeansOptOut, hard only where there is no doubt. Due is what
// When makes of the time that the lead names for later.
func ReadReply(text string, now time.Time) Reply {
	w := replyVocabulary()
	s := w.listen(text, now)
	reply := Reply{Intent: MeansNeutral, Confidence: unsure}
	for i := range w.rules {
		if w.rules[i].holds(w, s) {
			reply = w.rules[i].reply
			break
		}
	}
	if reply.Intent == MeansLater {
		reply.Due, reply.Timed = w.due(s, now)
	}
	return reply
}
