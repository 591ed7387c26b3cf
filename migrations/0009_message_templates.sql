-- The users' own wordings.

-- +goose Up

-- Templates that users wrote themselves. One with the id of a built-in template takes its place. A row holds what the
-- template says and what it said before its last change, so that the change can be taken back. Texts that were drafted
-- stand with their suggestions: what somebody has been shown changes with no row of this table.
CREATE TABLE message_templates (
    user_id    uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    id         text NOT NULL CHECK (id <> ''),
    said       jsonb CHECK (said IS NULL OR said->>'id' = id), -- null: the user has none of their own under this id
    before     jsonb,                                          -- null: the user had none
    change_id  uuid NOT NULL,                                  -- the file, or the button, that changed it with others
    undone     boolean NOT NULL DEFAULT false,                 -- the change was taken back
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, id)
);
CREATE POLICY own ON message_templates TO salesflow_app USING (user_id = (SELECT app_user()));
ALTER TABLE message_templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_templates FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON message_templates TO salesflow_app;

-- The number of a user's own wording is made from its text: it needs more room than a place in a list.
ALTER TABLE suggestions ALTER COLUMN variant TYPE int;
ALTER TABLE touches ALTER COLUMN variant TYPE int;
ALTER TABLE decisions ALTER COLUMN variant TYPE int;
ALTER TABLE variant_tallies ALTER COLUMN variant TYPE int;
ALTER TABLE team_variant_tallies ALTER COLUMN variant TYPE int;
