package intake

import (
	"strings"
	"testing"
	"time"
)

func TestEveryKnownLineHeadIsRead(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"Android German", "27.09.26, 18:02 - Lisa: Hi", "2026-09-27T18:02:00"},
		{"Android four-digit year", "27.09.2026, 18:02 - Lisa: Hi", "2026-09-27T18:02:00"},
		{"Swiss without comma", "27.09.26 18:02 - Lisa: Hi", "2026-09-27T18:02:00"},
		{"um and Uhr", "27.09.2026 um 18:02 Uhr - Lisa: Hi", "2026-09-27T18:02:00"},
		{"comma and um", "27.09.2026, um 18:02 - Lisa: Hi", "2026-09-27T18:02:00"},
		{"single digits", "7.9.26, 8:02 - Lisa: Hi", "2026-09-07T08:02:00"},
		{"spaced dots", "27. 9. 2026. 18:02 - Lisa: Hi", "2026-09-27T18:02:00"},
		{"iPhone German", "[27.09.26, 18:02:40] Lisa: Hi", "2026-09-27T18:02:40"},
		{"iPhone without comma", "[27.09.26 18:02:40] Lisa: Hi", "2026-09-27T18:02:40"},
		{"marks before the bracket", "\ufeff\u200e\u202a[27.09.26, 18:02:40] Lisa: Hi", "2026-09-27T18:02:40"},
		{"old iPhone", "27.09.26 18:02:40: Lisa: Hi", "2026-09-27T18:02:40"},
		{"British", "27/09/2026, 18:02 - Lisa: Hi", "2026-09-27T18:02:00"},
		{"British twelve hours", "27/09/2026, 6:02 pm - Lisa: Hi", "2026-09-27T18:02:00"},
		{"American", "9/27/26, 6:02\u202fPM - Lisa: Hi", "2026-09-27T18:02:00"},
		{"American iPhone", "[9/27/26, 12:02:40\u00a0AM] Lisa: Hi", "2026-09-27T00:02:40"},
		{"Canadian", "[2026-09-27, 6:02:40 p.m.] Lisa: Hi", "2026-09-27T18:02:40"},
		{"Spanish marks", "27/9/26 12:02 p.\u00a0m. - Lisa: Hi", "2026-09-27T12:02:00"},
		{"vorm.", "27.09.26, 6:02 vorm. - Lisa: Hi", "2026-09-27T06:02:00"},
		{"nachm.", "27.09.26, 6:02 nachm. - Lisa: Hi", "2026-09-27T18:02:00"},
		{"ISO", "2026-09-27, 18:02 - Lisa: Hi", "2026-09-27T18:02:00"},
		{"dashes", "27-09-26, 18:02 - Lisa: Hi", "2026-09-27T18:02:00"},
		{"dots in time", "27.9.2026, 18.02 - Lisa: Hi", "2026-09-27T18:02:00"},
		{"long dash", "27.09.26, 18:02 – Lisa: Hi", "2026-09-27T18:02:00"},
		{"clipboard", "[18:02, 27.9.2026] Lisa: Hi", "2026-09-27T18:02:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustRead(t, "chat.txt", tt.line+"\n", Options{})
			if len(r.Touches) != 1 {
				t.Fatalf("touches: %+v", r.Touches)
			}
			got := r.Touches[0]
			if at := got.At.Format("2006-01-02T15:04:05"); at != tt.want || got.From != "Lisa" || got.Text != "Hi" {
				t.Errorf("got %s %q %q, want %s", at, got.From, got.Text, tt.want)
			}
		})
	}
}

func TestDateOrderIsInferredOverTheWholeChat(t *testing.T) {
	tests := []struct{ name, chat, first string }{
		{"a day above twelve decides for all", "03/04/26, 10:00 - A: x\n13/04/26, 10:00 - B: y\n", "2026-04-03"},
		{"a month cannot be above twelve", "3/4/26, 10:00 - A: x\n3/14/26, 10:00 - B: y\n", "2026-03-04"},
		{"time does not run backwards", "3/4/26, 10:00 - A: x\n4/1/26, 10:00 - B: y\n", "2026-03-04"},
		{"twelve hours and slashes are American", "3/4/26, 6:00 PM - A: x\n", "2026-03-04"},
		{"padded lower case is British", "03/04/2026, 6:00 pm - A: x\n", "2026-04-03"},
		{"slashes alone are European", "3/4/26, 18:00 - A: x\n", "2026-04-03"},
		{"dots are German even when late messages come first", "05.04.26, 10:00 - A: x\n04.05.26, 10:00 - B: y\n03.05.26, 10:00 - A: z\n", "2026-04-05"},
		{"year first with two digits", "26-09-27, 10:00 - A: x\n26-09-28, 10:00 - A: y\n26-10-01, 10:00 - A: z\n", "2026-09-27"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustRead(t, "chat.txt", tt.chat, Options{})
			if got := r.Touches[0].At.Format(time.DateOnly); got != tt.first {
				t.Errorf("got %s, want %s", got, tt.first)
			}
		})
	}
}

func TestClockChangesKeepTheOrderOfMessages(t *testing.T) {
	chat := strings.Join([]string{
		"29.03.26, 02:30 - A: skipped by the clocks",
		"25.10.26, 02:50 - A: summer",
		"25.10.26, 02:10 - B: winter",
		"25.10.26, 03:00 - A: later",
	}, "\n")
	want := []string{
		"2026-03-29T03:30:00+02:00", "2026-10-25T02:50:00+02:00",
		"2026-10-25T02:10:00+01:00", "2026-10-25T03:00:00+01:00",
	}
	for i, touch := range mustRead(t, "chat.txt", chat, Options{}).Touches {
		if got := touch.At.Format(time.RFC3339); got != want[i] {
			t.Errorf("message %d: got %s, want %s", i, got, want[i])
		}
	}
}

func TestTimesThatCannotBeAreText(t *testing.T) {
	r := mustRead(t, "chat.txt", "27.09.26, 18:02 - A: x\n27.13.26, 18:02 - B: y\n31.02.26, 18:03 - B: y\n27.09.26, 25:02 - C: z\n", Options{})
	if len(r.Touches) != 1 || strings.Count(r.Touches[0].Text, "\n") != 3 {
		t.Errorf("got %+v", r.Touches)
	}
}
