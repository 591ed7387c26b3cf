package engine

import (
	"encoding/binary"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

// A history is a lead's last touches as the database keeps them beside the lead, oldest first, in touchBytes each: a
// signed big-endian number that holds the Unix second above its lowest byte and, in that byte, whether the user wrote
// (bit 0) and the channel (bits 1 to 3) as historyChannel numbers them. Migration 0005 writes it.
const touchBytes = 8

// historyChannel is the channel of a number; one that is not known is none.
func historyChannel(number int64) Channel {
	channels := [...]Channel{NoWay, Telegram, WhatsApp, SMS, Call, Email}
	if int(number) >= len(channels) {
		return NoWay
	}
	return channels[number]
}

// Touches are the last 60 touches with the lead, oldest first, as far as the reply model looks at them.
func (l Lead) Touches() []timing.Touch { return touchesOf(l.History) }

// touchesOf reads a history. What is no whole touch at its end is left out.
func touchesOf(history []byte) []timing.Touch {
	touches := make([]timing.Touch, len(history)/touchBytes)
	for i := range touches {
		bits := int64(binary.BigEndian.Uint64(history[i*touchBytes:]))
		touches[i] = timing.Touch{
			At: time.Unix(bits>>8, 0).UTC(), Out: bits&1 == 1, Channel: string(historyChannel(bits >> 1 & 7)),
		}
	}
	return touches
}
