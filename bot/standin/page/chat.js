// Draws the bubbles. A bubble is only touched when its message changed, so a
// screen reader announces what is new and nothing else.

import { el, face, fullName, icon } from './dom.js';
import { fileLink } from './server.js';
import { safeLink, words } from './text.js';

const zone = 'Europe/Berlin';
const clock = new Intl.DateTimeFormat('de-DE', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('de-DE', { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long' });
const arrow = 'M7 17L17 7M9 7h8v8';

const size = (n) => (n < 1024 ? `${n} B` : n < 1 << 20 ? `${Math.round(n / 1024)} KB` : `${(n / (1 << 20)).toFixed(1).replace('.', ',')} MB`);

function documentRow(file) {
  const name = file.file_name || 'Datei';
  const ending = name.includes('.') ? name.split('.').pop().slice(0, 4).toUpperCase() : 'DATEI';
  return el('a', { class: 'doc', href: fileLink(file.file_id), download: name },
    el('span', { class: 'face', 'aria-hidden': 'true' }, ending),
    el('span', {}, el('b', {}, name), el('small', {}, `${size(file.file_size)} · Herunterladen`)));
}

function contactRow(card) {
  const name = fullName(card);
  const round = face(name, 0);
  round.className = 'face round';
  return el('div', { class: 'doc' }, round, el('span', {}, el('b', {}, name), el('small', {}, card.phone_number)));
}

function origin({ sender_user: user, sender_user_name: hidden }) {
  return el('small', { class: 'origin' }, 'Weitergeleitet von ', el('b', {}, user ? fullName(user) : hidden));
}

function quoted({ text, caption }) {
  return el('small', { class: 'origin quoted' }, (text || caption || 'Nachricht').split('\n')[0].slice(0, 60));
}

function photo(sizes) {
  const largest = sizes[sizes.length - 1];
  return el('img', { class: 'photo', src: fileLink(largest.file_id), width: largest.width, height: largest.height, alt: 'Foto' });
}

function urlKey(button, acts) {
  const url = safeLink(button.url);
  if (!url) return el('button', { type: 'button', class: `key ${button.style || ''}`, disabled: true }, button.text);
  const corner = icon(arrow);
  corner.setAttribute('class', 'corner');
  return el('a', { class: `key ${button.style || ''}`, href: url.href, target: '_blank', rel: 'noopener noreferrer', onclick: (event) => acts.link(event, url) },
    el('span', {}, button.text), el('small', {}, url.hostname), corner);
}

function key(message, button, acts) {
  if (button.url) return urlKey(button, acts);
  const press = button.copy_text ? () => acts.copy(button.copy_text.text) : (event) => acts.press(message.message_id, button.callback_data || button.text, event.currentTarget);
  return el('button', { type: 'button', class: `key ${button.style || ''}`, onclick: press }, button.text);
}

// keyboard is named after its message: many cards have the same buttons.
function keyboard(message, acts) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  const about = (message.text || message.caption || 'dieser Nachricht').split('\n')[0];
  return el('div', { class: 'keyboard', role: 'group', 'aria-label': `Knöpfe zu: ${about}` },
    ...rows.map((row) => el('div', { class: 'keyrow' }, ...row.map((button) => key(message, button, acts)))));
}

function fill(row, message, acts) {
  const when = clock.format(message.date * 1000);
  const bubble = el('div', { class: 'bubble' },
    el('span', { class: 'hidden' }, message.from.is_bot ? `${message.from.first_name}: ` : 'Du: '),
    message.forward_origin && origin(message.forward_origin),
    message.reply_to_message && quoted(message.reply_to_message),
    message.photo && photo(message.photo),
    message.document && documentRow(message.document),
    message.contact && contactRow(message.contact),
    message.text && words(message.text, message.entities, acts),
    message.caption && words(message.caption, message.caption_entities, acts),
    ' ',
    el('span', { class: 'meta' }, message.edit_date ? `bearbeitet ${when}` : when));
  for (const gesture of ['dblclick', 'contextmenu']) {
    bubble.addEventListener(gesture, (event) => { event.preventDefault(); acts.reply(message); });
  }
  const keys = keyboard(message, acts);
  const held = row.contains(document.activeElement) ? document.activeElement.textContent : null;
  row.replaceChildren(el('div', { class: 'wrap' }, bubble, keys));
  row.classList.toggle('keyed', Boolean(keys));
  if (held !== null) hold(row, held);
}

// hold gives the focus back to the button of this label, or else to the first
// one, so that a keyboard goes on where it was.
function hold(row, label) {
  const keys = [...row.querySelectorAll('.key')];
  const next = keys.find((node) => node.textContent === label) || keys[0] || row.closest('.scroll');
  next.focus({ preventScroll: true });
}

// Chat keeps the log in step with the messages of one person.
export class Chat {
  constructor(log, acts) {
    this.log = log;
    this.acts = acts;
    this.rows = new Map();
    this.drawn = false;
  }

  clear() {
    this.rows.clear();
    this.drawn = false;
    this.log.replaceChildren();
  }

  // draw returns how many messages of the bot are new since the last time.
  draw(messages) {
    const wanted = [];
    let fresh = 0;
    let lastDay = '';
    let last = null;
    for (const message of messages) {
      const today = day.format(message.date * 1000);
      if (today !== lastDay) wanted.push(this.dayMark(today));
      const isNew = this.row(message, wanted, last && today === lastDay && last.from.is_bot === message.from.is_bot);
      if (isNew && message.from.is_bot) fresh++;
      lastDay = today;
      last = message;
    }
    this.place(wanted);
    this.drawn = true;
    return fresh;
  }

  dayMark(text) {
    const name = `day ${text}`;
    if (!this.rows.has(name)) this.rows.set(name, { node: el('div', { class: 'day' }, text), stamp: '' });
    return this.rows.get(name).node;
  }

  row(message, wanted, same) {
    const stamp = JSON.stringify(message);
    let kept = this.rows.get(message.message_id);
    const isNew = !kept;
    if (isNew) {
      kept = { node: el('div', { class: `row ${message.from.is_bot ? 'in' : 'out'}${this.drawn ? ' fresh' : ''}` }), stamp: '' };
      this.rows.set(message.message_id, kept);
    }
    if (kept.stamp !== stamp) {
      fill(kept.node, message, this.acts);
      kept.stamp = stamp;
    }
    kept.node.classList.toggle('same', Boolean(same));
    wanted.push(kept.node);
    return isNew && this.drawn;
  }

  place(wanted) {
    const keep = new Set(wanted);
    for (const [name, { node }] of this.rows) {
      if (!keep.has(node)) {
        node.remove();
        this.rows.delete(name);
      }
    }
    wanted.forEach((node, i) => {
      if (this.log.children[i] !== node) this.log.insertBefore(node, this.log.children[i] || null);
    });
  }
}
