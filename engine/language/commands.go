package language

import (
	"regexp"
	"strings"
	"time"
)

// mostCommands is how many commands one message may hold.
const mostCommands = 12

// What stands between two commands in one message: marks, or else words as well, which may also stand between two names.
var (
	marksBetween = regexp.MustCompile(`\s*(?:[,;\n]|\.\s)(?:\s*(?:und|and|dann)\s)?\s*`)
	wordsBetween = regexp.MustCompile(`\s*(?:[,;\n]|\.\s|\s(?:und|and|dann)\s)\s*`)
)

// CommandsIn reads a message that as a whole is none as several commands, each about leads that it names: "Lisa erledigt,
// Tom morgen". It returns none unless every part of the message is one.
func CommandsIn(text string, now time.Time, free Free) []Command {
	typed, ok := readable(strings.TrimSpace(text))
	if !ok {
		return nil
	}
	typed = strings.TrimRight(typed, ".!;, ")
	for _, between := range []*regexp.Regexp{marksBetween, wordsBetween} {
		if all := commandsOf(between.Split(typed, mostCommands+1), now, free); len(all) > 1 {
			return all
		}
	}
	return nil
}

func commandsOf(parts []string, now time.Time, free Free) []Command {
	if len(parts) > mostCommands {
		return nil
	}
	var all []Command
	for _, part := range parts {
		c := ReadIn(part, now, free)
		if c.Verb == Unknown || c.Name == "" || c.Verb == CallMe {
			return nil
		}
		all = append(all, c)
	}
	return all
}
