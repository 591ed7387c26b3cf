-- When to write on the day a suggestion is due, and how much of its confidence the lead's own behaviour carries.

-- +goose Up
ALTER TABLE suggestions
    ADD COLUMN best_at  timestamptz,
    ADD COLUMN evidence real NOT NULL DEFAULT 0 CHECK (evidence BETWEEN 0 AND 1);
