// Package timing owns when: civil dates and wall clocks, the regions of Germany, Austria and Switzerland with
// their public holidays, one person's calendar, how urgent a follow-up is, how long it may wait, what a user who
// puts it off most likely means, and how much is pushed. Beside that it chooses where to write (ChooseChannel) and
// which of several wordings to send (ChooseVariant, Kappa). It is pure arithmetic on plain values: it reads no
// clock, keeps no state a caller can see and knows nothing of leads in a database or of what a wording says. Callers
// bring "now" and make sure that IANA zones can be loaded.
//
// # The reply model
//
// A lead answers a message with a hazard, the chance in the next moment while there was no answer yet, that is the
// product of four things: how ready the lead is to answer at all, how tired of messages without an answer, how much
// time has passed (delay), and the hour of the lead's week (rhythm):
//
//	hazard(t) = readiness x tired(unanswered) x density(hours since the message) x rhythm(hour of the week)
//
// What an attempt tells follows from that, whether it was answered, not, or not yet: silence at night says little of
// somebody who never answers at night (exposure), and what was sent two hours ago counts as two hours of waiting.
//
// A rhythm cannot be learned from three answers, so it is thought to be one of a dictionary (rhythm.go): morning
// people, after-work people, weekend people and so on, whose shares a fit estimates from all leads (a discrete prior
// estimated by maximum likelihood: Kiefer and Wolfowitz 1956, Laird 1978; by expectation maximisation: Dempster,
// Laird and Rubin 1977). Readiness has a gamma prior around what the team's and the country's other leads show, and
// integrates out (mind.go). Since nobody is exactly one of the types, the likelihood is tempered (habit.go), and what
// a lead does around an hour beyond all types corrects the rhythm by a gamma-Poisson ratio smoothed over neighbouring
// hours (person.go). A change of habit, new job or shift, is one of a few possible breaks (habit.go). How much to
// temper and how often habits break differs from one population to another, so a fit takes what foresees later
// answers of leads from earlier ones best (fithabit.go).
//
// From the hazard follow the worth of a moment, the sum over the hours after it of P(answer in that hour) x
// 2^(-hours/6), over all types that the lead may be of and less for waiting (values.go, moment.go), and the chance of
// an answer within 3 and 24 hours (forecast.go). The latter is calibrated by a logistic regression on what else is known, such as the days since the last talk
// (calibrate.go): real people's readiness changes in ways that the hazard does not know. Its examples age as fast as
// it foresees best, since whole populations drift, too (fitchance.go).
//
// A Model is what Fit learned, a Brain a model with its tables, a Mind a brain with one lead in it. Same input, same
// bytes: sums are added in a fixed order, exp and log are our own (number.go), chance takes a seed (draw.go).
package timing
