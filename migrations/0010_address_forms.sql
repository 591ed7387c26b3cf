-- How leads are addressed, and in which country they are reached, which says how German is spelt there.

-- +goose Up

ALTER TABLE leads
    ADD COLUMN country        text NOT NULL DEFAULT '' CHECK (country = '' OR country ~ '^[A-Z]{2}$'), -- of a phone number; empty: unknown
    ADD COLUMN address_form   text NOT NULL DEFAULT '' CHECK (address_form IN ('', 'du', 'sie')),
    ADD COLUMN address_source text NOT NULL DEFAULT '' CHECK (address_source IN ('', 'told', 'chats', 'reply')), -- how that is known
    ADD COLUMN salutation     text NOT NULL DEFAULT '' CHECK (salutation IN ('', 'Frau', 'Herr')), -- as somebody said, never guessed
    ADD CHECK ((address_form = '') = (address_source = ''));

-- The lead as it was before the answer, for undo.
ALTER TABLE suggestions
    ADD COLUMN lead_address_form   text NOT NULL DEFAULT '',
    ADD COLUMN lead_address_source text NOT NULL DEFAULT '';

-- The owner of the tables fills in the countries of our users' numbers: forced row-level security would show it nothing.
-- Those of other numbers say nothing of how German is spelt, and come with the next import.
ALTER TABLE leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE addresses NO FORCE ROW LEVEL SECURITY;
UPDATE leads l SET country = a.country FROM (
    SELECT DISTINCT ON (n.user_id, n.lead_id) n.user_id, n.lead_id, c.country
    FROM addresses n JOIN (VALUES ('+49%', 'DE'), ('+43%', 'AT'), ('+41%', 'CH'), ('+423%', 'LI')) AS c (code, country)
        ON n.address LIKE c.code
    WHERE n.lead_id IS NOT NULL AND n.channel = 'phone' ORDER BY n.user_id, n.lead_id, n.created_at, n.id) a
    WHERE a.user_id = l.user_id AND a.lead_id = l.id;
ALTER TABLE addresses FORCE ROW LEVEL SECURITY;
ALTER TABLE leads FORCE ROW LEVEL SECURITY;
