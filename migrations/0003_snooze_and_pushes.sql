-- Snooze habits, the push budget, reminders, questions to a leader, and the watchdog: no open lead lies longer
-- than its temperature allows.

-- +goose Up

-- The watchdog. An action is planned at planned_at for at most longest_days later; a row of an earlier version has
-- no planned_at yet and is planned anew by the sweeper, like one that a clock has planned in the future.
ALTER TABLE suggestions
    ADD COLUMN chosen       boolean NOT NULL DEFAULT false, -- the user set the day
    ADD COLUMN planned_at   timestamptz,
    ADD COLUMN longest_days smallint NOT NULL DEFAULT 90 CHECK (longest_days BETWEEN 1 AND 90),
    ADD CONSTRAINT suggestions_not_forgotten
        CHECK (closed_at IS NOT NULL OR due_at <= planned_at + longest_days * interval '24 hours');
CREATE INDEX suggestions_unwatched ON suggestions (coalesce(planned_at, 'infinity')) WHERE closed_at IS NULL;

-- The push budget: how many lists a day, adapted once a week, and how many came on last_list_on.
ALTER TABLE users
    ADD COLUMN lists_a_day  smallint NOT NULL DEFAULT 1 CHECK (lists_a_day BETWEEN 1 AND 3),
    ADD COLUMN lists_pushed smallint NOT NULL DEFAULT 0 CHECK (lists_pushed BETWEEN 0 AND 3),
    ADD COLUMN adapted_on   date;

-- What was pushed to a user: at most three lists and two instant pushes a day, whatever the program decides.
CREATE TABLE pushes (
    user_id  uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    day      date NOT NULL, -- the user's
    kind     text NOT NULL CHECK (kind IN ('list', 'instant')),
    number   smallint NOT NULL CHECK (number >= 1 AND number <= CASE kind WHEN 'list' THEN 3 ELSE 2 END),
    at       timestamptz NOT NULL,
    acted_at timestamptz, -- a card or reminder was answered on the same day
    PRIMARY KEY (user_id, day, kind, number)
);

-- What a user chose when putting something off, in one of eight parts of the week; older choices count less.
CREATE TABLE snooze_habits (
    user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    context smallint NOT NULL CHECK (context BETWEEN 0 AND 7),
    counts  double precision[] NOT NULL CHECK (cardinality(counts) = 6 AND 0 <= ALL (counts)),
    PRIMARY KEY (user_id, context)
);

-- A reminder comes at its time (instant) or with the first list after it.
ALTER TABLE smart_reminders
    ADD COLUMN instant   boolean NOT NULL DEFAULT false,
    ADD COLUMN pushed_at timestamptz;
CREATE INDEX smart_reminders_open ON smart_reminders (user_id, scheduled_for)
    WHERE completed_at IS NULL AND dismissed_at IS NULL;
-- One open reminder of a kind for a lead: asking twice plans it anew.
CREATE UNIQUE INDEX smart_reminders_one_open ON smart_reminders (user_id, lead_id, action_type)
    WHERE completed_at IS NULL AND dismissed_at IS NULL AND lead_id IS NOT NULL;

-- A question to the leader about one lead. It tells what the leader may know: two first names and a number of days.
CREATE TABLE escalations (
    id          uuid PRIMARY KEY,
    user_id     uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    leader_id   uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    lead_id     uuid NOT NULL,
    user_name   text NOT NULL,
    lead_name   text NOT NULL,
    leader_name text NOT NULL DEFAULT '',
    days        smallint NOT NULL CHECK (days >= 0),
    created_at  timestamptz NOT NULL,
    not_before  timestamptz NOT NULL, -- the leader is left alone until then
    told_at     timestamptz,          -- the leader has it
    told_on     date,
    number      smallint CHECK (number BETWEEN 1 AND 3), -- on that day: three a day are enough
    confirmed_at timestamptz,         -- the user knows that the leader has it
    FOREIGN KEY (user_id, lead_id) REFERENCES leads (user_id, id) ON DELETE CASCADE,
    UNIQUE (leader_id, told_on, number),
    CHECK (user_id <> leader_id),
    CHECK ((told_at IS NULL) = (told_on IS NULL) AND (told_at IS NULL) = (number IS NULL))
);
CREATE INDEX escalations_of_lead ON escalations (user_id, lead_id, created_at);
CREATE INDEX escalations_waiting ON escalations (not_before) WHERE told_at IS NULL;
CREATE INDEX escalations_unconfirmed ON escalations (user_id, told_at) WHERE told_at IS NOT NULL AND confirmed_at IS NULL;

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['pushes', 'snooze_habits', 'escalations'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO salesflow_app', t);
        EXECUTE format('CREATE POLICY own ON %I TO salesflow_app USING (user_id = (SELECT app_user()))', t);
    END LOOP;
END $$;
-- +goose StatementEnd
-- A leader sees the questions to them and marks them as told; nobody else's lead is in reach by that.
CREATE POLICY leader_read ON escalations FOR SELECT TO salesflow_app USING (leader_id = (SELECT app_user()));
CREATE POLICY leader_mark ON escalations FOR UPDATE TO salesflow_app USING (leader_id = (SELECT app_user()));
CREATE POLICY work_read ON escalations FOR SELECT TO salesflow_app USING ((SELECT app_work()));
