package engine

import (
	"context"
	"slices"
	"strings"

	"github.com/salesflow/salesflow/engine/intake"
	"github.com/salesflow/salesflow/engine/language"
)

// person is one person of an import on the way to becoming a lead.
type person struct {
	intake.Lead
	key        string           // the name as it is compared
	addressed  language.Address // how the user and the person address each other in a chat
	salutation string           // by which the user calls the person in it
	country    string           // of the first phone number
	addresses  []Address        // without ids
	lead       *LeadID          // the lead it is, nil for a new one
	suppressed bool
}

// people prepares what an import brought: each person with addresses as they are stored.
func people(r intake.Result) []person {
	all, addressed := make([]person, len(r.Leads)), addressedIn(r)
	for i, l := range r.Leads {
		all[i] = person{
			Lead: l, key: language.NameKey(l.Name), addresses: addressesOf(l), addressed: addressed, country: intake.Country(l.Phones),
			salutation: salutationIn(r, l.Name),
		}
	}
	return all
}

func addressesOf(l intake.Lead) []Address {
	var addresses []Address
	for _, p := range l.Phones {
		addresses = append(addresses, Address{Channel: Phone, Address: p})
	}
	for _, e := range l.Emails {
		addresses = append(addresses, Address{Channel: Email, Address: e})
	}
	if l.Telegram != "" {
		addresses = append(addresses, Address{Channel: Telegram, Address: strings.ToLower(l.Telegram)})
	}
	return addresses
}

// recognise finds out who is known already and who must stay out, in three statements however many people.
func (t *turn) recognise(ctx context.Context, all []person) error {
	if err := t.findSuppressed(ctx, all); err != nil {
		return err
	}
	owner, err := t.findOwners(ctx, all)
	if err != nil {
		return err
	}
	namesakes, err := t.findNamesakes(ctx, all)
	if err != nil {
		return err
	}
	bearers := map[string]int{}
	for _, p := range all {
		bearers[p.key]++
	}
	for i := range all {
		p := &all[i]
		p.lead = identify(*p, owner, namesakes[p.key], bearers[p.key])
		p.suppressed = p.suppressed || p.lead == nil && len(p.addresses) == 0 && anyOptedOut(namesakes[p.key])
	}
	return nil
}

// identify decides which lead a person is: whose address it has or, when one of the two has no address to
// contradict, the only one of the same name, of which there is only one in the file, too.
func identify(p person, owner map[string]LeadID, namesakes []Namesake, bearers int) *LeadID {
	for _, a := range p.addresses {
		if lead, ok := owner[addressKey(a)]; ok {
			return &lead
		}
	}
	if p.key == "" || bearers != 1 || len(namesakes) != 1 || namesakes[0].OptedOut {
		return nil
	}
	if len(p.addresses) == 0 || !namesakes[0].Reachable {
		return &namesakes[0].ID
	}
	return nil
}

// anyOptedOut reports whether somebody of that name must not be contacted: who bears only the name may be that
// person, and stays out.
func anyOptedOut(namesakes []Namesake) bool {
	return slices.ContainsFunc(namesakes, func(n Namesake) bool { return n.OptedOut })
}

func addressKey(a Address) string { return string(a.Channel) + ":" + a.Address }

func (t *turn) findSuppressed(ctx context.Context, all []person) error {
	whose := map[string][]int{}
	var hashes [][]byte
	for i, p := range all {
		candidates, err := t.engine.candidates(p.key, p.addresses)
		if err != nil {
			all[i].suppressed = true // what cannot be checked stays out
			continue
		}
		for _, hash := range candidates {
			whose[string(hash)] = append(whose[string(hash)], i)
		}
		hashes = append(hashes, candidates...)
	}
	found, err := t.tx.Suppressed(ctx, hashes)
	for _, hash := range found {
		for _, i := range whose[string(hash)] {
			all[i].suppressed = true
		}
	}
	return err
}

func (t *turn) findOwners(ctx context.Context, all []person) (map[string]LeadID, error) {
	var wanted []Address
	for _, p := range all {
		wanted = append(wanted, p.addresses...)
	}
	owned, err := t.tx.Owners(ctx, wanted)
	owner := make(map[string]LeadID, len(owned))
	for _, a := range owned {
		owner[addressKey(a)] = *a.LeadID
	}
	return owner, err
}

func (t *turn) findNamesakes(ctx context.Context, all []person) (map[string][]Namesake, error) {
	keys := make([]string, 0, len(all))
	for _, p := range all {
		keys = append(keys, p.key)
	}
	found, err := t.tx.Namesakes(ctx, keys)
	byKey := make(map[string][]Namesake, len(found))
	for _, n := range found {
		byKey[n.NameKey] = append(byKey[n.NameKey], n)
	}
	return byKey, err
}
