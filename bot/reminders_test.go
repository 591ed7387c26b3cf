package bot

import (
	"time"

	"github.com/salesflow/salesflow/engine"
)

// sampleReminders are reminders of all kinds: about a lead, with and without a note, and about nobody.
func sampleReminders(now time.Time) map[string][]engine.Args {
	call := engine.Args{"lead": "Lisa Meier", "action": "call", "note": "", "times": 1, "dropped": false}
	noted := with(call, engine.Args{"action": "meeting", "note": "Café am Markt"})
	task := with(call, engine.Args{"lead": "", "action": "task", "note": "Produkte nachbestellen", "times": 3})
	bare := with(task, engine.Args{"lead": "Tom Huber", "note": ""})
	each := []engine.Args{call, noted, task}
	var later []engine.Args
	for i, args := range each {
		later = append(later, with(args, engine.Args{"at": now.AddDate(0, 0, i), "timed": i == 0}))
	}
	return map[string][]engine.Args{
		"reminders": {
			{"reminders": []engine.Args{call}}, {"reminders": []engine.Args{task}},
			{"reminders": []engine.Args{noted, bare, with(call, engine.Args{"action": "follow_up"})}},
			{"reminders": []engine.Args{with(call, engine.Args{"action": "message"}), task}},
		},
		"reminder_done": each, "reminder_closed": append(each, with(task, engine.Args{"dropped": true})),
		"reminder_set":  {with(task, engine.Args{"at": now.AddDate(0, 0, 1), "timed": true}), with(task, engine.Args{"at": now, "timed": false})},
		"reminder_when": {task}, "reminder_later": later, "reminder_often": {with(call, engine.Args{"times": 3}), task},
	}
}
