package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/salesflow/salesflow/bot/standin"
)

// step is one form of line at the margin. Its groups go to do; the last form is plain text typed by somebody.
type step struct {
	form *regexp.Regexp
	do   func(w *world, groups []string) error
}

// steps are all that can happen, tried in this order. They are never changed.
var steps = []step{
	{regexp.MustCompile(`^== (\w\w) (\d\d\.\d\d\.\d{4} \d\d:\d\d) ==$`), timePasses},
	{regexp.MustCompile(`^people: (.+)$`), peopleArrive},
	{regexp.MustCompile(`^the program restarts(?: with SIGN_UP=(\w+))?$`), restart},
	{regexp.MustCompile(`^(a model) writes the drafts$`), aModelWrites},
	{regexp.MustCompile(`^(the model) is gone$`), theModelIsGone},
	{regexp.MustCompile(`^Telegram answers (\w+) with (\d+)$`), fail},
	{regexp.MustCompile(`^(\w+) lives in (.+)$`), settleDown},
	{regexp.MustCompile(`^(\w+) starts the bot$`), begin},
	{regexp.MustCompile(`^(\w+) follows (\w+)'s link$`), follow},
	{regexp.MustCompile(`^(\w+) taps "([^"]+)"(?: of "([^"]+)")?( twice)?$`), tap},
	{regexp.MustCompile(`^(\w+) opens "([^"]+)"$`), open},
	{regexp.MustCompile(`^(\w+) uploads (\d+) MB as "([^"]+)"$`), uploadLarge},
	{regexp.MustCompile(`^(\w+) uploads exports/(.+)$`), upload},
	{regexp.MustCompile(`^(\w+) shares contact (\S+) (.*?) ?(\+?\d[\d ]+)$`), shareContact},
	{regexp.MustCompile(`^(\w+) (blocks|unblocks) the bot$`), block},
	{regexp.MustCompile(`^(\w+)'s calendar adds "([^"]+)", (urgent|high|normal|low|[\d.]+ [\d:]+)$`), remind},
	{regexp.MustCompile(`^(\w+) forwards "([^"]+)" of (.+?)(?: @(\w+))?$`), forward},
	{regexp.MustCompile(`^(\w+) uploads a chat with (.+): "([^"]+)"$`), uploadChat},
	{regexp.MustCompile(`^(\w+): (.+)$`), speak},
}

// do carries out one line, waits for what follows from it and writes that down.
func (w *world) do(line string) error {
	for _, s := range steps {
		groups := s.form.FindStringSubmatch(line)
		if groups == nil {
			continue
		}
		if err := s.do(w, groups[1:]); err != nil {
			return err
		}
		if err := w.settle(); err != nil {
			return err
		}
		personal := w.person(groups[1]) != nil
		if !w.look() && personal {
			fmt.Fprintln(&w.said, "    –")
		}
		if personal {
			w.set(w.now().Add(aMoment))
		}
		return nil
	}
	return errors.New("nothing that can happen")
}

func (w *world) person(name string) *person {
	for _, p := range w.people {
		if p.FirstName == name {
			return p
		}
	}
	return nil
}

// id is that of a person who is there; 0 is nobody, which the phone refuses.
func (w *world) id(name string) int64 {
	if p := w.person(name); p != nil {
		return p.ID
	}
	return 0
}

func timePasses(w *world, groups []string) error {
	at, err := time.ParseInLocation("02.01.2006 15:04", groups[1], w.zone)
	if err != nil {
		return err
	}
	if weekdays[at.Weekday()] != groups[0] {
		return fmt.Errorf("that is a %s", weekdays[at.Weekday()])
	}
	if len(w.people) == 0 {
		w.set(at)
		return nil
	}
	return w.moveTo(at)
}

func peopleArrive(w *world, groups []string) error {
	for name := range strings.SplitSeq(groups[0], ", ") {
		first, last, _ := strings.Cut(name, " ")
		p := standin.Person{ID: int64(1001 + len(w.people)), FirstName: first, LastName: last, LanguageCode: "de"}
		if err := w.phone.AddPerson(p); err != nil {
			return err
		}
		w.people = append(w.people, &person{Person: p})
	}
	return nil
}

func restart(w *world, groups []string) error {
	w.end()
	if groups[0] != "" {
		w.settings.SignUp = groups[0]
	}
	w.start()
	return nil
}

func fail(w *world, groups []string) error {
	status, err := strconv.Atoi(groups[1])
	fault := standin.Fault{Status: status}
	if status == http.StatusTooManyRequests {
		fault.RetryAfter = 1
	}
	w.phone.FailNext(groups[0], fault)
	return err
}

// settleDown goes through the first minute out of sight; the other stories begin after it.
func settleDown(w *world, groups []string) error {
	if err := begin(w, groups); err != nil {
		return err
	}
	land := "Deutschland"
	for country, regions := range map[string]string{"Österreich": "Wien Salzburg Tirol", "Schweiz": "Zürich Bern Luzern"} {
		if strings.Contains(regions, groups[1]) {
			land = country
		}
	}
	for _, label := range []string{land, groups[1], "Zinzino", "8 Uhr"} {
		if err := w.settle(); err != nil {
			return err
		}
		if err := tap(w, []string{groups[0], label, "", ""}); err != nil {
			return fmt.Errorf("%s: %w", label, err)
		}
	}
	err := w.settle()
	p := w.person(groups[0])
	p.news(w.phone.Chat(p.ID), w.phone.Answers(p.ID))
	return err
}

func begin(w *world, groups []string) error {
	_, err := w.phone.Start(w.id(groups[0]), "")
	return err
}

// follow starts the bot by the last link that somebody else was given.
func follow(w *world, groups []string) error {
	code := ""
	for _, m := range w.phone.Chat(w.id(groups[1])) {
		if found := inviteCode.FindString(m.Text); m.FromBot() && found != "" {
			code = strings.TrimPrefix(found, "start=")
		}
	}
	_, err := w.phone.Start(w.id(groups[0]), code)
	return err
}

// tap presses the newest button with a label, or that of the newest message which contains a text.
func tap(w *world, groups []string) error {
	m, b, err := w.find(groups[0], groups[1], groups[2])
	if err != nil {
		return err
	}
	times := 1
	if groups[3] != "" {
		times = 2
	}
	for range times {
		if _, err := w.phone.Press(w.id(groups[0]), m.ID, b.Text); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) find(name, label, within string) (standin.Message, standin.Button, error) {
	chat := w.phone.Chat(w.id(name))
	for i := len(chat) - 1; i >= 0; i-- {
		if !strings.Contains(chat[i].Text, within) {
			continue
		}
		for _, b := range chat[i].Buttons() {
			if b.Text == label {
				return chat[i], b, nil
			}
		}
	}
	return standin.Message{}, standin.Button{}, errors.New("there is no such button")
}

// open follows a link; the app it leads to shows the text, ready to be sent.
func open(w *world, groups []string) error {
	_, b, err := w.find(groups[0], groups[1], "")
	if err != nil {
		return err
	}
	u, err := url.Parse(b.URL)
	if err != nil {
		return err
	}
	fmt.Fprintf(&w.said, "    ↗ %s%s: %s\n", u.Host, u.Path, u.Query().Get("text"))
	return nil
}

func shareContact(w *world, groups []string) error {
	_, err := w.phone.ShareContact(w.id(groups[0]), standin.Contact{
		FirstName: groups[1], LastName: groups[2], PhoneNumber: groups[3],
	})
	return err
}

func block(w *world, groups []string) error {
	if groups[1] == "blocks" {
		return w.phone.Block(w.id(groups[0]))
	}
	return w.phone.Unblock(w.id(groups[0]))
}

// forward forwards what somebody wrote just now; without a user name that one hides.
func forward(w *world, groups []string) error {
	first, last, _ := strings.Cut(groups[2], " ")
	from := standin.User{FirstName: first, LastName: last, Username: groups[3]}
	if from.Username != "" {
		from.ID = 9001
	}
	_, err := w.phone.Forward(w.id(groups[0]), from, groups[1])
	return err
}

// uploadChat sends an export of a chat in which the other one has just written last.
func uploadChat(w *world, groups []string) error {
	line := func(ago time.Duration, who, text string) string {
		return w.now().Add(-ago).Format("02.01.06, 15:04") + " - " + who + ": " + text + "\n"
	}
	me := w.person(groups[0])
	if me == nil {
		return errors.New("nobody of that name")
	}
	export := line(2*time.Hour, me.FirstName, "Hallo!") + line(time.Hour, groups[1], groups[2])
	_, err := w.phone.Upload(me.ID, "WhatsApp Chat mit "+groups[1]+".txt", "", []byte(export), "")
	return err
}

func speak(w *world, groups []string) error {
	_, err := w.phone.Say(w.id(groups[0]), groups[1])
	return err
}
