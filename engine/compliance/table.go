package compliance

// cell is what one state of consent allows for one kind of message.
type cell int

const (
	no cell = iota
	yes
	private   // a person to a person they know, no offer in it
	override  // in Standard like missing, in Strict no: the law asks for a consent that is not recorded
	missing   // with a warning, to a person the user knows: no consent is recorded
	unproven  // with a warning: the consent is only claimed
	forgotten // with a warning: the consent has not been used for long
	related   // if the message belongs to what the lead enquired about, else as without consent
	mailOnly  // on the channel the sale was made with: e-mail
	unasked   // nothing was asked, so there is nothing to answer: judged as an offer
)

// kind is a row of the table.
type kind int

const (
	answering kind = iota + 1
	privately
	offering      // by hand, where every single message needs consent: Germany, Austria and wherever not known
	offeringSwiss // by hand to one person, which Swiss law does not count as mass advertising
	automatically
	calling
)

// consentTable says what is allowed. A state that a row does not name is not allowed: withdrawn, objected,
// suppressed and number_invalid stand in none.
var consentTable = map[kind]map[State]cell{
	answering: {None: unasked, Claimed: unasked, InboundWindow: yes, Granted: yes, ExistingCustomer: yes, Stale: yes},
	privately: {None: private, Claimed: yes, InboundWindow: yes, Granted: yes, ExistingCustomer: yes, Stale: yes},
	offering: {None: override, Claimed: unproven, InboundWindow: related, Granted: yes, ExistingCustomer: mailOnly,
		Stale: forgotten},
	offeringSwiss: {None: override, Claimed: yes, InboundWindow: yes, Granted: yes, ExistingCustomer: yes,
		Stale: forgotten},
	automatically: {Granted: yes},
	calling:       {Claimed: unproven, InboundWindow: yes, Granted: yes, Stale: forgotten},
}

// permission finds the cell of a case and settles what only the case can tell.
func permission(c Case) cell {
	row := c.kind()
	found := consentTable[row][c.Consent]
	if found == unasked && c.asked() {
		return yes
	}
	if found == unasked {
		row = c.offerRow()
		found = consentTable[row][c.Consent]
	}
	if found == related {
		found = yes
		if !c.Related {
			found = consentTable[row][None]
		}
	}
	return c.settle(found)
}

func (c Case) settle(found cell) cell {
	switch {
	case found == override && c.Mode == Standard:
		found = missing
	case found == override, found == mailOnly && c.Channel != Email:
		return no
	}
	if found.asksRelation() && c.Relation == Stranger {
		return no
	}
	return found
}

func (c Case) kind() kind {
	switch {
	case c.Sending == Direct && c.known():
		return automatically
	case c.Sending != Assisted:
		return 0
	case c.Purpose == Answer, c.Purpose == Service:
		return answering
	case c.Purpose == Personal:
		return privately
	case c.Purpose == Offer:
		return c.offerRow()
	default:
		return 0
	}
}

func (c Case) offerRow() kind {
	switch {
	case c.Channel == Phone, c.Channel == Call:
		return calling
	case c.Country == "CH":
		return offeringSwiss
	default:
		return offering
	}
}

// asked reports whether a message of the lead still waits for its answer.
func (c Case) asked() bool {
	return c.wroteSince() && Age(InboundWindow, c.Channel, c.LastIn, c.Now) == InboundWindow
}

// known reports whether the purpose is one the table speaks about.
func (c Case) known() bool {
	switch c.Purpose {
	case Offer, Personal, Answer, Service:
		return true
	default:
		return false
	}
}

func (p cell) asksRelation() bool { return p == private || p == missing }

func (p cell) warning() Reason {
	switch p {
	case missing:
		return ConsentMissing
	case unproven:
		return ConsentUnproven
	case forgotten:
		return ConsentForgotten
	default:
		return ""
	}
}
