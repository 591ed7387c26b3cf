package timing

const (
	kappaPrior       = 60.0 // networkers differ in a wording as little as people do in most things they send
	kappaPriorWeight = 200  // in pairs of messages by one networker, as the estimate counts
	leastKappa       = 4.0
	mostKappa        = 400.0
)

// Kappa estimates how many messages of one's own weigh as much as the team's experience with a wording. It is
// high where all networkers have the same luck with it, and low where it works for some and not for others: the
// method of moments over networkers, wording by wording. wordings holds for each wording the tallies of the
// networkers who used it.
func Kappa(wordings [][]Tally) float64 {
	alike := float64(kappaPriorWeight / (kappaPrior + 1))
	pairs := float64(kappaPriorWeight)
	for _, networkers := range wordings {
		a, p := likeness(networkers)
		alike, pairs = alike+a, pairs+p
	}
	if alike <= float64(pairs/(mostKappa+1)) {
		return mostKappa
	}
	return max(pairs/alike-1, leastKappa)
}

// likeness is by how much more the messages of one networker resemble each other than those of two, summed over
// the pairs: a networker with n messages has n(n-1), and their sum of rewards strays from n times the mean by
// n + n(n-1) r variances, where r = 1/(kappa+1) is the correlation within a networker. Who is part of the mean
// strays less, by n/N.
func likeness(networkers []Tally) (alike, pairs float64) {
	var all Tally
	for _, t := range networkers {
		all = all.Plus(t)
	}
	if all.Sent < 2 {
		return 0, 0
	}
	mean := all.Reward / all.Sent
	variance := all.Squares/all.Sent - float64(mean*mean)
	if variance <= 0 {
		return 0, 0
	}
	for _, t := range networkers {
		if t.Sent < 2 {
			continue
		}
		stray := t.Reward - float64(t.Sent*mean)
		alike += float64(stray*stray)/variance - float64(t.Sent*(1-t.Sent/all.Sent))
		pairs += float64(t.Sent * (t.Sent - 1))
	}
	return alike, pairs
}
