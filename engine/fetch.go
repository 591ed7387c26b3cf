package engine

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/salesflow/salesflow/engine/intake"
	"github.com/salesflow/salesflow/engine/language"
)

// authorUnknown says that the user has not been asked yet who they are in a chat.
const authorUnknown = -1

// largestFile is the most that a channel hands out: Telegram's limit for bots.
const largestFile = 20 << 20

// Fetcher takes over files that users sent. It fetches and reads them outside of any transaction.
type Fetcher struct {
	Engine *Engine
	Files  Files
}

// Fetch takes over one inbound file; author is who the user is in a chat, by its place among the authors, or
// -1 if that is unknown. A file that was taken over already is left alone.
func (f *Fetcher) Fetch(ctx context.Context, id InboundID, author int) error {
	file, user, err := f.find(ctx, id)
	if CodeOf(err) == NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	content, err := f.content(ctx, file)
	if CodeOf(err) == NotFound || CodeOf(err) == Invalid {
		return f.conclude(ctx, id, user.ID, func(t *turn) error { return err })
	}
	if err != nil {
		return err
	}
	if isNotation(file.Name, content) {
		return f.conclude(ctx, id, user.ID, func(t *turn) error { return t.takeNotation(ctx, file.Name, content) })
	}
	result, err := readFile(file.Name, content, user, author)
	return f.conclude(ctx, id, user.ID, func(t *turn) error {
		if refused, ok := errors.AsType[intake.Error](err); ok {
			return &Error{Code: Invalid, Key: refused.Key()}
		}
		if err != nil {
			return err
		}
		return t.takeFile(ctx, result, id, author)
	})
}

// GiveUp tells the sender that a file could not be fetched, however often that was tried.
func (f *Fetcher) GiveUp(ctx context.Context, id InboundID) error {
	_, user, err := f.find(ctx, id)
	if CodeOf(err) == NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return f.conclude(ctx, id, user.ID, func(*turn) error { return &Error{Code: Invalid, Key: "import_failed"} })
}

// find returns an inbound file that waits to be taken over, and its sender.
func (f *Fetcher) find(ctx context.Context, id InboundID) (file File, user User, err error) {
	err = f.Engine.Store.Work(ctx, func(w Work) error {
		sender, err := w.SenderOf(ctx, id)
		if err != nil {
			return err
		}
		tx, err := w.As(ctx, sender)
		if err != nil {
			return err
		}
		if file, err = tx.File(ctx, id); err != nil {
			return err
		}
		user, err = tx.User(ctx)
		return err
	})
	return file, user, err
}

func (f *Fetcher) content(ctx context.Context, file File) ([]byte, error) {
	tooLarge := &Error{Code: Invalid, Key: intake.ErrTooLarge.Key()}
	if file.Size > largestFile {
		return nil, tooLarge
	}
	body, err := f.Files.Fetch(ctx, file.Ref)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	content, err := io.ReadAll(io.LimitReader(body, largestFile+1))
	if len(content) > largestFile {
		return nil, tooLarge
	}
	return content, err
}

// readFile reads a file with what is known of the user. A chat that tells who the user is needs no question.
func readFile(name string, content []byte, user User, author int) (intake.Result, error) {
	options := intake.Options{Country: user.Country, Zone: calendarOf(user).Zone()}
	read := func() (intake.Result, error) {
		return intake.Read(name, bytes.NewReader(content), int64(len(content)), options)
	}
	result, err := read()
	if err != nil || result.Format != intake.FormatWhatsApp {
		return result, err
	}
	options.Me = ""
	if author >= 0 && author < len(result.Authors) {
		options.Me = result.Authors[author]
	} else if i := ownPlace(result.Authors, name, user.Name); i >= 0 {
		options.Me = result.Authors[i]
	}
	if options.Me == "" {
		return result, nil
	}
	return read()
}

// ownPlace finds the user among the authors of a chat: WhatsApp names the file of a chat of two after the other
// one; else it is the only author with the user's first name or, in a group, the whole name. -1 when it cannot be
// told.
func ownPlace(authors []string, file, name string) int {
	titled, same := []int{}, []int{}
	for i, author := range authors {
		if strings.Contains(language.NameKey(file), language.NameKey(author)) {
			titled = append(titled, i)
		}
		if isNamed(author, name, len(authors) > 2) {
			same = append(same, i)
		}
	}
	switch {
	case len(authors) == 2 && len(titled) == 1:
		return 1 - titled[0]
	case len(same) == 1:
		return same[0]
	}
	return -1
}

// isNamed reports whether an author bears the user's name: the whole of it, or the first name.
func isNamed(author, name string, whole bool) bool {
	if whole {
		return language.NameKey(author) == language.NameKey(name)
	}
	return firstName(name) != "" && strings.EqualFold(firstName(author), firstName(name))
}

// conclude answers the sender of a file in one transaction, once: whoever comes second finds it taken over.
func (f *Fetcher) conclude(ctx context.Context, id InboundID, user UserID, answer func(*turn) error) error {
	err := f.Engine.Store.As(ctx, user, func(tx Tx) error {
		u, err := tx.User(ctx)
		if err != nil {
			return err
		}
		if _, err := tx.File(ctx, id); err != nil {
			return err
		}
		t := &turn{tx: tx, engine: f.Engine, now: f.Engine.Clock.Now(), user: u, in: Inbound{Kind: SentFile}}
		err = answer(t)
		if errors.Is(err, errAsked) {
			return t.finish(ctx)
		}
		if err != nil && !t.explain(err) {
			return err
		}
		if err := tx.FileDone(ctx, id, t.now); err != nil {
			return err
		}
		return t.finish(ctx)
	})
	if CodeOf(err) == NotFound {
		return nil
	}
	return err
}

// errAsked ends an import that waits for an answer of the user.
var errAsked = errors.New("the user was asked who they are in the chat")

// takeFile takes over what was read, or asks first who the user is in a chat.
func (t *turn) takeFile(ctx context.Context, r intake.Result, id InboundID, author int) error {
	if r.MeGuessed && author == authorUnknown && len(r.Authors) > 1 {
		t.askAuthor(r, id)
		return errAsked
	}
	return t.takeAndReport(ctx, r, string(r.Format))
}

// mostAuthors is below the number of buttons that a message takes.
const mostAuthors = 90

func (t *turn) askAuthor(r intake.Result, id InboundID) {
	var buttons []Button
	for i, author := range r.Authors[:min(len(r.Authors), mostAuthors)] {
		buttons = append(buttons, Button{
			Key: "import_me.author", Args: Args{"name": author}, Action: action(pressAuthor, id, strconv.Itoa(i)),
		})
	}
	t.say("import_me", nil, rows(buttons, 2)...)
}
