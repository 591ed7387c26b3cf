package timing

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var channelNow = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// talk reads "whatsapp>10 email<9.5": a message 10 days ago, an answer 9.5 days ago.
func talk(t testing.TB, text string) []ChannelTouch {
	t.Helper()
	var touches []ChannelTouch
	for word := range strings.FieldsSeq(text) {
		at := strings.IndexAny(word, "<>")
		ago, err := time.ParseDuration(word[at+1:] + "h")
		if err != nil {
			t.Fatal(err)
		}
		touches = append(touches, ChannelTouch{At: channelNow.Add(-24 * ago), In: word[at] == '<', Channel: word[:at]})
	}
	return touches
}

func reachOn(channels ...string) []Reach {
	reach := make([]Reach, len(channels))
	for i, c := range channels {
		reach[i].Channel = c
	}
	return reach
}

func TestChannelChoice(t *testing.T) {
	both := reachOn("whatsapp", "telegram")
	all := reachOn("whatsapp", "telegram", "email")
	for _, c := range []struct {
		name, touches string
		reach         []Reach
		want          string
		reason        ChannelReason
	}{
		{"no way to reach anybody", "whatsapp<2", nil, "", ""},
		{"the only one", "telegram<2", reachOn("email"), "email", OnlyOne},
		{"nothing is known", "", all, "whatsapp", Usual},
		{"nothing is known: a better channel first", "", reachOn("email", "sms", "telegram"), "telegram", Usual},
		{"the user's experience", "", []Reach{{Channel: "whatsapp", Sent: 60, Answered: 6}, {Channel: "email", Sent: 30, Answered: 24}}, "email", BestRate},
		{"where the lead answered", "whatsapp>9 telegram<8.5", both, "telegram", LastAnsweredHere},
		{"where it wrote by itself", "email<3", all, "email", LastAnsweredHere},
		{"where it answered last", "whatsapp>30 whatsapp<29.9 whatsapp>20 whatsapp<19.9 telegram<5", both, "telegram", LastAnsweredHere},
		{"but one answer is no habit", "whatsapp>60 whatsapp<59.9 whatsapp>50 whatsapp<49.9 whatsapp>40 whatsapp<39.9 email>30 email>20 email>10 email<9.9", all, "whatsapp", BestRate},
		{"while the talk goes on it stays", "whatsapp>60 whatsapp<59.9 whatsapp>50 whatsapp<49.9 whatsapp>40 whatsapp<39.9 email>25 email>15 email>5 email<4.9", all, "email", LastAnsweredHere},
		{"an answer on a channel that is gone", "whatsapp>9 whatsapp<8.9", reachOn("telegram", "email"), "telegram", Usual},
		{"one silence is none", "telegram>9 telegram<8.9 telegram>4", both, "telegram", LastAnsweredHere},
		{"the talk stays where it is", "telegram>4", both, "telegram", Usual},
		{"two silences", "telegram>9 telegram>4", both, "whatsapp", Switched},
		{"two messages of one evening are one attempt", "telegram>4 telegram>3.9", both, "telegram", Usual},
		{"a reliable channel is worth more patience", "telegram>41 telegram<40.9 telegram>31 telegram<30.9 telegram>21 telegram<20.9 telegram>9 telegram>4", both, "telegram", LastAnsweredHere},
		{"but not for ever", "telegram>41 telegram<40.9 telegram>33 telegram>26 telegram>19 telegram>12 telegram>4", both, "whatsapp", Switched},
		{"no switch to a channel that is no better", "whatsapp>9 whatsapp>4", reachOn("whatsapp", "email"), "whatsapp", Usual},
		{"after a switch the new one gets its time", "whatsapp>20 whatsapp>15 telegram>5", all, "telegram", Usual},
		{"one switch in 14 days", "whatsapp>20 whatsapp>17 whatsapp>14 whatsapp>11 telegram>9 telegram>4", all, "telegram", Usual},
		{"and the next after that", "whatsapp>40 whatsapp<39.9 whatsapp>35 whatsapp>31 telegram>25 telegram>20 telegram>16 telegram>12 telegram>8", both, "whatsapp", Switched},
		{"asleep after a refusal", "whatsapp>9 whatsapp<8.9", []Reach{{Channel: "whatsapp", AsleepUntil: channelNow.Add(time.Hour)}, {Channel: "email"}}, "email", OnlyOne},
		{"awake again", "whatsapp>9 whatsapp<8.9", []Reach{{Channel: "whatsapp", AsleepUntil: channelNow}, {Channel: "email"}}, "whatsapp", LastAnsweredHere},
		{"the future is not known yet", "whatsapp>9 whatsapp<8.9 telegram<-2", both, "whatsapp", LastAnsweredHere},
	} {
		got := ChooseChannel(talk(t, c.touches), c.reach, channelNow)
		if got.Channel != c.want || got.Reason != c.reason {
			t.Errorf("%s: %s (%s), want %s (%s)", c.name, got.Channel, got.Reason, c.want, c.reason)
		}
	}
}

// TestChannelChanceFollowsWhatHappened compares the chance on the first channel before and after something more.
func TestChannelChanceFollowsWhatHappened(t *testing.T) {
	chance := func(touches string) float64 {
		return ChooseChannel(talk(t, touches), reachOn("whatsapp"), channelNow).Probability
	}
	for name, c := range map[string]struct{ less, more string }{
		"an answer":                         {"whatsapp>9", "whatsapp>9 whatsapp<8.9"},
		"a silence":                         {"whatsapp>9", ""},
		"a silence that may still end":      {"whatsapp>9", "whatsapp>0.1"},
		"an answer on another channel":      {"whatsapp>9", "whatsapp>9 email<8.9"},
		"is not one on this":                {"whatsapp>9 email<8.9", "whatsapp>9 whatsapp<8.9"},
		"an old silence":                    {"whatsapp>9", "whatsapp>300"},
		"an old answer":                     {"whatsapp>300 whatsapp<299.9", "whatsapp>40 whatsapp<39.9"},
		"an answer just now":                {"whatsapp>40 whatsapp<39.9", "whatsapp>4 whatsapp<3.9"},
		"a message and a word after it":     {"whatsapp>9 whatsapp>5", "whatsapp>9 whatsapp>8.999"},
		"an answer that took four days":     {"whatsapp>9 whatsapp<5", "whatsapp>9 whatsapp<8"},
		"an answer is one, however many it": {"whatsapp>9 whatsapp<8.9 whatsapp>8", "whatsapp>9 whatsapp<8.9 whatsapp<8.8 whatsapp<8.7"},
	} {
		if less, more := chance(c.less), chance(c.more); !(less < more) {
			t.Errorf("%s: %.3f after %q is not below %.3f after %q", name, less, c.less, more, c.more)
		}
	}
	if first := chance(""); math.Abs(first-usualRate("whatsapp")) > 1e-12 {
		t.Errorf("without any touch it is %g", first)
	}
}

func TestChannelIsAlwaysAnAvailableOne(t *testing.T) {
	names := []string{"telegram", "whatsapp", "sms", "call", "email"}
	rapid.Check(t, func(t *rapid.T) {
		var touches []ChannelTouch
		at := channelNow.AddDate(-1, 0, 0)
		for range rapid.IntRange(0, 60).Draw(t, "touches") {
			at = at.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "hours")) * time.Hour)
			touches = append(touches, ChannelTouch{At: at, In: rapid.Bool().Draw(t, "in"), Channel: rapid.SampledFrom(names).Draw(t, "channel")})
		}
		channels := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 5, rapid.ID).Draw(t, "available")
		got := ChooseChannel(touches, reachOn(channels...), channelNow)
		if !strings.Contains(strings.Join(channels, " "), got.Channel) || got.Reason == "" || !(got.Probability > 0 && got.Probability < 1) {
			t.Fatalf("%+v out of %v", got, channels)
		}
		if again := ChooseChannel(touches, reachOn(channels...), channelNow); again != got {
			t.Fatalf("first %+v, then %+v", got, again)
		}
	})
}

func longTalk() ([]ChannelTouch, []Reach) {
	var touches []ChannelTouch
	for i := range 60 {
		channel := "whatsapp"
		if i%7 == 0 {
			channel = "email"
		}
		touches = append(touches, ChannelTouch{At: channelNow.Add(time.Duration(i-60) * 30 * time.Hour), In: i%3 == 1, Channel: channel})
	}
	return touches, reachOn("telegram", "whatsapp", "sms", "call", "email")
}

func TestChannelChoiceDoesNotAllocate(t *testing.T) {
	touches, reach := longTalk()
	if n := testing.AllocsPerRun(100, func() { ChooseChannel(touches, reach, channelNow) }); n > 0 {
		t.Errorf("%g allocations", n)
	}
}

func BenchmarkChooseChannel(b *testing.B) {
	touches, reach := longTalk()
	b.ReportAllocs()
	for b.Loop() {
		ChooseChannel(touches, reach, channelNow)
	}
}
