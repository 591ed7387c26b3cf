-- What the reply model learns from, the models it learned, and what a decision rested on.

-- +goose Up

-- The history of a lead is all that the reply model looks at: the last 60 touches, oldest first, 8 bytes each. Read as
-- a signed big-endian number a touch is the second of its time (Unix) in the upper 56 bits and, in the lowest byte,
-- whether the user wrote (bit 0) and the channel (bits 1 to 3: none, telegram, whatsapp, sms, call, email); the other
-- bits are zero. What was said in a group is left out: it asks nobody in person. engine.Lead.Touches reads it.
ALTER TABLE leads ADD COLUMN history bytea NOT NULL DEFAULT '';

-- +goose StatementBegin
CREATE FUNCTION history_of(owner uuid, lead uuid) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT coalesce(string_agg(int8send((floor(extract(epoch FROM at))::bigint << 8)
        | ((array_position(ARRAY['none', 'telegram', 'whatsapp', 'sms', 'call', 'email'], channel) - 1) << 1)
        | (direction = 'out')::int), '' ORDER BY at, id), '')
    FROM (SELECT at, id, channel, direction FROM touches
        WHERE user_id = owner AND lead_id = lead AND source_key NOT LIKE 'group:%'
        ORDER BY at DESC, id DESC LIMIT 60) latest
$$;
-- +goose StatementEnd

-- Whoever adds or removes touches changes the histories with them, in the same transaction. The lead is locked first:
-- the statement after that sees what another transaction has added meanwhile. Touches that go with their lead find no
-- lead any more.
-- +goose StatementBegin
CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of record;
BEGIN
    FOR of IN SELECT DISTINCT user_id, lead_id FROM changed ORDER BY user_id, lead_id LOOP
        PERFORM FROM leads WHERE user_id = of.user_id AND id = of.lead_id FOR NO KEY UPDATE;
        UPDATE leads SET history = history_of(of.user_id, of.lead_id) WHERE user_id = of.user_id AND id = of.lead_id;
    END LOOP;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER touches_added AFTER INSERT ON touches
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_history();
CREATE TRIGGER touches_removed AFTER DELETE ON touches
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_history();
-- A touch took place: it is added and, by an undo, removed, but never changed.
REVOKE UPDATE ON touches FROM salesflow_app;

-- The owner of the tables fills in what is there: forced row-level security would show it nothing.
ALTER TABLE leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE touches NO FORCE ROW LEVEL SECURITY;
UPDATE leads l SET history = history_of(user_id, id)
    WHERE EXISTS (SELECT FROM touches t WHERE t.user_id = l.user_id AND t.lead_id = l.id);
ALTER TABLE leads FORCE ROW LEVEL SECURITY;
ALTER TABLE touches FORCE ROW LEVEL SECURITY;

-- The reply models, one a night. They hold sums over many leads and, as keys of rates, the ids of users; of a lead
-- they hold nothing. Everybody decides by the newest, so everybody may read them; none is ever changed.
CREATE TABLE models (
    version int PRIMARY KEY CHECK (version > 0),
    made_at timestamptz NOT NULL,
    records int NOT NULL, -- how many leads it was fitted to
    body    jsonb NOT NULL
);
CREATE POLICY read ON models FOR SELECT TO salesflow_app
    USING ((SELECT app_work()) OR (SELECT app_user()) IS NOT NULL);
CREATE POLICY work_add ON models FOR INSERT TO salesflow_app WITH CHECK ((SELECT app_work()));
CREATE POLICY work_remove ON models FOR DELETE TO salesflow_app USING ((SELECT app_work()));
ALTER TABLE models ENABLE ROW LEVEL SECURITY;
ALTER TABLE models FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON models TO salesflow_app;

-- What the time of a decision rested on beside the history (decisions.history) and the model
-- (decisions.model_version), and the time itself: with the three the program decides the same again (engine.Basis).
-- Null where the reply model had no part in it.
ALTER TABLE decisions ADD COLUMN basis jsonb;
