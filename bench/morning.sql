\startpipeline
BEGIN;
SELECT set_config('app.scope', '', true), set_config('app.user_id', THE_USER::text, true);
SELECT * FROM users WHERE id = THE_USER FOR NO KEY UPDATE;
SELECT * FROM suggestions s JOIN leads l ON l.user_id = s.user_id AND l.id = s.lead_id
WHERE s.user_id = THE_USER AND s.closed_at IS NULL AND s.due_at < '2026-11-25 23:00Z'
ORDER BY s.rank, s.score DESC, s.last_touch_at, s.lead_id;
SELECT due_at::date, count(*) FROM suggestions
WHERE user_id = THE_USER AND closed_at IS NULL AND due_at >= '2026-11-25 07:00Z' GROUP BY 1;
UPDATE suggestions SET due_at = '2026-11-25 07:00Z', listed_on = '2026-11-25', position = 1, score = 50,
	shown_at = '2026-11-25 07:00Z'
WHERE user_id = THE_USER AND closed_at IS NULL AND due_at < '2026-11-25 23:00Z';
UPDATE users SET next_push_at = '2026-11-26 07:00Z', last_list_on = '2026-11-25', ignored_lists = 1 WHERE id = THE_USER;
INSERT INTO outgoing (id, user_id, address_id, key, args, created_at)
SELECT gen_random_uuid(), user_id, id, key, '{"name": "Max", "count": 7}', '2026-11-25 07:00Z'
FROM addresses, (VALUES ('summary'), ('card')) said (key) WHERE user_id = THE_USER AND lead_id IS NULL;
INSERT INTO river_job (args, kind, max_attempts, queue, state) VALUES ('{"address": ""}', 'bench', 1, 'bench', 'available');
COMMIT;
\endpipeline
