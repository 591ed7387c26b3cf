package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/bot/standin"
	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/intake"
	"github.com/salesflow/salesflow/engine/timing"
)

//go:embed demo.yaml
var demoYAML []byte

// demoData are the made-up people of the demo.
type demoData struct {
	People []demoPerson
	Leads  []demoLead
}

type demoPerson struct {
	Telegram int64
	Name     string
	Last     string
	Username string
	Region   string
	Company  string
	Leader   int64
}

type demoLead struct {
	Name     string
	Phone    string
	Relation engine.Relation
	Note     string
	Question string
	Touches  []string
}

func readDemo() (data demoData, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(demoYAML))
	decoder.KnownFields(true)
	return data, decoder.Decode(&data)
}

// person is how the demo's Telegram knows somebody.
func (p demoPerson) person() standin.Person {
	return standin.Person{ID: p.Telegram, FirstName: p.Name, LastName: p.Last, Username: p.Username, LanguageCode: "de"}
}

// seed adds the people and the first one's leads, once: a demo that was played goes on where it was, and one
// that was killed while it was seeded is finished.
func (d demoData) seed(ctx context.Context, c *core, dir string) error {
	seeded := filepath.Join(dir, "demo-seeded")
	if _, err := os.Stat(seeded); err == nil || len(d.People) == 0 {
		return nil
	}
	users, now := map[int64]engine.User{}, c.clock.Now()
	for _, p := range d.leadersFirst() {
		user := p.user(now)
		if leader, ok := users[p.Leader]; ok {
			user.LeaderID = &leader.ID
		}
		var err error
		if users[p.Telegram], err = join(ctx, c, user, strconv.FormatInt(p.Telegram, 10)); err != nil {
			return err
		}
	}
	if err := d.seedLeads(ctx, c, users[d.People[0].Telegram].ID); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(seeded, nil, 0o600)
}

// join adds a user, or finds the one who joined before.
func join(ctx context.Context, c *core, user engine.User, telegram string) (joined engine.User, err error) {
	err = c.db.Work(ctx, func(w engine.Work) error {
		id, err := w.UserAt(ctx, engine.Telegram, telegram)
		if known := err == nil; known {
			user.ID = id
			return nil
		}
		if engine.CodeOf(err) != engine.NotFound {
			return err
		}
		tx, err := w.As(ctx, user.ID)
		if err != nil {
			return err
		}
		return engine.Join(ctx, tx, user, engine.Address{Channel: engine.Telegram, Address: telegram})
	})
	return user, err
}

func (d demoData) leadersFirst() []demoPerson {
	var leaders, others []demoPerson
	for _, p := range d.People {
		if p.Leader == 0 {
			leaders = append(leaders, p)
		} else {
			others = append(others, p)
		}
	}
	return append(leaders, others...)
}

// user has the first person join first: commands without --user mean that one.
func (p demoPerson) user(now time.Time) engine.User {
	u := engine.NewUser(p.Name, now.Add(time.Duration(p.Telegram)*time.Microsecond))
	u.CompanyID, u.Region = p.Company, p.Region
	u.Country = timing.Region(p.Region).Country()
	for _, r := range timing.Regions(u.Country) {
		if string(r.Region) == p.Region {
			u.Timezone = r.Zone
		}
	}
	if p.Leader == 0 {
		u.Role = engine.Leader
	}
	return u
}

// seedLeads takes the leads over like any import.
func (d demoData) seedLeads(ctx context.Context, c *core, user engine.UserID) error {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		return err
	}
	relations := map[string]engine.Relation{}
	for _, l := range d.Leads {
		relations[l.Name] = l.Relation
		touches, err := l.touches(c.clock.Now().In(zone))
		if err != nil {
			return err
		}
		if _, err := c.engine.Import(ctx, user, l.result(touches)); err != nil {
			return err
		}
	}
	return relate(ctx, c, user, relations)
}

// result is one lead as an import of its own: what the user wrote belongs to the chat with it.
func (l demoLead) result(touches []intake.Touch) intake.Result {
	return intake.Result{
		Format:  intake.FormatWhatsApp,
		Leads:   []intake.Lead{{Name: l.Name, Phones: []string{l.Phone}, Note: l.Note, OpenQuestion: l.Question}},
		Touches: touches,
	}
}

// touches reads "2d 18:12 in", counted back from now.
func (l demoLead) touches(now time.Time) ([]intake.Touch, error) {
	var touches []intake.Touch
	for _, text := range l.Touches {
		var days, hour, minute int
		var direction intake.Direction
		if _, err := fmt.Sscanf(text, "%dd %d:%d %s", &days, &hour, &minute, &direction); err != nil {
			return nil, fmt.Errorf("demo touch %q: %w", text, err)
		}
		day := now.AddDate(0, 0, -days)
		at := time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, now.Location())
		touches = append(touches, intake.Touch{At: at, From: l.Name, Direction: direction})
	}
	return touches, nil
}

// relate records how Max knows most of his leads; the others are asked about on their first card.
func relate(ctx context.Context, c *core, user engine.UserID, relations map[string]engine.Relation) error {
	var leads []engine.LeadName
	err := c.db.As(ctx, user, func(tx engine.Tx) (err error) {
		leads, err = tx.LeadNames(ctx)
		return err
	})
	for _, lead := range leads {
		if relation := relations[lead.Name]; relation != engine.RelationUnknown {
			err = errors.Join(err, c.engine.Relate(ctx, user, lead.ID, relation))
		}
	}
	return err
}
