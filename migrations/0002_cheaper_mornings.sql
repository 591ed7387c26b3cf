-- What a morning list costs: most updates of a suggestion neither open nor close it.

-- +goose Up

-- The next action of a lead is looked at when a suggestion is added, opened, closed or given to another lead.
DROP TRIGGER suggestions_next_action ON suggestions;
CREATE CONSTRAINT TRIGGER suggestions_next_action AFTER INSERT ON suggestions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_next_action();
CREATE CONSTRAINT TRIGGER suggestions_next_action_changed AFTER UPDATE OF closed_at, lead_id ON suggestions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (old.closed_at IS DISTINCT FROM new.closed_at OR old.lead_id <> new.lead_id)
    EXECUTE FUNCTION check_next_action();

-- The next reminder of a user: few suggestions have a time of day.
CREATE INDEX suggestions_timed ON suggestions (user_id, due_at) WHERE closed_at IS NULL AND timed;
