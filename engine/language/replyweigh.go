package language

import "math"

// How much a rule counts beside what was learned, by how sure it is (in logarithms of odds).
const (
	countsSure    = 1.5
	countsFair    = 0.8
	countsLittle  = 0.4
	countsStop    = 2.5 // a rule that finds a stop without doubt
	leastShare    = 1e-4
	suspects      = 0.35 // from here an opt-out is suspected whatever else is likelier: a missed one is the worst error
	suspectsRules = 0.5  // the same against a rule that is sure
	stopsHardly   = 0.2
	stopsLikely   = 0.8  // from here it is one where rules know nothing better
	stopsByItself = 0.95 // from here an opt-out is one without any rule
)

// tells is what stands in a reply beside what was learned: refuses, a word without which hardly anybody stops; stops, one
// that speaks of writing, calling, stopping or of one's data.
type tells struct{ refuses, stops bool }

func (w *replyWords) tellsIn(s *said) tells {
	return tells{refuses: s.all.meets(&w.refusing), stops: s.all.meets(&w.stopping)}
}

// weigh puts together what a rule says and what was learned: each finds much that the other misses. What was learned alone
// stops nobody for good who speaks of nothing that could be stopped.
func (l *learned) weigh(rule Reply, shares []float64, t tells) Reply {
	if len(l.means) == 0 {
		return rule
	}
	scores := make([]float64, len(shares))
	stop := 0
	for i, share := range shares {
		if l.means[i].Intent == MeansOptOut {
			stop = i
			if !t.refuses && rule.Intent != MeansOptOut && share < clearly {
				shares[i], share = 0, 0
			}
		}
		scores[i] = math.Log(share + leastShare)
		if l.means[i].Intent == rule.Intent && l.means[i].Objection == rule.Objection {
			scores[i] += rule.counts()
		}
	}
	best := 0
	for i := range scores {
		if scores[i] > scores[best] {
			best = i
		}
	}
	if shares[stop] >= suspects && (rule.Confidence < clearly || shares[stop] >= suspectsRules) {
		best = stop
	}
	reply := l.means[best]
	reply.Confidence = softmax(scores)[best]
	reply.Hard = reply.hardBeside(rule, shares[best]) && (t.stops || rule.Hard || reply.Intent != MeansOptOut)
	return reply
}

// hardBeside tells whether everything stops without a question back: where a rule and what was learned agree, or what was
// learned has no doubt.
func (r Reply) hardBeside(rule Reply, share float64) bool {
	switch r.Intent {
	case MeansOptOut:
		agreed := rule.Intent == r.Intent && rule.Hard && share > stopsHardly
		return agreed || share >= stopsByItself || share >= stopsLikely && rule.Confidence < clearly
	case MeansPrivacyRequest, MeansWrongPerson:
		return rule.Intent == r.Intent && rule.Hard || share >= stopsByItself
	}
	return false
}

// counts is how much a rule weighs.
func (r Reply) counts() float64 {
	switch {
	case r.Intent == MeansOptOut && r.Hard:
		return countsStop
	case r.Confidence >= clearly:
		return countsSure
	case r.Confidence > doubtful:
		return countsFair
	}
	return countsLittle
}
