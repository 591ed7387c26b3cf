// Sheets that slide up: native dialogs, so Esc closes them and the focus
// returns to where it was.

import { $, el, icon } from './dom.js';

const phoneIcon = 'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2';

export function open(title, ...children) {
  const heading = `sheet-${Date.now()}`;
  const dialog = el('dialog', { 'aria-labelledby': heading }, el('div', { class: 'sheet' }, el('h2', { id: heading }, title), ...children));
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('close', () => dialog.remove());
  $('sheets').append(dialog);
  dialog.showModal();
  return dialog;
}

export const closer = (text = 'Schließen') => el('button', { type: 'button', class: 'undo', onclick: (event) => event.target.closest('dialog').close() }, text);

export function say(title, text) {
  open(title, text && el('p', {}, text), el('div', { class: 'actions' }, closer('OK')));
}

// choose shows actions; each closes the sheet first.
export function choose(title, choices) {
  const list = choices.filter(Boolean).map(({ text, path, danger, run }) => el('button', {
    type: 'button', class: `choice${danger ? ' danger' : ''}`, onclick: (event) => { event.currentTarget.closest('dialog').close(); run(); },
  }, icon(path), text));
  open(title, el('div', { class: 'choices' }, ...list));
}

// ask shows a form; submit gets its values and may throw to keep the sheet open.
export function ask(title, { intro, fields, done, submit }) {
  const problem = el('p', { class: 'problem', role: 'alert', hidden: true });
  const labels = fields.map(([name, text, more = {}]) => el('label', {}, text, el('input', { name, autocomplete: 'off', ...more })));
  const form = el('form', { class: 'sheet-body' }, ...labels, problem,
    el('div', { class: 'actions' }, closer('Abbrechen'), el('button', { type: 'submit', class: 'do' }, done)));
  const dialog = open(title, intro && el('p', {}, intro), form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await submit(Object.fromEntries(new FormData(form)));
      dialog.close();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    }
  });
}

// grouped makes a number of Germany, Austria or Switzerland readable.
const grouped = (digits) => `+${digits}`.replace(/^(\+49|\+43)(\d{3})(\d+)$/, '$1 $2 $3').replace(/^(\+41)(\d{2})(\d{3})(\d+)$/, '$1 $2 $3 $4');

// chatTarget reads a link that would open a chat in another app.
export function chatTarget(url) {
  const path = url.pathname.replace(/^\/+|\/+$/g, '');
  const text = url.searchParams.get('text') || '';
  if (url.hostname === 'wa.me') return { app: 'WhatsApp', to: path ? grouped(path) : 'Kontakt auswählen', text };
  if (url.hostname === 't.me' && path && url.searchParams.has('text')) {
    return { app: 'Telegram', to: path.startsWith('+') ? path : `@${path}`, text };
  }
  return null;
}

export function wouldOpen(target, url) {
  open(`${target.app} würde sich jetzt öffnen`,
    el('p', {}, 'Auf einem echten Telefon steht der Text schon im Eingabefeld. Gesendet wird erst, wenn du dort auf Senden drückst.'),
    el('div', { class: `wa${target.app === 'Telegram' ? ' tg' : ''}` },
      el('div', { class: 'to' }, el('span', { class: 'face', 'aria-hidden': 'true' }, icon(phoneIcon)), target.to),
      target.text ? el('div', { class: 'said' }, target.text) : el('p', { class: 'none' }, 'Ohne vorbereiteten Text')),
    el('div', { class: 'actions' },
      el('a', { class: 'undo', href: url.href, target: '_blank', rel: 'noopener noreferrer' }, 'Wirklich öffnen'),
      el('button', { type: 'button', class: 'do', autofocus: true, onclick: (event) => event.target.closest('dialog').close() }, 'Zurück zum Chat')));
}
