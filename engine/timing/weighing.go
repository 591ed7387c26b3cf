package timing

import "time"

const (
	leadWeight      = 6              // messages of the user on a channel that weigh as much as a lead's own history there
	userWeight      = 20             // and what is usual on a channel, against what the user sees
	channelHalfLife = 60             // days
	lastAnswer      = 1.5            // answers that the last one counts for on top,
	lastAnswerFades = 14             // halving with so many days
	elsewhere       = 0.5            // of an answer for the channel written on, when it comes on another
	ownExperience   = 10             // messages after which a user's rate on a channel is an experience
	oneAttempt      = 12 * time.Hour // messages closer together are one attempt
)

// usualRate is how often a message on a channel is answered within 72 hours: private messages, SMS and calls as
// seen in person-to-person logs (CollegeMsg, Reality Mining), e-mail as vendors tell of follow-ups among strangers.
func usualRate(channel string) float64 {
	switch channel {
	case "whatsapp", "telegram":
		return 0.44
	case "call":
		return 0.33
	case "sms":
		return 0.25
	default:
		return 0.2
	}
}

// weighing is what is known of the channels of one lead, and the touch that was counted last.
type weighing struct {
	channels [mostChannels]belief
	count    int
	answered int           // the channel of the last answer, -1 when there is none or it is not available
	current  int           // the channel of the last message since then, -1 when there is none
	switched time.Duration // how long ago the last change of the channel is, negative when there was none
	last     counted
}

// counted is a touch on the way: its age, direction and channel.
type counted struct {
	ago     time.Duration
	in, out bool // neither before the first touch
	channel string
	at      int // the channel's place, -1 when it is not available
}

// belief is a Beta distribution of the chance of an answer on one channel.
type belief struct {
	name     string
	yes, no  float64
	answers  float64
	silences int           // attempts since the lead's last answer
	silent   time.Duration // since the last of them
	known    bool          // the user has experience with it
}

func (b *belief) mean() float64 { return b.yes / (b.yes + b.no) }

func (b *belief) variance() float64 {
	n := b.yes + b.no
	return float64(b.yes*b.no) / float64(float64(n*n)*(n+1))
}

func (w *weighing) add(r *Reach) {
	mean := (float64(userWeight*usualRate(r.Channel)) + r.Answered) / (userWeight + r.Sent)
	w.channels[w.count] = belief{
		name: r.Channel, yes: float64(leadWeight * mean), no: float64(leadWeight * (1 - mean)),
		known: r.Sent >= ownExperience,
	}
	w.count++
}

// at is the place of a channel, -1 when it is not available.
func (w *weighing) at(channel string) int {
	for i := range w.count {
		if w.channels[i].name == channel {
			return i
		}
	}
	return -1
}

// weigh counts the touches up to now. A message is counted when the next touch tells what it brought.
func (w *weighing) weigh(touches []ChannelTouch, now time.Time) {
	w.answered, w.current, w.switched, w.last.at = -1, -1, -1, -1
	heard, ago := -1, time.Duration(0)
	for i := range touches {
		next := counted{ago: now.Sub(touches[i].At), in: touches[i].In, out: !touches[i].In, channel: touches[i].Channel}
		if next.ago < 0 {
			break
		}
		if next.at = w.last.at; next.channel != w.last.channel {
			next.at = w.at(next.channel)
		}
		if w.last.out {
			w.settle(next)
		}
		if next.out {
			w.write(next)
		} else {
			w.hear(next)
			heard, ago = next.at, next.ago
		}
		w.last = next
	}
	if w.last.out {
		w.settle(counted{})
	}
	if heard >= 0 {
		w.channels[heard].yes += float64(lastAnswer * halved(ago.Hours()/24, lastAnswerFades))
	}
}

// hear counts the first touch of an answer, or of a message out of the blue, for its channel.
func (w *weighing) hear(next counted) {
	w.answered, w.current = next.at, -1
	if w.last.in {
		return
	}
	for c := range w.count {
		w.channels[c].silences = 0
	}
	if next.at >= 0 {
		b, weight := &w.channels[next.at], faded(next.ago)
		b.yes, b.answers = b.yes+weight, b.answers+weight
	}
}

// write notes an attempt, and a change of the channel that no answer led to.
func (w *weighing) write(next counted) {
	if w.current >= 0 && next.at != w.current {
		w.switched = next.ago
	}
	if next.at < 0 {
		return
	}
	w.current = next.at
	b := &w.channels[next.at]
	if b.silences == 0 || b.silent-next.ago >= oneAttempt {
		b.silences, b.silent = b.silences+1, next.ago
	}
}

// settle counts the last message as a failure by as much of the waiting as had passed until the next touch, unless
// that is an answer in time: hear has counted it, half of it for the channel of the message when it came on another.
func (w *weighing) settle(next counted) {
	if w.last.at < 0 {
		return
	}
	b, weight, waited := &w.channels[w.last.at], faded(w.last.ago), w.last.ago-next.ago
	switch {
	case !next.in || waited > AnswerWithin:
		b.no += float64(weight * passed(waited))
	case next.channel != w.last.channel:
		b.yes, b.no = b.yes+float64(elsewhere*weight), b.no+float64((1-elsewhere)*weight)
	}
}

// passed is the share of the answers that come within a while of all that come within 72 hours.
func passed(d time.Duration) float64 {
	if d >= AnswerWithin {
		return 1
	}
	return passedQuarters[max(d, 0)/quarter]
}

// passedQuarters is passed by quarters of an hour, with latencies x of density 1/(1+x/half an hour).
var passedQuarters = func() (share [AnswerWithin / quarter]float64) {
	for i := range share {
		share[i] = log(1+float64(i)/2) / log(1+float64(len(share))/2)
	}
	return share
}()

// fadedDays is what is left of a touch after whole days.
var fadedDays = func() (left [10 * channelHalfLife]float64) {
	for i := range left {
		left[i] = halved(float64(i), channelHalfLife)
	}
	return left
}()

// faded is the weight of a touch: a table of days is as good as the formula, and faster.
func faded(ago time.Duration) float64 {
	return fadedDays[min(ago/(24*time.Hour), time.Duration(len(fadedDays)-1))]
}
