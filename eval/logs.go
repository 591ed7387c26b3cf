package main

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mailLog is a real log of messages between people.
type mailLog struct {
	name, file   string
	zone, region string
	columns      [3]int  // from, to, time
	cut, area    float64 // targets
	lift         float64 // target; 0: not asked
}

func mailLogs() []mailLog {
	return []mailLog{
		{"CollegeMsg", "collegemsg-first-half.txt", "America/Los_Angeles", "US-CA", [3]int{0, 1, 2}, .11, .71, 1.9},
		{"office mail", "radoslaw-office-mail.tsv", "Europe/Warsaw", "PL", [3]int{0, 1, 3}, .29, .84, 0},
	}
}

// pair is two people as the first of them sees it.
type pair struct{ me, you string }

func (p pair) turned() pair { return pair{p.you, p.me} }

// message is one that two people exchanged.
type message struct {
	at   time.Time
	mine bool
}

// exchange is everything between two people, in order.
type exchange struct {
	pair
	messages []message
}

const (
	silence = 12 * time.Hour // after which a message begins something new
	memory  = 200            // messages of a pair that are told
)

// read returns what each has with each, once from either side, in a stable order, and when the log ends.
func (l mailLog) read(folder string) (exchanges []exchange, end time.Time, err error) {
	file, err := os.Open(filepath.Join(folder, l.file))
	if err != nil {
		return nil, end, err
	}
	defer file.Close()
	index := map[pair]int{}
	note := func(p pair, m message) {
		i, known := index[p]
		if !known {
			i = len(exchanges)
			index[p] = i
			exchanges = append(exchanges, exchange{pair: p})
		}
		exchanges[i].messages = append(exchanges[i].messages, m)
	}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		seconds, err := strconv.ParseInt(fields[l.columns[2]], 10, 64)
		p := pair{fields[l.columns[0]], fields[l.columns[1]]}
		if err != nil || p.me == p.you {
			continue // the title, or a mail to oneself
		}
		at := time.Unix(seconds, 0).In(zone(l.zone))
		note(p, message{at, true})
		note(p.turned(), message{at, false})
		if at.After(end) {
			end = at
		}
	}
	for _, x := range exchanges {
		slices.SortStableFunc(x.messages, func(a, b message) int { return a.at.Compare(b.at) })
	}
	slices.SortFunc(exchanges, func(a, b exchange) int {
		return cmp.Or(strings.Compare(a.me, b.me), strings.Compare(a.you, b.you))
	})
	return exchanges, end, lines.Err()
}

// opened are the indices of my messages after a silence.
func (x exchange) opened(yield func(i int) bool) {
	for i, m := range x.messages {
		fresh := i == 0 || m.at.Sub(x.messages[i-1].at) >= silence
		if m.mine && fresh && !yield(i) {
			return
		}
	}
}

// answeredWithin is 1 when an answer to a message came in time.
func (x exchange) answeredWithin(i int, limit time.Duration) float64 {
	for _, m := range x.messages[i+1:] {
		if m.at.Sub(x.messages[i].at) > limit {
			return 0
		}
		if !m.mine {
			return 1
		}
	}
	return 0
}

// turns is the number of my messages before i that were answered.
func (x exchange) turns(i int) int {
	n := 0
	for j := 1; j < i; j++ {
		if !x.messages[j].mine && x.messages[j-1].mine {
			n++
		}
	}
	return n
}

// line tells the first n messages.
func (l mailLog) line(x exchange, n int) situation {
	s := situation{
		ID:   fmt.Sprintf("%s-%s-%d", x.me, x.you, n),
		User: userPart{ID: x.me, Timezone: l.zone, Region: l.region, From: "00:00", To: "23:59"},
		Lead: leadPart{Stage: "contacted", Timezone: l.zone, Region: l.region, Addresses: []string{"email"}, Consent: "claimed"},
	}
	for _, m := range x.messages[max(0, n-memory):n] {
		t := touch{At: stamp(m.at), Direction: "in", Channel: "email"}
		if m.mine {
			t.Direction = "out"
		}
		s.Touches = append(s.Touches, t)
	}
	return s
}
