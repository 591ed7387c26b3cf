// Package standin plays the services SalesFlow talks to, on the wire: same
// paths, same shapes, same refusals. The demo and whole-program tests point
// the real clients at it, so nothing in the product knows the difference.
//
// [Telegram] is the Bot API with a face: beside the API it serves a phone page
// on which a person plays the people the bot chats with. Its rules come from
// the public Bot API description and from the behaviour of the open-source Bot
// API server; where a rule is stricter or looser than the original, the comment
// at the rule says so.
//
// The package must not import anything of ours and must not know what the bot
// is for. It is no mock: tests look at what a phone would show ([Telegram.Chat])
// rather than at which method was called, although [Telegram.Calls] tells that
// too.
package standin
