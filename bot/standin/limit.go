package standin

import (
	"math"
	"net/http"
	"time"
)

// Limit is how much a bot may send. Telegram publishes no exact figures; the
// usual reading is [CustomaryLimit].
type Limit struct {
	PerSecond float64 // messages a second over all chats, also the burst
	Burst     float64 // messages one chat takes at once
	Refill    float64 // messages a second one chat takes afterwards
}

// CustomaryLimit is 30 messages a second overall, and per chat a burst of 20
// that refills once a second.
func CustomaryLimit() *Limit { return &Limit{PerSecond: 30, Burst: 20, Refill: 1} }

type limiter struct {
	limit   *Limit
	overall bucket
	buckets map[int64]*bucket
}

// bucket holds what was spent; it drains with time.
type bucket struct {
	spent float64
	at    time.Time
}

// admit takes one message from both buckets, or refuses with the seconds to
// wait and takes nothing.
func (l *limiter) admit(chat int64, now time.Time) error {
	if l.limit == nil {
		return nil
	}
	if l.buckets[chat] == nil {
		l.buckets[chat] = &bucket{}
	}
	own := l.buckets[chat]
	own.drain(now, l.limit.Refill)
	l.overall.drain(now, l.limit.PerSecond)
	wait := max(own.wait(l.limit.Burst, l.limit.Refill), l.overall.wait(l.limit.PerSecond, l.limit.PerSecond))
	if wait > 0 {
		return tooMany(wait)
	}
	own.spent++
	l.overall.spent++
	return nil
}

func (b *bucket) drain(now time.Time, perSecond float64) {
	b.spent = max(0, b.spent-now.Sub(b.at).Seconds()*perSecond)
	b.at = now
}

func (b *bucket) wait(size, perSecond float64) int {
	if b.spent+1 <= size {
		return 0
	}
	return max(1, int(math.Ceil((b.spent+1-size)/perSecond)))
}

func tooMany(seconds int) error {
	return &apiError{Code: http.StatusTooManyRequests, RetryAfter: seconds,
		Description: "Too Many Requests: retry after " + decimal(seconds)}
}
