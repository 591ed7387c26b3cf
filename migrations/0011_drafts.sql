-- Drafts that a language model writes.

-- +goose Up

-- One order to write a draft. It is written once: whatever is killed in between, nothing is paid for twice.
CREATE TABLE drafts (
    id            uuid PRIMARY KEY,
    user_id       uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    lead_id       uuid NOT NULL,
    suggestion_id uuid REFERENCES suggestions(id) ON DELETE CASCADE, -- whose card waits for it
    state         text NOT NULL CHECK (state IN ('wanted', 'writing', 'written', 'failed', 'void', 'lost')),
    wish          text NOT NULL DEFAULT '' CHECK (wish IN ('', 'shorter', 'warmer', 'direct', 'other', 'told')),
    instruction   text NOT NULL DEFAULT '', -- what the user wants said, empty once it is over
    basis         text NOT NULL,            -- a hash of what it is written from
    reason        text NOT NULL DEFAULT '', -- the words it is written from: those that the suggestion has or will have
    channel       text NOT NULL DEFAULT '',
    template_id   text NOT NULL DEFAULT '',
    variant       int NOT NULL DEFAULT 0,
    draft         text NOT NULL DEFAULT '', -- what was written
    provider      text NOT NULL DEFAULT '',
    model         text NOT NULL DEFAULT '',
    failure       text NOT NULL DEFAULT '', -- a code: why there is no text
    tokens        int NOT NULL DEFAULT 0 CHECK (tokens >= 0), -- what it cost; while it is written, what it may cost
    tries         smallint NOT NULL DEFAULT 0,
    chat          text NOT NULL DEFAULT '', -- where the user waits for it
    message_ref   text NOT NULL DEFAULT '', -- the message that it replaces
    created_at    timestamptz NOT NULL,
    claimed_at    timestamptz,
    ended_at      timestamptz,
    FOREIGN KEY (user_id, lead_id) REFERENCES leads (user_id, id) ON DELETE CASCADE,
    CHECK ((wish = '') = (suggestion_id IS NULL)),
    CHECK ((state IN ('wanted', 'writing')) = (ended_at IS NULL)),
    CHECK (state <> 'writing' OR claimed_at IS NOT NULL),
    CHECK ((state = 'written') = (draft <> '')),
    CHECK (ended_at IS NULL OR instruction = '')
);
-- Ahead of a tap a draft is written once from the same facts.
CREATE UNIQUE INDEX drafts_once ON drafts (user_id, lead_id, basis) WHERE wish = '';
CREATE INDEX drafts_of_suggestion ON drafts (suggestion_id) WHERE suggestion_id IS NOT NULL;
CREATE INDEX drafts_spent ON drafts (user_id, claimed_at) WHERE claimed_at IS NOT NULL;

ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE drafts FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON drafts TO salesflow_app;
CREATE POLICY own ON drafts TO salesflow_app USING (user_id = (SELECT app_user()));
CREATE POLICY work_read ON drafts FOR SELECT TO salesflow_app USING ((SELECT app_work()));

-- Who wrote a suggestion's draft: nobody (it is a template's), a model, or the user.
ALTER TABLE suggestions
    ADD COLUMN draft_by       text NOT NULL DEFAULT '' CHECK (draft_by IN ('', 'ai', 'user')),
    ADD COLUMN lead_objection text NOT NULL DEFAULT ''; -- the lead's as it was before the answer, for undo

ALTER TABLE users
    ADD COLUMN drafts_off boolean NOT NULL DEFAULT false, -- no model writes for the user
    ADD COLUMN style      jsonb NOT NULL DEFAULT '{}';    -- how the user writes, as numbers

-- Which lead a message was about that somebody replies to.
CREATE INDEX outgoing_by_message ON outgoing (user_id, external_id) WHERE external_id <> '' AND lead_id IS NOT NULL;

-- What a leader has switched off for the whole team.
CREATE TABLE team_switches (
    leader_id  uuid PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
    drafts_off boolean NOT NULL DEFAULT false
);
ALTER TABLE team_switches ENABLE ROW LEVEL SECURITY;
ALTER TABLE team_switches FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON team_switches TO salesflow_app;
CREATE POLICY own ON team_switches TO salesflow_app USING (leader_id = (SELECT app_user()));
CREATE POLICY team_read ON team_switches FOR SELECT TO salesflow_app
    USING (leader_id = (SELECT u.leader_id FROM users u WHERE u.id = (SELECT app_user())));
CREATE POLICY work_read ON team_switches FOR SELECT TO salesflow_app USING ((SELECT app_work()));

-- A leader's answers to objections serve the team.
CREATE POLICY team_read ON message_templates FOR SELECT TO salesflow_app USING (starts_with(id, 'objection_')
    AND user_id = (SELECT u.leader_id FROM users u WHERE u.id = (SELECT app_user())));

-- The objection that a lead has raised and nobody has answered yet.
ALTER TABLE leads ADD COLUMN objection text NOT NULL DEFAULT ''
    CHECK (objection IN ('', 'money', 'time', 'pyramid', 'partner', 'tried', 'product', 'network'));
