package standin_test

import (
	"testing"

	"github.com/go-telegram/bot/models"

	"github.com/salesflow/salesflow/bot/standin"
)

func TestAForwardedMessageSaysWhoWroteIt(t *testing.T) {
	w := withMax(t)
	_, err := w.Forward(101, standin.User{FirstName: "Lisa", LastName: "M"}, "ja")
	must(t, err)
	_, err = w.Forward(101, standin.User{ID: 7, FirstName: "Tom", Username: "tomh"}, "nein")
	must(t, err)
	updates := w.poll(nil)
	hidden, open := updates[len(updates)-2].Message.ForwardOrigin, updates[len(updates)-1].Message.ForwardOrigin
	equal(t, hidden.Type, models.MessageOriginTypeHiddenUser)
	equal(t, hidden.MessageOriginHiddenUser.SenderUserName, "Lisa M")
	equal(t, open.Type, models.MessageOriginTypeUser)
	equal(t, open.MessageOriginUser.SenderUser.Username, "tomh")
	if _, err := w.Forward(101, standin.User{}, "nein"); err == nil {
		t.Error("nobody wrote a message")
	}
}

func TestAReplySaysWhatItAnswers(t *testing.T) {
	w := withMax(t)
	first, err := w.Say(101, "Hallo")
	must(t, err)
	_, err = w.Reply(101, first.ID, "noch etwas")
	must(t, err)
	updates := w.poll(nil)
	reply := updates[len(updates)-1].Message
	equal(t, int64(reply.ReplyToMessage.ID), first.ID)
	equal(t, reply.Text, "noch etwas")
	if _, err := w.Reply(101, 9999, "wozu"); err == nil {
		t.Error("a reply to no message")
	}
}
