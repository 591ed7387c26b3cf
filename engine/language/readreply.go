package language

import (
	"regexp"
	"strings"
	"time"
)

// How sure a reply is where no rule holds, up to where a rule is only a guess, and how clear examples must speak
// against it: for an opt-out less is enough.
const (
	unsure       = 0.4
	doubtful     = 0.6
	clearly      = 0.8
	clearlyStops = 0.6
)

// ReadReply reads what a lead wrote, at now and in its zone. Every text means something, an unreadable one is neutral.
//
// A missed opt-out is the worst error: what may be one is MeansOptOut, hard only where there is no doubt. Due is what
// When makes of the time that the lead names for later.
func ReadReply(text string, now time.Time) Reply {
	w := replyVocabulary()
	s := w.listen(text, now)
	reply := w.judge(s)
	if reply.Confidence <= doubtful && s.all.has(famWord) && reply.Intent != MeansOptOut {
		reply = replyLearned().second(w, s, text, reply)
	}
	if reply.Intent != MeansOptOut && reply.Intent != MeansPrivacyRequest {
		reply = w.stopWithin(text, now, reply)
	}
	if reply.Intent == MeansLater {
		reply.Due, reply.Timed = w.due(s, now)
	}
	return reply
}

// fewestWords is how many words a sentence has that is taken by itself: "Stopp!" opens many a friendly message.
const fewestWords = 3

// oneSentence is never changed; compiling once is why it is a variable.
var oneSentence = regexp.MustCompile(`[^.!?\n]+[.!?\n]?`)

// stopWithin looks for a sentence that by itself is a stop without doubt, and no question: nothing that stands beside it takes that back.
func (w *replyWords) stopWithin(text string, now time.Time, whole Reply) Reply {
	sentences := oneSentence.FindAllString(text, -1)
	if len(sentences) < 2 {
		return whole
	}
	for _, sentence := range sentences {
		if len(strings.Fields(sentence)) < fewestWords || strings.HasSuffix(sentence, "?") {
			continue
		}
		if r := w.judge(w.listen(sentence, now)); r.Intent == MeansOptOut && r.Hard {
			return r
		}
	}
	return whole
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

// second takes what examples say for what rules only guess, where they say it clearly.
func (l *learned) second(w *replyWords, s *said, text string, first Reply) Reply {
	guess, margin := l.guess(w, text)
	need := clearly
	if guess.Intent == MeansOptOut {
		need = clearlyStops
		if !s.all.meets(&w.refusing) {
			return first
		}
	}
	if margin < need || guess.Intent == first.Intent {
		return first
	}
	guess.Confidence = doubtful
	return guess
}
