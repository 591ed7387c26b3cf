package store

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// Tallies returns what the user knows of wordings, also through the team, and of channels, in one round trip.
func (t tx) Tallies(ctx context.Context) (tallies engine.Tallies, err error) {
	err = t.q.read(ctx, rowsInto(&tallies.Wordings, `
		SELECT false AS team, template_id, variant, sent, reward, squares, opt_outs, 0::float8 AS kappa, updated_at
		FROM variant_tallies WHERE user_id = $1
		UNION ALL
		SELECT true, template_id, variant, sent, reward, squares, opt_outs, kappa, updated_at
		FROM team_variant_tallies WHERE leader_id = (SELECT coalesce(leader_id, id) FROM users WHERE id = $1)
		ORDER BY template_id, variant, team`, t.user), rowsInto(&tallies.Channels, `
		SELECT channel, sent, answered, updated_at FROM channel_tallies WHERE user_id = $1 ORDER BY channel`, t.user))
	return tallies, err
}

// tally ends a statement that begins with a CTE "changed" of what is to be added for wordings and channels: it
// adds that to the tallies of user $1, faded to the time $2 with the half-life of $3 seconds.
const tally = `,
	wordings AS (
		INSERT INTO variant_tallies AS v (user_id, template_id, variant, sent, reward, squares, opt_outs, updated_at)
		SELECT $1::uuid, template_id, variant, sum(sent), sum(reward), sum(squares), sum(opt_outs), $2::timestamptz
		FROM changed WHERE template_id <> '' GROUP BY template_id, variant
		ON CONFLICT (user_id, template_id, variant) DO UPDATE SET
			sent = greatest(v.sent * left_of(v.updated_at, $2, $3) + excluded.sent, 0),
			reward = greatest(v.reward * left_of(v.updated_at, $2, $3) + excluded.reward, 0),
			squares = greatest(v.squares * left_of(v.updated_at, $2, $3) + excluded.squares, 0),
			opt_outs = greatest(v.opt_outs * left_of(v.updated_at, $2, $3) + excluded.opt_outs, 0),
			updated_at = greatest(v.updated_at, excluded.updated_at))
	INSERT INTO channel_tallies AS c (user_id, channel, sent, answered, updated_at)
	SELECT $1::uuid, channel, sum(sent), sum(answered), $2::timestamptz FROM changed WHERE channel <> 'none' GROUP BY channel
	ON CONFLICT (user_id, channel) DO UPDATE SET
		sent = greatest(c.sent * left_of(c.updated_at, $2, $3) + excluded.sent, 0),
		answered = greatest(c.answered * left_of(c.updated_at, $2, $3) + excluded.answered, 0),
		updated_at = greatest(c.updated_at, excluded.updated_at)`

// tally runs a statement that notes an outcome and returns it as "changed", and adds it up.
func (t tx) tally(ctx context.Context, changed string, at time.Time, args ...any) error {
	args = append([]any{t.user, at, timing.TallyHalfLife.Seconds()}, args...)
	return exec(ctx, t.q, changed+tally, args...)
}

// Sent notes that the message of a suggestion was sent: in the wording that was chosen last.
func (t tx) Sent(ctx context.Context, id engine.SuggestionID, at time.Time) error {
	return t.tally(ctx, `
		WITH changed AS (
			UPDATE decisions SET sent_at = $2 WHERE user_id = $1 AND sent_at IS NULL AND id = (
				SELECT id FROM decisions WHERE user_id = $1 AND suggestion_id = $4 ORDER BY nth DESC, at DESC LIMIT 1)
			RETURNING template_id, variant, channel, 1::float8 AS sent, 0::float8 AS reward, 0::float8 AS squares,
				0::float8 AS opt_outs, 0::float8 AS answered)`, at, id)
}

// Answered notes the answers to messages that have none yet: the first touch of the lead in time, if no later
// message came in between. An automatic reply is none. What an answer is worth follows from what it means.
func (t tx) Answered(ctx context.Context, leads []engine.LeadID, worth map[language.Intent]float64, at time.Time) error {
	var intents []string
	var rewards []float64
	for intent, reward := range worth {
		intents, rewards = append(intents, string(intent)), append(rewards, reward)
	}
	return t.tally(ctx, `
		WITH changed AS (
			UPDATE decisions d SET reward = a.worth, replied_at = a.at, answered = a.answered
			FROM (
				SELECT m.id, t.at, w.reward AS worth, CASE WHEN t.channel = m.channel THEN 1 ELSE 0.5 END AS answered
				FROM decisions m CROSS JOIN LATERAL (
					SELECT at, channel, intent FROM touches t WHERE t.user_id = $1 AND t.lead_id = m.lead_id AND t.direction = 'in'
						AND t.source_key NOT LIKE 'group:%' AND t.at > m.sent_at AND t.at <= m.sent_at + make_interval(secs => $6)
						AND t.intent <> 'auto_reply'
					ORDER BY t.at LIMIT 1) t
					JOIN unnest($5::text[], $7::float8[]) AS w(intent, reward) ON w.intent = t.intent
				WHERE m.user_id = $1 AND m.lead_id = ANY($4) AND m.sent_at IS NOT NULL AND m.replied_at IS NULL
					AND NOT EXISTS (SELECT FROM decisions n WHERE n.user_id = $1 AND n.lead_id = m.lead_id
						AND n.sent_at > m.sent_at AND n.sent_at < t.at)) a
			WHERE d.user_id = $1 AND d.id = a.id
			RETURNING template_id, variant, d.channel, 0::float8 AS sent, reward, reward * reward AS squares,
				0::float8 AS opt_outs, d.answered)`, at, leads, intents, timing.AnswerWithin.Seconds(), rewards)
}

// OptedOut counts a stop against the last message, if that was sent not long before.
func (t tx) OptedOut(ctx context.Context, lead engine.LeadID, at time.Time) error {
	return t.tally(ctx, `
		WITH changed AS (
			UPDATE decisions SET opted_out_at = $2 WHERE user_id = $1 AND opted_out_at IS NULL AND id = (
				SELECT id FROM decisions WHERE user_id = $1 AND lead_id = $4 AND sent_at BETWEEN $5 AND $2
				ORDER BY sent_at DESC LIMIT 1)
			RETURNING template_id, variant, channel, 0::float8 AS sent, 0::float8 AS reward, 0::float8 AS squares,
				1::float8 AS opt_outs, 0::float8 AS answered)`, at, lead, at.Add(-timing.AnswerWithin))
}

// TakeBack undoes what was noted of a lead for the given time.
func (t tx) TakeBack(ctx context.Context, lead engine.LeadID, noted, at time.Time) error {
	return t.tally(ctx, `
		WITH before AS (
			SELECT id, template_id, variant, channel, coalesce(sent_at = $5, false)::int AS sent,
				CASE WHEN replied_at = $5 THEN reward ELSE 0 END AS reward,
				CASE WHEN replied_at = $5 THEN answered ELSE 0 END AS answered, coalesce(opted_out_at = $5, false)::int AS opt_outs
			FROM decisions WHERE user_id = $1 AND lead_id = $4 AND (sent_at = $5 OR replied_at = $5 OR opted_out_at = $5)),
		undone AS (
			UPDATE decisions d SET sent_at = nullif(d.sent_at, $5), replied_at = nullif(d.replied_at, $5),
				opted_out_at = nullif(d.opted_out_at, $5), reward = CASE WHEN d.replied_at = $5 THEN NULL ELSE d.reward END,
				answered = CASE WHEN d.replied_at = $5 THEN NULL ELSE d.answered END
			FROM before WHERE d.user_id = $1 AND d.id = before.id),
		changed AS (
			SELECT template_id, variant, channel, -sent AS sent, -reward AS reward, -reward * reward AS squares,
				-opt_outs AS opt_outs, -answered AS answered FROM before)`, at, lead, noted)
}
