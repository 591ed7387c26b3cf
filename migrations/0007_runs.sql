-- Runs: one lead on one version of a sequence, and the versions that runs keep to.

-- +goose Up

-- The versions of sequences that somebody has run or written, as the YAML they were read from. A version never changes.
CREATE TABLE sequences (
    user_id    uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    id         text NOT NULL CHECK (id <> ''),
    version    text NOT NULL CHECK (version <> ''), -- a hash of what it says
    source     text NOT NULL,
    is_current boolean NOT NULL DEFAULT false, -- the user's own: new runs start with it in place of the built-in one
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, id, version)
);
CREATE UNIQUE INDEX sequences_current ON sequences (user_id, id) WHERE is_current;

-- What conditions ask about a lead and nothing else keeps.
ALTER TABLE leads
    ADD COLUMN watched_video boolean NOT NULL DEFAULT false,
    ADD COLUMN has_objections boolean NOT NULL DEFAULT false,
    ADD COLUMN satisfaction  smallint NOT NULL DEFAULT 0 CHECK (satisfaction BETWEEN 0 AND 10); -- 0 is unknown
-- Leads whose silence may begin a sequence, and customers whose content may.
CREATE INDEX leads_silent ON leads (user_id, last_out_at) WHERE is_open AND unanswered > 0;
CREATE INDEX leads_satisfied ON leads (user_id) WHERE is_open AND satisfaction > 0;

-- Which step of which sequence a message was, so that steps can be compared.
ALTER TABLE decisions
    ADD COLUMN sequence_id text NOT NULL DEFAULT '',
    ADD COLUMN step        smallint NOT NULL DEFAULT 0;
CREATE INDEX decisions_of_step ON decisions (user_id, sequence_id, step) WHERE sequence_id <> '';

-- The owner of the tables fills in whose run it is: forced row-level security would show it nothing.
ALTER TABLE followup_sequence_runs NO FORCE ROW LEVEL SECURITY;
ALTER TABLE leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE followup_sequence_runs ADD COLUMN user_id uuid;
UPDATE followup_sequence_runs r SET user_id = (SELECT l.user_id FROM leads l WHERE l.id = r.lead_id);
-- No earlier version ran a sequence: a run of then has no steps to go on with.
UPDATE followup_sequence_runs SET status = 'cancelled', completed_at = coalesce(completed_at, started_at)
    WHERE status IS NULL OR status IN ('active', 'paused');
ALTER TABLE leads FORCE ROW LEVEL SECURITY;
ALTER TABLE followup_sequence_runs FORCE ROW LEVEL SECURITY;

ALTER TABLE followup_sequence_runs
    ALTER COLUMN user_id SET NOT NULL,
    ALTER COLUMN status SET NOT NULL,
    ADD COLUMN version       text NOT NULL DEFAULT '',
    ADD COLUMN triggered     boolean NOT NULL DEFAULT false, -- it began by itself
    ADD COLUMN step_on       date NOT NULL DEFAULT '1970-01-01', -- the day of the next step, on the lead's calendar
    ADD COLUMN settled_on    date NOT NULL DEFAULT '1970-01-01', -- the day on which the step before was sent or skipped
    ADD COLUMN ends_on       date,
    ADD COLUMN paused_on     date,
    ADD COLUMN last_step     int NOT NULL DEFAULT -1,           -- the step that was sent last
    ADD COLUMN sent          int NOT NULL DEFAULT 0,
    ADD COLUMN sent_at       timestamptz,
    ADD COLUMN heard         boolean NOT NULL DEFAULT false,    -- the lead has replied to it
    ADD COLUMN response      text NOT NULL DEFAULT '' CHECK (response IN ('', 'positive', 'negative')),
    ADD COLUMN suggestion_id uuid REFERENCES suggestions(id) ON DELETE SET NULL, -- proposes the next step
    ADD COLUMN undo          jsonb,                             -- the run as it was before the answer given last
    ADD FOREIGN KEY (user_id, lead_id) REFERENCES leads (user_id, id) ON DELETE CASCADE,
    ADD CHECK ((status = 'paused') <= (paused_on IS NOT NULL)),
    ADD CHECK (status NOT IN ('active', 'paused') OR completed_at IS NULL);
-- A lead has one active run. By itself a sequence begins once for a lead.
CREATE UNIQUE INDEX runs_one_active ON followup_sequence_runs (user_id, lead_id) WHERE status = 'active';
CREATE UNIQUE INDEX runs_triggered_once ON followup_sequence_runs (user_id, lead_id, sequence_id) WHERE triggered;
CREATE INDEX runs_of_lead ON followup_sequence_runs (user_id, lead_id);
CREATE INDEX runs_of_sequence ON followup_sequence_runs (user_id, sequence_id) WHERE status IN ('active', 'paused');
CREATE INDEX runs_of_suggestion ON followup_sequence_runs (suggestion_id) WHERE suggestion_id IS NOT NULL;

DROP POLICY own ON followup_sequence_runs;
CREATE POLICY own ON followup_sequence_runs TO salesflow_app USING (user_id = (SELECT app_user()));
CREATE POLICY own ON sequences TO salesflow_app USING (user_id = (SELECT app_user()));
ALTER TABLE sequences ENABLE ROW LEVEL SECURITY;
ALTER TABLE sequences FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON sequences TO salesflow_app;
