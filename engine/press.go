package engine

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// The verbs that a button carries, as "verb:argument:…". They are stored in chats: never rename one.
const (
	pressDone     = "done"
	pressAnswered = "answered"
	pressLater    = "later"
	pressText     = "text"
	pressNoMore   = "nomore"
	pressUndo     = "undo"
	pressShow     = "show"
	pressRelation = "rel"
	pressSet      = "set"
	pressRegion   = "region"
	pressList     = "list"
	pressSort     = "sort"
	pressResume   = "resume"
	pressAuthor   = "me"
	pressChannel  = "channel"
	pressRest     = "rest"
	pressAsk      = "ask"
	pressMeant    = "meant"
	pressHeard    = "heard"
	pressNewcomer = "hnew"
	pressFact     = "fact"
	pressUnfact   = "unfact"
	pressScope    = "scope"
	pressSequence = "seq"
	pressTexts    = "texts"
	pressWords    = "words"

	pressRemindDone  = "rdone"
	pressRemindLater = "rlater"
	pressRemindDrop  = "rdrop"
)

// action is what a button carries back: at most 64 bytes, so ids are 22 characters long.
func action(verb string, id uuid.UUID, more ...string) string {
	return strings.Join(append([]string{verb, base64.RawURLEncoding.EncodeToString(id[:])}, more...), ":")
}

// press answers a button. Buttons live as long as chats do: each is safe to press at any time and again.
func (t *turn) press(ctx context.Context) error {
	parts := strings.SplitN(t.in.Action, ":", 3)
	argument, more := "", ""
	if len(parts) > 1 {
		argument = parts[1]
	}
	if len(parts) > 2 {
		more = parts[2]
	}
	switch parts[0] {
	case pressSet:
		return t.set(ctx, argument, more)
	case pressRegion:
		t.ask(AskedCountry)
		return nil
	case pressList:
		return t.list(ctx)
	case pressSort:
		return t.sortBacklog(ctx)
	case pressResume:
		t.resume()
		return nil
	case pressNewcomer:
		return t.hearNewcomer(ctx, argument, more)
	case pressScope:
		return t.pressScope(ctx, argument, more)
	case pressSequence:
		return t.showSequence(ctx, argument)
	case pressTexts:
		return t.showGroup(ctx, argument)
	case pressWords:
		return t.pressWords(ctx, argument, more)
	}
	return t.pressAbout(ctx, parts[0], argument, more)
}

// pressAbout answers a button that carries an id.
func (t *turn) pressAbout(ctx context.Context, verb, argument, more string) error {
	id, err := parseID(argument)
	if err != nil {
		return err
	}
	switch verb {
	case pressHeard:
		return t.hearPressed(ctx, id, more)
	case pressFact, pressUnfact:
		return t.learnFact(ctx, verb, id, more)
	case pressAuthor:
		return t.chooseAuthor(ctx, id, more)
	case pressRemindDone, pressRemindLater, pressRemindDrop:
		return t.pressReminder(ctx, verb, id, more)
	}
	return t.pressItem(ctx, verb, id, more)
}

// doubleTap is how long after an answer the same button is taken for the same tap: what is to be seen then can
// be undone there.
const doubleTap = 3 * time.Second

// pressItem answers a button of a card.
func (t *turn) pressItem(ctx context.Context, verb string, id SuggestionID, more string) error {
	item, err := t.tx.Item(ctx, id)
	if err != nil {
		return err
	}
	switch verb {
	case pressUndo:
		return t.undo(ctx, item)
	case pressMeant:
		return t.pressMeant(ctx, item, more)
	}
	if verb == pressDone && more != "" && more != textHash(item.Draft) && item.Open() {
		return t.show(ctx, item) // what was approved is another text than the one there is now
	}
	if !item.Open() {
		open, ok, err := t.stillMeant(ctx, verb, item)
		if err != nil || !ok {
			return err
		}
		item = open
	}
	return t.answer(ctx, verb, item, more)
}

// stillMeant finds what a button of a closed suggestion still means: a stop is a stop on every card, and a card
// that was planned anew stands for the new plan. Anything else was answered already, which is said unless it was
// the same tap twice.
func (t *turn) stillMeant(ctx context.Context, verb string, item Item) (open Item, ok bool, err error) {
	if twice, err := t.tappedTwice(ctx, verb, item); err != nil || twice {
		return open, false, err
	}
	if verb == pressNoMore && *item.Outcome != NoMore || *item.Outcome == Replaced {
		open, err = t.tx.OpenItem(ctx, item.LeadID)
		if CodeOf(err) != NotFound {
			return open, err == nil, err
		}
	}
	t.change("card_closed", Args{"name": item.LeadName, "outcome": string(*item.Outcome)})
	return open, false, nil
}

// tappedTwice reports whether a button was pressed a moment ago already, with effect on its own suggestion or on
// the one that it stands for.
func (t *turn) tappedTwice(ctx context.Context, verb string, item Item) (bool, error) {
	last, err := t.tx.LastClosed(ctx)
	if err != nil && CodeOf(err) != NotFound {
		return false, err
	}
	justNow := func(i Item) bool { return outcomes[verb] == *i.Outcome && t.now.Sub(*i.ClosedAt) < doubleTap }
	return justNow(item) || err == nil && last.LeadID == item.LeadID && justNow(last), nil
}

// outcomes says how the buttons that end a suggestion end it.
var outcomes = map[string]Outcome{pressDone: Done, pressAnswered: Done, pressLater: Deferred, pressNoMore: NoMore,
	pressRest: Deferred, pressAsk: Deferred}

// answer carries out a button of an open card.
func (t *turn) answer(ctx context.Context, verb string, item Item, more string) error {
	switch verb {
	case pressDone:
		return t.done(ctx, item)
	case pressAnswered:
		return t.leadAnswered(ctx, item)
	case pressLater:
		return t.pressLater(ctx, item, more)
	case pressText:
		return t.pressWish(ctx, item, Wish(more))
	case pressChannel:
		return t.otherChannel(ctx, item, Channel(more))
	case pressRest:
		return t.letRest(ctx, item)
	case pressAsk:
		return t.askLeader(ctx, item)
	case pressNoMore:
		return t.noMore(ctx, item)
	case pressRelation:
		return t.relate(ctx, item, Relation(more))
	case pressShow:
		return t.show(ctx, item)
	}
	return &Error{Code: Invalid, Key: "error.button"}
}

func parseID(s string) (uuid.UUID, error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return uuid.Nil, &Error{Code: Invalid, Key: "error.button"}
	}
	id, err := uuid.FromBytes(raw)
	if err != nil {
		return uuid.Nil, &Error{Code: Invalid, Key: "error.button"}
	}
	return id, nil
}

// chooseAuthor takes over a chat, now that the user said who they are in it.
func (t *turn) chooseAuthor(ctx context.Context, id InboundID, author string) error {
	n, err := strconv.Atoi(author)
	if err != nil || n < 0 {
		return &Error{Code: Invalid, Key: "error.button"}
	}
	if _, err := t.tx.File(ctx, id); CodeOf(err) == NotFound {
		t.change("import_done_already", nil)
		return nil
	} else if err != nil {
		return err
	}
	t.change("import_running", nil)
	return t.tx.FetchFile(ctx, id, n)
}
