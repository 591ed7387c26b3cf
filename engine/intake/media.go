package intake

import (
	"regexp"
	"strings"
)

const (
	thing   = `(?:bild|foto|video|audio|gif|sticker|dokument|videonachricht|sprachnachricht|kontaktkarte|medien|einmalnachricht|image|photo|document|video note|video message|voice message|contact card|media|view once(?: \w+)?(?: message)?)`
	leftOut = `(?:weggelassen|ausgelassen|ausgeschlossen|omitted)`
)

var (
	// omitted is a whole message that stands for something left out.
	omitted = regexp.MustCompile(`(?i)^<?(?:.{1,200}[•·].{1,40}\s)?` + thing + ` ` + leftOut + `\.?>?$`)
	// attachment is a file that was exported beside the chat; words may stand
	// before (iPhone) or on the next lines (Android).
	attachment = regexp.MustCompile(`(?i)^(.*?)\s*<\s*(?:anhang|attached|angehängt)\s*:[^>]*>$`)
	attached   = regexp.MustCompile(`(?i)^.{1,250}\.\w{1,8} (?:\((?:datei angehängt|file attached)\)|<(?:angehängt|attached)>)$`)
	// captioned is a picture left out after its caption; only WhatsApp's mark
	// tells it from a person's words.
	captioned = regexp.MustCompile(`(?is)^(.*?)\s*\x{200e}<?` + thing + ` ` + leftOut + `\.?>?\s*$`)
	deleted   = alternatives(
		`(?:diese nachricht wurde|du hast diese nachricht|sie haben diese nachricht) gelöscht\.?$`,
		`diese nachricht wurde von .{1,80} gelöscht\.?$`,
		`(?:this message was|you) deleted(?: this message)?(?: by .{1,80})?\.?$`,
	)
	deletedByUser = alternatives(`(?:du hast|sie haben) diese nachricht gelöscht\.?$`, `you deleted this message\.?$`)
	// wordless is what else stands in place of words, calls that took place
	// included.
	wordless = alternatives(
		`null$`,
		`(?:warten|warte) auf diese nachricht`, `waiting for this message`,
		`(?:gruppen-?)?(?:sprach|video)anruf(?:[,.] .{1,40})?$`, `(?:group )?(?:voice|video) call(?:[,.] .{1,40})?$`,
		`live-standort wird geteilt`, `live location shared`,
		`du hast eine .{0,20}(?:einmalansicht|einmalnachricht|einmal-nachricht)`, `you (?:received|sent) a view once`,
		`<[^<>]{3,60} `+leftOut+`>$`,
	)
	edited   = regexp.MustCompile(`(?i)\s*\x{200e}?<\s*(?:diese nachricht wurde bearbeitet|this message was edited)\.?\s*>\s*$`)
	fileName = regexp.MustCompile(`^[^\n]{1,200}\.[A-Za-z0-9]{1,8}$`)
)

// longestSign bounds what stands in place of words; longer texts are words.
const longestSign = 400

// spoken returns the words of a message: none for media without caption,
// deleted messages and calls.
func spoken(body string) string {
	tagged := strings.HasSuffix(strings.TrimSpace(body), ">")
	if tagged {
		body = edited.ReplaceAllString(body, "")
	}
	if strings.ContainsRune(body, lrm) {
		if m := captioned.FindStringSubmatch(body); m != nil {
			return words(documentLine.ReplaceAllString(m[1], ""))
		}
	}
	body = words(body)
	head, rest, _ := strings.Cut(body, "\n")
	head = strings.TrimSpace(head)
	if m := attachment.FindStringSubmatch(head); strings.HasSuffix(head, ">") && m != nil {
		return words(m[1] + "\n" + rest)
	}
	switch {
	case len(head) > longestSign:
	case attached.MatchString(head), omitted.MatchString(head):
		return caption(rest)
	case rest == "" && (deleted.MatchString(head) || wordless.MatchString(head)):
		return ""
	}
	if m := attachment.FindStringSubmatch(lastLine(body)); tagged && m != nil {
		return words(strings.TrimSuffix(body, lastLine(body)) + m[1])
	}
	return body
}

// documentLine is the name and length of a document before its placeholder.
var documentLine = regexp.MustCompile(`[^\n]{1,200}[•·][^\n]{1,40}$`)

// caption drops the line in which Android repeats the name of the file.
func caption(rest string) string {
	head, more, _ := strings.Cut(rest, "\n")
	if fileName.MatchString(strings.TrimSpace(head)) {
		return words(more)
	}
	return words(rest)
}

// words is the text as the person wrote it, without marks and surplus lines at
// its ends.
func words(s string) string {
	return strings.Trim(visible(s), " \t\n\u00a0\u202f")
}

func lastLine(s string) string {
	return s[strings.LastIndexByte(s, '\n')+1:]
}
