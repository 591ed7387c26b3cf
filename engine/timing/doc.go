// Package timing owns when: civil dates and wall clocks, the regions of Germany, Austria and Switzerland with
// their public holidays, one person's calendar, and how urgent a follow-up is. Beside that it chooses where to
// write (ChooseChannel) and which of several wordings to send (ChooseVariant, Kappa), from what answers came. It is
// pure arithmetic on plain values: it reads no clock, keeps no state a caller can see and knows nothing of leads in a
// database or of what a wording says. Callers bring "now" and make sure that IANA zones can be loaded.
//
// A choice that draws takes a seed and is the same bits on every machine: see exact.go.
package timing
