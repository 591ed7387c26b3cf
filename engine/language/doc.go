// Package language owns what a networker's typed German means: time phrases
// ("nächsten Dienstag um halb zehn"), commands to the assistant ("Lisa erst
// nächste Woche") and which lead a typed name points at. It owns what a lead's
// reply means, too ("schreib ma nimma").
//
// It is a pure leaf: it gets text and the present moment and answers with plain
// values. It knows no leads, users, channels or storage, never asks for the
// time itself and never decides what follows from a command.
//
// The vocabulary is data (time.de.yaml, commands.de.yaml); Go code holds only
// the grammar: small functions over symbols, one file per kind of phrase.
//
// A reply goes through replytext.go (words and clauses, each word with the
// families it belongs to: replies.de.yaml), then through the rules of
// reply_rules.de.yaml from above, and is compared with what thousands of
// examples say (reply_examples.de.yaml, learned into reply_learned.bin by a
// test; replylearned.go). Each finds much that the other misses, so they are
// weighed against each other (replyweigh.go); a part that alone is a stop is
// one whatever stands beside it (replystop.go).
package language
