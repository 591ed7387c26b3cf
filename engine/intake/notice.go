package intake

import (
	"regexp"
	"strings"
)

// lrm stands before everything that an iPhone's WhatsApp says itself.
const lrm = '\u200e'

// Wordings are those of German and English exports since 2015.
var (
	// noticeStem is what a name cannot contain: the beginning of a notice that
	// quotes a title with a colon.
	noticeStem = regexp.MustCompile(`(?i)\bha(?:t|st) (?:die gruppe|den betreff|den gruppennamen|das gruppenbild|die gruppenbeschreibung|die gruppeneinstellungen|die community) |created (?:this |the )?(?:group|community)|changed (?:the|this) (?:subject|group)|sicherheitsnummer (?:für|von)|security code with|ende-zu-ende-verschl|end-to-end encr`)

	// notices are whole sentences that no person writes.
	notices = alternatives(
		`nachrichten\b.{0,120}ende-zu-ende-versch`,
		`messages\b.{0,120}end-to-end encrypt`,
		`(?:deine|die|ihre) sicherheitsnummer .{0,80}geändert`,
		`(?:dein|der|ihr) sicherheitscode .{0,80}geändert`,
		`(?:your security code with .{1,80}|.{1,80}['’]s security code) changed`,
		`(?:verpasster|entgangener|stummgeschalteter|abgelehnter) (?:gruppen-?)?\s?-?(?:sprach|video|audio)?anruf(?: um .*| \(.*|[,.] ?(?:tippe|zum).*)?\.?$`,
		`(?:missed|silenced|declined) (?:group )?(?:voice |video )?call(?: at .*| \(.*|[,.] ?(?:tap|click).*)?\.?$`,
		`(?:gruppen-?)?(?:sprach|video)anruf[,.]? .?(?:keine antwort|nicht angenommen|verpasst|abgelehnt)`,
		`(?:group )?(?:voice|video) call[,.]? .?(?:no answer|missed|declined)`,
		`du hast (?:diesen kontakt|die gruppe|diese gruppe|den betreff|den gruppennamen|das gruppenbild|die gruppenbeschreibung|die gruppeneinstellungen|selbstlöschende|die nachrichtendauer|deine telefonnummer|dieses unternehmen|die community) .*(?:erstellt|geändert|verlassen|blockiert|freigegeben|aktiviert|deaktiviert|gelöscht)\b`,
		`du hast eine nachricht (?:angepinnt|angeheftet|fixiert)`,
		`(?-i:Du hast [\p{Lu}+~][^.?!]{0,80} (?:hinzugefügt|entfernt)\.?$)`,
		`(?-i:You (?:added|removed) [\p{Lu}+~][^.?!]{0,80}\.?$)`,
		`du (?:bist (?:jetzt|nun|nicht mehr|kein) .{0,12}admin|wurdest .{0,60}(?:hinzugefügt|entfernt)|bist der gruppe .{0,60}beigetreten|verwendest jetzt .{0,40}standarddauer)`,
		`you (?:created (?:this |the )?(?:group|community)|(?:un)?blocked this|were (?:added|removed)|changed (?:the|this) (?:group|subject)|changed your phone number|turned (?:on|off) disappearing|deleted this (?:group|call)|left(?: the group)?\.?$|joined (?:using|from|the group)|pinned a message|use a default timer|are (?:now|no longer) an admin)`,
		`you['’]re (?:now|no longer) an admin`,
		`selbstlöschende nachrichten wurden`,
		`disappearing messages (?:were|are)`,
		`(?:dieser chat ist mit|dieses unternehmen|diese geschäftliche|dieses geschäftskonto|das unternehmenskonto) .*(?:konto|account|tippe|meta|verifiziert)`,
		`(?:this chat is with|this business|the business account) .*(?:account|tap|meta|verified|service)`,
	)

	// events are what chats tell about people; a person may say so, too, so
	// they count only where more speaks for a notice.
	events = regexp.MustCompile(`(?i)\b(?:hat|haben|hast) .{0,160}(?:hinzugefügt|entfernt|erstellt|geändert|verlassen|gewechselt|blockiert|freigegeben|aktiviert|deaktiviert|angepinnt|angeheftet|fixiert|eingeladen)\b|\bbeigetreten\b|\b(?:verwendet|verwendest) .{0,40}standarddauer|\bist (?:ein kontakt|jetzt admin)|\bgruppe verlassen|\b(?:added|removed|joined using|joined from|joined the|created (?:this |the )?(?:group|community)|left(?: the group)?\.?$|changed (?:the|this|their|to)|turned (?:on|off)|pinned a message|is a contact|(?:now|no longer) an admin|uses? a default timer|requested to join)\b|left\.?$|tippe, um .{3,60}\.?$|tap to .{3,60}\.?$|mehr erfahren\.?$|learn more\.?$`)
)

func alternatives(forms ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:` + strings.Join(forms, "|") + `)`)
}

// isNotice reports whether the text is one of the chat's own sentences.
func isNotice(body string) bool {
	line := firstLine(body)
	return notices.MatchString(line) || events.MatchString(line)
}

// isSaidByChat judges a text that stands after a name, as iPhones write
// notices.
func isSaidByChat(sender, body string, isGroup bool) bool {
	marked := strings.HasPrefix(body, string(lrm))
	line := firstLine(body)
	if notices.MatchString(line) {
		return true
	}
	about := strings.HasPrefix(line, sender+" ") || strings.HasPrefix(line, "~"+sender+" ")
	return (marked || about || isGroup) && events.MatchString(line)
}

func firstLine(body string) string {
	line, _, _ := strings.Cut(strings.TrimLeft(body, "\n"), "\n")
	return strings.TrimSpace(visible(line))
}
