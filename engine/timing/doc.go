// Package timing owns when: civil dates and wall clocks, the regions of Germany, Austria and Switzerland with
// their public holidays, one person's calendar, how urgent a follow-up is, how long it may wait, what a user who
// puts it off most likely means, and how much is pushed. It is pure arithmetic on plain values: it reads no clock,
// keeps no state a caller can see and knows nothing of leads in a database, of channels or of wording. Callers
// bring "now" and make sure that IANA zones can be loaded.
package timing
