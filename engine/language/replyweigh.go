package language

import (
	"math"
	"slices"
)

// How much a rule counts beside what was learned, by how sure it is (in logarithms of odds).
const (
	countsSure    = 2.0
	countsFair    = 1.2
	countsLittle  = 0.6
	countsStop    = 2.0 // a rule that finds a stop without doubt
	leastShare    = 1e-4
	stopsHardly   = 0.3
	stopsByItself = 0.9 // from here an opt-out is one without any rule
)

// weigh puts together what a rule says and what was learned: each finds much that the other misses.
func (l *learned) weigh(rule Reply, shares []float64, refuses bool) Reply {
	if len(l.means) == 0 {
		return rule
	}
	scores := make([]float64, len(shares))
	for i, share := range shares {
		if l.means[i].Intent == MeansOptOut && !refuses && rule.Intent != MeansOptOut && share < clearly {
			share = 0
		}
		scores[i] = math.Log(share + leastShare)
		if l.means[i].Intent == rule.Intent && l.means[i].Objection == rule.Objection {
			scores[i] += rule.counts()
		}
	}
	best, sure := 0, softmax(slices.Clone(scores))
	for i := range scores {
		if scores[i] > scores[best] {
			best = i
		}
	}
	reply := l.means[best]
	reply.Confidence = sure[best]
	agreed := reply.Intent == rule.Intent
	switch reply.Intent {
	case MeansOptOut:
		reply.Hard = agreed && rule.Hard && shares[best] > stopsHardly || shares[best] >= stopsByItself
	case MeansPrivacyRequest, MeansWrongPerson:
		reply.Hard = agreed && rule.Hard || shares[best] >= stopsByItself
	}
	return reply
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
