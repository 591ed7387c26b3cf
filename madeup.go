package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// firstNames are those of made-up leads, with a number from the second round on.
var firstNames = []string{
	"Lisa", "Tom", "Anna", "Jan", "Eva", "Paul", "Marie", "Felix", "Sophie", "Lukas", "Nina", "Jonas", "Clara", "Ben",
	"Ida", "Max", "Lea", "Emil", "Mia", "Noah",
}

// madeUp is a lead that plays: its situation, and how it behaves. It answers at the hour it likes best or, now and
// then, at once.
type madeUp struct {
	s        *engine.Situation
	name     string
	end      time.Time
	chance   *rand.Rand
	ready    float64 // how likely it answers a message
	hour     int     // when it likes to
	decide   time.Time
	planned  time.Time
	again    time.Time // when the user thinks of the lead again, without an answer
	blocked  compliance.Reason
	reply    *timing.Touch // on its way
	facts    leadFacts
	run      *following     // nil for none
	script   []timing.Touch // what is going to happen
	scripted bool           // and nothing else
}

func (c *simulateCommand) chance(lead int) *rand.Rand {
	return rand.New(rand.NewPCG(c.Seed, uint64(lead)))
}

func newMadeUp(s *engine.Situation, name string, chance *rand.Rand, days int) *madeUp {
	return &madeUp{
		s: s, name: name, end: s.Now.AddDate(0, 0, days), chance: chance, ready: 0.2 + 0.6*chance.Float64(),
		hour: 9 + chance.IntN(13), decide: s.Now,
	}
}

// madeUpLine is a made-up lead at the start.
func (c *simulateCommand) madeUpLine(i int, chance *rand.Rand) *situationLine {
	line := &situationLine{ID: firstNames[i%len(firstNames)], Now: c.Start}
	if round := i / len(firstNames); round > 0 {
		line.ID = fmt.Sprintf("%s %d", line.ID, round+1)
	}
	line.User.Timezone, line.User.Region, line.User.ActiveFrom, line.User.ActiveTo = c.TZ, c.Region, "08:00", "21:00"
	line.Lead.Timezone, line.Lead.Region = c.TZ, c.Region
	line.Lead.Stage, line.Lead.Consent = engine.StageNew, compliance.Claimed
	line.Lead.Sentiment = []engine.Sentiment{engine.Hot, engine.Warm, engine.Warm, engine.Cold}[chance.IntN(4)]
	line.Lead.Addresses = []engine.Channel{engine.WhatsApp, engine.Email}[:1+chance.IntN(2)]
	return line
}

// next is when something happens with the lead.
func (l *madeUp) next() time.Time {
	if l.reply != nil && l.reply.At.Before(l.decide) {
		return l.reply.At
	}
	return l.decide
}

func (l *madeUp) answers() bool { return l.reply != nil && !l.reply.At.After(l.s.Now) }

func (l *madeUp) wait(until time.Time) { l.decide = until }

// hear notes the reply.
func (l *madeUp) hear() timing.Touch {
	reply := *l.reply
	l.reply = nil
	l.s.Touches = append(l.s.Touches, reply)
	switch {
	case reply.Answer == timing.Positive || reply.Answer == timing.Question:
		l.s.Stage = engine.StageInterested
	case l.s.Stage == engine.StageContacted:
		l.s.Stage = engine.StageReplied
	}
	l.s.Asked, l.decide = reply.Answer == timing.Question, l.s.Now
	return reply
}

// write notes a message of the user and makes up what the lead does about it. The next one is thought of after the
// usual interval, and before that only to show what keeps the user from it.
func (l *madeUp) write(advice engine.Advice) {
	l.s.Touches = append(l.s.Touches, timing.Touch{
		At: l.s.Now, Out: true, Channel: string(advice.Channel), Template: advice.Template,
	})
	l.s.Asked = false
	if l.s.Stage == engine.StageNew {
		l.s.Stage = engine.StageContacted
	}
	silent := 0
	for i := len(l.s.Touches) - 2; i >= 0 && l.s.Touches[i].Out; i-- {
		silent++
	}
	days := timing.FollowUpAfter(timing.TemperatureOf(l.s.Sentiment, l.s.Stage), silent)
	l.wait(l.s.Now)
	l.again = l.s.Now.AddDate(0, 0, max(days, 1))
	if l.scripted {
		return
	}
	l.reply = nil
	if l.chance.Float64() < l.ready*math.Pow(0.82, float64(silent)) {
		l.reply = &timing.Touch{At: l.replyAt(), Channel: string(advice.Channel), Answer: l.answer()}
	}
}

func (l *madeUp) replyAt() time.Time {
	now := l.s.Now
	if l.chance.IntN(4) == 0 {
		return now.Add(time.Duration(2+l.chance.IntN(40)) * time.Minute)
	}
	minute := l.chance.IntN(90)
	at := l.s.Lead.At(l.s.Lead.Day(now), timing.WallClock{Hour: l.hour}).Add(time.Duration(minute) * time.Minute)
	for at.Before(now.Add(time.Minute)) || l.chance.IntN(4) == 0 { // now and then a day later
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// answer is what the lead means: 3 in 10 are positive, 3 just friendly, 2 ask, 1 is an objection; the rest wants to be
// left in peace, for a while or for good.
func (l *madeUp) answer() timing.Answer {
	return []timing.Answer{
		timing.Positive, timing.Positive, timing.Positive, "neutral", "neutral", "neutral", timing.Question,
		timing.Question, timing.Objection, []timing.Answer{timing.Negative, timing.OptOut}[l.chance.IntN(2)],
	}[l.chance.IntN(10)]
}
