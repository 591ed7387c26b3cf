-- The ground of SalesFlow. Times are instants (timestamptz) written by the program's clock;
-- wall-clock settings (list_at, active_from, active_to) are local "HH:MM" read in users.timezone.

-- +goose Up

-- What a connection may see is decided by two transaction-local settings:
-- app.user_id names one user; app.scope = 'work' finds due work across users and nothing else.
-- +goose StatementBegin
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'salesflow_app') THEN
        CREATE ROLE salesflow_app NOLOGIN NOBYPASSRLS;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of this server was migrated at the same moment
END $$;
-- +goose StatementEnd
GRANT salesflow_app TO CURRENT_USER;

-- +goose StatementBegin
CREATE FUNCTION app_user() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION app_work() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('app.scope', true), '') = 'work' $$;
-- +goose StatementEnd

CREATE TABLE users (
    id            uuid PRIMARY KEY,
    role          text NOT NULL DEFAULT 'networker' CHECK (role IN ('networker', 'leader', 'admin')),
    leader_id     uuid REFERENCES users(id) ON DELETE SET NULL,
    name          text NOT NULL DEFAULT '',
    country       text NOT NULL DEFAULT 'DE' CHECK (country ~ '^[A-Z]{2}$'),
    region        text NOT NULL DEFAULT '',
    timezone      text NOT NULL DEFAULT 'Europe/Berlin',
    language      text NOT NULL DEFAULT 'de',
    company_id    text NOT NULL DEFAULT '',
    list_at       text NOT NULL DEFAULT '08:00' CHECK (list_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    list_limit    smallint NOT NULL DEFAULT 7 CHECK (list_limit BETWEEN 1 AND 20),
    active_from   text NOT NULL DEFAULT '07:00' CHECK (active_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    active_to     text NOT NULL DEFAULT '21:00' CHECK (active_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    keep_text     boolean NOT NULL DEFAULT false,
    asked         text NOT NULL DEFAULT '' CHECK (asked IN ('', 'country', 'region', 'company', 'list_at')),
    next_push_at  timestamptz,
    last_list_on  date,
    ignored_lists smallint NOT NULL DEFAULT 0 CHECK (ignored_lists >= 0),
    seen_at       timestamptz,
    stopped_at    timestamptz,
    blocked_at    timestamptz,
    created_at    timestamptz NOT NULL,
    -- Whoever has neither stopped nor blocked us has a next push; nobody else has one.
    CONSTRAINT users_next_push CHECK ((stopped_at IS NULL AND blocked_at IS NULL) = (next_push_at IS NOT NULL))
);
CREATE INDEX users_due ON users (next_push_at) WHERE next_push_at IS NOT NULL;
CREATE INDEX users_leader ON users (leader_id) WHERE leader_id IS NOT NULL;

CREATE TABLE invites (
    hash       bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    user_id    uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE TABLE leads (
    id            uuid PRIMARY KEY,
    user_id       uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    name          text NOT NULL CHECK (name <> ''),
    name_key      text NOT NULL,
    stage         text NOT NULL DEFAULT 'new' CHECK (stage IN ('new', 'contacted', 'replied', 'interested',
                  'appointment', 'closing', 'customer', 'partner', 'nurture', 'lost')),
    sentiment     text NOT NULL DEFAULT 'warm' CHECK (sentiment IN ('hot', 'warm', 'cold')),
    source        text NOT NULL DEFAULT 'typed' CHECK (source IN ('typed', 'contact', 'vcard', 'csv', 'whatsapp')),
    note          text NOT NULL DEFAULT '',
    open_question text NOT NULL DEFAULT '',
    relation      text NOT NULL DEFAULT '' CHECK (relation IN ('', 'friend', 'acquaintance', 'customer', 'enquiry', 'stranger')),
    consent       text NOT NULL DEFAULT 'none' CHECK (consent IN ('none', 'inbound_window', 'claimed', 'granted',
                  'existing_customer', 'stale', 'withdrawn', 'objected', 'suppressed', 'number_invalid')),
    unanswered    smallint NOT NULL DEFAULT 0 CHECK (unanswered >= 0),
    last_touch_at timestamptz,
    last_out_at   timestamptz,
    last_in_at    timestamptz,
    opted_out_at  timestamptz,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    is_open       boolean NOT NULL GENERATED ALWAYS AS (stage <> 'lost' AND opted_out_at IS NULL) STORED,
    UNIQUE (user_id, id)
);
CREATE INDEX leads_name ON leads (user_id, name_key);

-- One way to reach a person: a user's own (lead_id is null) or a lead's.
CREATE TABLE addresses (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    lead_id    uuid,
    channel    text NOT NULL CHECK (channel IN ('telegram', 'whatsapp', 'sms', 'phone', 'email')),
    address    text NOT NULL CHECK (address <> ''),
    created_at timestamptz NOT NULL,
    FOREIGN KEY (user_id, lead_id) REFERENCES leads (user_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX addresses_user ON addresses (channel, address) WHERE lead_id IS NULL;
CREATE UNIQUE INDEX addresses_lead ON addresses (user_id, channel, address) WHERE lead_id IS NOT NULL;
CREATE INDEX addresses_of_user ON addresses (user_id, created_at) WHERE lead_id IS NULL;
CREATE INDEX addresses_of_lead ON addresses (user_id, lead_id) WHERE lead_id IS NOT NULL;

CREATE TABLE suggestions (
    id            uuid PRIMARY KEY,
    user_id       uuid NOT NULL,
    lead_id       uuid NOT NULL,
    due_at        timestamptz NOT NULL,
    timed         boolean NOT NULL DEFAULT false, -- the user named a time of day: pushed then, not with a list
    priority      text NOT NULL CHECK (priority IN ('urgent', 'high', 'normal', 'low', 'scheduled')),
    rank          smallint NOT NULL GENERATED ALWAYS AS (CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1
                  WHEN 'normal' THEN 2 WHEN 'low' THEN 3 ELSE 4 END) STORED,
    score         smallint NOT NULL CHECK (score BETWEEN 0 AND 100),
    confidence    real NOT NULL DEFAULT 0 CHECK (confidence BETWEEN 0 AND 1),
    reason        text NOT NULL CHECK (reason IN ('no_response', 'showed_interest', 'watched_video',
                  'objection_handled', 'call_scheduled', 'periodic_checkin', 'reactivation')),
    channel       text NOT NULL CHECK (channel IN ('telegram', 'whatsapp', 'sms', 'call', 'email', 'none')),
    template_id   text NOT NULL DEFAULT '',
    variant       smallint NOT NULL DEFAULT 0 CHECK (variant >= 0),
    draft         text NOT NULL DEFAULT '',
    blocked_by    text NOT NULL DEFAULT '', -- the send gate's last verdict, empty when nothing speaks against it
    laters        smallint NOT NULL DEFAULT 0 CHECK (laters >= 0),
    lead_stage    text NOT NULL DEFAULT '', -- the lead as it was before the answer, for undo
    lead_consent  text NOT NULL DEFAULT '',
    lead_question text NOT NULL DEFAULT '',
    last_touch_at timestamptz NOT NULL, -- the lead's, or its creation when there was none: orders the list
    listed_on     date,
    position      smallint,
    shown_at      timestamptz,
    created_at    timestamptz NOT NULL,
    closed_at     timestamptz,
    outcome       text CHECK (outcome IN ('done', 'later', 'no_more', 'replaced')),
    FOREIGN KEY (user_id, lead_id) REFERENCES leads (user_id, id) ON DELETE CASCADE,
    CHECK ((closed_at IS NULL) = (outcome IS NULL)),
    CHECK ((listed_on IS NULL) = (position IS NULL))
);
-- At most one open suggestion a lead; the constraint trigger below adds: and at least one.
CREATE UNIQUE INDEX suggestions_one_open ON suggestions (user_id, lead_id) WHERE closed_at IS NULL;
CREATE INDEX suggestions_list ON suggestions (user_id, rank, score DESC, last_touch_at, lead_id) WHERE closed_at IS NULL;
CREATE INDEX suggestions_due ON suggestions (user_id, due_at) WHERE closed_at IS NULL;
CREATE INDEX suggestions_of_lead ON suggestions (user_id, lead_id, created_at);

-- Nothing is forgotten: when a transaction ends, a lead is open if and only if it has an open suggestion.
-- +goose StatementBegin
CREATE FUNCTION check_next_action() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lead uuid;
BEGIN
    IF tg_table_name = 'leads' THEN lead := new.id; ELSE lead := new.lead_id; END IF;
    IF EXISTS (SELECT FROM leads l WHERE l.user_id = new.user_id AND l.id = lead AND l.is_open <> EXISTS (
            SELECT FROM suggestions s WHERE s.user_id = l.user_id AND s.lead_id = l.id AND s.closed_at IS NULL)) THEN
        RAISE EXCEPTION 'a lead is open exactly when it has a next action'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'leads_next_action';
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER leads_next_action AFTER INSERT OR UPDATE OF stage, opted_out_at ON leads
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_next_action();
CREATE CONSTRAINT TRIGGER suggestions_next_action AFTER INSERT OR UPDATE OF closed_at, lead_id ON suggestions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_next_action();

CREATE TABLE touches (
    id            uuid PRIMARY KEY,
    user_id       uuid NOT NULL,
    lead_id       uuid NOT NULL,
    at            timestamptz NOT NULL,
    direction     text NOT NULL CHECK (direction IN ('in', 'out')),
    channel       text NOT NULL CHECK (channel IN ('telegram', 'whatsapp', 'sms', 'call', 'email', 'none')),
    text          text NOT NULL DEFAULT '', -- empty unless the user wants texts kept
    source_key    text NOT NULL,            -- where it comes from: makes a repeated import or tap one touch
    suggestion_id uuid REFERENCES suggestions(id) ON DELETE SET NULL,
    template_id   text NOT NULL DEFAULT '',
    variant       smallint NOT NULL DEFAULT 0,
    FOREIGN KEY (user_id, lead_id) REFERENCES leads (user_id, id) ON DELETE CASCADE,
    UNIQUE (user_id, lead_id, source_key)
);
CREATE INDEX touches_of_lead ON touches (user_id, lead_id, at);
CREATE INDEX touches_of_suggestion ON touches (suggestion_id) WHERE suggestion_id IS NOT NULL;

-- One thing a person said or pressed. It keeps that it came, not what was said.
CREATE TABLE inbound (
    id           uuid PRIMARY KEY,
    channel      text NOT NULL,
    external_id  text NOT NULL,
    user_id      uuid REFERENCES users(id) ON DELETE CASCADE,
    kind         text NOT NULL,
    received_at  timestamptz NOT NULL,
    file_ref     text NOT NULL DEFAULT '',
    file_name    text NOT NULL DEFAULT '',
    file_size    bigint NOT NULL DEFAULT 0,
    decided_at   timestamptz,                 -- null while deciding has failed so far
    failures     smallint NOT NULL DEFAULT 0, -- how often deciding failed; after the third it is set aside
    processed_at timestamptz,                 -- of a file: when its content was taken over
    UNIQUE (channel, external_id)
);
CREATE INDEX inbound_of_user ON inbound (user_id, received_at);

-- One message to a person, as a text key and arguments.
CREATE TABLE outgoing (
    id          uuid PRIMARY KEY,
    seq         bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    user_id     uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    address_id  uuid NOT NULL REFERENCES addresses(id) ON DELETE CASCADE,
    lead_id     uuid,
    to_lead     boolean NOT NULL DEFAULT false,
    key         text NOT NULL,
    args        jsonb NOT NULL DEFAULT '{}',
    buttons     jsonb NOT NULL DEFAULT '[]',
    edits       text NOT NULL DEFAULT '', -- the channel's id of the message it replaces in place
    state       text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled')),
    attempts    smallint NOT NULL DEFAULT 0,
    external_id text NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL,
    not_before  timestamptz, -- the channel asked to wait until then
    claimed_at  timestamptz,
    sent_at     timestamptz,
    FOREIGN KEY (user_id, lead_id) REFERENCES leads (user_id, id) ON DELETE CASCADE,
    CHECK (NOT to_lead OR lead_id IS NOT NULL),
    CHECK (NOT to_lead OR attempts <= 1) -- nothing is ever sent to a lead twice
);
CREATE INDEX outgoing_queue ON outgoing (address_id, seq) WHERE state = 'queued';
-- Messages to one address stay in order: one is under way at a time.
CREATE UNIQUE INDEX outgoing_under_way ON outgoing (address_id) WHERE state = 'sending';
CREATE INDEX outgoing_of_lead ON outgoing (user_id, lead_id) WHERE state = 'queued';

-- Proof of permission, append-only.
CREATE TABLE consents (
    id      uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    channel text NOT NULL,
    purpose text NOT NULL,
    state   text NOT NULL,
    method  text NOT NULL, -- how it was given, e.g. the relation that the networker named
    at      timestamptz NOT NULL,
    FOREIGN KEY (user_id, lead_id) REFERENCES leads (user_id, id) ON DELETE CASCADE
);
CREATE INDEX consents_of_lead ON consents (user_id, lead_id, at);

-- Keyed hashes of addresses that must never be contacted.
CREATE TABLE suppressions (
    user_id     uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    hash        bytea NOT NULL CHECK (octet_length(hash) = 32),
    key_version smallint NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (user_id, hash)
);

CREATE TABLE api_tokens (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    hash       bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    name       text NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);

-- The customer's four tables, as given; users(id) stands for auth.users(id).
CREATE TABLE followup_sequence_runs (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    lead_id      uuid NOT NULL REFERENCES leads(id) ON DELETE CASCADE,
    sequence_id  text NOT NULL,
    started_at   timestamptz NOT NULL DEFAULT now(),
    current_step int NOT NULL DEFAULT 0,
    status       text CHECK (status IN ('active', 'paused', 'completed', 'cancelled')) DEFAULT 'active',
    outcome      text,
    completed_at timestamptz,
    metadata     jsonb DEFAULT '{}'
);
CREATE TABLE team_templates (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name         text NOT NULL,
    description  text,
    created_by   uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    company_id   text NOT NULL,
    config       jsonb NOT NULL,
    is_public    boolean DEFAULT false,
    version      int DEFAULT 1,
    times_cloned int DEFAULT 0,
    created_at   timestamptz DEFAULT now(),
    updated_at   timestamptz DEFAULT now()
);
CREATE TABLE template_clones (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    template_id uuid NOT NULL REFERENCES team_templates(id) ON DELETE CASCADE,
    user_id     uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    cloned_at   timestamptz DEFAULT now(),
    is_synced   boolean DEFAULT true,
    UNIQUE (template_id, user_id)
);
CREATE TABLE smart_reminders (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id       uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    lead_id       uuid REFERENCES leads(id) ON DELETE CASCADE,
    action_type   text NOT NULL,
    scheduled_for timestamptz NOT NULL,
    priority      text DEFAULT 'normal',
    snooze_count  int DEFAULT 0,
    completed_at  timestamptz,
    dismissed_at  timestamptz,
    metadata      jsonb DEFAULT '{}'
);
CREATE INDEX idx_sequence_runs_lead ON followup_sequence_runs (lead_id);
CREATE INDEX idx_sequence_runs_status ON followup_sequence_runs (status);
CREATE INDEX idx_templates_company ON team_templates (company_id);
CREATE INDEX idx_reminders_user_scheduled ON smart_reminders (user_id, scheduled_for);

-- Row-level security, enabled and forced everywhere. A user's transaction sees the user's rows.
-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['invites', 'leads', 'addresses', 'suggestions', 'touches', 'inbound', 'outgoing',
            'consents', 'suppressions', 'api_tokens', 'template_clones', 'smart_reminders'] LOOP
        EXECUTE format('CREATE POLICY own ON %I TO salesflow_app USING (user_id = (SELECT app_user()))', t);
    END LOOP;
END $$;
-- +goose StatementEnd
CREATE POLICY own ON users TO salesflow_app USING (id = (SELECT app_user()));
CREATE POLICY own ON team_templates TO salesflow_app USING (created_by = (SELECT app_user()));
CREATE POLICY own ON followup_sequence_runs TO salesflow_app
    USING (EXISTS (SELECT FROM leads l WHERE l.id = lead_id AND l.user_id = (SELECT app_user())));

-- Work across users: who is due, who wrote, what is queued, whose suggestion a link means. Leads, their
-- addresses and touches stay closed.
CREATE POLICY work_read ON users FOR SELECT TO salesflow_app USING ((SELECT app_work()));
CREATE POLICY work_read ON addresses FOR SELECT TO salesflow_app USING ((SELECT app_work()) AND lead_id IS NULL);
CREATE POLICY work_read ON suggestions FOR SELECT TO salesflow_app USING ((SELECT app_work()));
CREATE POLICY work_read ON invites FOR SELECT TO salesflow_app USING ((SELECT app_work()));
CREATE POLICY work_read ON api_tokens FOR SELECT TO salesflow_app USING ((SELECT app_work()));
CREATE POLICY work_read ON inbound FOR SELECT TO salesflow_app USING ((SELECT app_work()));
CREATE POLICY work_add ON inbound FOR INSERT TO salesflow_app WITH CHECK ((SELECT app_work()));
CREATE POLICY work_mark ON inbound FOR UPDATE TO salesflow_app USING ((SELECT app_work()));
CREATE POLICY work_read ON outgoing FOR SELECT TO salesflow_app USING ((SELECT app_work()));
CREATE POLICY work_mark ON outgoing FOR UPDATE TO salesflow_app USING ((SELECT app_work()));

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOR t IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname <> 'goose_db_version'
               AND c.relname NOT LIKE 'river%' LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO salesflow_app', t);
    END LOOP;
END $$;
-- +goose StatementEnd
REVOKE UPDATE, DELETE ON consents FROM salesflow_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO salesflow_app;
