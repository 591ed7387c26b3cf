package webhooks

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/salesflow/salesflow/bot"
	"github.com/salesflow/salesflow/engine"
)

const (
	secretHeader  = "X-Telegram-Bot-Api-Secret-Token"
	largestUpdate = 1 << 20
	decideWithin  = 10 * time.Second
	refuseWithin  = 5 * time.Second
)

// What became of an update, as the counter's label.
const (
	decided      = "decided"
	notForUs     = "not_for_us"
	stranger     = "stranger"
	unreadable   = "unreadable"
	tooLarge     = "too_large"
	unauthorized = "unauthorized"
	unavailable  = "unavailable"
	failed       = "failed"
)

type telegram struct {
	receive Receive
	refuse  Refuse
	log     *slog.Logger
	updates *prometheus.CounterVec
	secret  [sha256.Size]byte
}

// digest makes secrets comparable in constant time whatever their lengths.
func digest(secret string) [sha256.Size]byte { return sha256.Sum256([]byte(secret)) }

// update takes in one update. Any 2xx ends the matter for Telegram, anything else is brought again.
func (t telegram) update(c *fiber.Ctx) error {
	given := digest(c.Get(secretHeader))
	if subtle.ConstantTimeCompare(given[:], t.secret[:]) != 1 {
		return t.answer(c, unauthorized, http.StatusUnauthorized)
	}
	if len(c.BodyRaw()) > largestUpdate {
		return t.answer(c, tooLarge, http.StatusRequestEntityTooLarge)
	}
	in, ok, err := bot.FromTelegram(bytes.Clone(c.BodyRaw())) // the server uses its buffer again
	if err != nil {
		return t.answer(c, unreadable, http.StatusOK) // it would be unreadable the next time, too
	}
	if !ok {
		return t.answer(c, notForUs, http.StatusOK)
	}
	return t.decide(c, in)
}

func (t telegram) decide(c *fiber.Ctx, in engine.Inbound) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), decideWithin)
	defer cancel()
	err := t.receive(ctx, in)
	switch code := engine.CodeOf(err); {
	case err == nil:
		return t.answer(c, decided, http.StatusOK)
	case errors.Is(err, engine.ErrInviteNeeded):
		t.turnAway(c.UserContext(), in)
		return t.answer(c, stranger, http.StatusOK)
	case code == engine.Unavailable, code == engine.Conflict:
		return t.again(c, unavailable)
	}
	t.log.ErrorContext(ctx, "an update could not be decided", "error", err)
	return t.again(c, failed)
}

func (t telegram) turnAway(ctx context.Context, in engine.Inbound) {
	ctx, cancel := context.WithTimeout(ctx, refuseWithin)
	defer cancel()
	t.refuse(ctx, in, engine.ErrInviteNeeded.Key)
}

// again asks for the same update in a second.
func (t telegram) again(c *fiber.Ctx, result string) error {
	c.Set(fiber.HeaderRetryAfter, "1")
	return t.answer(c, result, http.StatusServiceUnavailable)
}

// answer counts and answers, errors as problems of RFC 9457.
func (t telegram) answer(c *fiber.Ctx, result string, status int) error {
	t.updates.WithLabelValues(result).Inc()
	if status == http.StatusOK {
		return c.SendStatus(status)
	}
	problem := fiber.Map{"title": http.StatusText(status), "status": status}
	return c.Status(status).JSON(problem, "application/problem+json")
}
