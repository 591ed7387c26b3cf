// Package compliance owns whether a lead may be contacted: the table of what each state of consent allows, how
// these states change, the one gate before every message, and the keyed hashes of addresses that must never be
// contacted again. It decides on plain values and fails closed: what it does not know, it does not allow. It
// reads no clock and no database and knows nothing of calendars: whether a moment is legal it is told.
//
// The rules follow § 7 UWG and § 7a UWG (Germany), § 174 TKG 2021 (Austria), Art. 3 UWG (Switzerland) and
// Art. 21 GDPR.
package compliance
