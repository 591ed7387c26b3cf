package bot

import (
	"context"
	"hash/fnv"
	"strconv"
	"sync"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"github.com/salesflow/salesflow/engine"
)

// growthEvery is how often a chat is shown how a draft grows: Telegram asks to wait when it is more than about one
// message a second.
const growthEvery = time.Second

// Growth shows in Telegram how drafts grow. It implements engine.Growth.
type Growth struct {
	telegram *Telegram
	now      func() time.Time
	mu       sync.Mutex
	shown    map[engine.DraftID]time.Time
}

// NewGrowth returns a growth that is shown by a channel; now is this machine's clock.
func NewGrowth(t *Telegram, now func() time.Time) *Growth {
	return &Growth{telegram: t, now: now, shown: map[engine.DraftID]time.Time{}}
}

// Grow shows the text so far. What cannot be shown is left out: the text itself comes with the card.
func (g *Growth) Grow(ctx context.Context, chat string, draft engine.DraftID, text string) {
	id, err := strconv.ParseInt(chat, 10, 64)
	if err != nil || !g.due(draft) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, growthEvery)
	defer cancel()
	_, err = g.telegram.client.SendMessageDraft(ctx, &tg.SendMessageDraftParams{ChatID: id, DraftID: draftNumber(draft), Text: text})
	if err != nil { // an older server does not know it
		_, _ = g.telegram.client.SendChatAction(ctx, &tg.SendChatActionParams{ChatID: id, Action: models.ChatActionTyping})
	}
}

// due reports whether it is time to show a draft again. Those of some time ago are forgotten.
func (g *Growth) due(draft engine.DraftID) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if now.Sub(g.shown[draft]) < growthEvery {
		return false
	}
	for other, at := range g.shown {
		if now.Sub(at) > time.Minute {
			delete(g.shown, other)
		}
	}
	g.shown[draft] = now
	return true
}

// draftNumber is a draft's number in Telegram, which takes no zero.
func draftNumber(draft engine.DraftID) string {
	hash := fnv.New32a()
	hash.Write(draft[:])
	return strconv.FormatUint(uint64(hash.Sum32()>>1)+1, 10)
}
