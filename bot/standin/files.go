package standin

import (
	"bytes"
	"image"
	_ "image/gif"  // sizes of photos
	_ "image/jpeg" // sizes of photos
	_ "image/png"  // sizes of photos
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

const (
	maxDownload = 20 << 20 // getFile
	maxUpload   = 50 << 20
	maxPhoto    = 10 << 20
)

// storedFile is a file with its content, which lies on disk when there is a
// state file.
type storedFile struct {
	File    File   `json:"file"`
	Path    string `json:"path"` // as getFile tells it
	content []byte
}

// keep stores a file under a new id. Folder is "documents" or "photos".
func (t *Telegram) keep(folder string, u upload) (storedFile, error) {
	n := t.nextOther()
	kind := strings.TrimSpace(u.mime)
	if kind == "" || kind == "application/octet-stream" {
		kind, _, _ = strings.Cut(http.DetectContentType(u.content), ";")
	}
	f := storedFile{
		File:    File{ID: "file-" + n, UniqueID: "uniq-" + n, Name: filepath.Base(u.name), MIME: kind, Size: int64(len(u.content))},
		Path:    folder + "/file_" + n + cleanExt(u.name),
		content: u.content,
	}
	if t.o.StateFile != "" {
		if err := replaceFile(t.contentFile(f.File.ID), u.content); err != nil {
			return f, err
		}
		f.content = nil
	}
	t.s.Files[f.File.ID] = f
	return f, nil
}

// cleanExt is the ending of a file name when it is fit for a path.
func cleanExt(name string) string {
	ext := strings.ToLower(filepath.Ext(name))
	if len(ext) < 2 || len(ext) > 8 || strings.ContainsFunc(ext[1:], func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		return ""
	}
	return ext
}

func (t *Telegram) contentFile(id string) string {
	return filepath.Join(t.o.StateFile+".files", id)
}

// Content is the content of a file that was sent in either direction. It fails
// for an id that was never given out.
func (t *Telegram) Content(id string) ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.content(id)
}

func (t *Telegram) content(id string) ([]byte, error) {
	f, ok := t.s.Files[id]
	if !ok {
		return nil, badRequest("invalid file_id")
	}
	if t.o.StateFile == "" {
		return f.content, nil
	}
	return os.ReadFile(t.contentFile(id))
}

// argument is the file given as an upload, as attach://name or as a file_id.
// The original also fetches HTTP URLs; the stand-in never leaves the machine.
func (t *Telegram) fileArgument(c *call, name, folder string) (storedFile, error) {
	field := name
	if attached, ok := strings.CutPrefix(c.args[name], "attach://"); ok {
		field = attached
	}
	if u, ok := c.files[field]; ok {
		if len(u.content) == 0 {
			return storedFile{}, badRequest("file must be non-empty")
		}
		if len(u.content) > maxUpload || (folder == "photos" && len(u.content) > maxPhoto) {
			return storedFile{}, &apiError{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
		}
		return t.keep(folder, u)
	}
	if c.args[name] == "" {
		return storedFile{}, badRequest("there is no %s in the request", name)
	}
	f, ok := t.s.Files[c.args[name]]
	if !ok {
		return storedFile{}, badRequest("wrong file identifier/HTTP URL specified")
	}
	return f, nil
}

func (c *call) caption() (string, []Entity, error) {
	text, entities, err := c.formatted("caption", "caption_entities")
	if err == nil && units(text) > maxCaption {
		err = badRequest("message caption is too long")
	}
	return text, entities, err
}

func (t *Telegram) sendDocument(c *call) (any, error) {
	caption, entities, err := c.caption()
	if err != nil {
		return nil, err
	}
	f, err := t.fileArgument(c, "document", "documents")
	if err != nil {
		return nil, err
	}
	return t.send(c, Message{Document: &f.File, Caption: caption, CaptionEntities: entities})
}

func (t *Telegram) sendPhoto(c *call) (any, error) {
	caption, entities, err := c.caption()
	if err != nil {
		return nil, err
	}
	f, err := t.fileArgument(c, "photo", "photos")
	if err != nil {
		return nil, err
	}
	content, err := t.content(f.File.ID)
	if err != nil {
		return nil, err
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return nil, badRequest("IMAGE_PROCESS_FAILED")
	}
	photo := File{ID: f.File.ID, UniqueID: f.File.UniqueID, Size: f.File.Size, Width: size.Width, Height: size.Height}
	return t.send(c, Message{Photo: []File{photo}, Caption: caption, CaptionEntities: entities})
}

// getFile tells the path of a file up to 20 MB; name and type are not told.
func (t *Telegram) getFile(c *call) (any, error) {
	f, ok := t.s.Files[c.args["file_id"]]
	if !ok {
		return nil, badRequest("invalid file_id")
	}
	if f.File.Size > maxDownload {
		return nil, badRequest("file is too big")
	}
	return map[string]any{"file_id": f.File.ID, "file_unique_id": f.File.UniqueID, "file_size": f.File.Size, "file_path": f.Path}, nil
}

func (t *Telegram) serveFile(w http.ResponseWriter, path string) {
	token, name, _ := strings.Cut(path, "/")
	if token != t.o.Token {
		answer(w, nil, &apiError{Code: http.StatusUnauthorized, Description: "Unauthorized"})
		return
	}
	content, ok := t.contentAt(name)
	if !ok {
		answer(w, nil, &apiError{Code: http.StatusNotFound, Description: "Not Found"})
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", decimal(len(content)))
	_, _ = w.Write(content) // a reader that is gone needs no answer
}

func (t *Telegram) contentAt(path string) ([]byte, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, f := range t.s.Files {
		if f.Path == path && f.File.Size <= maxDownload {
			content, err := t.content(id)
			return content, err == nil
		}
	}
	return nil, false
}
