package standin

import (
	"fmt"
)

// Upload sends a file as a document. Larger than 20 MB it arrives, but getFile
// refuses it.
func (t *Telegram) Upload(person int64, name, mime string, content []byte, caption string) (Message, error) {
	caption, _ = trimmed(caption, nil)
	if len(content) == 0 || units(caption) > maxCaption {
		return Message{}, fmt.Errorf("a file needs content and a caption of at most %d characters", maxCaption)
	}
	f, err := t.keepUpload(person, upload{name: name, mime: mime, content: content})
	if err != nil {
		return Message{}, err
	}
	return t.write(person, Message{Document: &f.File, Caption: caption, CaptionEntities: withDetected(caption, nil)})
}

func (t *Telegram) keepUpload(person int64, u upload) (storedFile, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, err := t.reach(person); err != nil {
		return storedFile{}, err
	}
	return t.keep("documents", u)
}

// ShareContact sends a contact card. Without a phone number it is the person's
// own card; only that one, or one whose UserID is given, carries a user id.
func (t *Telegram) ShareContact(person int64, card Contact) (Message, error) {
	if card.PhoneNumber == "" {
		own, err := t.ownCard(person)
		if err != nil {
			return Message{}, err
		}
		card = own
	}
	if card.FirstName == "" {
		return Message{}, fmt.Errorf("a contact needs a first name")
	}
	return t.write(person, Message{Contact: &card})
}

func (t *Telegram) ownCard(person int64) (Contact, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	ch, err := t.reach(person)
	if err != nil {
		return Contact{}, err
	}
	p := ch.Person
	if p.Phone == "" {
		return Contact{}, fmt.Errorf("the person has no phone number")
	}
	return Contact{PhoneNumber: p.Phone, FirstName: p.FirstName, LastName: p.LastName, UserID: p.ID}, nil
}

// Edit changes a text the person wrote.
func (t *Telegram) Edit(person, message int64, text string) (Message, error) {
	text, _ = trimmed(text, nil)
	if text == "" || units(text) > maxText {
		return Message{}, fmt.Errorf("a message has 1 to %d characters", maxText)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	ch, err := t.reach(person)
	if err != nil {
		return Message{}, err
	}
	at := ch.at(message)
	if at < 0 || ch.Messages[at].FromBot() || ch.Messages[at].Text == "" {
		return Message{}, ErrNoSuch
	}
	m := ch.Messages[at]
	m.Text, m.Entities, m.EditDate = text, withDetected(text, nil), t.o.Now().Unix()
	ch.Messages[at] = m
	if err := t.push("edited_message", person, dayLife, m); err != nil {
		return Message{}, err
	}
	return m, t.commit()
}

// Block stops the bot; it learns it by my_chat_member. Blocking twice is once.
func (t *Telegram) Block(person int64) error { return t.setBlocked(person, true) }

// Unblock lets the bot write again.
func (t *Telegram) Unblock(person int64) error { return t.setBlocked(person, false) }

func (t *Telegram) setBlocked(person int64, blocked bool) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	ch := t.chat(person)
	if ch == nil {
		return ErrNobody
	}
	if ch.Blocked == blocked {
		return nil
	}
	ch.Blocked = blocked
	free := map[string]any{"status": "member", "user": t.bot()}
	kicked := map[string]any{"status": "kicked", "user": t.bot(), "until_date": 0}
	change := map[string]any{"chat": ch.info(), "from": ch.Person.user(), "date": t.o.Now().Unix(),
		"old_chat_member": kicked, "new_chat_member": free}
	if blocked {
		change["old_chat_member"], change["new_chat_member"] = free, kicked
	}
	if err := t.push("my_chat_member", person, dayLife, change); err != nil {
		return err
	}
	return t.commit()
}
