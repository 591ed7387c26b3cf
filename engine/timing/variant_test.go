package timing

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// never is a wording that the lead has not seen.
func never(mine, team Tally) Variant { return Variant{Mine: mine, Team: team, Seen: -1} }

func tally(sent, reward float64) Tally { return Tally{Sent: sent, Reward: reward, Squares: reward} }

// shares are how often each wording is chosen over many seeds.
func shares(variants []Variant, kappa float64) []float64 {
	const seeds = 1000
	share := make([]float64, len(variants))
	for seed := range uint64(seeds) {
		chosen, _ := ChooseVariant(variants, kappa, seed)
		share[chosen]++
	}
	for i := range share {
		share[i] /= seeds
	}
	return share
}

func TestVariantsShareTheChoiceAsTheyDeserve(t *testing.T) {
	for _, c := range []struct {
		name     string
		kappa    float64
		variants []Variant
		low      []float64 // the least share of each
	}{
		{"nothing is known", 60, []Variant{never(Tally{}, Tally{}), never(Tally{}, Tally{}), never(Tally{}, Tally{})}, []float64{.3, .3, .3}},
		{"the team knows the better", 60, []Variant{never(Tally{}, tally(400, 80)), never(Tally{}, tally(400, 160))}, []float64{.003, .98}},
		{"the team knows little", 60, []Variant{never(Tally{}, tally(10, 2)), never(Tally{}, tally(10, 4))}, []float64{.05, .6}},
		{"my luck is my own", 10, []Variant{never(tally(60, 30), tally(400, 80)), never(tally(60, 15), tally(400, 160))}, []float64{.98, .003}},
		{"mine counts little in a team of one kind", 400, []Variant{never(tally(20, 10), tally(400, 80)), never(tally(20, 5), tally(400, 160))}, []float64{.003, .98}},
		{"a new one gets its chance", 60, []Variant{never(Tally{}, tally(400, 120)), never(Tally{}, Tally{})}, []float64{.3, .3}},
		{"asleep", 60, []Variant{{Team: tally(400, 160), Seen: 59}, never(Tally{}, tally(400, 80))}, []float64{0, 1}},
		{"awake", 60, []Variant{{Team: tally(400, 160), Seen: 60}, never(Tally{}, tally(400, 80))}, []float64{.98, .003}},
		{"all asleep: the longest ago", 60, []Variant{{Seen: 2, Team: tally(400, 120)}, {Seen: 50, Team: tally(400, 120)}}, []float64{.003, .98}},
		{"too many leave", 60, []Variant{never(Tally{}, Tally{Sent: 100, Reward: 60, Squares: 60, OptOuts: 10}), never(Tally{}, tally(100, 10))}, []float64{0, 1}},
		{"all make too many leave", 60, []Variant{never(Tally{}, Tally{Sent: 100, Reward: 60, OptOuts: 10}), never(Tally{}, Tally{Sent: 100, Reward: 1, OptOuts: 10})}, []float64{.9, .003}},
	} {
		got := shares(c.variants, c.kappa)
		for i, low := range c.low {
			if got[i] < low || low == 0 && got[i] > 0 {
				t.Errorf("%s: shares %.3f, want at least %g", c.name, got, c.low)
				break
			}
		}
	}
}

// TestPropensityIsHowOftenTheChoiceFalls: weighted by it, each wording counts once a seed.
func TestPropensityIsHowOftenTheChoiceFalls(t *testing.T) {
	variants := []Variant{never(tally(4, 1), tally(30, 9)), never(tally(2, 2), tally(30, 11)), never(Tally{}, tally(30, 4))}
	const seeds = 6000
	counts := make([]float64, len(variants))
	for seed := range uint64(seeds) {
		chosen, propensity := ChooseVariant(variants, 60, seed)
		if propensity < leastPropensity/3-1e-12 || propensity > 1 {
			t.Fatalf("propensity %g", propensity)
		}
		counts[chosen] += 1 / propensity / seeds
	}
	for i, n := range counts[:2] {
		if math.Abs(n-1) > 0.1 {
			t.Errorf("wording %d is counted %.3f times", i, n)
		}
	}
}

func TestAnotherWordingIsTheNextBestUntilAllWereShown(t *testing.T) {
	variants := []Variant{
		never(Tally{}, tally(100, 20)), never(Tally{}, tally(100, 40)), {Team: tally(100, 60), Seen: 3},
		never(Tally{}, Tally{Sent: 100, Reward: 90, OptOuts: 20}),
	}
	var shown []int
	for _, want := range []int{1, 0, 2, -1} { // 2 is asleep, 3 disabled
		got := NextVariant(variants, 60, shown)
		if got != want {
			t.Fatalf("after %v comes %d, want %d", shown, got, want)
		}
		shown = append(shown, got)
	}
	if got := NextVariant(nil, 60, nil); got != -1 {
		t.Errorf("of none it is %d", got)
	}
	if got, p := ChooseVariant(nil, 60, 1); got != -1 || p != 0 {
		t.Errorf("of none it chooses %d", got)
	}
}

func TestAnyTalliesGiveAChoice(t *testing.T) {
	count := rapid.Float64Range(0, 5000)
	rapid.Check(t, func(t *rapid.T) {
		variants := make([]Variant, rapid.IntRange(1, 5).Draw(t, "wordings"))
		some := func() Tally {
			sent := count.Draw(t, "sent")
			return Tally{Sent: sent, Reward: sent * rapid.Float64Range(0, 1.1).Draw(t, "rate"), OptOuts: rapid.Float64Range(0, 20).Draw(t, "opt-outs")}
		}
		for i := range variants {
			variants[i] = Variant{Mine: some(), Team: some(), Seen: rapid.Float64Range(-1, 100).Draw(t, "seen")}
		}
		kappa, seed := rapid.Float64Range(leastKappa, mostKappa).Draw(t, "kappa"), rapid.Uint64().Draw(t, "seed")
		chosen, propensity := ChooseVariant(variants, kappa, seed)
		if chosen < 0 || chosen >= len(variants) || !(propensity > 0 && propensity <= 1) {
			t.Fatalf("chose %d with %g", chosen, propensity)
		}
		if again, p := ChooseVariant(variants, kappa, seed); again != chosen || p != propensity {
			t.Fatal("the same seed chose otherwise")
		}
		if !slices.Contains(eligible(variants), chosen) {
			t.Fatalf("%d is not eligible", chosen)
		}
	})
}

func TestATeamWithoutMe(t *testing.T) {
	team, mine := Tally{10, 4, 3, 1}, Tally{3, 1, 1, 0}
	if got := team.Without(mine); got != (Tally{7, 3, 2, 1}) {
		t.Errorf("%+v", got)
	}
	if got := mine.Without(team); got != (Tally{}) { // since last night I sent more than the team's tally holds
		t.Errorf("%+v", got)
	}
	if got := (Tally{8, 4, 2, 1}).Faded(TallyHalfLife); got != (Tally{4, 2, 1, 0.5}) {
		t.Errorf("%+v", got)
	}
	if got := (Tally{Sent: 8}).Faded(-time.Hour); got.Sent != 8 {
		t.Errorf("the future: %+v", got)
	}
}

// TestOptOutGuardAgreesWithTheExactPosterior compares the rule with the beta distribution itself, integrated.
func TestOptOutGuardAgreesWithTheExactPosterior(t *testing.T) {
	for _, sent := range []float64{5, 20, 60, 150, 400, 1000} {
		for k := range int(sent / 5) {
			exact := tailAbove(optOutLimit, optOutPrior+float64(k), optOutPriorSent-optOutPrior+sent-float64(k))
			guarded := Variant{Mine: Tally{Sent: sent, OptOuts: float64(k)}}.disabled()
			if guarded != (exact > 0.9) && math.Abs(exact-0.9) > 0.015 {
				t.Errorf("%d opt-outs of %g: disabled %v, but P(rate > 3 %%) = %.3f", k, sent, guarded, exact)
			}
		}
	}
}

// tailAbove is the share of Beta(a, b) above x, by the midpoint rule.
func tailAbove(x, a, b float64) float64 {
	above, all := 0.0, 0.0
	const steps = 20_000
	for i := range steps {
		p := (float64(i) + 0.5) / steps
		density := math.Exp((a-1)*math.Log(p) + (b-1)*math.Log1p(-p) - (a+b)*math.Log(a+b)/10)
		all += density
		if p > x {
			above += density
		}
	}
	return above / all
}
