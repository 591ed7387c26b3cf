package intake

// Error is a reason why a whole file could not be read. Errors compare with ==
// and errors.Is.
type Error struct{ key, text string }

// Key is the stable name by which a person's language is looked up.
func (e Error) Key() string { return e.key }

// Error says in English what is wrong with the file, without quoting it.
func (e Error) Error() string { return e.text }

// What can be wrong with a file as a whole.
var (
	ErrEmpty         = Error{"import_empty", "the file is empty"}
	ErrTooLarge      = Error{"import_too_large", "the file is too large"}
	ErrUnknownFormat = Error{"import_unknown_format", "the file is neither a vCard, a CSV table nor a WhatsApp chat"}
	ErrSpreadsheet   = Error{"import_spreadsheet", "the file is a spreadsheet: save it as CSV first"}
	ErrNoChat        = Error{"import_no_chat", "the archive contains no WhatsApp chat"}
	ErrBadArchive    = Error{"import_bad_archive", "the archive is damaged"}
	ErrMeUnknown     = Error{"import_me_unknown", "the given name wrote nothing in this chat"}
	ErrNothingFound  = Error{"import_nothing_found", "the file contains no person and no message"}
)
