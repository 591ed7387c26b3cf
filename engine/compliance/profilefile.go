package compliance

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// MostBytes is how long a file of profiles may be.
const MostBytes = 256 << 10

// Schema is what the first key of a profile has to say.
const Schema = "compliance-profile/v1"

// draft is a profile as its document says it, before it inherits.
type draft struct {
	Profile
	*reader
	id, extends words
	rules       []draftRule
	overrides   []draftRule
	claimsAt    []words // each language of each claim
	saysAt      []words // the wordings of disclosures
	flawed      bool    // the document itself is not in order
}

// draftRule is a rule or what an override says of it.
type draftRule struct {
	Rule
	id      words
	fixes   []words
	hits    []words
	fine    []words
	changes bool
}

// drafts reads the documents of a file.
func drafts(source Source) ([]*draft, *reader) {
	r := &reader{file: source.Name}
	start := &yaml.Node{Line: 1, Column: 1}
	text := bytes.TrimPrefix(source.Text, []byte("\ufeff"))
	switch {
	case len(source.Text) > MostBytes:
		r.fail(start, "profile_too_long")
		return nil, r
	case !utf8.Valid(text):
		r.fail(start, "not_utf8")
		return nil, r
	}
	var all []*draft
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var document yaml.Node
		err := decode(decoder, &document)
		if err == io.EOF {
			break
		}
		if err != nil {
			r.fail(placeOf(err), "syntax", "problem", strings.TrimPrefix(err.Error(), "yaml: "))
			return nil, r
		}
		if len(document.Content) == 0 || document.Content[0].ShortTag() == "!!null" {
			r.fail(&document, "empty_profile")
			continue
		}
		all = append(all, r.profile(document.Content[0]))
	}
	if len(all) == 0 {
		r.fail(start, "empty_profile")
	}
	return all, r
}

// decode turns what the library gives up on into an error: it reads files of strangers.
func decode(decoder *yaml.Decoder, node *yaml.Node) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("yaml: %v", fault)
		}
	}()
	return decoder.Decode(node)
}

// placeOf is the line that an error of the library names, or the first.
func placeOf(err error) *yaml.Node {
	at := &yaml.Node{Line: 1, Column: 1}
	fmt.Sscanf(err.Error(), "yaml: line %d:", &at.Line) // left as it is where none is named
	return at
}

func (r *reader) profile(node *yaml.Node) *draft {
	before := len(r.problems)
	o := r.object(node, "document", "schema*", "id*", "name*", "note", "extends", "confidence", "sources", "identity",
		"disclosures", "topics", "words", "rules", "override", "approved_claims")
	r.readWords(o)
	d := &draft{reader: r, id: r.id(o), extends: r.text(o, "extends")}
	r.choice(o, "schema", Schema)
	d.ID, d.Name, d.Extends = d.id.text, r.text(o, "name").text, d.extends.text
	d.Note, d.Confidence = r.text(o, "note").text, r.choice(o, "confidence", "low", "medium", "high")
	d.Sources = plainTexts(r.texts(o, "sources"))
	if at, ok := o.fields["identity"]; ok {
		i := r.object(at, "identity", "label_de*", "label_en")
		d.Identity = Identity{r.text(i, "label_de").text, r.text(i, "label_en").text}
	}
	for _, at := range r.items(o, "rules", "wrong_objects") {
		d.rules = append(d.rules, r.rule(at))
	}
	for _, at := range r.items(o, "override", "wrong_objects") {
		d.overrides = append(d.overrides, r.override(at))
	}
	d.readClaims(o)
	d.readDisclosures(o)
	d.readTopics(o)
	d.flawed = len(r.problems) > before
	return d
}

func (r *reader) rule(at *yaml.Node) draftRule {
	o := r.object(at, "rules", "id*", "sev*", "markets", "when", "law", "why", "re", "together", "not", "fix*", "fix_en", "hit*", "ok*")
	d := r.meaning(o)
	d.Markets = plainTexts(r.texts(o, "markets"))
	d.When = topicOf(r.choice(o, "when", topicKeys()...))
	d.patterns = append(r.patterns(o, "re"), r.together(o, "together")...)
	d.excuses = r.patterns(o, "not")
	if o.fields["re"] == nil && o.fields["together"] == nil && o.fields != nil {
		r.fail(at, "missing", "key", "re")
	}
	d.hits, d.fine = r.texts(o, "hit"), r.texts(o, "ok")
	d.Hits, d.Fine = plainTexts(d.hits), plainTexts(d.fine)
	return d
}

func (r *reader) override(at *yaml.Node) draftRule {
	o := r.object(at, "override", "id*", "sev", "law", "why", "fix", "fix_en")
	d := r.meaning(o)
	if d.changes = len(o.fields) > 1; !d.changes && o.fields != nil {
		r.fail(at, "override_nothing", "id", d.ID)
	}
	return d
}

// meaning reads what rules and overrides have in common.
func (r *reader) meaning(o object) draftRule {
	d := draftRule{id: r.id(o)}
	d.ID, d.Severity = d.id.text, Severity(r.choice(o, "sev", string(Block), string(Warn)))
	d.Law, d.Why = plainTexts(r.texts(o, "law")), r.text(o, "why").text
	fix, english := r.text(o, "fix"), r.text(o, "fix_en")
	d.Fix, d.FixEN, d.fixes = fix.text, english.text, []words{fix, english}
	return d
}

func (d *draft) readClaims(o object) {
	for _, at := range d.items(o, "approved_claims", "wrong_objects") {
		c := d.object(at, "approved_claims", "de*", "en", "cond*")
		de, en := d.text(c, "de"), d.text(c, "en")
		d.Claims = append(d.Claims, Claim{de.text, en.text, d.text(c, "cond").text})
		for _, w := range []words{de, en} {
			if len(sentences(w.text)) > 1 {
				d.fail(w.at, "claim_sentences")
			}
		}
		d.claimsAt = append(d.claimsAt, de, en)
	}
}

func (d *draft) readDisclosures(o object) {
	node, ok := o.fields["disclosures"]
	if !ok {
		return
	}
	all := d.entries(node, "disclosures")
	for i := 0; all.fields != nil && i < len(node.Content); i += 2 {
		name := node.Content[i]
		if all.fields[name.Value] != node.Content[i+1] {
			continue
		}
		one := d.object(node.Content[i+1], name.Value, "when*", "de*", "en")
		de, en := d.text(one, "de"), d.text(one, "en")
		when := Occasion(d.choice(one, "when", occasions()...))
		d.disclosures = append(d.disclosures, disclosure{name.Value, when, de.text, en.text})
		d.saysAt = append(d.saysAt, de, en)
	}
}

func (d *draft) readTopics(o object) {
	node, ok := o.fields["topics"]
	if !ok {
		return
	}
	all := d.object(node, "topics", string(Business), string(Supplement), string(Earnings))
	for _, topic := range []Topic{Business, Supplement, Earnings} {
		if _, ok := all.fields[string(topic)]; ok {
			d.topics = append(d.topics, topicWords{topic, d.patterns(all, string(topic))})
		}
	}
}

func topicKeys() []string {
	return []string{topicKey + string(Business), topicKey + string(Supplement), topicKey + string(Earnings)}
}

const topicKey = "topic_"

func topicOf(key string) Topic { return Topic(strings.TrimPrefix(key, topicKey)) }
