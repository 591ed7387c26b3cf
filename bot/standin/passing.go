package standin

import (
	"slices"
	"time"
)

const (
	actionLasts = 5 * time.Second
	draftLasts  = 30 * time.Second
	queryLasts  = 150 * time.Second // the life of the update; the original's own limit is not documented
	maxAnswer   = 200
	keptAnswers = 200
)

// draft is a text the bot is still writing.
type draft struct {
	ID       int64    `json:"id"`
	Text     string   `json:"text"`
	Entities []Entity `json:"entities,omitempty"`
	til      time.Time
}

// query is a tap on a button that may be answered.
type query struct {
	Person int64     `json:"person"`
	At     time.Time `json:"at"`
}

// Answer is what the phone showed after a tap.
type Answer struct {
	Query string `json:"query"`
	Text  string `json:"text"`
	Alert bool   `json:"alert"` // a dialog instead of a line that fades
	URL   string `json:"url,omitempty"`
	Seq   int64  `json:"seq"` // order on the page
}

func (t *Telegram) sendChatAction(c *call) (any, error) {
	action := c.args["action"]
	if !slices.Contains([]string{"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
		"upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"}, action) {
		return nil, badRequest("wrong parameter action in request")
	}
	ch, err := t.chatFor(c)
	if err != nil {
		return nil, err
	}
	ch.action, ch.actsTil = action, t.o.Real().Add(actionLasts)
	t.touch()
	return true, nil
}

func (t *Telegram) sendMessageDraft(c *call) (any, error) {
	id, err := c.integer("draft_id", 0)
	if err != nil {
		return nil, err
	}
	if id == 0 {
		return nil, badRequest("draft_id must be non-zero")
	}
	text, entities, err := c.formatted("text", "entities")
	if err != nil {
		return nil, err
	}
	if units(text) > maxText {
		return nil, badRequest("message is too long")
	}
	ch, err := t.chatFor(c)
	if err != nil {
		return nil, err
	}
	ch.draft = &draft{ID: id, Text: text, Entities: entities, til: t.o.Real().Add(draftLasts)}
	t.touch()
	return true, nil
}

// answerCallbackQuery accepts a second answer to the same tap, as Telegram does.
func (t *Telegram) answerCallbackQuery(c *call) (any, error) {
	text := c.args["text"]
	if units(text) > maxAnswer {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	alert, err := c.boolean("show_alert")
	if err != nil {
		return nil, err
	}
	if _, err := c.integer("cache_time", 0); err != nil {
		return nil, err
	}
	id := c.args["callback_query_id"]
	q, ok := t.s.Queries[id]
	if !ok || t.o.Now().Sub(q.At) > queryLasts {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	ch := t.chat(q.Person)
	if len(ch.answers) == keptAnswers {
		ch.answers = slices.Delete(ch.answers, 0, keptAnswers/2)
	}
	ch.answers = append(ch.answers, Answer{Query: id, Text: text, Alert: alert, URL: c.args["url"], Seq: t.version + 1})
	t.touch()
	return true, nil
}

// Answers are the answers to a person's taps, oldest first, up to the last 200.
func (t *Telegram) Answers(person int64) []Answer {
	t.mu.Lock()
	defer t.mu.Unlock()
	if ch := t.chat(person); ch != nil {
		return slices.Clone(ch.answers)
	}
	return nil
}
