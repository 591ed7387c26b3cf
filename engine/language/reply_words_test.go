package language

import "testing"

func TestReplyWordsLoad(t *testing.T) {
	if _, err := readReplyWords(replyData, replyRuleData); err != nil {
		t.Fatal(err)
	}
}
