package bot

import (
	"time"

	"github.com/salesflow/salesflow/engine"
)

// sampleRuns are arguments of what is said about sequences.
func sampleRuns(now time.Time) map[string][]engine.Args {
	step := engine.Args{"day": dateOf(now.AddDate(0, 0, 2)), "step": "Video/Info senden", "channel": "whatsapp", "action": "send_message", "outcome": ""}
	end := with(step, engine.Args{"action": "archive_lead", "step": "", "channel": ""})
	ends := []engine.Args{end, with(end, engine.Args{"action": "schedule_call"}), with(end, engine.Args{"action": "move_to_nurture"}), with(end, engine.Args{"action": ""})}
	steps := []engine.Because{{Key: "preview.step", Args: step}, {Key: "preview.end", Args: end}}
	preview := engine.Args{"name": "Lisa Meier", "next": now.AddDate(0, 0, 2), "status": "active", "sequence": "Erst-Kontakt zu Partner", "steps": steps}
	none := with(preview, engine.Args{"status": "", "steps": []engine.Because{}})
	run := engine.Args{"name": "Lisa Meier", "sequence": "Erst-Kontakt zu Partner", "next": now.AddDate(0, 0, 1)}
	plan := engine.Args{"sequence": "Ghost Reaktivierung", "used": true}
	sequenceStep := engine.Args{"day": 2, "step": "Video/Info senden", "sent": 5, "answered": 2, "early": true, "low": 0, "high": 100}
	remarks := engine.Args{"remarks": []string{"plan.yaml:3:5: error: Den Schlüssel \"tage\" gibt es hier nicht."}, "more": 0}
	return map[string][]engine.Args{
		"lead_archived": {{"name": "Lisa Meier"}}, "leads_archived": {{"leads": []string{"Lisa Meier", "Tom Huber"}, "count": 2}},
		"because.step": {{"step": "Video/Info senden", "sequence": "Erst-Kontakt zu Partner"}},
		"run_started":  {run}, "run_paused": {run}, "run_resumed": {run},
		"fact": {{"name": "Lisa Meier", "about": "video", "value": 1}, {"name": "Lisa Meier", "about": "video", "value": 0},
			{"name": "Lisa Meier", "about": "customer", "value": 0}, {"name": "Lisa Meier", "about": "partner", "value": 0},
			{"name": "Lisa Meier", "about": "satisfaction", "value": 8},
			{"name": "Lisa Meier", "about": "address", "value": 1}, {"name": "Lisa Meier", "about": "address", "value": 2}},
		"sequences": {{}}, "sequence_open": {{"sequence": "Ghost Reaktivierung"}},
		"sequence":             {{"sequence": "Ghost Reaktivierung", "steps": []engine.Because{{Key: "sequence.step", Args: sequenceStep}}, "file_name": "ghost.yaml", "file_text": "x: 1"}},
		"sequence.step":        {sequenceStep, with(sequenceStep, engine.Args{"sent": 0}), with(sequenceStep, engine.Args{"sent": 40, "answered": 10, "early": false, "low": 14, "high": 40})},
		"sequence_kept":        {with(plan, engine.Args{"moved": 0}), with(plan, engine.Args{"moved": 1}), with(plan, engine.Args{"moved": 3}), with(plan, engine.Args{"used": false, "moved": 0})},
		"sequence_scope":       {with(plan, engine.Args{"running": 1}), with(plan, engine.Args{"running": 3})},
		"sequence_scope.later": {{}}, "sequence_scope.new": {{}}, "sequence_scope.none": {{}},
		"sequence_refused": {remarks, with(remarks, engine.Args{"more": 3})}, "sequence_remarks": {remarks},
		"fact_undone":    {{"name": "Lisa Meier"}},
		"which_sequence": {{"sequences": []string{"Erst-Kontakt zu Partner", "Ghost Reaktivierung"}}},
		"preview":        {preview, none, with(none, engine.Args{"status": "paused"})},
		"preview.step":   {step, with(step, engine.Args{"channel": ""})}, "preview.end": ends,
	}
}
