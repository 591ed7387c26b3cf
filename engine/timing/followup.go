package timing

// Temperature is how much a lead is drawn to the offer at the moment; the values are those of a sentiment.
type Temperature string

// The temperatures. Anything else is treated as Cold.
const (
	Hot  Temperature = "hot"
	Warm Temperature = "warm"
	Cold Temperature = "cold"
)

// Stage is how far a lead has come.
type Stage string

// The stages. An unknown one is worth as much as StageNew.
const (
	StageNew         Stage = "new"
	StageContacted   Stage = "contacted"
	StageReplied     Stage = "replied"
	StageInterested  Stage = "interested"
	StageAppointment Stage = "appointment"
	StageClosing     Stage = "closing"
	StageCustomer    Stage = "customer"
	StagePartner     Stage = "partner"
	StageNurture     Stage = "nurture"
	StageLost        Stage = "lost"
)

// TemperatureOf joins what a lead feels with how far it has come: an appointment makes hot, an answer makes
// warm, whatever the sentiment says or, empty, leaves open.
func TemperatureOf(sentiment Temperature, stage Stage) Temperature {
	switch {
	case sentiment == Hot, stage == StageAppointment, stage == StageClosing:
		return Hot
	case sentiment == Warm, stage == StageReplied, stage == StageInterested:
		return Warm
	default:
		return Cold
	}
}

// FollowUpAfter returns how many days after the last touch the next follow-up is wanted.
//
// Hot leads are asked again after 2 days, warm ones after 5, cold ones after 14. Between half a day and a week
// the gap hardly changes the chance of an answer, so the room is used for politeness: every unanswered touch
// adds half of the first gap, rounded up, because most of the chance is lost at the first silence. No gap
// exceeds the one after which a lead would count as forgotten: see LongestGap.
func FollowUpAfter(t Temperature, unanswered int) (days int) {
	first, longest := 14, LongestGap(t)
	switch t {
	case Hot:
		first = 2
	case Warm:
		first = 5
	}
	unanswered = min(max(unanswered, 0), longest)
	return min(first+(first*unanswered+1)/2, longest)
}
