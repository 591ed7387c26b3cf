package engine

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// meet answers somebody who is not a user yet. It returns stranger when an invite is needed and missing.
func (e *Engine) meet(ctx context.Context, w Work, in Inbound, now time.Time) (stranger bool, err error) {
	if in.Kind == Blocked || in.Kind == Unblocked {
		return false, nil
	}
	if in.Inviter == nil && !e.Rules.OpenSignUp {
		return true, nil
	}
	user := newUser(in, now)
	tx, err := w.As(ctx, user.ID)
	if err != nil {
		return false, err
	}
	if err := Join(ctx, tx, user, Address{Channel: in.Channel, Address: in.Sender}); err != nil {
		return false, err
	}
	t := &turn{tx: tx, engine: e, now: now, user: user, in: in}
	t.say("welcome", Args{"name": user.Name})
	t.ask(AskedCountry)
	return false, t.finish(ctx)
}

// Join adds a user who is reached at an address.
func Join(ctx context.Context, tx Tx, user User, at Address) error {
	if err := tx.AddUser(ctx, user); err != nil {
		return err
	}
	at.ID, at.UserID, at.CreatedAt = newID(), user.ID, user.CreatedAt
	return tx.AddAddresses(ctx, []Address{at})
}

// inviter returns who invited, nil without a valid invite.
func (e *Engine) inviter(ctx context.Context, w Work, in Inbound, now time.Time) (*UserID, error) {
	if in.Kind != Said || !strings.HasPrefix(in.Text, "/start ") {
		return nil, nil
	}
	command := language.Read(in.Text, now)
	if command.Verb != language.Start || command.Rest == "" {
		return nil, nil
	}
	leader, err := w.Inviter(ctx, inviteHash(command.Rest), now)
	if CodeOf(err) == NotFound {
		return nil, nil
	}
	return &leader, err
}

// newUser has defaults that serve whoever answers no question at all.
func newUser(in Inbound, now time.Time) User {
	user := NewUser(in.SenderName, now)
	user.LeaderID = in.Inviter
	user.SeenAt = &now
	return user
}

// NewUser returns a networker with the default settings.
func NewUser(name string, now time.Time) User {
	user := User{
		ID: newID(), Role: Networker, Name: name, Country: "DE", Region: "DE", Timezone: "Europe/Berlin",
		Language: "de", ListAt: "08:00", ListLimit: 7, ListsADay: 1, ActiveFrom: "07:00", ActiveTo: "21:00", CreatedAt: now,
	}
	next := timing.NextList(now, clock(user.ListAt), calendarOf(user))
	user.NextPushAt = &next
	return user
}

// joinTeam takes the user into the team of whoever sent the link with this code.
func (t *turn) joinTeam(code string) {
	switch {
	case code == "" || t.user.LeaderID != nil:
	case t.in.Inviter == nil:
		t.say("invite_expired", nil)
	case *t.in.Inviter != t.user.ID:
		t.user.LeaderID = t.in.Inviter
		t.say("joined_team", nil)
	}
}

const inviteValid = 30 * 24 * time.Hour

// invite gives the user a link for others to join the team.
func (t *turn) invite(ctx context.Context) error {
	secret := make([]byte, 18)
	rand.Read(secret) // never fails
	code := base64.RawURLEncoding.EncodeToString(secret)
	if t.user.Role == Networker {
		t.user.Role = Leader
	}
	t.say("invite", Args{"code": code})
	return t.tx.AddInvite(ctx, Invite{
		Hash: inviteHash(code), UserID: t.user.ID, CreatedAt: t.now, ExpiresAt: t.now.Add(inviteValid),
	})
}

func inviteHash(code string) []byte {
	hash := sha256.Sum256([]byte(code)) // the code is random: it needs no key
	return hash[:]
}
