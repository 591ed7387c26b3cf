// Wires the page: one view from the server in, one action out.

import { Chat } from './chat.js';
import { setClock, startClock } from './clock.js';
import { Composer } from './composer.js';
import { $, el, face, initials } from './dom.js';
import { People } from './people.js';
import { act, upload, watch } from './server.js';
import { ask, chatTarget, choose, closer, open, say, wouldOpen } from './sheets.js';
import { words } from './text.js';

let bot = {};
let view = null; // the chosen person's chat
let lastAnswer = -1;
let hints = [];
const waiting = new Map(); // query id → button that shows the spinner

const failed = (error) => toast(error.message);
const tell = (name, fields) => act(name, { person: people.current, ...fields }).catch(failed);

let toastOff;
function toast(text) {
  $('toast').textContent = text;
  $('toast').classList.add('on');
  clearTimeout(toastOff);
  toastOff = setTimeout(() => $('toast').classList.remove('on'), 3500);
}

// A link may lead to this bot's start, to another app, or out.
function link(event, url) {
  const target = chatTarget(url);
  if (url.hostname === 't.me' && url.pathname.slice(1).toLowerCase() === bot.username?.toLowerCase()) {
    event.preventDefault();
    tell('start', { param: url.searchParams.get('start') || '' });
  } else if (target) {
    event.preventDefault();
    wouldOpen(target, url);
  }
}

async function press(message, button, node) {
  node.classList.add('waiting');
  const done = () => node.classList.remove('waiting');
  const query = await act('press', { person: people.current, message, button }).catch((error) => { failed(error); return ''; });
  if (!query || view?.answers.some((answer) => answer.query === query)) return done();
  waiting.set(query, done);
  setTimeout(() => { waiting.delete(query); done(); }, 15000);
}

function copy(text) {
  navigator.clipboard?.writeText(text).then(() => toast('Kopiert'), () => say('Zum Kopieren', text));
}

const acts = { link, press, copy, command: (text) => tell('say', { text }), reply: (message) => composer.replyTo(message) };
const chat = new Chat($('log'), acts);
const composer = new Composer({
  send: (text) => { toBottom(); return tell('say', { text }); },
  edit: (message, text) => tell('edit', { message, text }),
  reply: (message, text) => { toBottom(); return tell('reply', { message, text }); },
  last: () => view?.messages.filter((m) => !m.from.is_bot && m.text).at(-1),
});

const people = new People((id) => {
  chat.clear();
  view = null;
  lastAnswer = -1;
  missed = 0;
  composer.stopEditing();
  follow?.(id);
});

// Scrolling: follow new messages unless the person reads further up.
let missed = 0;
const scroll = $('scroll');
const atBottom = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 90;
function toBottom() {
  scroll.scrollTop = scroll.scrollHeight;
  missed = 0;
  showNewest();
}
function showNewest() {
  $('newest').hidden = atBottom();
  $('newestCount').hidden = missed === 0;
  $('newestCount').textContent = missed;
}
scroll.addEventListener('scroll', () => {
  if (atBottom()) missed = 0;
  showNewest();
});
$('newest').addEventListener('click', toBottom);

// A keyboard that slides up, or a photo that arrives, must not hide the end.
let ended = true;
scroll.addEventListener('scroll', () => { ended = atBottom(); });
const sizes = new ResizeObserver(() => { if (ended) toBottom(); });
sizes.observe(scroll);
sizes.observe($('log'));

function markRead() {
  const last = view?.messages.filter((m) => m.from.is_bot).at(-1);
  const unread = lastPeople.find((p) => p.id === view?.person)?.unread;
  if (last && unread && document.visibilityState === 'visible') act('read', { person: view.person, message: last.message_id }).catch(() => {});
}
let lastPeople = [];
document.addEventListener('visibilitychange', markRead);

function showAnswers(answers) {
  const first = lastAnswer < 0;
  for (const answer of answers) {
    waiting.get(answer.query)?.();
    waiting.delete(answer.query);
    if (!first && answer.seq > lastAnswer && answer.text) {
      if (answer.alert) say(bot.first_name, answer.text);
      else toast(answer.text);
    }
  }
  lastAnswer = Math.max(0, ...answers.map((answer) => answer.seq));
}

const doing = { typing: 'schreibt', upload_document: 'sendet eine Datei', upload_photo: 'sendet ein Foto', record_voice: 'nimmt auf' };

function showDoing(c) {
  hints.forEach(clearTimeout);
  hints = [];
  const status = (text) => {
    $('status').textContent = text || (c.blocked ? 'blockiert' : 'Bot');
    $('status').classList.toggle('busy', Boolean(text));
  };
  status(c.action && `${doing[c.action] || 'arbeitet'} …`);
  if (c.action) hints.push(setTimeout(() => status(''), c.action_ms));
  $('draft').hidden = !c.draft;
  if (!c.draft) return;
  const text = c.draft.text ? words(c.draft.text, c.draft.entities, acts) : el('span', { class: 'dots' }, el('i'), el('i'), el('i'));
  $('draft').replaceChildren(el('div', { class: 'wrap' }, el('div', { class: 'bubble' }, text)));
  hints.push(setTimeout(() => { $('draft').hidden = true; }, c.draft_ms));
}

function showFoot(c) {
  const acting = c.started && !c.blocked;
  $('composer').hidden = !acting;
  $('begin').hidden = acting;
  $('begin').textContent = c.blocked ? 'Bot entsperren' : 'Starten';
  $('text').placeholder = c.keyboard?.input_field_placeholder || 'Nachricht';
  composer.setCommands(c.commands);
  const keys = acting && c.keyboard?.keyboard;
  $('keys').hidden = !keys;
  $('keys').replaceChildren(...(keys || []).map((row) => el('div', { class: 'keyrow' }, ...row.map((button) => el('button', {
    type: 'button', class: 'key', onclick: () => tell('press', { message: 0, button: button.text }),
  }, button.text)))));
}

function blank() {
  const portrait = face(bot.first_name, 0);
  portrait.className = 'avatar bot';
  return el('div', { class: 'blank' }, portrait, el('h2', {}, bot.first_name), el('p', {}, 'Noch keine Nachrichten. Drück auf „Starten“, dann meldet sich der Bot.'));
}

function seen(v) {
  bot = v.bot;
  lastPeople = v.people;
  $('botface').textContent = initials(bot.first_name);
  setClock(v.now, v.moves);
  people.draw(v.people);
  if (!v.chat || v.chat.person !== people.current) return;
  const first = !view;
  const stay = !first && !atBottom();
  view = v.chat;
  scroll.querySelector('.blank')?.remove();
  const fresh = chat.draw(view.messages);
  if (view.messages.length === 0) scroll.prepend(blank());
  showDoing(view);
  showAnswers(view.answers);
  showFoot(view);
  if (stay) missed += fresh;
  else toBottom();
  showNewest();
  markRead();
}

$('begin').addEventListener('click', async () => {
  if (view?.blocked) await tell('unblock');
  else await tell('start', { param: people.params.get(people.current) || '' });
  $('text').focus();
});

function sendFile(file) {
  if (!file) return;
  ask('Datei senden', {
    intro: `${file.name} (${Math.max(1, Math.round(file.size / 1024))} KB)`,
    fields: [['caption', 'Beschriftung (freiwillig)', { maxlength: 1024, autofocus: true }]],
    done: 'Senden',
    submit: ({ caption }) => upload(people.current, file, caption),
  });
}

function shareContact() {
  const own = lastPeople.find((p) => p.id === people.current)?.phone;
  ask('Kontakt teilen', {
    fields: [
      ['first_name', 'Vorname', { required: true, maxlength: 64, autofocus: true }],
      ['last_name', 'Nachname (freiwillig)', { maxlength: 64 }],
      ['phone_number', 'Telefonnummer', { type: 'tel', required: true, placeholder: own || '+49 …', maxlength: 20 }],
    ],
    done: 'Teilen',
    submit: (contact) => act('contact', { person: people.current, contact }),
  });
}

function forward() {
  ask('Nachricht weiterleiten', {
    intro: 'Was dir jemand in einem anderen Chat geschrieben hat.',
    fields: [
      ['name', 'Von wem?', { required: true, maxlength: 64, autofocus: true }],
      ['text', 'Nachricht', { required: true, maxlength: 4096 }],
    ],
    done: 'Weiterleiten',
    submit: ({ name, text }) => act('forward', { person: people.current, text, from: { first_name: name } }),
  });
}

$('attach').addEventListener('click', () => choose('Anhängen', [
  { text: 'Datei senden', path: 'M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5', run: () => $('file').click() },
  { text: 'Kontakt teilen', path: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0', run: shareContact },
  { text: 'Nachricht weiterleiten', path: 'M13 6l6 6-6 6M19 12H9a4 4 0 0 0-4 4v2', run: forward },
  lastPeople.find((p) => p.id === people.current)?.phone && { text: 'Eigene Nummer teilen', path: 'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2', run: () => tell('contact') },
]));
$('file').addEventListener('change', () => { sendFile($('file').files[0]); $('file').value = ''; });
scroll.addEventListener('dragover', (event) => event.preventDefault());
scroll.addEventListener('drop', (event) => { event.preventDefault(); sendFile(event.dataTransfer.files[0]); });

$('more').addEventListener('click', () => choose(bot.first_name || 'Bot', [
  view?.started && !view.blocked && { text: 'Letzte Nachricht bearbeiten', path: 'M4 20l4-1L19 8l-3-3L5 16zM14 7l3 3', run: () => composer.editLast() },
  view?.blocked
    ? { text: 'Bot entsperren', path: 'M5 13l4 4L19 7', run: () => tell('unblock') }
    : { text: 'Bot blockieren', path: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.6 5.6l12.8 12.8', danger: true, run: confirmBlock },
]));

function confirmBlock() {
  const dialog = open('Bot blockieren?', el('p', {}, 'Er kann dir dann nicht mehr schreiben und erfährt davon.'),
    el('div', { class: 'actions' }, closer('Abbrechen'),
      el('button', { type: 'button', class: 'do', onclick: () => { dialog.close(); tell('block'); } }, 'Blockieren')));
}

let offline = false;
function lost(now) {
  if (now && !offline) toast('Keine Verbindung zum Telefon, ich versuche es weiter.');
  offline = now;
}

startClock(failed);
const follow = watch(people.current, seen, lost);
