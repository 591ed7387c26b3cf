package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

func uploadLarge(w *world, groups []string) error {
	megabytes, err := strconv.Atoi(groups[1])
	if err != nil {
		return err
	}
	_, err = w.phone.Upload(w.id(groups[0]), groups[2], "application/zip", make([]byte, megabytes<<20), "")
	return err
}

// upload sends a file; an archive lies unpacked in a folder of its name.
func upload(w *world, groups []string) error {
	path := filepath.Join("testdata", "exports", groups[1])
	content, err := os.ReadFile(path)
	if folder, isArchive := strings.CutSuffix(path, ".zip"); isArchive {
		content, err = packed(folder)
	}
	if err != nil {
		return err
	}
	_, err = w.phone.Upload(w.id(groups[0]), groups[1], "", content, "")
	return err
}

func packed(folder string) ([]byte, error) {
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	err := errors.Join(z.AddFS(os.DirFS(folder)), z.Close())
	return archive.Bytes(), err
}
