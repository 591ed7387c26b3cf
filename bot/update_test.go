package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/intake"
)

// private wraps what a person sent into an update.
func private(content string) string {
	return `{"update_id":7001,"message":{"message_id":12,"date":1790000000,
		"from":{"id":101,"is_bot":false,"first_name":"Max"},"chat":{"id":101,"type":"private"},` + content + `}}`
}

// base is what every inbound of private has.
func base() engine.Inbound {
	return engine.Inbound{Channel: engine.Telegram, ExternalID: "7001", Sender: "101", SenderName: "Max"}
}

func TestMessagesBecomeInbounds(t *testing.T) {
	said := func(text string) func(*engine.Inbound) {
		return func(in *engine.Inbound) { in.Kind, in.Text = engine.Said, text }
	}
	unsupported := func(in *engine.Inbound) { in.Kind = engine.Unsupported }
	forwarded := func(name, handle, id string) func(*engine.Inbound) {
		return func(in *engine.Inbound) {
			in.Kind, in.Text = engine.Forwarded, "stop"
			in.Origin = engine.Origin{Name: name, Handle: handle, ID: id, At: time.Unix(1790000000, 0).UTC()}
		}
	}
	for content, want := range map[string]func(*engine.Inbound){
		`"text":"erledigt Lisa"`: said("erledigt Lisa"),
		`"text":"ä /liste","entities":[{"type":"bot_command","offset":9999,"length":-4}]`:                      said("ä /liste"),
		`"text":"ja","reply_to_message":{"message_id":1,"forward_origin":{"type":"from_the_future"},"chat":7}`: func(in *engine.Inbound) { said("ja")(in); in.ReplyTo = "1" },
		`"text":"ja","reply_to_message":"gone"`:                                                                said("ja"),
		`"text":"a\u0000b"`:                                                                                    said("ab"),
		`"document":{"file_id":"F1","file_name":"WhatsApp Chat mit Lisa.zip","file_size":812},"caption":"hier"`: func(in *engine.Inbound) {
			in.Kind, in.File = engine.SentFile, engine.File{Ref: "F1", Name: "WhatsApp Chat mit Lisa.zip", Size: 812}
		},
		`"contact":{"phone_number":"1","first_name":"L","vcard":"BEGIN:VCARD\nFN:L\nEND:VCARD"}`: func(in *engine.Inbound) {
			in.Kind, in.Card = engine.SentContact, "BEGIN:VCARD\nFN:L\nEND:VCARD"
		},
		`"sticker":{"file_id":"S"}`:                                                                           unsupported,
		`"voice":{"file_id":"S"}`:                                                                             unsupported,
		`"photo":[{"file_id":"P"}],"caption":"stop"`:                                                          unsupported,
		`"animation":{"file_id":"A"},"document":{"file_id":"A","file_name":"a.mp4"}`:                          unsupported,
		`"photo":[{"file_id":"P"}],"forward_origin":{"type":"hidden_user","sender_user_name":"Lisa"}`:         unsupported,
		`"text":"stop","forward_origin":{"type":"hidden_user","sender_user_name":"Lisa M","date":1790000000}`: forwarded("Lisa M", "", ""),
		`"text":"stop","forward_origin":{"type":"user","date":1790000000,"sender_user":{"id":5,"first_name":"Lisa","last_name":"M","username":"LisaM"}}`: forwarded("Lisa M", "lisam", "5"),
		`"text":"stop","forward_origin":{"type":"chat","date":1790000000,"sender_chat":{"id":-5,"type":"group","title":"Lisa M"}}`:                       forwarded("Lisa M", "", ""),
		`"text":"stop","forward_origin":{"type":"user","date":1790000000,"sender_user":{"id":5,"is_bot":true,"first_name":"B"}}`:                         unsupported,
		`"text":"stop","forward_origin":{"type":"user","date":1790000000,"sender_user":{"id":101,"first_name":"Max"}}`:                                   unsupported,
		`"text":"stop","forward_origin":{"type":"channel","date":1790000000,"chat":{"id":-5,"type":"channel","title":"News"}}`:                           unsupported,
		`"text":"stop","forward_origin":{}`: unsupported,
	} {
		in := base()
		want(&in)
		if got, ok, err := FromTelegram([]byte(private(content))); err != nil || !ok || got != in {
			t.Errorf("%s: %+v, %v, %v", content, got, ok, err)
		}
	}
}

func TestTapsAndBlocksBecomeInbounds(t *testing.T) {
	pressed := func(message string) func(*engine.Inbound) {
		return func(in *engine.Inbound) {
			in.Kind, in.Action, in.MessageRef, in.TapRef = engine.Pressed, "done:abc", message, "Q9"
		}
	}
	const tap = `"callback_query":{"id":"Q9","data":"done:abc","from":{"id":101,"first_name":"Max"}`
	const chat = `"chat":{"id":101,"type":"private"}`
	const member = `"my_chat_member":{` + chat + `,"from":{"id":101,"first_name":"Max"},"old_chat_member":{"status":"member"},`
	for content, want := range map[string]func(*engine.Inbound){
		tap + `,"message":{"message_id":44,"date":1790000000,` + chat + `,"text":"…"}}`: pressed("44"),
		tap + `,"message":{"message_id":44,"date":0,` + chat + `}}`:                     pressed("44"),
		tap + `,"inline_message_id":"x"}`:                                               pressed(""),
		member + `"new_chat_member":{"status":"kicked","until_date":0}}`:                func(in *engine.Inbound) { in.Kind = engine.Blocked },
		member + `"new_chat_member":{"status":"member"}}`:                               func(in *engine.Inbound) { in.Kind = engine.Unblocked },
	} {
		in := base()
		want(&in)
		if got, ok, err := FromTelegram([]byte(`{"update_id":7001,` + content + `}`)); err != nil || !ok || got != in {
			t.Errorf("%s: %+v, %v, %v", content, got, ok, err)
		}
	}
}

func TestWhatIsNotForUsIsPassedOver(t *testing.T) {
	for name, update := range map[string]string{
		"a group":             `{"update_id":1,"message":{"message_id":1,"text":"liste","from":{"id":1},"chat":{"id":-5,"type":"supergroup"}}}`,
		"a button in a group": `{"update_id":1,"callback_query":{"id":"1","from":{"id":1},"message":{"message_id":1,"chat":{"id":-5,"type":"group"}},"data":"list"}}`,
		"a block of a group":  `{"update_id":1,"my_chat_member":{"chat":{"id":-5,"type":"group"},"from":{"id":1},"new_chat_member":{"status":"kicked"}}}`,
		"an edited message":   strings.Replace(private(`"text":"stop"`), `"message"`, `"edited_message"`, 1),
		"a channel post":      `{"update_id":1,"channel_post":{"message_id":1,"text":"liste","chat":{"id":-5,"type":"channel"}}}`,
		"a notice":            private(`"pinned_message":{"message_id":3}`),
		"an unknown kind":     `{"update_id":1,"thought":{"id":1}}`,
		"an unknown status":   `{"update_id":1,"my_chat_member":{"chat":{"id":1,"type":"private"},"new_chat_member":{"status":"promoted"}}}`,
		"a tap by nobody":     `{"update_id":1,"callback_query":{"id":"1","data":"list"}}`,
	} {
		if in, ok, err := FromTelegram([]byte(update)); ok || err != nil {
			t.Errorf("%s: %+v, %v", name, in, err)
		}
	}
}

func TestWhatIsNoUpdateFailsWithoutItsContent(t *testing.T) {
	for _, body := range []string{"", "null", "[]", `{"update_id":0}`, `{"update_id":"geheim"}`, `{"message":{"text":"geheim"}}`, "geheim", `{"update_id":1,"message":"geheim"}`} {
		_, ok, err := FromTelegram([]byte(body))
		if ok || !errors.Is(err, errNoUpdate) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%q: %v, %v", body, ok, err)
		}
	}
}

func TestNamesAreReadable(t *testing.T) {
	for name, want := range map[string]string{
		"Max": "Max", " Max\u202e \n Muster\u200b ": "Max Muster", "\u200e\u00a0": "", "Zoë 🌸": "Zoë 🌸",
		strings.Repeat("ä", 100): strings.Repeat("ä", 64), "A\x00\x07B": "AB",
	} {
		if got := readable(name, longestSenderName); got != want {
			t.Errorf("%q became %q", name, got)
		}
	}
}

func TestContactsAreUnderstoodByTheImport(t *testing.T) {
	for name, c := range map[string]struct {
		contact models.Contact
		want    string
		number  string
	}{
		"a number of the address book": {models.Contact{PhoneNumber: "0171 5550123", FirstName: "Lisa", LastName: "Meier"}, "Lisa Meier", "+491715550123"},
		"somebody on Telegram":         {models.Contact{PhoneNumber: "436645550123", FirstName: "Lisa", UserID: 9}, "Lisa", "+436645550123"},
		"an awkward name":              {models.Contact{PhoneNumber: "+491715550123", FirstName: "Meier; Söhne,\r\nTEL:+4930", LastName: `\n`}, "", "+491715550123"},
	} {
		text := card(c.contact)
		r, err := intake.Read("contact.vcf", strings.NewReader(text), int64(len(text)), intake.Options{Country: "DE"})
		must(t, err)
		if len(r.Leads) != 1 || (c.want != "" && r.Leads[0].Name != c.want) {
			t.Fatalf("%s: %+v", name, r.Leads)
		}
		raw, err := json.Marshal(r.Leads[0])
		must(t, err)
		if strings.Count(string(raw), "+49") > 2 || !strings.Contains(string(raw), c.number) {
			t.Errorf("%s: %s", name, raw)
		}
	}
}

func FuzzFromTelegram(f *testing.F) {
	f.Add([]byte(private(`"text":"liste","entities":[{"type":"bot_command","offset":-1,"length":99}]`)))
	f.Add([]byte(private(`"contact":{"phone_number":"0171","first_name":"L;\\n"}`)))
	f.Add([]byte(private(`"document":null,"photo":null,"text":"x"`)))
	f.Add([]byte(`{"update_id":1,"callback_query":{"id":"1","from":{"id":1},"message":null,"data":"x"}}`))
	f.Add([]byte(`{"update_id":1,"my_chat_member":{}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		before := bytes.Clone(body)
		in, ok, err := FromTelegram(body)
		if !bytes.Equal(body, before) {
			t.Fatal("the body was changed")
		}
		if err != nil && ok {
			t.Fatal("an error is for us")
		}
		if !ok {
			return
		}
		for _, text := range []string{in.ExternalID, in.Sender, in.SenderName, in.Text, in.Action, in.Card, in.File.Name} {
			if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
				t.Fatalf("a text no database keeps: %q", text)
			}
		}
		if in.Kind == "" || in.Sender == "" || in.Sender == "0" {
			t.Fatalf("incomplete: %+v", in)
		}
	})
}
