package main

import "time"

// touch, userPart, leadPart and situation are a line of input for fit and decide.
type touch struct {
	At        string `json:"at"`
	Direction string `json:"direction"`
	Channel   string `json:"channel"`
	Template  string `json:"template,omitempty"`
	Intent    string `json:"intent,omitempty"`
}

type userPart struct {
	ID       string `json:"id"`
	Timezone string `json:"timezone"`
	Region   string `json:"region"`
	From     string `json:"active_from"`
	To       string `json:"active_to"`
}

type leadPart struct {
	Stage     string   `json:"stage"`
	Timezone  string   `json:"timezone,omitempty"`
	Region    string   `json:"region,omitempty"`
	Sentiment string   `json:"sentiment,omitempty"`
	Addresses []string `json:"addresses"`
	OptedOut  bool     `json:"opted_out"`
	Consent   string   `json:"consent"`
}

type situation struct {
	ID      string   `json:"id"`
	Now     string   `json:"now,omitempty"`
	User    userPart `json:"user"`
	Lead    leadPart `json:"lead"`
	Touches []touch  `json:"touches"`
	SendAt  string   `json:"send_at,omitempty"`
}

// decision is a line of decide's output as far as it is judged.
type decision struct {
	ID              string    `json:"id"`
	Line            int       `json:"line"`
	Error           string    `json:"error"`
	BlockedBy       string    `json:"blocked_by"`
	At              time.Time `json:"at"`
	Template        string    `json:"template"`
	Score           float64   `json:"score"`
	Confidence      float64   `json:"confidence"`
	Reply3h         float64   `json:"reply_3h"`
	Reply24h        float64   `json:"reply_24h"`
	ConstraintBound bool      `json:"constraint_bound"`
	AtSend          chances   `json:"at_send"`
}

type chances struct {
	Reply3h  float64 `json:"reply_3h"`
	Reply24h float64 `json:"reply_24h"`
}

func stamp(t time.Time) string { return t.Format(time.RFC3339) }

func clock(hour int) string { return time.Date(2026, 1, 1, hour, 0, 0, 0, time.UTC).Format("15:04") }

func (n networker) part() userPart {
	return userPart{ID: n.id, Timezone: n.zone.String(), Region: region, From: clock(n.from), To: clock(n.to)}
}

func (p *person) part(stage, sentiment string) leadPart {
	return leadPart{Stage: stage, Timezone: p.zone.String(), Region: region, Sentiment: sentiment,
		Addresses: []string{"whatsapp"}, Consent: "claimed"}
}

// history is the line that fit reads about a whole story.
func (s story) history(id string) situation {
	var end time.Time
	if n := len(s.attempts); n > 0 {
		end = s.attempts[n-1].sent.Add(watch * step)
	}
	return situation{ID: id, User: s.who.user.part(), Lead: s.who.part("contacted", "cold"),
		Touches: s.touches(len(s.attempts), end)}
}

// line is the situation that decide reads about the case.
func (c *situationCase) line(id string) situation {
	stage := "contacted"
	if c.k == 0 {
		stage = "new"
	}
	return situation{ID: id, Now: stamp(c.now), User: c.who.user.part(), Lead: c.who.part(stage, c.temperature),
		Touches: c.touches(c.k, c.now)}
}
