package bot

import (
	"encoding/json"
	"html/template"
	"strings"

	"github.com/salesflow/salesflow/engine"
)

// because says reasons, a line each.
func (s *speaker) because(list any) (template.HTML, error) {
	raw, err := json.Marshal(list) // what was kept as JSON has lost its types
	if err != nil {
		return "", err
	}
	var reasons []engine.Because
	if err := json.Unmarshal(raw, &reasons); err != nil {
		return "", err
	}
	lines := make([]string, len(reasons))
	for i, r := range reasons {
		line, err := s.say(r.Key, plain(r.Args))
		if err != nil {
			return "", err
		}
		lines[i] = string(line)
	}
	return template.HTML(strings.Join(lines, "\n")), nil
}
