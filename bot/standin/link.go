package standin

import (
	"strconv"
	"strings"
)

// linkError is the reason Telegram gives for refusing a link, in its spelling.
type linkError string

func (e linkError) Error() string { return string(e) }

// checkLink is what Telegram makes of a link in a button or in <a href>. It
// knows http, https, tg, ton and tonsite. Anything else without "://" is read
// as a host with a user and a port, so mailto:a@b.de becomes
// http://mailto:a@b.de/ and tel:+49… fails for its port. Hosts need a dot:
// http://localhost is refused.
func checkLink(link string) (string, error) {
	link = strings.TrimSpace(link)
	for _, scheme := range []string{"tg", "ton", "tonsite"} {
		rest, ok := cutPrefixFold(link, scheme+":")
		if !ok {
			continue
		}
		rest = strings.TrimPrefix(rest, "//")
		if rest == "" {
			return "", linkError("URL host is empty")
		}
		return scheme + "://" + rest, nil
	}
	return checkHTTPLink(link)
}

func checkHTTPLink(link string) (string, error) {
	scheme, rest := "http", link
	if i := strings.IndexAny(link, ":/?#@[]"); i >= 0 && strings.HasPrefix(link[i:], "://") {
		scheme, rest = strings.ToLower(link[:i]), link[i+3:]
		if scheme != "http" && scheme != "https" {
			return "", linkError("Unsupported URL protocol")
		}
	}
	authority, tail := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority, tail = rest[:i], rest[i:]
	}
	host, err := checkAuthority(authority)
	if err != nil {
		return "", err
	}
	if !strings.Contains(host, ".") && !strings.HasPrefix(host, "[") {
		return "", linkError("Wrong HTTP URL")
	}
	if !strings.HasPrefix(tail, "/") {
		tail = "/" + tail
	}
	return scheme + "://" + authority + strings.ReplaceAll(tail, " ", "%20"), nil
}

// checkAuthority splits user@host:port the way Telegram does and returns the host.
func checkAuthority(authority string) (string, error) {
	host := authority
	if i := strings.LastIndexAny(authority, ":]@"); i > 0 && authority[i] == ':' {
		port, err := strconv.Atoi(authority[i+1:])
		if err != nil || port < 1 || port > 65535 || authority[i+1] == '+' {
			return "", linkError("Wrong port number specified in the URL")
		}
		host = authority[:i]
	}
	host = host[strings.LastIndexByte(host, '@')+1:]
	if host == "" {
		return "", linkError("URL host is empty")
	}
	if strings.ContainsAny(host, " <>\"\\^`{|}") {
		return "", linkError("Disallowed character in URL host")
	}
	return host, nil
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}
