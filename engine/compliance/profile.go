package compliance

import (
	"cmp"
	"slices"
	"strings"
)

// MostText is how long a text may be, in bytes. A longer one is not searched but blocked.
const MostText = 8 << 10

// TooLong is the rule that a text breaks that is longer than MostText. It has no wording instead.
const TooLong = "text.too_long"

// Severity is what a broken rule means for a message.
type Severity string

// The severities: with Block a message cannot be approved or sent, with Warn the user has to confirm it.
const (
	Warn  Severity = "warn"
	Block Severity = "block"
)

// Topic is what a message is about.
type Topic string

// The topics of messages. Earnings are mentioned within Business, too.
const (
	Business   Topic = "business"
	Supplement Topic = "supplement"
	Earnings   Topic = "earnings"
)

// Message is what is known of a message beside its text. Topics that are nil, and a market that is empty, are unknown.
type Message struct {
	First     bool // the first commercial message to the lead
	Automatic bool // sent by the system
	Topics    []Topic
	Market    string // the country of the lead: DE, AT or CH
}

// Rule is a rule for messages to leads.
type Rule struct {
	ID       string
	Severity Severity
	Law      []string // pointers for the reader
	Why      string
	Markets  []string // the countries it holds in, all where empty
	When     Topic    // what a message has to be about, anything where empty
	Fix      string   // what to write instead, in German
	FixEN    string
	Hits     []string // sentences that break it
	Fine     []string // sentences that do not

	patterns []pattern
	excuses  []pattern
}

// excused reports whether a sentence says the contrary of what the rule looks for, or quotes it.
func (r Rule) excused(folded string) bool {
	return slices.ContainsFunc(r.excuses, func(p pattern) bool { return p.matches(folded) })
}

// concerns reports whether a rule is about a message, as far as is known.
func (r Rule) concerns(m Message) bool {
	if m.Market != "" && len(r.Markets) > 0 && !slices.Contains(r.Markets, m.Market) {
		return false
	}
	return r.When == "" || m.Topics == nil || slices.Contains(m.Topics, r.When)
}

// Claim is a wording that the law allows under a condition, such as a dose.
type Claim struct{ DE, EN, Condition string }

// Identity is how a partner of a company calls themselves.
type Identity struct{ DE, EN string }

// Profile is the rules of a company for messages to leads, with those it inherits. It does not change.
type Profile struct {
	ID, Name, Note, Extends, Confidence string
	Sources                             []string
	Identity                            Identity
	Claims                              []Claim

	written     written // before the company was filled in
	rules       []Rule
	disclosures []disclosure
	topics      []topicWords
	claims      map[string]bool // folded
	matcher     func() *matcher // made when it is needed first
}

// written is what others inherit of a profile.
type written struct {
	rules       []Rule
	disclosures []disclosure
}

// Rules returns the rules of the profile, the inherited ones first.
func (p *Profile) Rules() []Rule { return slices.Clone(p.rules) }

// Rule returns a rule by its id.
func (p *Profile) Rule(id string) (Rule, bool) {
	for _, r := range p.rules {
		if r.ID == id {
			return r, true
		}
	}
	return Rule{}, false
}

// Finding is a sentence that breaks a rule.
type Finding struct {
	Rule     string
	Severity Severity
	Sentence Span   // in the text that was checked
	Fix      string // what to write instead, in German
	FixEN    string
}

// Check returns where a text breaks the rules, in the order of the text. What is not known of the message it takes
// for the worst: every rule counts.
func (p *Profile) Check(text string) []Finding { return p.CheckMessage(text, Message{}) }

// CheckMessage is Check without the rules that do not concern the message.
func (p *Profile) CheckMessage(text string, m Message) []Finding {
	if len(text) > MostText {
		return []Finding{{Rule: TooLong, Severity: Block, Sentence: Span{0, len(text)}}}
	}
	var findings []Finding
	search := p.matcher().search()
	for _, s := range sentences(text) {
		for _, number := range search.rulesBroken(s.folded) {
			r := p.rules[number]
			if r.concerns(m) && !p.claims[s.folded] {
				findings = append(findings, Finding{r.ID, r.Severity, s.span, r.Fix, r.FixEN})
			}
		}
	}
	return findings
}

// Blocks reports whether a message with these findings must not be approved or sent.
func Blocks(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Severity == Block })
}

// forCompany puts the name of a company into a wording; without one the wording does without.
func forCompany(wording, company string) string {
	if company == "" {
		return strings.NewReplacer(" {company}-", " ", " {company}", "", "{company} ", "").Replace(wording)
	}
	return strings.ReplaceAll(wording, "{company}", company)
}

// company is the name that is put into wordings: the base of all profiles has none.
func (p *Profile) company() string {
	if p.Identity == (Identity{}) {
		return ""
	}
	return p.Name
}

// harder orders severities.
func harder(a, b Severity) int {
	rank := map[Severity]int{Warn: 1, Block: 2}
	return cmp.Compare(rank[a], rank[b])
}
