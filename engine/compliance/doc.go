// Package compliance owns whether a lead may be contacted: the table of what each state of consent allows, how
// these states change, the one gate before every message, and the keyed hashes of addresses that must never be
// contacted again. It decides on plain values and fails closed: what it does not know, it does not allow. It
// reads no clock and no database and knows nothing of calendars: whether a moment is legal it is told.
//
// It owns, too, what may be said: the rules of companies for messages to leads, as profiles in YAML (profiles/), a base
// and a file per company that inherits it. A profile finds the sentences of a text that break a rule, each with what to
// write instead, and the disclosures that a message needs. These are typical rules and no legal advice (typische
// Regeln, keine Rechtsberatung): patterns find the plain cases, and what they pass is not thereby allowed. They lean on
// § 5, § 5a and § 16 UWG and the annex to § 3 (Germany), § 27 UWG and § 168a StGB (Austria), Art. 3 UWG (Switzerland),
// Regulations (EU) 1169/2011, 1924/2006 and 432/2012, and the HWG; each rule names its own under "law".
//
// The rules of contact follow § 7 UWG and § 7a UWG (Germany), § 174 TKG 2021 (Austria), Art. 3 UWG (Switzerland) and
// Art. 21 GDPR.
package compliance
