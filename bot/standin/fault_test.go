package standin_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/go-telegram/bot"

	"github.com/salesflow/salesflow/bot/standin"
)

func TestFaultsHappenOnceAndInOrder(t *testing.T) {
	cases := []struct {
		name    string
		fault   standin.Fault
		shown   int // messages on the phone after the failed call
		problem string
	}{
		{"server error", standin.Fault{Status: 500, Body: "<html>oops</html>"}, 1, "error decode response body"},
		{"too many", standin.Fault{Status: 429, RetryAfter: 7}, 1, "retry_after 7"},
		{"default", standin.Fault{}, 1, "500 Internal Server Error"},
		{"dropped before", standin.Fault{Drop: true}, 1, "error do request"},
		{"dropped after", standin.Fault{Drop: true, Late: true}, 2, "error do request"},
		{"failed after", standin.Fault{Status: 502, Body: "x", Late: true}, 2, "error decode response body"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := withMax(t)
			w.FailNext("sendMessage", c.fault)
			_, err := w.bot.SendMessage(context.Background(), &bot.SendMessageParams{ChatID: int64(101), Text: "x"})
			if err == nil {
				t.Fatal("sent")
			}
			var tooMany *bot.TooManyRequestsError
			if errors.As(err, &tooMany) {
				equal(t, tooMany.RetryAfter, c.fault.RetryAfter)
			} else if !strings.Contains(err.Error(), c.problem) {
				t.Fatalf("got %v", err)
			}
			equal(t, len(w.Chat(101)), c.shown)
			w.send("wieder gut")
		})
	}
}

func TestAnyMethodCanBeMadeToFail(t *testing.T) {
	w := withMax(t)
	w.FailNext("*", standin.Fault{Status: 503, Description: "gone"})
	_, err := w.bot.GetMe(context.Background())
	contains(t, err.Error(), "gone")
	_, err = w.bot.GetMe(context.Background())
	must(t, err)
}

func TestHookSeesACallBeforeItHappens(t *testing.T) {
	w := withMax(t)
	var seen []string
	w.OnCall(func(method string) {
		seen = append(seen, method)
		equal(t, len(w.Chat(101)), 1)
	})
	w.send("x")
	equal(t, strings.Join(seen, " "), "sendMessage")
	calls := w.Calls()
	last := calls[len(calls)-1]
	equal(t, last.Args["text"], "x")
	equal(t, last.Status, 200)
}
