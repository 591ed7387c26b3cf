// Package engine is the product: the nouns, the rules and the ports of a follow-up assistant.
//
// It has three verbs. Receive decides what follows from something that was said or pressed, Tick decides
// what has become due; both work in one transaction and never touch the network. Dispatch says what is
// queued, decides nothing, and holds no transaction while it talks.
//
// The engine knows neither SQL nor HTTP nor any language: it queues text keys with arguments, a channel
// (package bot) puts them into words, and package store keeps what it decides. It reads the time only from
// its Clock.
package engine
