-- Which wording and which channel: what became of them for each user and team, and a log of every choice.

-- +goose Up

-- left_of is what is left of a count after a while, with a half-life in seconds.
-- +goose StatementBegin
CREATE FUNCTION left_of(since timestamptz, until timestamptz, half_life float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS
$$ SELECT power(0.5, greatest(extract(epoch FROM until - since)::float8, 0) / half_life) $$;
-- +goose StatementEnd

-- What became of one user's messages, by wording. Counts fade (timing.TallyHalfLife): they hold as of updated_at.
CREATE TABLE variant_tallies (
    user_id     uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    template_id text NOT NULL,
    variant     smallint NOT NULL CHECK (variant >= 0),
    sent        double precision NOT NULL,
    reward      double precision NOT NULL,   -- the sum of the rewards of answers
    squares     double precision NOT NULL,  -- and of their squares
    opt_outs    double precision NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (user_id, template_id, variant)
);

-- The same by channel: how many messages, and how many of them were answered.
CREATE TABLE channel_tallies (
    user_id    uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    channel    text NOT NULL,
    sent       double precision NOT NULL,
    answered   double precision NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, channel)
);

-- What the wordings brought a leader and the leader's team together, as of last night.
CREATE TABLE team_variant_tallies (
    leader_id   uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    template_id text NOT NULL,
    variant     smallint NOT NULL CHECK (variant >= 0),
    sent        double precision NOT NULL,
    reward      double precision NOT NULL,
    squares     double precision NOT NULL,
    opt_outs    double precision NOT NULL,
    kappa       double precision NOT NULL CHECK (kappa > 0), -- the team's: see timing.Kappa
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (leader_id, template_id, variant)
);

-- One choice of a wording and a channel, with what it rested on and what became of it.
CREATE TABLE decisions (
    id              uuid PRIMARY KEY,
    user_id         uuid NOT NULL,
    lead_id         uuid NOT NULL,
    suggestion_id   uuid NOT NULL REFERENCES suggestions(id) ON DELETE CASCADE,
    at              timestamptz NOT NULL,
    model_version   int NOT NULL DEFAULT 0,  -- of the reply model
    nth             smallint NOT NULL DEFAULT 0, -- 0: our choice; 1, 2 …: the user asked for another text
    template_id     text NOT NULL,
    variant         smallint NOT NULL,
    channel         text NOT NULL,
    channel_reason  text NOT NULL DEFAULT '',
    channel_chance  real NOT NULL DEFAULT 0, -- of an answer within 72 hours
    propensity      double precision NOT NULL CHECK (propensity > 0 AND propensity <= 1), -- of the wording
    time_propensity double precision NOT NULL DEFAULT 1,
    explored        boolean NOT NULL DEFAULT false, -- the time was drawn for the sake of knowing
    due_at          timestamptz NOT NULL,
    confidence      real NOT NULL DEFAULT 0,
    seed            bigint NOT NULL,         -- its 64 bits
    kappa           double precision NOT NULL,
    candidates      jsonb NOT NULL,          -- the wordings in question and their tallies
    history         bytea,                   -- the lead's touches as the reply model saw them
    sent_at         timestamptz,
    reward          double precision,        -- of the answer; null while there is none
    replied_at      timestamptz,
    answered        double precision,        -- 1 for an answer on the channel of the message, half for another
    opted_out_at    timestamptz,
    FOREIGN KEY (user_id, lead_id) REFERENCES leads (user_id, id) ON DELETE CASCADE
);
CREATE INDEX decisions_of_suggestion ON decisions (suggestion_id, nth);
CREATE INDEX decisions_sent ON decisions (user_id, lead_id, sent_at) WHERE sent_at IS NOT NULL;

CREATE POLICY own ON variant_tallies TO salesflow_app USING (user_id = (SELECT app_user()));
CREATE POLICY own ON channel_tallies TO salesflow_app USING (user_id = (SELECT app_user()));
CREATE POLICY own ON decisions TO salesflow_app USING (user_id = (SELECT app_user()));
CREATE POLICY team_read ON team_variant_tallies FOR SELECT TO salesflow_app USING (leader_id = (SELECT app_user())
    OR leader_id = (SELECT u.leader_id FROM users u WHERE u.id = (SELECT app_user())));

-- The nightly sums: tallies of wordings hold no personal data.
CREATE POLICY work_read ON variant_tallies FOR SELECT TO salesflow_app USING ((SELECT app_work()));
CREATE POLICY work_all ON team_variant_tallies TO salesflow_app USING ((SELECT app_work()));

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['variant_tallies', 'channel_tallies', 'team_variant_tallies', 'decisions'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO salesflow_app', t);
    END LOOP;
END $$;
-- +goose StatementEnd
