package timing

import (
	"math"
	"slices"
	"time"
)

// TallyHalfLife is after how long a tally has lost half its weight: what people answer to changes.
const TallyHalfLife = 180 * 24 * time.Hour

// AnswerWithin is how long after a message an answer counts as an answer to it.
const AnswerWithin = 72 * time.Hour

// Tally counts what became of a wording. Counts fade, so they are no whole numbers.
type Tally struct {
	Sent    float64 `json:"sent"`
	Reward  float64 `json:"reward"`  // the sum of the rewards, each 0 to 1
	Squares float64 `json:"squares"` // the sum of their squares: how much rewards differ
	OptOuts float64 `json:"opt_outs"`
}

// Plus adds two tallies.
func (t Tally) Plus(o Tally) Tally {
	return Tally{t.Sent + o.Sent, t.Reward + o.Reward, t.Squares + o.Squares, t.OptOuts + o.OptOuts}
}

// Without takes out what one networker contributed. A team's tally is a night old and may lack the last of it.
func (t Tally) Without(o Tally) Tally {
	return Tally{max(t.Sent-o.Sent, 0), max(t.Reward-o.Reward, 0), max(t.Squares-o.Squares, 0), max(t.OptOuts-o.OptOuts, 0)}
}

// Faded is what is left of the tally after a while.
func (t Tally) Faded(age time.Duration) Tally {
	w := halved(age.Hours(), TallyHalfLife.Hours())
	return Tally{float64(w * t.Sent), float64(w * t.Reward), float64(w * t.Squares), float64(w * t.OptOuts)}
}

// Reward is what an answer is worth. No answer is worth nothing, and neither is one that ends the talk; what an unread
// answer means is not known.
func Reward(intent string) float64 {
	switch intent {
	case "positive":
		return 1
	case "negative", "opt_out", "privacy_request", "wrong_person", "complaint":
		return 0
	}
	return 0.6
}

// Variant is one wording that could be sent to a lead.
type Variant struct {
	Mine Tally   // the networker's own
	Team Tally   // the rest of the team's
	Seen float64 // days since the lead got it, negative when it never did
}

const (
	priorReward, priorMiss = 2, 4   // what is known of a new wording: a third of its messages is answered
	doubt                  = 0.7    // how far a draw may stray from the team's mean, 1 for as far as it is uncertain
	propensityDraws        = 128    // a share of draws is a multiple of 1/128
	leastPropensity        = 0.02   // of all the wordings in question together
	recovery               = 15     // days until a repeated wording has won back half of what repetition costs
	sleep                  = 60     // days in which a lead does not get the same wording again
	optOutLimit            = 0.03   // a wording that makes more people leave is not used
	optOutPrior            = 0.5    // opt-outs assumed of a new wording,
	optOutPriorSent        = 50     // in as many messages
	ninetieth              = 1.2816 // the standard normal distribution's 90 % quantile
)

// ChooseVariant chooses among wordings, and says how likely it was to choose as it did. With no wordings it
// chooses -1.
//
// It is Thompson sampling where a lot is known, and no gamble where little is: what the rest of the team saw gives
// each wording a mean reward m, drawn from its Beta distribution with the spread taken in a little; what the
// networker saw themselves moves it towards their own mean, (kappa m + reward) / (kappa + sent), and is not drawn.
// kappa says how many messages of one's own weigh as much as the team's experience; Kappa estimates it. The shares
// of 128 such draws, with 2 % of pure chance so that none is zero, are the probabilities of the choice.
//
// A lead gets no wording again within 60 days; when none else is left, the least recent is the least devalued. A
// wording that too many answer with an opt-out is out.
func ChooseVariant(variants []Variant, kappa float64, seed uint64) (chosen int, propensity float64) {
	eligible := eligible(variants)
	if len(eligible) == 0 {
		return -1, 0
	}
	random := source(seed)
	shares := make([]float64, len(variants))
	for range propensityDraws {
		shares[draw(variants, eligible, kappa, &random)] += 1.0 / propensityDraws
	}
	point := random.uniform()
	for _, i := range eligible {
		propensity = float64((1-leastPropensity)*shares[i]) + leastPropensity/float64(len(eligible))
		chosen = i
		if point -= propensity; point < 0 {
			break
		}
	}
	return chosen, propensity
}

// draw chooses once.
func draw(variants []Variant, eligible []int, kappa float64, random *source) int {
	return best(variants, eligible, func(v Variant) float64 {
		mean := v.teamMean()
		drawn := mean + float64(doubt*(random.beta(v.team())-mean))
		return v.personal(drawn, kappa)
	})
}

// NextVariant is the best wording that is not among those shown, by its mean: who asks for another one wants no
// gamble. When all were shown it is -1.
func NextVariant(variants []Variant, kappa float64, shown []int) int {
	rest := slices.DeleteFunc(eligible(variants), func(i int) bool { return slices.Contains(shown, i) })
	for i := 0; len(rest) == 0 && i < len(variants); i++ {
		if !slices.Contains(shown, i) && !variants[i].disabled() {
			rest = append(rest, i)
		}
	}
	return best(variants, rest, func(v Variant) float64 { return v.personal(v.teamMean(), kappa) })
}

// best is the eligible wording with the highest value, the first of equals; -1 when none is eligible.
func best(variants []Variant, eligible []int, value func(Variant) float64) int {
	chosen, highest := -1, math.Inf(-1)
	for _, i := range eligible {
		if v := value(variants[i]); v > highest {
			chosen, highest = i, v
		}
	}
	return chosen
}

// eligible are the wordings that are neither asleep nor disabled; where there are none, those that are only
// asleep, and where there are none of these, all.
func eligible(variants []Variant) []int {
	var awake, asleep, all []int
	for i, v := range variants {
		all = append(all, i)
		switch {
		case v.disabled():
		case v.Seen >= 0 && v.Seen < sleep:
			asleep = append(asleep, i)
		default:
			awake = append(awake, i)
		}
	}
	switch {
	case len(awake) > 0:
		return awake
	case len(asleep) > 0:
		return asleep
	}
	return all
}

// team are the shapes of the Beta distribution of the wording's mean in the rest of the team.
func (v Variant) team() (a, b float64) {
	return priorReward + v.Team.Reward, priorMiss + max(v.Team.Sent-v.Team.Reward, 0)
}

func (v Variant) teamMean() float64 {
	a, b := v.team()
	return a / (a + b)
}

// personal is the mean reward to expect for this networker and lead, given the team's.
func (v Variant) personal(team, kappa float64) float64 {
	mean := (float64(kappa*team) + v.Mine.Reward) / (kappa + v.Mine.Sent)
	if v.Seen < 0 {
		return mean
	}
	return float64(mean * (1 - halved(v.Seen, recovery)/2))
}

// disabled reports whether the rate of opt-outs is above the limit with a probability of 90 %. The rate's gamma
// distribution has its 10 % quantile by Wilson and Hilferty (1931).
func (v Variant) disabled() bool {
	all := v.Mine.Plus(v.Team)
	shape := optOutPrior + all.OptOuts
	root := 1 - 1/(9*shape) - ninetieth/float64(3*math.Sqrt(shape))
	return root > 0 && float64(shape*float64(root*root*root))/(optOutPriorSent+all.Sent) > optOutLimit
}
