package standin_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func inline(button string) string { return `{"inline_keyboard":[[` + button + `]]}` }

// refusal is a call and a part of the reason Telegram gives for refusing it.
type refusal struct {
	name, method, want string
	args               []string
}

// textRefusals are about a message whose text or receiver is wrong.
func textRefusals() []refusal {
	return []refusal{
		{"no text", "sendMessage", "message text is empty", []string{"chat_id", "101"}},
		{"only space", "sendMessage", "message text is empty", []string{"chat_id", "101", "text", " \n "}},
		{"only tags", "sendMessage", "message text is empty", []string{"chat_id", "101", "text", "<b></b>", "parse_mode", "HTML"}},
		{"too long", "sendMessage", "message is too long", []string{"chat_id", "101", "text", strings.Repeat("😀", 2049)}},
		{"no chat", "sendMessage", "chat_id is empty", []string{"text", "x"}},
		{"chat is no number", "sendMessage", "chat_id must be an integer", []string{"chat_id", "max", "text", "x"}},
		{"unknown name", "sendMessage", "chat not found", []string{"chat_id", "@max", "text", "x"}},
		{"unknown mode", "sendMessage", "unsupported parse_mode", []string{"chat_id", "101", "text", "x", "parse_mode", "bbcode"}},
		{"unknown tag", "sendMessage", `can't parse entities: Unsupported start tag "div" at byte offset 2`, []string{"chat_id", "101", "text", "a <div>", "parse_mode", "HTML"}},
		{"unclosed tag", "sendMessage", `can't parse entities: Can't find end tag corresponding to start tag "b"`, []string{"chat_id", "101", "text", "<b>a", "parse_mode", "html"}},
		{"crossed tags", "sendMessage", `can't parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`, []string{"chat_id", "101", "text", "<b><i>a</b></i>", "parse_mode", "HTML"}},
		{"end without start", "sendMessage", "can't parse entities: Unexpected end tag at byte offset 1", []string{"chat_id", "101", "text", "a</b>", "parse_mode", "HTML"}},
		{"cut tag", "sendMessage", "can't parse entities: Unclosed start tag at byte offset 0", []string{"chat_id", "101", "text", "<b", "parse_mode", "HTML"}},
		{"bare span", "sendMessage", `Tag "span" must have class "tg-spoiler"`, []string{"chat_id", "101", "text", "<span>a</span>", "parse_mode", "HTML"}},
		{"wild entity", "sendMessage", "can't parse message entities", []string{"chat_id", "101", "text", "a", "entities", `[{"type":"bold","offset":9,"length":9}]`}},
	}
}

// markupRefusals are about a keyboard that is wrong.
func markupRefusals() []refusal {
	return []refusal{
		{"markup is no object", "sendMessage", "object expected as reply markup", []string{"chat_id", "101", "text", "x", "reply_markup", "[1]"}},
		{"unknown markup", "sendMessage", "can't parse reply keyboard markup JSON object", []string{"chat_id", "101", "text", "x", "reply_markup", `{"wheel":true}`}},
		{"flat keyboard", "sendMessage", "an Array of Arrays of buttons is expected", []string{"chat_id", "101", "text", "x", "reply_markup", `{"inline_keyboard":[{"text":"a"}]}`}},
		{"null keyboard", "sendMessage", "an Array of Arrays of buttons is expected", []string{"chat_id", "101", "text", "x", "reply_markup", `{"inline_keyboard":null}`}},
		{"too many buttons", "sendMessage", "reply markup is too long", []string{"chat_id", "101", "text", "x", "reply_markup", inline(strings.Repeat(`{"text":"a","callback_data":"b"},`, 100) + `{"text":"a","callback_data":"b"}`)}},
		{"data of 65 bytes", "sendMessage", "BUTTON_DATA_INVALID", []string{"chat_id", "101", "text", "x", "reply_markup", inline(`{"text":"a","callback_data":"` + strings.Repeat("ä", 32) + `b"}`)}},
		{"text button", "sendMessage", "Text buttons are unallowed in the inline keyboard", []string{"chat_id", "101", "text", "x", "reply_markup", inline(`{"text":"a"}`)}},
		{"no label", "sendMessage", `Field "text" must be non-empty`, []string{"chat_id", "101", "text", "x", "reply_markup", inline(`{"text":"","callback_data":"a"}`)}},
		{"copy too long", "sendMessage", "BUTTON_COPY_TEXT_INVALID", []string{"chat_id", "101", "text", "x", "reply_markup", inline(`{"text":"a","copy_text":{"text":"` + strings.Repeat("x", 257) + `"}}`)}},
		{"wrong style", "sendMessage", "invalid button style", []string{"chat_id", "101", "text", "x", "reply_markup", inline(`{"text":"a","callback_data":"b","style":"pink"}`)}},
		{"tel link", "sendMessage", "inline keyboard button URL 'tel:+491715550101' is invalid: Wrong port number specified in the URL", []string{"chat_id", "101", "text", "x", "reply_markup", inline(`{"text":"a","url":"tel:+491715550101"}`)}},
		{"sms link", "sendMessage", "Wrong port number", []string{"chat_id", "101", "text", "x", "reply_markup", inline(`{"text":"a","url":"sms:+491715550101"}`)}},
		{"ftp link", "sendMessage", "Unsupported URL protocol", []string{"chat_id", "101", "text", "x", "reply_markup", inline(`{"text":"a","url":"ftp://example.org"}`)}},
		{"localhost link", "sendMessage", "is invalid: Wrong HTTP URL", []string{"chat_id", "101", "text", "x", "reply_markup", inline(`{"text":"a","url":"http://localhost:8080/go"}`)}},
	}
}

// otherRefusals are about everything else; own and theirs are messages of the bot and of Max.
func otherRefusals(own, theirs string) []refusal {
	return []refusal{
		{"edit nothing", "editMessageText", "message identifier is not specified", []string{"chat_id", "101", "text", "x"}},
		{"edit unknown", "editMessageText", "message to edit not found", []string{"chat_id", "101", "message_id", "7", "text", "x"}},
		{"edit theirs", "editMessageText", "message can't be edited", []string{"chat_id", "101", "message_id", theirs, "text", "x"}},
		{"edit wrong type", "editMessageText", `parameter "message_id" must be an integer`, []string{"chat_id", "101", "message_id", "x", "text", "x"}},
		{"edit with reply keyboard", "editMessageReplyMarkup", "inline keyboard expected", []string{"chat_id", "101", "message_id", own, "reply_markup", `{"keyboard":[["a"]]}`}},
		{"edit to the same", "editMessageText", "message is not modified", []string{"chat_id", "101", "message_id", own, "text", "da"}},
		{"delete unknown", "deleteMessage", "message to delete not found", []string{"chat_id", "101", "message_id", "7"}},
		{"unknown query", "answerCallbackQuery", "query is too old", []string{"callback_query_id", "1"}},
		{"long answer", "answerCallbackQuery", "MESSAGE_TOO_LONG", []string{"callback_query_id", "1", "text", strings.Repeat("x", 201)}},
		{"answer wrong type", "answerCallbackQuery", `parameter "show_alert" must be a boolean`, []string{"callback_query_id", "1", "show_alert", "maybe"}},
		{"no document", "sendDocument", "there is no document in the request", []string{"chat_id", "101"}},
		{"unknown document", "sendDocument", "wrong file identifier/HTTP URL specified", []string{"chat_id", "101", "document", "nope"}},
		{"long caption", "sendDocument", "message caption is too long", []string{"chat_id", "101", "document", "nope", "caption", strings.Repeat("x", 1025)}},
		{"no photo", "sendPhoto", "there is no photo in the request", []string{"chat_id", "101"}},
		{"unknown file", "getFile", "invalid file_id", []string{"file_id", "nope"}},
		{"unknown action", "sendChatAction", "wrong parameter action in request", []string{"chat_id", "101", "action", "dance"}},
		{"no commands", "setMyCommands", "can't parse commands JSON object", nil},
		{"bad command", "setMyCommands", "BOT_COMMAND_INVALID", []string{"commands", `[{"command":"Größe","description":"x"}]`}},
		{"bad description", "setMyCommands", "BOT_COMMAND_DESCRIPTION_INVALID", []string{"commands", `[{"command":"a","description":""}]`}},
		{"many commands", "setMyCommands", "BOT_COMMANDS_TOO_MUCH", []string{"commands", "[" + strings.Repeat(`{"command":"a","description":"b"},`, 100) + `{"command":"a","description":"b"}]`}},
		{"unknown scope", "getMyCommands", "unsupported type specified", []string{"scope", `{"type":"moon"}`}},
		{"no webhook address", "setWebhook", "bad webhook", []string{"url", "ftp://example.org"}},
		{"odd secret", "setWebhook", "secret token contains unallowed characters", []string{"url", "https://example.org", "secret_token", "ä"}},
		{"long secret", "setWebhook", "secret token is too long", []string{"url", "https://example.org", "secret_token", strings.Repeat("x", 257)}},
		{"offset wrong type", "getUpdates", `parameter "offset" must be an integer`, []string{"offset", "x"}},
		{"allowed wrong type", "getUpdates", "can't parse allowed updates JSON object", []string{"allowed_updates", "message"}},
	}
}

func TestRefusalsUseTelegramsWords(t *testing.T) {
	w := withMax(t)
	own, theirs := id(w.send("da").ID), id(w.Chat(101)[0].ID)
	cases := slices.Concat(textRefusals(), markupRefusals(), otherRefusals(own, theirs))
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			fields := url.Values{}
			for i := 0; i < len(c.args); i += 2 {
				fields.Set(c.args[i], c.args[i+1])
			}
			status, body := w.raw(c.method, fields)
			equal(t, status, 400)
			contains(t, body, `"error_code":400`)
			body = strings.NewReplacer(`\"`, `"`, `\u003c`, "<", `\u003e`, ">").Replace(body)
			contains(t, body, `"description":"Bad Request: `)
			contains(t, body, c.want)
		})
	}
	equal(t, len(w.Chat(101)), 2)
}

func TestWhatTelegramAcceptsIsNotRefused(t *testing.T) {
	w := withMax(t)
	for name, markup := range map[string]string{
		"64 bytes":       inline(`{"text":"a","callback_data":"` + strings.Repeat("ä", 32) + `"}`),
		"tg link":        inline(`{"text":"a","url":"tg://resolve?domain=x"}`),
		"loopback":       inline(`{"text":"a","url":"http://127.0.0.1:8080/go/x?y=1"}`),
		"copy":           inline(`{"text":"a","copy_text":{"text":"0171"}}`),
		"empty":          `{"inline_keyboard":[]}`,
		"reply keyboard": `{"keyboard":[["Ja","Nein"],[{"text":"Nummer","request_contact":true}]],"one_time_keyboard":true}`,
		"remove":         `{"remove_keyboard":true}`,
		"force reply":    `{"force_reply":true}`,
	} {
		t.Run(name, func(t *testing.T) {
			status, body := w.raw("sendMessage", url.Values{"chat_id": {"101"}, "text": {"x"}, "reply_markup": {markup}})
			if status != 200 {
				t.Fatal(body)
			}
		})
	}
}

func TestMailLinkBecomesAnHTTPLinkAsInLife(t *testing.T) {
	w := withMax(t)
	w.raw("sendMessage", url.Values{"chat_id": {"101"}, "text": {"x"}, "reply_markup": {inline(`{"text":"a","url":"mailto:a@b.de"}`)}})
	equal(t, w.last(101).Buttons()[0].URL, "http://mailto:a@b.de/")
}

func TestWrongTokenAndUnknownMethodAreTurnedAway(t *testing.T) {
	w := withMax(t)
	status, body := w.raw("sendDice", nil)
	equal(t, status, 404)
	equal(t, body, `{"description":"Not Found","error_code":404,"ok":false}`)
	response, err := http.Get(w.server.URL + "/phone/bot1:WRONG/getMe")
	must(t, err)
	status, body = answered(t, response)
	equal(t, status, 401)
	contains(t, body, `"description":"Unauthorized"`)
	response, err = http.Get(w.server.URL + "/phone/file/bot" + token + "/documents/none.txt")
	must(t, err)
	status, _ = answered(t, response)
	equal(t, status, 404)
}

func TestArgumentsMayComeInEveryForm(t *testing.T) {
	w := withMax(t)
	base := w.server.URL + "/phone/bot" + token
	response, err := http.Post(base+"/sendMessage", "application/json; charset=utf-8",
		strings.NewReader(`{"chat_id":101,"text":"als JSON","reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]},"parse_mode":null}`))
	must(t, err)
	status, body := answered(t, response)
	if status != 200 {
		t.Fatal(body)
	}
	equal(t, w.last(101).Buttons()[0].Data, "b")
	response, err = http.Get(base + "/SENDMESSAGE?chat_id=101&text=als+Adresse")
	must(t, err)
	status, _ = answered(t, response)
	equal(t, status, 200)
	equal(t, w.last(101).Text, "als Adresse")
	response, err = http.Post(base+"/sendMessage", "application/json", strings.NewReader(`{`))
	must(t, err)
	status, _ = answered(t, response)
	equal(t, status, 400)
}
