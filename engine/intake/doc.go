// Package intake turns what people already have (an address book, a table, an
// exported WhatsApp chat, a typed line) into leads and touches.
//
// It owns the reading of foreign formats: recognising them, their encodings,
// date orders and notices, and the normal form of addresses (E.164, lower-case
// mail, bare Telegram name). It is a pure leaf: bytes and options in, a Result
// out. It must not know users, consent, storage or networks, reads no clock and
// writes no file.
package intake
