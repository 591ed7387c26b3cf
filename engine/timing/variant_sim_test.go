package timing

import (
	"math"
	"slices"
	"strconv"
	"testing"
)

// team is a made-up team: each networker has their own chance of an answer with each wording.
type team struct {
	chance [networkers][wordings]float64
	mine   [networkers][wordings]Tally
	night  [networkers][wordings]Tally // as of last night: what the team knows
	sum    [wordings]Tally
	kappa  float64
}

const networkers, wordings, days, sendsADay = 40, 6, 60, 4

// newTeam makes wordings that differ by .4 in the logit around 30 % answers, and networkers who differ by sd.
func newTeam(sd float64, seed uint64) *team {
	random, t := source(Seed("world", strconv.FormatUint(seed, 10))), &team{}
	for v := range wordings {
		common := math.Log(0.3/0.7) + 0.4*random.normal()
		for n := range networkers {
			t.chance[n][v] = 1 / (1 + math.Exp(-common-sd*random.normal()))
		}
	}
	return t
}

func (t *team) sleepOver() {
	t.night, t.sum = t.mine, [wordings]Tally{}
	used := make([][]Tally, wordings)
	for n := range networkers {
		for v := range wordings {
			t.sum[v] = t.sum[v].Plus(t.night[n][v])
			used[v] = append(used[v], t.night[n][v])
		}
	}
	t.kappa = Kappa(used)
}

func (t *team) variants(n int) []Variant {
	variants := make([]Variant, wordings)
	for v := range variants {
		variants[v] = Variant{Mine: t.mine[n][v], Team: t.sum[v].Without(t.mine[n][v]), Seen: -1}
	}
	return variants
}

// policy chooses a wording for networker n.
type policy func(t *team, n int, random *source) int

// thinking is what the product does but for its chance choices; one draw chooses with the same probabilities as the
// shares of many.
func thinking(t *team, n int, random *source) int {
	return draw(t.variants(n), all[:], t.kappa, random)
}

var all = [wordings]int{0, 1, 2, 3, 4, 5}

func product(t *team, n int, random *source) int {
	if random.uniform() < leastPropensity {
		return uniformly(t, n, random)
	}
	return thinking(t, n, random)
}

func uniformly(_ *team, _ int, random *source) int { return int(random.next() % wordings) }

// alone is Thompson sampling by each networker alone, pooled by all as if they were one.
func alone(t *team, n int, random *source) int {
	return thompson(random, func(v int) Tally { return t.mine[n][v] })
}

func pooled(t *team, _ int, random *source) int {
	return thompson(random, func(v int) Tally { return t.sum[v] })
}

func thompson(random *source, known func(v int) Tally) int {
	chosen, highest := 0, -1.0
	for v := range wordings {
		k := known(v)
		if x := random.beta(2+k.Reward, 4+k.Sent-k.Reward); x > highest {
			chosen, highest = v, x
		}
	}
	return chosen
}

// regret plays the days and returns how much of what always the best wording for each would bring is missed.
func regret(t *team, choose policy, seed uint64) float64 {
	random := source(Seed("days", strconv.FormatUint(seed, 10)))
	got, possible := 0.0, 0.0
	for range days {
		t.sleepOver()
		for i := range sendsADay * networkers {
			n := i % networkers
			v := choose(t, n, &random)
			got, possible = got+t.chance[n][v], possible+slices.Max(t.chance[n][:])
			sent := Tally{Sent: 1}
			if random.uniform() < t.chance[n][v] {
				sent.Reward, sent.Squares = 1, 1
			}
			t.mine[n][v] = t.mine[n][v].Plus(sent)
		}
	}
	return 100 * (1 - got/possible)
}

// TestRegretOfTheVariants plays 60 days of 40 networkers who send 4 messages a day in 6 wordings, for networkers who
// differ little, some and much: the mean over 40 worlds, without and with the 2 % of chance choices.
func TestRegretOfTheVariants(t *testing.T) {
	const worlds = 40
	mean := func(sd float64, p policy) float64 {
		total := 0.0
		for seed := range uint64(worlds) {
			total += regret(newTeam(sd, seed), p, seed) / worlds
		}
		return total
	}
	for _, c := range []struct{ sd, most, mostWithChance float64 }{{.1, 3, 3.5}, {.3, 6, 6.5}, {.6, 8.6, 9.5}} {
		got, withChance := mean(c.sd, thinking), mean(c.sd, product)
		if got > c.most || withChance > c.mostWithChance {
			t.Errorf("sd %g: regret %.2f %%, at most %g; %.2f %%, at most %g", c.sd, got, c.most, withChance, c.mostWithChance)
		}
		if testing.Verbose() {
			t.Logf("sd %g: regret %.2f %%, with chance choices %.2f; uniform %.1f, each alone %.1f, all as one %.1f",
				c.sd, got, withChance, mean(c.sd, uniformly), mean(c.sd, alone), mean(c.sd, pooled))
		}
	}
}

// TestKappaFindsHowMuchNetworkersDiffer: kappa is about p(1-p)/variance, less one.
func TestKappaFindsHowMuchNetworkersDiffer(t *testing.T) {
	for _, c := range []struct{ sd, low, high float64 }{{0, 250, mostKappa}, {.1, 150, mostKappa}, {.3, 30, 90}, {.6, 9, 25}, {2, leastKappa, 7}} {
		team := newTeam(c.sd, 3)
		regret(team, uniformly, 3)
		if team.kappa < c.low || team.kappa > c.high {
			t.Errorf("sd %g: kappa %.1f, want %g to %g", c.sd, team.kappa, c.low, c.high)
		}
	}
	if got := Kappa(nil); math.Abs(got-kappaPrior) > 1e-9 {
		t.Errorf("without a team it is %g", got)
	}
	same := [][]Tally{{tally(50, 50), tally(50, 50)}, {tally(1, 1)}, nil}
	if got := Kappa(same); got != kappaPrior {
		t.Errorf("where all rewards are alike nothing is learned, but it is %g", got)
	}
}
