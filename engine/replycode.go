package engine

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/salesflow/salesflow/engine/language"
)

const digits36 = 36

// addresses are how a reply may address the user, two bits of a button.
var addresses = [...]language.Address{language.Unaddressed, language.Familiar, language.Formal, language.MixedAddress}

// encodeReply writes a reply into a button: at most 26 characters.
func encodeReply(r reply) string {
	due, kind := int64(0), 0
	if r.meaning.Hard {
		kind |= 1
	}
	if r.meaning.Timed {
		kind |= 2
	}
	kind |= max(slices.Index(addresses[:], r.addressed), 0) << 2
	if !r.meaning.Due.IsZero() {
		due = r.meaning.Due.Unix()
	}
	head := []int{
		slices.Index(intents[:], r.meaning.Intent), kind, slices.Index(objections[:], r.meaning.Objection),
		slices.Index(channels[:], r.channel),
	}
	var code strings.Builder
	for _, digit := range head {
		code.WriteString(strconv.FormatInt(int64(max(digit, 0)), digits36))
	}
	return code.String() + strconv.FormatInt(r.at.Unix(), digits36) + "." + strconv.FormatInt(due, digits36) +
		"." + strconv.FormatInt(int64(markOf(r.text)), digits36)
}

// decodeReply reads what encodeReply wrote.
func decodeReply(code string) (r reply, err error) {
	broken := &Error{Code: Invalid, Key: "error.button"}
	parts := strings.Split(code, ".")
	if len(parts) != 3 || len(parts[0]) < 5 {
		return r, broken
	}
	at := parts[0]
	var head [4]int
	for i := range head {
		digit, err := strconv.ParseInt(at[i:i+1], digits36, 0)
		if err != nil {
			return r, broken
		}
		head[i] = int(digit)
	}
	seconds, err := strconv.ParseInt(at[4:], digits36, 64)
	if err != nil {
		return r, broken
	}
	later, err := strconv.ParseInt(parts[1], digits36, 64)
	if err != nil {
		return r, broken
	}
	mark, err := strconv.ParseUint(parts[2], digits36, 16)
	if err != nil || head[0] >= len(intents) || head[2] >= len(objections) || head[3] >= len(channels) {
		return r, broken
	}
	r.meaning = language.Reply{
		Intent: intents[head[0]], Hard: head[1]&1 != 0, Timed: head[1]&2 != 0, Objection: objections[head[2]],
	}
	if later != 0 {
		r.meaning.Due = time.Unix(later, 0)
	}
	r.addressed = addresses[head[1]>>2%len(addresses)]
	r.at, r.channel = time.Unix(seconds, 0), channels[head[3]]
	r.source = sourceOfReply(r.channel, r.at, uint16(mark))
	return r, nil
}
