package main_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesflow/salesflow/bot/standin"
)

// crowd are the people with their phones, and what they did.
type crowd struct {
	*killing
	updates   int
	newcomers int
	typed     []string         // names of leads
	taps      map[string]int64 // by the tap's id, whose it was
}

// personID is the chat of a seeded user; newcomers have later ones.
func personID(i int) int64 { return int64(1_000_000 + i) }

// letters is a number as a word with a capital, so that it reads as a name.
func letters(n int) string {
	word := []byte("Qaaaa")
	for i := len(word) - 1; i > 0; i, n = i-1, n/26 {
		word[i] += byte(n % 26)
	}
	return string(word)
}

// begin lets everybody press start, before anybody listens.
func (c *crowd) begin() {
	c.t.Helper()
	for i := range c.size.users {
		c.start(personID(i))
	}
}

// join lets one more person press start who is no user yet.
func (c *crowd) join() {
	c.t.Helper()
	c.start(personID(c.size.users + c.newcomers))
	c.newcomers++
}

func (c *crowd) start(person int64) {
	c.t.Helper()
	if err := c.telegram.AddPerson(standin.Person{ID: person, FirstName: "Max", LanguageCode: "de"}); err != nil {
		c.t.Fatal(err)
	}
	c.did(c.telegram.Start(person, ""))
}

// did counts an update.
func (c *crowd) did(_ any, err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
	c.updates++
}

// act lets people of the crowd do so many things: half of them type a lead, the others press a button or write.
func (c *crowd) act(deeds int) {
	c.t.Helper()
	for range deeds {
		person := personID(c.dice.IntN(c.size.users))
		switch c.dice.IntN(4) {
		case 0, 1:
			c.typeLead(person)
		case 2:
			c.press(person)
		default:
			c.chat(person)
		}
	}
}

func (c *crowd) typeLead(person int64) {
	c.t.Helper()
	n := len(c.typed)
	c.typed = append(c.typed, "Nina "+letters(n))
	c.did(c.telegram.Say(person, fmt.Sprintf("%s 0151 2%07d", c.typed[n], n)))
}

// smallTalk are texts that end no list and stop nobody: each user's list shall come.
var smallTalk = []string{"hilfe", "danke", "hallo", "erledigt", "zurück", "anderer text", "quatsch", "warum"}

func (c *crowd) chat(person int64) {
	c.t.Helper()
	c.did(c.telegram.Say(person, smallTalk[c.dice.IntN(len(smallTalk))]))
}

// press presses a button of the newest card on the phone; without one the person writes.
func (c *crowd) press(person int64) {
	c.t.Helper()
	for _, m := range slices.Backward(c.telegram.Chat(person)) {
		var buttons []string
		for _, b := range m.Buttons() {
			if verb, _, _ := strings.Cut(b.Data, ":"); slices.Contains(harmless, verb) {
				buttons = append(buttons, b.Data)
			}
		}
		if len(buttons) == 0 {
			continue
		}
		tap, err := c.telegram.Press(person, m.ID, buttons[c.dice.IntN(len(buttons))])
		c.did(tap, err)
		c.taps[tap] = person
		return
	}
	c.chat(person)
}

// harmless are the verbs of buttons after which a lead is still to be followed up.
var harmless = []string{"done", "answered", "later", "text", "undo", "show", "rel"}
