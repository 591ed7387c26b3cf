package bot

import (
	"strconv"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"github.com/salesflow/salesflow/engine"
)

// origin is who wrote a forwarded message: a person, one who hides behind a name, or somebody who writes as a chat.
type origin struct {
	Date       int64        `json:"date"`
	User       *models.User `json:"sender_user"`
	HiddenName string       `json:"sender_user_name"`
	Chat       *models.Chat `json:"sender_chat"`
}

// origin is nobody when the user wrote the message, or a program.
func (o origin) origin(user *models.User) (engine.Origin, bool) {
	from := engine.Origin{At: time.Unix(o.Date, 0).UTC()}
	switch {
	case o.User != nil:
		if o.User.IsBot || user != nil && o.User.ID == user.ID {
			return from, false
		}
		from.Name = readable(o.User.FirstName+" "+o.User.LastName, longestSenderName)
		from.Handle, from.ID = strings.ToLower(o.User.Username), strconv.FormatInt(o.User.ID, 10)
	case o.Chat != nil:
		from.Name, from.Handle = readable(o.Chat.Title, longestSenderName), strings.ToLower(o.Chat.Username)
	default:
		from.Name = readable(o.HiddenName, longestSenderName)
	}
	return from, from.Name != ""
}
