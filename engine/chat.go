package engine

import (
	"fmt"
	"time"

	"github.com/salesflow/salesflow/engine/intake"
)

// touchesOf are the messages of a chat as touches of its leads. In a group only what the leads wrote is theirs.
func (t *turn) touchesOf(r intake.Result, in admitted) []Touch {
	local := t.calendar().Zone()
	numbered := map[string]int{}
	var touches []Touch
	for i, m := range r.Touches {
		lead, ok := in.byName[m.From]
		if m.Direction == intake.Out && len(r.Leads) == 1 && len(in.ids) == 1 {
			lead, ok = in.ids[0], true
		}
		if !ok || m.At.After(t.now) {
			continue
		}
		minute := fmt.Sprintf("%s:%s:%d", sourceOf(r), m.Direction, m.At.Truncate(time.Minute).Unix())
		numbered[minute+lead.String()]++
		touch := Touch{
			ID: newID(), LeadID: lead, At: inFileOrder(m.At, i), Direction: Direction(m.Direction), Channel: WhatsApp,
			SourceKey: fmt.Sprintf("%s:%d", minute, numbered[minute+lead.String()]),
		}
		if t.user.KeepText {
			touch.Text = m.Text
		}
		if touch.Direction == In && m.Text != "" {
			meaning := readReply(m.Text, m.At.In(local))
			touch.Intent, in.meanings[touch.ID] = meaning.Intent, meant{meaning, m.Text}
		}
		touches = append(touches, touch)
	}
	return touches
}

// sourceOf names what messages come from. They are told apart by minute and number, so that exports with and
// without seconds give the same touches.
func sourceOf(r intake.Result) string {
	if len(r.Leads) > 1 {
		return "group"
	}
	return "chat"
}

// inFileOrder keeps messages of one minute apart, so that a quick answer comes after what it answers.
func inFileOrder(at time.Time, place int) time.Time {
	return at.Add(time.Duration(place%1_000_000) * time.Microsecond)
}
