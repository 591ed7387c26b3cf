package main_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/bot"
	"github.com/salesflow/salesflow/engine"
)

// callsKept is how many calls the stand-in remembers.
const callsKept = 10_000

// verdict counts what a crash may do to messages to users: repeat one once, and give one up that two crashes
// have hit.
type verdict struct{ messages, repeated, summariesRepeated, unknown, missing int }

// checkArrivals compares what was queued for each chat, in its order, with what the stand-in was told.
func (k *killing) checkArrivals() verdict {
	k.t.Helper()
	var v verdict
	arrived := k.arrivals()
	for chat, queued := range k.queued() {
		heard := arrived[chat]
		delete(arrived, chat)
		counts, ok := match(queued, heard)
		if !ok {
			k.t.Errorf("a chat was told something else than was queued:\n%s\n%s", outline(queued), strings.Join(heard, "\n---\n"))
			continue
		}
		for i, n := range counts {
			v.count(queued[i], n)
		}
	}
	for _, heard := range arrived {
		k.t.Errorf("a chat was told what nobody queued:\n%s", strings.Join(heard, "\n---\n"))
	}
	return v
}

func (v *verdict) count(m said, arrivals int) {
	v.messages++
	switch arrivals {
	case 0:
		v.missing++
	case 2:
		v.repeated++
		if m.Key == "summary" {
			v.summariesRepeated++
		}
	}
	if m.State == engine.StateUnknown {
		v.unknown++
	}
}

// said is a message as it was queued.
type said struct {
	Chat     string
	Key      string
	Args     engine.Args
	State    string
	Attempts int
	wording  string
}

// least is how often a message must have arrived. Nobody can know of one that two crashes have hit: it may repeat
// only once, so that it is given up.
func (m said) least() int {
	if m.State == engine.StateUnknown && m.Attempts == 2 {
		return 0
	}
	return 1
}

// match tells how often each message arrived, when what arrived are the messages in their order, each at least as
// often as it must and at most as often as it was tried.
func match(queued []said, arrived []string) (counts []int, ok bool) {
	if len(queued) == 0 {
		return nil, len(arrived) == 0
	}
	first := queued[0]
	for n := first.least(); n <= min(first.Attempts, len(arrived)); n++ {
		if slices.ContainsFunc(arrived[:n], func(text string) bool { return text != first.wording }) {
			break
		}
		if rest, ok := match(queued[1:], arrived[n:]); ok {
			return append([]int{n}, rest...), true
		}
	}
	return nil, false
}

func TestMatchTellsOrderLossAndRepetition(t *testing.T) {
	t.Parallel()
	once := func(wording string) said { return said{State: engine.StateSent, Attempts: 1, wording: wording} }
	twice := func(wording string) said { return said{State: engine.StateSent, Attempts: 2, wording: wording} }
	lost := func(wording string) said { return said{State: engine.StateUnknown, Attempts: 2, wording: wording} }
	for name, c := range map[string]struct {
		queued  []said
		arrived string
		counts  []int
	}{
		"each once":               {[]said{once("a"), once("b")}, "a b", []int{1, 1}},
		"one repeated":            {[]said{twice("a"), once("b")}, "a a b", []int{2, 1}},
		"one given up, lost":      {[]said{lost("a"), once("b")}, "b", []int{0, 1}},
		"the same text again":     {[]said{twice("a"), once("a"), once("b")}, "a a b", []int{1, 1, 1}},
		"out of order":            {[]said{twice("a"), once("b")}, "a b a", nil},
		"lost":                    {[]said{once("a"), once("b")}, "b", nil},
		"repeated without a try":  {[]said{once("a"), once("b")}, "a a b", nil},
		"repeated more than once": {[]said{twice("a")}, "a a a", nil},
	} {
		if counts, ok := match(c.queued, strings.Fields(c.arrived)); ok != (c.counts != nil) || !slices.Equal(counts, c.counts) {
			t.Errorf("%s: %v, %v, want %v", name, counts, ok, c.counts)
		}
	}
}

// queued returns what was queued for each chat, oldest first, in words.
func (k *killing) queued() map[string][]said {
	k.t.Helper()
	texts, err := bot.NewTexts(k.clock)
	if err != nil {
		k.t.Fatal(err)
	}
	rows, _ := k.conn.Query(k.ctx, `
		SELECT a.address AS chat, o.key, o.args, o.state, o.attempts FROM outgoing o JOIN addresses a ON a.id = o.address_id
		ORDER BY o.seq`) // CollectRows returns its error
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[said])
	if err != nil {
		k.t.Fatal(err)
	}
	chats := map[string][]said{}
	for _, m := range all {
		if m.State != engine.StateSent && m.State != engine.StateUnknown || m.Attempts > 2 {
			k.t.Errorf("%s is %s after %d tries", m.Key, m.State, m.Attempts)
		}
		if m.wording, err = wording(texts, m); err != nil {
			k.t.Fatal(err)
		}
		chats[m.Chat] = append(chats[m.Chat], m)
	}
	return chats
}

func wording(texts *bot.Texts, m said) (string, error) {
	if m.Key == "ack" {
		tap, _ := m.Args["tap"].(string)
		return "ack " + tap, nil
	}
	return texts.Render("de", m.Key, m.Args)
}

// arrivals returns what each chat was told, in order: calls that were answered well, and edits that were refused
// because they change nothing. A call cut off by a kill has no arguments.
func (k *killing) arrivals() map[string][]string {
	k.t.Helper()
	calls := k.telegram.Calls()
	if len(calls) >= callsKept {
		k.t.Fatal("the stand-in has forgotten calls")
	}
	chats := map[string][]string{}
	for _, call := range calls {
		chat, text := call.Args["chat_id"], call.Args["text"]
		if call.Method == "answerCallbackQuery" {
			tap := call.Args["callback_query_id"]
			chat, text = strconv.FormatInt(k.people.taps[tap], 10), "ack "+tap
		}
		if chat != "" && (call.Status == http.StatusOK || call.Method == "editMessageText" && text != "") {
			chats[chat] = append(chats[chat], text)
		}
	}
	return chats
}

// outline shows messages without what they say.
func outline(all []said) string {
	lines := make([]string, len(all))
	for i, m := range all {
		lines[i] = m.Key + " " + m.State + " " + strconv.Itoa(m.Attempts)
	}
	return strings.Join(lines, ", ")
}
