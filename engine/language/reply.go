package language

import "time"

// Intent is what a lead's message means to whoever follows up.
type Intent string

// The intents.
const (
	MeansOptOut         Intent = "opt_out"
	MeansPrivacyRequest Intent = "privacy_request"
	MeansChannelLimit   Intent = "channel_limit"
	MeansWrongPerson    Intent = "wrong_person"
	MeansAutoReply      Intent = "auto_reply"
	MeansComplaint      Intent = "complaint"
	MeansSensitive      Intent = "sensitive"
	MeansLater          Intent = "later"
	MeansObjection      Intent = "objection"
	MeansQuestion       Intent = "question"
	MeansNegative       Intent = "negative"
	MeansPositive       Intent = "positive"
	MeansNeutral        Intent = "neutral"
)

// Objection is what a lead objects to.
type Objection string

// The objections.
const (
	ObjectsMoney   Objection = "money"
	ObjectsTime    Objection = "time"
	ObjectsPyramid Objection = "pyramid"
	ObjectsPartner Objection = "partner"
	ObjectsTried   Objection = "tried"
	ObjectsProduct Objection = "product"
	ObjectsNetwork Objection = "network"
)

// Reply is what a lead's message means. Hard says that everything stops at once, without a question back; an opt-out
// that is not hard is only suspected.
type Reply struct {
	Intent     Intent
	Objection  Objection // of MeansObjection
	Confidence float64   // 0 to 1
	Hard       bool
	Due        time.Time // when the lead wants to be asked again, zero where none is named
	Timed      bool      // Due is a time of day and not just a day
}
