package intake

import (
	"archive/zip"
	"io"
	"path"
	"strings"
)

// maxEntries bounds an archive: a chat with all its media has some thousands.
const maxEntries = 50_000

// maxArchive bounds the packed size; media are listed but never unpacked.
const maxArchive = 2 << 30

// openArchive reads the one chat of a WhatsApp export. Nothing is ever written,
// so the paths in the archive cannot lead anywhere.
func openArchive(name string, content io.ReaderAt, size int64) (file, error) {
	if size > maxArchive {
		return file{}, ErrTooLarge
	}
	z, err := zip.NewReader(content, size)
	if err != nil && err != zip.ErrInsecurePath {
		return file{}, ErrBadArchive
	}
	if len(z.File) > maxEntries {
		return file{}, ErrTooLarge
	}
	reason := ErrNoChat
	for _, e := range z.File {
		if isSpreadsheetPart(e.Name) {
			return file{}, ErrSpreadsheet
		}
		if !mayBeChat(e) {
			continue
		}
		text, err := entryText(e)
		if err == nil && hasChat(text) {
			return file{archiveTitle(name, e.Name), FormatWhatsApp, text}, nil
		}
		if known, ok := err.(Error); ok && known != ErrUnknownFormat {
			reason = known
		}
	}
	return file{}, reason
}

func isSpreadsheetPart(name string) bool {
	return name == "xl/workbook.xml" || name == "xl/workbook.bin" || strings.HasPrefix(name, "Index/Tables/")
}

func mayBeChat(e *zip.File) bool {
	base := path.Base(strings.ReplaceAll(e.Name, `\`, "/"))
	return strings.EqualFold(path.Ext(base), ".txt") &&
		!strings.HasPrefix(base, "._") && !strings.Contains(e.Name, "__MACOSX") &&
		!e.FileInfo().IsDir()
}

func entryText(e *zip.File) (string, error) {
	if e.UncompressedSize64 > maxText {
		return "", ErrTooLarge
	}
	r, err := e.Open()
	if err != nil {
		return "", ErrBadArchive
	}
	defer r.Close()
	raw, err := readText(r, int64(e.UncompressedSize64))
	if err == ErrTooLarge {
		return "", ErrTooLarge
	}
	if err != nil {
		return "", ErrBadArchive
	}
	return decode(raw)
}

// archiveTitle prefers the name that tells whom the chat is with: iPhones name
// the archive (the text is _chat.txt), Androids name the text.
func archiveTitle(archive, entry string) string {
	if chatTitle(entry) != "" {
		return path.Base(entry)
	}
	return archive
}
