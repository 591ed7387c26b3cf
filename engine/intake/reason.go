package intake

// Reason is the stable key of why a place in a file was passed over; whoever
// shows it to a person puts it into words.
type Reason string

// The reasons. A lead may stay although one of its addresses was passed over.
const (
	// ReasonSystemNotice marks a notice of the chat itself: encryption, group
	// events, missed calls. It is no fault of the file.
	ReasonSystemNotice Reason = "system_notice"
	// ReasonUnreadableLine marks text before the first message of a chat.
	ReasonUnreadableLine Reason = "unreadable_line"
	// ReasonNoNameNoAddress marks a row or card that has neither a name nor a
	// usable address.
	ReasonNoNameNoAddress Reason = "no_name_no_address"
	// ReasonBadPhone marks a number that nobody can dial; the lead stays.
	ReasonBadPhone Reason = "bad_phone"
	// ReasonSpoiledPhone marks a number that a spreadsheet rounded, such as
	// 4.91701E+11; the lead stays if it has anything else.
	ReasonSpoiledPhone Reason = "spoiled_phone"
	// ReasonBadEmail marks a mail address with wrong syntax; the lead stays.
	ReasonBadEmail Reason = "bad_email"
	// ReasonBrokenCard marks a vCard without its beginning or end.
	ReasonBrokenCard Reason = "broken_card"
)
