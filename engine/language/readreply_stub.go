package language

import (
	_ "embed"
	"strings"
	"sync"
	"time"

	"gopkg.in/yaml.v3"
)

//go:embed readreply_stub.de.yaml
var stubYAML []byte

var stubWords = sync.OnceValue(func() map[Intent][]string {
	var words map[Intent][]string
	if err := yaml.Unmarshal(stubYAML, &words); err != nil {
		return nil
	}
	return words
})

// ReadReply stands in for the classifier until that is merged.
func ReadReply(text string, now time.Time) Reply {
	lower := strings.ToLower(text)
	for _, intent := range []Intent{
		MeansAutoReply, MeansOptOut, MeansPrivacyRequest, MeansChannelLimit, MeansWrongPerson, MeansComplaint,
		MeansSensitive, MeansLater, MeansObjection, MeansNegative, MeansPositive,
	} {
		for _, word := range stubWords()[intent] {
			if strings.Contains(lower, word) {
				return stubReply(intent, text, now)
			}
		}
	}
	if strings.Contains(text, "?") {
		return Reply{Intent: MeansQuestion, Confidence: 1}
	}
	return Reply{Intent: MeansNeutral, Confidence: 1}
}

func stubReply(intent Intent, text string, now time.Time) Reply {
	r := Reply{Intent: intent, Confidence: 1, Hard: intent == MeansPrivacyRequest || intent == MeansWrongPerson}
	switch intent {
	case MeansOptOut:
		r.Hard = !strings.Contains(text, "…")
	case MeansObjection:
		r.Objection = ObjectsMoney
	case MeansLater, MeansAutoReply:
		if strings.Contains(strings.ToLower(text), stubWords()[MeansLater][0]) {
			r.Due = time.Date(now.Year()+1, time.March, 1, 0, 0, 0, 0, now.Location())
		}
		if strings.Contains(strings.ToLower(text), stubWords()[MeansLater][1]) {
			r.Due = now.AddDate(0, 0, 7)
		}
	}
	return r
}
