package bot

import "github.com/salesflow/salesflow/engine"

// sampleTemplates are arguments of what is said about templates.
func sampleTemplates() map[string][]engine.Args {
	text := engine.Args{"text": "Hallo {name}, wie geht es dir? Ich habe gerade an dich gedacht & wollte mich melden.",
		"sent": 5, "answered": 2, "early": true, "low": 0, "high": 100}
	group := engine.Args{"occasion": "no_response", "sequence": "", "texts": []engine.Because{{Key: "templates.text", Args: text}}, "more": 0,
		"file_name": "no_response_messages.yaml", "file_text": "messages: []"}
	ofSequence := engine.Args{"occasion": "others", "sequence": "Ghost Reaktivierung"}
	kept := engine.Args{"changed": 0, "added": 0, "dropped": 0}
	stays := engine.Args{"kept": []string{}, "one": false}
	reset := engine.Args{"reset": 0, "removed": 0, "kept": []string{}, "one": false}
	return map[string][]engine.Args{
		"templates": {{}}, "templates_open": {{"occasion": "no_response", "sequence": ""}, ofSequence},
		"templates_group": {group, with(group, engine.Args{"more": 4}), with(group, ofSequence)},
		"templates.text":  {text, with(text, engine.Args{"sent": 0}), with(text, engine.Args{"sent": 40, "answered": 10, "early": false, "low": 14, "high": 40})},
		"templates_kept": {kept, with(kept, engine.Args{"changed": 1}), with(kept, engine.Args{"changed": 3, "added": 1, "dropped": 2}),
			with(kept, engine.Args{"added": 1}), with(kept, engine.Args{"dropped": 1})},
		"templates_undone": {stays, with(stays, engine.Args{"kept": []string{"mein_text"}, "one": true})},
		"templates_redone": {stays, with(stays, engine.Args{"kept": []string{"mein_text", "noch_einer"}})},
		"templates_reset": {reset, with(reset, engine.Args{"reset": 1}), with(reset, engine.Args{"reset": 3, "removed": 1}),
			with(reset, engine.Args{"removed": 1}), with(reset, engine.Args{"removed": 2, "kept": []string{"mein_text", "noch_einer"}}),
			with(reset, engine.Args{"kept": []string{"mein_text"}, "one": true})},
	}
}
