package sequences

import (
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
)

// sort is what kind of value a field or a literal is.
type sort string

const (
	textSort     sort = "text"
	numberSort   sort = "number"
	flagSort     sort = "flag"
	durationSort sort = "duration"
	listSort     sort = "list"
)

// datum is a value of a field.
type datum struct {
	text   string
	number int
	flag   bool
	span   time.Duration
}

// field is something that conditions may ask about.
type field struct {
	name    string
	sort    sort
	choices []string // of a text, where they are fixed
	most    int      // of a number, where it is bounded
	set     func(f *engine.Facts, d datum)
}

// noResponseDays follows from how long there was no response.
const noResponseSince, noResponseDays, previousTemplate = "no_response_since", "no_response_days", "previous_template"

// fields are those of engine.Facts.
func fields() []field {
	return []field{
		{name: "lead.stage", sort: textSort, choices: stages(), set: func(f *engine.Facts, d datum) {
			f.Lead.Stage = engine.Stage(d.text)
		}},
		{name: "lead.sentiment", sort: textSort, choices: sentiments(), set: func(f *engine.Facts, d datum) {
			f.Lead.Sentiment = engine.Sentiment(d.text)
		}},
		{name: "lead.watched_video", sort: flagSort, set: func(f *engine.Facts, d datum) { f.Lead.WatchedVideo = d.flag }},
		{name: "lead.has_objections", sort: flagSort, set: func(f *engine.Facts, d datum) { f.Lead.HasObjections = d.flag }},
		{name: "lead.is_customer", sort: flagSort, set: func(f *engine.Facts, d datum) { f.Lead.IsCustomer = d.flag }},
		{name: "lead.satisfaction_score", sort: numberSort, most: 10, set: func(f *engine.Facts, d datum) {
			f.Lead.SatisfactionScore = d.number
		}},
		{name: "lead.response_positive", sort: flagSort, set: func(f *engine.Facts, d datum) {
			f.Lead.ResponsePositive = d.flag
		}},
		{name: "lead.unanswered", sort: numberSort, set: func(f *engine.Facts, d datum) { f.Lead.Unanswered = d.number }},
		{name: noResponseSince, sort: durationSort, set: func(f *engine.Facts, d datum) {
			f.NoResponseSince, f.NoResponseDays = d.span, int(d.span/day)
		}},
		{name: noResponseDays, sort: numberSort},
		{name: previousTemplate, sort: textSort, set: func(f *engine.Facts, d datum) { f.PreviousTemplate = d.text }},
	}
}

const day = 24 * time.Hour

func fieldNamed(name string) (field, bool) {
	for _, f := range fields() {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

// hintField proposes a field for a name that is none; "lead." is easily forgotten.
func hintField(name string) string {
	if f, ok := fieldNamed("lead." + name); ok {
		name = f.name
	}
	return hint(name, fieldNames())
}

func fieldNames() []string {
	var names []string
	for _, f := range fields() {
		names = append(names, f.name)
	}
	return names
}

// facts are engine.Facts as the expression language sees them: of plain types.
type facts struct {
	Lead             factsOfLead `expr:"lead"`
	NoResponseSince  int         `expr:"no_response_since"`
	NoResponseDays   int         `expr:"no_response_days"`
	PreviousTemplate string      `expr:"previous_template"`
}

type factsOfLead struct {
	Stage             string `expr:"stage"`
	Sentiment         string `expr:"sentiment"`
	WatchedVideo      bool   `expr:"watched_video"`
	HasObjections     bool   `expr:"has_objections"`
	IsCustomer        bool   `expr:"is_customer"`
	SatisfactionScore int    `expr:"satisfaction_score"`
	ResponsePositive  bool   `expr:"response_positive"`
	Unanswered        int    `expr:"unanswered"`
}

func plain(f engine.Facts) facts {
	return facts{
		Lead: factsOfLead{
			Stage: string(f.Lead.Stage), Sentiment: string(f.Lead.Sentiment), WatchedVideo: f.Lead.WatchedVideo,
			HasObjections: f.Lead.HasObjections, IsCustomer: f.Lead.IsCustomer,
			SatisfactionScore: f.Lead.SatisfactionScore, ResponsePositive: f.Lead.ResponsePositive,
			Unanswered: f.Lead.Unanswered,
		},
		NoResponseSince: int(f.NoResponseSince), NoResponseDays: f.NoResponseDays, PreviousTemplate: f.PreviousTemplate,
	}
}

func stages() []string {
	return []string{
		string(engine.StageNew), string(engine.StageContacted), string(engine.StageReplied),
		string(engine.StageInterested), string(engine.StageAppointment), string(engine.StageClosing),
		string(engine.StageCustomer), string(engine.StagePartner), string(engine.StageNurture), string(engine.StageLost),
	}
}

func sentiments() []string {
	return []string{string(engine.Hot), string(engine.Warm), string(engine.Cold)}
}

func reasons() []string {
	return []string{
		string(timing.NoResponse), string(timing.ShowedInterest), string(timing.WatchedVideo),
		string(timing.ObjectionHandled), string(timing.CallScheduled), string(timing.PeriodicCheckin),
		string(timing.Reactivation),
	}
}
