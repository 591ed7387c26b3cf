-- What leads' messages mean, and what follows from that.

-- +goose Up

-- What a message of a lead was read as; empty where nobody read it.
ALTER TABLE touches ADD COLUMN intent text NOT NULL DEFAULT '' CHECK (intent IN ('', 'opt_out', 'privacy_request',
    'channel_limit', 'wrong_person', 'auto_reply', 'complaint', 'sensitive', 'later', 'objection', 'question',
    'negative', 'positive', 'neutral'));

-- A touch in a history says so, too: bits 4 to 7 are the place of the intent in this list. In histories that were
-- written before they are zero, which is the empty one.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION history_of(owner uuid, lead uuid) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT coalesce(string_agg(int8send((floor(extract(epoch FROM at))::bigint << 8)
        | ((array_position(ARRAY['', 'opt_out', 'privacy_request', 'channel_limit', 'wrong_person', 'auto_reply',
            'complaint', 'sensitive', 'later', 'objection', 'question', 'negative', 'positive', 'neutral'], intent) - 1) << 4)
        | ((array_position(ARRAY['none', 'telegram', 'whatsapp', 'sms', 'call', 'email'], channel) - 1) << 1)
        | (direction = 'out')::int), '' ORDER BY at, id), '')
    FROM (SELECT at, id, channel, direction, intent FROM touches
        WHERE user_id = owner AND lead_id = lead AND source_key NOT LIKE 'group:%'
        ORDER BY at DESC, id DESC LIMIT 60) latest
$$;
-- +goose StatementEnd

-- What took place never changes, but what it is taken for may: the user knows better what a lead meant.
GRANT UPDATE (intent, suggestion_id) ON touches TO salesflow_app;
CREATE TRIGGER touches_reread AFTER UPDATE ON touches
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_history();

ALTER TABLE leads
    ADD COLUMN resting_until   timestamptz, -- nothing is proposed before: the lead said so, or we wait for the user's word
    ADD COLUMN closed_channels text NOT NULL DEFAULT ''; -- on which the lead wants no messages, with commas

-- The lead as it was before the answer, for undo.
ALTER TABLE suggestions
    ADD COLUMN lead_sentiment       text NOT NULL DEFAULT '',
    ADD COLUMN lead_resting_until   timestamptz,
    ADD COLUMN lead_closed_channels text NOT NULL DEFAULT '';
