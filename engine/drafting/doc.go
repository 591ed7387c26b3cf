// Package drafting guards the door to a language model: what of a text may go in, and what may come back.
//
// It owns three things, all of them pure. Redact takes out of a text whatever tells who is meant: names, numbers,
// addresses, links; and holds back a text that speaks of somebody's health (GDPR article 9) altogether. Review finds in
// what a model wrote everything that no message of ours may hold, whatever the model was told: an answer is untrusted
// input (OWASP LLM05, 2025: improper output handling). Style is how somebody writes, as a few numbers that no text can
// be made from again.
//
// It does not know models, prompts or leads. Whether a text keeps to du or Sie is package language's to say, what a
// company may claim package compliance's.
package drafting
