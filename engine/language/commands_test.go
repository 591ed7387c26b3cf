package language

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
)

func TestOneMessageMayHoldSeveralCommands(t *testing.T) {
	now := at(t, "2026-11-25 14:20")
	for text, want := range map[string]string{
		"Lisa erledigt, Tom morgen":                       "done Lisa; later Tom",
		"Lisa erledigt und Tom auf Freitag":               "done Lisa; later Tom",
		"Lisa ist erledigt. Tom hat geantwortet!":         "done Lisa; answered Tom",
		"Lisa und Tom erledigt, Eva nicht mehr":           "done Lisa+Tom; no_more Eva",
		"Lisa erledigt; Tom Huber morgen um 9, warum Eva": "done Lisa; later Tom Huber; why Eva",
		"Lisa erledigt, und das war schön":                "",
		"Lisa erledigt":                                   "",
		"Hallo, wie geht es dir":                          "",
		"Lisa 0170 1234567, Tom morgen":                   "",
		strings.Repeat("Lisa erledigt, ", 13):             "",
	} {
		var got []string
		for _, c := range CommandsIn(text, now, timeWords().freeIn(now.Location())) {
			got = append(got, fmt.Sprintf("%s %s", c.Verb, cmp.Or(strings.Join(c.Names, "+"), c.Name)))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q is %q, want %q", text, strings.Join(got, "; "), want)
		}
	}
}
