package bot

import (
	"maps"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
)

// with is a copy of arguments with some changed.
func with(args engine.Args, changes engine.Args) engine.Args {
	args = maps.Clone(args)
	maps.Copy(args, changes)
	return args
}

// cards are the standings of leads, in the arguments of a card.
func cards(now time.Time) []engine.Args {
	known := engine.Args{
		"name": "Lisa Meier", "reason": "no_response", "channel": "whatsapp",
		"draft": "Hallo Lisa,\nwie geht es dir?", "days": 2, "unanswered": 0, "waiting": false, "known": true,
		"question": "", "note": "", "priority": "normal", "laters": 0, "due": now,
	}
	waiting := with(known, engine.Args{"waiting": true, "question": "Was kostet das Starterset?", "priority": "urgent"})
	silent := with(known, engine.Args{"unanswered": 1, "days": 6, "channel": "telegram"})
	return []engine.Args{
		waiting,
		with(waiting, engine.Args{"days": 0, "question": "", "from": now.AddDate(0, 0, 7)}),
		with(waiting, engine.Args{"days": 1, "from": now, "note": "Messe Köln"}),
		silent,
		with(silent, engine.Args{"days": 1, "unanswered": 3, "from": now.AddDate(0, 0, 1), "laters": 1, "due": now.AddDate(0, 0, -3)}),
		with(silent, engine.Args{"days": 0, "from": now.AddDate(0, 0, 4), "laters": 3, "priority": "scheduled", "due": now.AddDate(0, 0, 3)}),
		with(known, engine.Args{"days": 12, "channel": "email", "draft": "", "question": "Wann bist du wieder da?"}),
		with(known, engine.Args{"days": 1, "channel": "call", "blocked_by": "no_channel"}),
		with(known, engine.Args{"known": false, "days": 0, "note": "Omega-3, Messe Köln, mag Sport", "channel": "sms", "priority": "low"}),
	}
}

// samples are arguments for every text that has any, as the engine gives them.
func samples(now time.Time) map[string][]engine.Args {
	all := map[string][]engine.Args{}
	for _, part := range []map[string][]engine.Args{
		sampleCards(now), sampleTalk(now), sampleImports(now), sampleWords(), sampleDrafts(), sampleReasons(),
		sampleReminders(now), sampleWhy(now), sampleRuns(now), sampleReplies(now), sampleTemplates(),
	} {
		maps.Copy(all, part)
	}
	return all
}

func sampleCards(now time.Time) map[string][]engine.Args {
	all := cards(now)
	blocked := []engine.Args{}
	for _, reason := range blockReasons() {
		blocked = append(blocked, with(all[3], engine.Args{"blocked_by": string(reason)}))
	}
	recent := with(all[8], engine.Args{"known": true, "unanswered": 1, "blocked_by": string(compliance.ContactedRecently)})
	blocked = append(blocked, recent)
	day := engine.Args{"day": dateOf(now.AddDate(0, 0, 2)), "usual": false}
	usual := with(day, engine.Args{"usual": true})
	return map[string][]engine.Args{
		"card": all, "card_relation": {all[8], all[3]}, "card_blocked": blocked,
		"card_done":     {{"name": "Lisa Meier", "next": now.AddDate(0, 0, 5)}, {"name": "Lisa", "next": now.AddDate(0, 0, 1)}},
		"card_answered": {{"name": "Lisa Meier", "next": now.AddDate(0, 0, 1)}, {"name": "Lisa", "next": now.AddDate(0, 0, 4)}},
		"card_later": {
			{"name": "Lisa", "at": now.Add(10 * time.Hour), "timed": true, "most": false, "free": false},
			{"name": "Lisa", "at": now.AddDate(0, 0, 89), "timed": false, "most": true, "free": false},
			{"name": "Lisa", "at": now.AddDate(0, 0, 9).Add(90 * time.Minute), "timed": true, "most": false, "free": true},
		},
		"card_no_more": {{"name": "Lisa Meier"}}, "lead_stopped": {{"name": "Lisa Meier"}},
		"card_closed": {
			{"name": "Lisa", "outcome": "done"}, {"name": "Lisa", "outcome": "later"},
			{"name": "Lisa", "outcome": "no_more"}, {"name": "Lisa", "outcome": "replaced"},
		},
		"later.hour": {usual}, "later.evening": {{"at": now.Add(10 * time.Hour), "usual": false}},
		"later.tomorrow": {{"day": dateOf(now.AddDate(0, 0, 1)), "usual": false}, day, usual}, "later.days": {day},
		"later.monday": {{"day": dateOf(now.AddDate(0, 0, 7)), "usual": true}}, "later.weeks": {day},
		"card_rests":    {{"name": "Lisa Meier", "at": now.AddDate(0, 0, 89)}},
		"put_off_often": {{"name": "Lisa Meier", "times": 3, "moved": false}, {"name": "Lisa Meier", "times": 6, "moved": true}},
		"better_time":   {{"at": "18:00"}}, "better_time.yes": {{"at": "18:00"}},
		"other_channel": {{"channel": "call"}, {"channel": "email"}},
		"leader_asked":  {{"name": "Lisa Meier"}}, "leader_asked_already": {{"name": "Lisa Meier", "at": now.AddDate(0, 0, -9)}},
		"leader_told":     {{"name": "Lisa", "leader": "Anna"}, {"name": "Lisa", "leader": ""}},
		"leader_question": {{"user": "Max", "name": "Lisa", "days": 7}, {"user": "", "name": "Lisa", "days": 1}},
	}
}

// dateOf is a date as the engine gives it.
func dateOf(at time.Time) time.Time {
	year, month, day := at.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func sampleTalk(now time.Time) map[string][]engine.Args {
	list := func(names ...string) engine.Args {
		return engine.Args{"name": "Max", "count": len(names), "leads": names}
	}
	lists := []engine.Args{
		list("Lisa"), list("Lisa", "Tom"), list("Lisa", "Tom", "Anna", "Jan"), list("Lisa", "Tom", "Anna", "Jan", "Eva"),
	}
	named, next := engine.Args{"name": "Max"}, engine.Args{"name": "Max", "next": now.AddDate(0, 0, 1)}
	return map[string][]engine.Args{
		"welcome": {named, {"name": ""}}, "welcome_back": {named, {"name": ""}}, "greeting": {named, {"name": ""}}, "renamed": {named},
		"ask_region":     {{"country": "DE"}, {"country": "AT"}, {"country": "CH"}},
		"choice.country": {{"value": "DE"}, {"value": "AT"}, {"value": "CH"}}, "choice.region": {{"value": "Bayern"}},
		"choice.company": {{"value": "zinzino"}, {"value": "other"}}, "choice.list_limit": {{"value": 5}},
		"choice.list_at": {{"value": "08:00"}, {"value": "12:30"}},
		"settled":        {{"list_at": "08:00", "first": now.AddDate(0, 0, 1)}, {"list_at": "18:00", "first": now}, {"list_at": "07:00", "first": now.AddDate(0, 0, 5)}},
		"settings": {
			{"name": "Max", "region": "DE-BY", "list_at": "08:00", "limit": 7, "keep_text": false},
			{"name": "Max", "region": "AT-9", "list_at": "18:30", "limit": 3, "keep_text": true},
			{"name": "Max", "region": "CH", "list_at": "07:00", "limit": 1, "keep_text": true},
		},
		"joined_team":  {{}},
		"invite":       {{"code": "abc", "link": "https://t.me/salesflow_bot?start=abc"}},
		"lead_unknown": {{"name": "Susi"}}, "which_one": {{"count": 2}}, "which_one.lead": {{"name": "Lisa Meier"}},
		"resumed": {next}, "list_empty": {next}, "list_finished": {named, {"name": ""}},
		"summary": lists, "list": lists, "list_again": lists, "reminder": {{"name": "Lisa Meier"}},
		"summary_away":   {{"name": "Max", "count": 1}, {"name": "Max", "count": 7}},
		"backlog_sorted": {{"today": 0, "later": 0}, {"today": 1, "later": 0}, {"today": 5, "later": 0}, {"today": 1, "later": 1}, {"today": 5, "later": 1}, {"today": 5, "later": 23}},
	}
}

func sampleImports(now time.Time) map[string][]engine.Args {
	report := engine.Args{"added": 3, "known": 1, "touches": 120, "skipped": 4, "suppressed": 1, "format": "whatsapp"}
	nothing := engine.Args{"added": 0, "known": 0, "touches": 0, "skipped": 0, "suppressed": 0, "format": "csv"}
	lead := with(nothing, engine.Args{"added": 1, "name": "Lisa Meier", "question": "", "first": dateOf(now.AddDate(0, 0, 1))})
	return map[string][]engine.Args{
		"import_report": {
			with(report, engine.Args{"first": dateOf(now.AddDate(0, 0, 1))}), nothing,
			with(nothing, engine.Args{"added": 1, "suppressed": 2, "skipped": 1, "first": dateOf(now.AddDate(0, 0, 3))}),
			with(nothing, engine.Args{"suppressed": 1, "skipped": 12}), with(nothing, engine.Args{"known": 2, "touches": 1}),
			with(nothing, engine.Args{"known": 1}),
		},
		"lead_report": {
			lead, with(lead, engine.Args{"touches": 120, "question": "Was kostet das Starterset?"}),
			with(nothing, engine.Args{"known": 1, "name": "Lisa Meier", "question": "", "touches": 1}),
			with(nothing, engine.Args{"known": 1, "name": "Lisa Meier", "question": ""}),
		},
		"file_received": {{"name": "WhatsApp Chat mit Lisa.zip"}, {"name": ""}}, "import_me.author": {{"name": "Lisa Meier"}},
	}
}

func sampleDrafts() map[string][]engine.Args {
	name := engine.Args{"name": "Lisa Meier"}
	house := []map[string]any{{"name": "openai", "region": "USA", "local": false}, {"name": "ollama", "region": "", "local": true}}
	notice := engine.Args{"keep_text": true, "models": true, "off": false, "team_off": false, "providers": house}
	return map[string][]engine.Args{
		"because.draft": {{"by": "ai"}, {"by": "user"}, {"by": ""}},
		"draft_how":     {with(name, engine.Args{"draft": "Hallo Lisa, wie geht es dir?"}), with(name, engine.Args{"draft": ""})},
		"draft_writing": {name}, "draft_new": {name},
		"draft_off":      {with(name, engine.Args{"budget": true}), with(name, engine.Args{"budget": false})},
		"draft_not_told": {with(name, engine.Args{"health": true}), with(name, engine.Args{"health": false})},
		"text_rules": {
			with(name, engine.Args{"blocked": true, "sentences": []map[string]any{{"said": "Das ist ein garantiertes Einkommen.", "fix": "Was du verdienst, hängt von dir ab."}}}),
			with(name, engine.Args{"blocked": false, "sentences": []map[string]any{{"said": "Das ist das beste Produkt.", "fix": ""}}}),
		},
		"privacy": {
			notice, with(notice, engine.Args{"keep_text": false, "off": true}), with(notice, engine.Args{"team_off": true}),
			with(notice, engine.Args{"models": false}),
		},
	}
}

func sampleWords() map[string][]engine.Args {
	one, more := engine.Args{"count": 1}, engine.Args{"count": 5}
	counted := []engine.Args{one, more}
	return map[string][]engine.Args{
		"leads": counted, "laters": counted, "backlog.today": counted, "backlog.later": counted, "import.added": counted, "import.known": counted, "import.touches": counted,
		"import.messages": counted, "import.more": counted, "import.suppressed": counted, "import.skipped": counted,
		"names.and": {{"names": "Lisa, Tom", "last": "Anna"}}, "names.more": {{"names": "Lisa, Tom, Anna", "more": 2}},
		"day.on": {{"day": "Mo 23.11."}}, "day.date": {{"weekday": "Mo", "day": 23, "month": 11}},
		"day.date_year": {{"weekday": "Sa", "day": 23, "month": 1, "year": 2027}},
		"hour.full":     {{"hour": 8}}, "hour.minutes": {{"hour": 8, "minute": "30"}},
		"ago.days": {{"days": 6}}, "since.days": {{"days": 6}}, "of.days": {{"days": 6}},
	}
}

func sampleReasons() map[string][]engine.Args {
	days := func(n int) engine.Args { return engine.Args{"days": n, "unanswered": 3} }
	return map[string][]engine.Args{
		"reason.waiting":    {{"days": 2, "question": "Was kostet das Starterset?"}, {"days": 0, "question": ""}},
		"reason.unanswered": {days(0), days(1), days(6)}, "reason.unanswered_often": {days(0), days(1), days(6)},
		"reason.silent":   {days(0), days(1), days(12)},
		"reason.question": {{"question": "Wann?"}}, "reason.note": {{"note": "Messe Köln"}},
	}
}
