package engine

import (
	"encoding/binary"
	"time"

	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// A history is a lead's last touches as the database keeps them beside the lead, oldest first, in touchBytes each: a
// signed big-endian number that holds the Unix second above its lowest byte and, in that byte, whether the user wrote
// (bit 0), the channel (bits 1 to 3) as historyChannel numbers them, and what the lead meant (bits 4 to 7) as its place
// among intents. Migration 0008 writes it.
const touchBytes = 8

// historyChannel is the channel of a number; one that is not known is none.
func historyChannel(number int64) Channel {
	channels := [...]Channel{NoWay, Telegram, WhatsApp, SMS, Call, Email}
	if int(number) >= len(channels) {
		return NoWay
	}
	return channels[number]
}

// intents are what a lead's message may be read as, in the order of migration 0008; the first is unread. They are
// never changed.
var intents = [...]language.Intent{
	"", language.MeansOptOut, language.MeansPrivacyRequest, language.MeansChannelLimit, language.MeansWrongPerson,
	language.MeansAutoReply, language.MeansComplaint, language.MeansSensitive, language.MeansLater,
	language.MeansObjection, language.MeansQuestion, language.MeansNegative, language.MeansPositive, language.MeansNeutral,
}

// historyIntent is the intent of a number; one that is not known was not read.
func historyIntent(number int64) language.Intent {
	if int(number) >= len(intents) {
		return ""
	}
	return intents[number]
}

// Touches are the last 60 touches with the lead, oldest first, as far as the reply model looks at them.
func (l Lead) Touches() []timing.Touch { return touchesOf(l.History) }

// lastAnswer is what the lead's last message meant, but for automatic ones. Looking at a history so allocates nothing.
func (l Lead) lastAnswer() language.Intent {
	for end := len(l.History) / touchBytes * touchBytes; end > 0; end -= touchBytes {
		bits := int64(binary.BigEndian.Uint64(l.History[end-touchBytes:]))
		if intent := historyIntent(bits >> 4 & 15); bits&1 == 0 && intent != language.MeansAutoReply {
			return intent
		}
	}
	return ""
}

// signal is what the lead's last message tells of why to write next, once the user has written back.
func (l Lead) signal() timing.Signal {
	switch l.lastAnswer() {
	case language.MeansPositive, language.MeansQuestion:
		return timing.Interest
	case language.MeansObjection:
		return timing.ObjectionAnswered
	}
	return timing.NoSignal
}

// touchesOf reads a history. What is no whole touch at its end is left out.
func touchesOf(history []byte) []timing.Touch {
	touches := make([]timing.Touch, len(history)/touchBytes)
	for i := range touches {
		bits := int64(binary.BigEndian.Uint64(history[i*touchBytes:]))
		touches[i] = timing.Touch{
			At: time.Unix(bits>>8, 0).UTC(), Out: bits&1 == 1, Channel: string(historyChannel(bits >> 1 & 7)),
			Answer: timing.Answer(historyIntent(bits >> 4 & 15)),
		}
	}
	return touches
}
