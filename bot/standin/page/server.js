// Talks to the stand-in: actions by POST, everything seen by one long poll.

const headers = { 'X-Phone': '1' };

// What the stand-in refuses, in the page's language.
const refusals = {
  'nobody with this id': 'Diese Person gibt es hier nicht.',
  'the person has blocked the bot': 'Der Bot ist blockiert. Entsperre ihn zuerst.',
  'no such message or button': 'Diesen Knopf gibt es nicht mehr.',
  'the file is too big': 'Die Datei ist zu groß.',
  'the clock could not be moved': 'Die Uhr ließ sich nicht stellen.',
};

async function post(path, body, contentType) {
  const response = await fetch(`api/${path}`, { method: 'POST', headers: { ...headers, 'Content-Type': contentType }, body });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(refusals[answer.error] || 'Das hat nicht geklappt.');
  return answer.result;
}

export function act(name, fields) {
  return post(name, JSON.stringify(fields), 'application/json');
}

export function upload(person, file, caption) {
  const where = new URLSearchParams({ person, name: file.name, caption });
  return post(`upload?${where}`, file, file.type || 'application/octet-stream');
}

export const fileLink = (id) => `api/file?${new URLSearchParams({ id })}`;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// watch calls seen(view) for every change of the chosen person's phone. The
// returned function switches to somebody else; lost(true) tells of an outage.
export function watch(person, seen, lost) {
  let who = person;
  let running = new AbortController();
  let since = -1;

  async function step() {
    const mine = running;
    try {
      const ask = new URLSearchParams({ person: who, since });
      const response = await fetch(`api/events?${ask}`, { signal: mine.signal });
      if (!response.ok) throw new Error(String(response.status));
      const view = await response.json();
      if (mine !== running) return;
      since = view.version;
      lost(false);
      seen(view);
    } catch {
      if (mine !== running) return;
      since = -1;
      lost(true);
      await pause(1500);
    }
  }

  (async () => {
    for (;;) await step();
  })();

  return (next) => {
    who = next;
    since = -1;
    const old = running;
    running = new AbortController();
    old.abort();
  };
}
