package engine

import "github.com/salesflow/salesflow/engine/intake"

// messagesThatTeach is how many of the user's last messages in a chat tell how the user writes.
const messagesThatTeach = 40

// learnStyle learns from a chat how the user writes to one person. Only what is new in it teaches: a chat that comes
// again would count twice.
func (t *turn) learnStyle(r intake.Result, added []Touch) {
	if len(r.Leads) != 1 {
		return
	}
	fresh := 0
	for _, touch := range added {
		if touch.Direction == Out {
			fresh++
		}
	}
	var wrote []string
	for _, m := range r.Touches {
		if m.Direction == intake.Out && m.Text != "" {
			wrote = append(wrote, m.Text)
		}
	}
	for _, text := range wrote[max(0, len(wrote)-min(fresh, messagesThatTeach)):] {
		t.user.Style = t.user.Style.Learn(text)
	}
}
