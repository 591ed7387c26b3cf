package local

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// bareHost has no Postgres programs; downloads come from the given site.
func bareHost(t *testing.T, site http.HandlerFunc) host {
	t.Helper()
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	return host{shared: newFolder(t), downloads: newFolder(t), repository: server.URL}
}

// standIn adds programs of some version to a folder; they only tell the version.
func standIn(t *testing.T, folder, version string) string {
	t.Helper()
	bin := filepath.Join(folder, version, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"initdb", "postgres"} {
		script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + "'\n"
		if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return bin
}

func TestProgramsAreChosenByVersionAndPreference(t *testing.T) {
	t.Parallel()
	installed, preferred := newFolder(t), newFolder(t)
	newest := standIn(t, installed, "17.2")
	standIn(t, installed, "16.1")
	ancient := standIn(t, installed, "11.3")
	onPath := standIn(t, preferred, "16.9")
	folders := []string{filepath.Join(installed, "*", "bin")}
	for _, c := range []struct {
		name  string
		path  string
		major int
		want  string
	}{
		{"a new cluster takes the newest", "", anyMajor, newest},
		{"what is on PATH comes first", onPath, anyMajor, onPath},
		{"too old on PATH is passed over", ancient, anyMajor, newest},
		{"data decide before PATH", onPath, 17, newest},
		{"old data get old programs", onPath, 11, ancient},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := bareHost(t, http.NotFound)
			h.path, h.folders = c.path, folders
			bin, err := h.programs(t.Context(), c.major)
			if err != nil || bin != c.want {
				t.Errorf("got %s, %v, want %s", bin, err, c.want)
			}
		})
	}
}

func TestMissingProgramsAreExplained(t *testing.T) {
	t.Parallel()
	_, err := bareHost(t, http.NotFound).start(t.Context(), newFolder(t), slog.New(slog.DiscardHandler))
	if !errors.Is(err, errNoPrograms) || !strings.Contains(err.Error(), "apt-get install postgresql") {
		t.Errorf("got %v", err)
	}
}

func TestDataOfAnotherVersionAreKeptAndExplained(t *testing.T) {
	t.Parallel()
	h, dir := testHost(t), newFolder(t)
	s := begin(t, h, dir)
	stop(t, s)
	version := filepath.Join(s.cluster.data(), "PG_VERSION")
	if err := os.WriteFile(version, []byte("12\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := h.start(t.Context(), dir, slog.New(slog.DiscardHandler))
	if !errors.Is(err, errNoPrograms) || !strings.Contains(err.Error(), "the data needs Postgres 12") {
		t.Errorf("got %v", err)
	}
	if !isCluster(s.cluster.home) {
		t.Error("the data are gone")
	}
}

func TestProgramsAreDownloadedOnce(t *testing.T) {
	t.Parallel()
	programs, err := os.ReadFile("testdata/programs.txz")
	if err != nil {
		t.Fatal(err)
	}
	var jar bytes.Buffer
	archive := zip.NewWriter(&jar)
	entry, err := archive.Create("postgres.txz")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := entry.Write(programs); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	var asked []string
	h := bareHost(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		if strings.HasSuffix(r.URL.Path, ".sha256") {
			fmt.Fprintf(w, "%x", sha256.Sum256(jar.Bytes()))
			return
		}
		w.Write(jar.Bytes())
	})
	for range 2 {
		bin, err := h.programs(t.Context(), anyMajor)
		if err != nil || !strings.HasPrefix(bin, h.downloads) {
			t.Fatalf("got %s, %v", bin, err)
		}
	}
	if len(asked) != 2 || !slices.ContainsFunc(asked, func(p string) bool { return strings.HasSuffix(p, ".jar") }) {
		t.Errorf("asked for %v, want the programs and their checksum once", asked)
	}
}
