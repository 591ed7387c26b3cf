package bot

import (
	"time"

	"github.com/salesflow/salesflow/engine"
)

// sampleWhy are the arguments of the sentences that explain an advice, with and without a name.
func sampleWhy(now time.Time) map[string][]engine.Args {
	lisa, nobody := engine.Args{"name": "Lisa"}, engine.Args{"name": ""}
	moment := with(nobody, engine.Args{"at": now.AddDate(0, 0, 1).Add(620 * time.Minute), "now": false, "waiting": false})
	pattern := with(lisa, engine.Args{
		"days": "weekdays", "from": 18, "to": 20, "inside": 7, "count": 9, "theirs": false, "team": true,
	})
	others := with(pattern, engine.Args{"team": false})
	rest := with(nobody, engine.Args{"day": dateOf(now.AddDate(0, 0, 6)), "holiday": "allerheiligen", "somewhere": false})
	chance := with(nobody, engine.Args{"tenths": 4, "attempts": 9})
	way := with(nobody, engine.Args{"channel": "whatsapp"})
	because := engine.Args{"because": []engine.Because{
		{Key: "because.moment", Args: moment}, {Key: "because.pattern", Args: pattern}, {Key: "because.change", Args: lisa},
	}}
	whys := []engine.Args{}
	for _, card := range cards(now) {
		whys = append(whys, with(card, because), with(card, engine.Args{"because": []engine.Because{}}))
	}
	return map[string][]engine.Args{
		"why": whys, "why_closed": {with(lisa, engine.Args{"because": []engine.Because{{Key: "blocked_by.lost", Args: nobody}, {Key: "lifts.lost", Args: nobody}}})},
		"about": {
			with(lisa, engine.Args{"stage": "new", "touches": []engine.Because{}, "form": "du", "form_source": ""}),
			with(lisa, engine.Args{"stage": "new", "touches": []engine.Because{}, "form": "sie", "form_source": "told"}),
			with(lisa, engine.Args{"stage": "new", "touches": []engine.Because{}, "form": "sie", "form_source": "chats"}),
			with(lisa, engine.Args{"stage": "new", "touches": []engine.Because{}, "form": "du", "form_source": "reply"}),
			{"name": "Frau Berger", "stage": "new", "touches": []engine.Because{}, "form": "sie", "form_source": ""},
			with(lisa, engine.Args{"stage": "replied", "form": "du", "form_source": "", "touches": []engine.Because{{Key: "touch.in", Args: engine.Args{"at": now, "channel": "whatsapp"}}}}),
		},
		"touch.out":  {{"at": now.AddDate(0, 0, -3), "channel": "call"}, {"at": now, "channel": ""}},
		"touch.in":   {{"at": now.AddDate(0, 0, -1), "channel": "email"}, {"at": now, "channel": ""}},
		"event.plan": {{"due": now}}, "event.write": {with(way, engine.Args{"step": ""}), with(way, engine.Args{"step": "Video/Info senden"})},
		"event.skip": {{"step": "Soft Follow-up"}}, "event.run": {
			{"status": "paused", "action": "", "next": ""}, {"status": "paused", "action": "schedule_call", "next": ""},
			{"status": "completed", "action": "archive_lead", "next": ""},
			{"status": "completed", "action": "move_to_nurture", "next": "long_term_nurture"},
		},
		"event.answer": {with(way, engine.Args{"intent": "positive"})},
		"event.rest":   {{"holiday": ""}, {"holiday": "karfreitag"}},
		"because.moment": {
			moment, with(moment, engine.Args{"now": true}), with(moment, engine.Args{"waiting": true}),
			with(moment, engine.Args{"waiting": true, "now": true}),
		},
		"because.bound":   {moment, with(moment, lisa)},
		"because.holiday": {rest, with(rest, engine.Args{"somewhere": true})}, "because.sunday": {rest},
		"because.pattern": {
			pattern, with(pattern, nobody), with(pattern, engine.Args{"days": "every_day", "from": 23, "to": 1}),
			with(pattern, engine.Args{"days": "weekends", "from": 0, "to": 24}),
			with(pattern, engine.Args{"to": 24, "theirs": true}),
		},
		"because.no_pattern": {pattern}, "because.few_answers": {with(pattern, engine.Args{"count": 1}), with(pattern, engine.Args{"count": 2})},
		"because.no_answers": {pattern, others},
		"because.chance": {
			chance, with(chance, engine.Args{"tenths": 0, "attempts": 1}), with(chance, engine.Args{"tenths": 10, "attempts": 0}),
		},
		"because.attempts": {{"count": 1}, {"count": 9}}, "because.change": {nobody, lisa}, "because.not_before": {moment},
		"channel_reason.last_answered_here": {way, with(way, lisa)}, "channel_reason.best_rate": {way},
		"channel_reason.only_one": {way}, "channel_reason.switched": {way}, "channel_reason.usual": {way},
	}
}
