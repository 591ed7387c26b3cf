package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"

	"github.com/salesflow/salesflow/engine"
)

const (
	largestFile     = 20 << 20         // what Telegram hands out to bots
	downloadTimeout = 40 * time.Second // of a whole file; a job that reads it has a minute
)

// Fetch opens a file by the id Telegram gave it. Code NotFound: Telegram no longer has it. Code Invalid: it is
// larger than the 20 MB that Telegram hands out. Any other failure may pass.
func (t *Telegram) Fetch(ctx context.Context, ref string) (io.ReadCloser, error) {
	file, err := t.client.GetFile(ctx, &tg.GetFileParams{FileID: ref})
	if err != nil {
		return nil, fileError(err)
	}
	if file.FileSize > largestFile {
		return nil, tooLarge()
	}
	if file.FilePath == "" {
		return nil, gone()
	}
	return t.download(ctx, t.client.FileDownloadLink(file))
}

func fileError(err error) error {
	switch {
	case !errors.Is(err, tg.ErrorBadRequest):
		return outcome(err)
	case strings.Contains(err.Error(), "file is too big"):
		return tooLarge()
	case strings.Contains(err.Error(), "temporarily unavailable"):
		return engine.ErrNotSent
	}
	return gone()
}

func gone() error     { return &engine.Error{Code: engine.NotFound, Key: "import_gone"} }
func tooLarge() error { return &engine.Error{Code: engine.Invalid, Key: "import_too_large"} }

// download opens an address that contains the token: no error may name it.
func (t *Telegram) download(ctx context.Context, address string) (io.ReadCloser, error) {
	ctx, cancel := context.WithTimeout(ctx, downloadTimeout)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		cancel()
		return nil, gone()
	}
	response, err := t.wire.patient().open(request)
	if err != nil {
		cancel()
		return nil, err
	}
	body := &download{Reader: io.LimitReader(response.Body, largestFile+1), body: response.Body, cancel: cancel}
	switch {
	case response.StatusCode == http.StatusOK && response.ContentLength <= largestFile:
		return body, nil
	case response.StatusCode == http.StatusOK:
		err = tooLarge()
	case response.StatusCode == http.StatusNotFound:
		err = gone()
	default:
		err = fmt.Errorf("a file cannot be fetched: status %d", response.StatusCode)
	}
	_ = body.Close() // nobody reads it
	return nil, err
}

// download is the content of a file on its way.
type download struct {
	io.Reader
	body   io.Closer
	cancel context.CancelFunc
}

// Close gives up what was not read.
func (d *download) Close() error {
	defer d.cancel()
	return d.body.Close()
}
