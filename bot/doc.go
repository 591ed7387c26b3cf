// Package bot is how the engine speaks: it turns what a channel delivers into engine.Inbound, and text keys
// with arguments into words, buttons and links of that channel.
//
// Texts puts keys into words, one file a language. Telegram is one channel in both directions. The package
// decides nothing, keeps no state that must survive and knows neither SQL nor the HTTP framework.
package bot
