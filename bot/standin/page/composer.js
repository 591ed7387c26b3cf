// The field at the bottom: Enter sends, Shift+Enter breaks the line, "/" shows
// the bot's commands, ArrowUp in an empty field edits the last own message. A
// double click or a long press on a message replies to it.

import { $, el } from './dom.js';

export class Composer {
  // acts: send(text), edit(id, text), reply(id, text), last() → own message or undefined
  constructor(acts) {
    this.acts = acts;
    this.commands = [];
    this.at = 0;
    this.editing = null;
    this.replying = null;
    this.field = $('text');
    this.field.addEventListener('input', () => this.changed());
    this.field.addEventListener('keydown', (event) => this.key(event));
    this.field.addEventListener('blur', () => setTimeout(() => this.hideCommands(), 150));
    $('composer').addEventListener('submit', (event) => { event.preventDefault(); this.send(); });
    $('editOff').addEventListener('click', () => this.stopEditing());
    $('menu').addEventListener('click', () => { this.put('/'); this.field.focus(); });
    $('commands').addEventListener('mousedown', (event) => event.preventDefault());
  }

  setCommands(commands) {
    this.commands = commands;
    $('menu').hidden = commands.length === 0;
  }

  put(text) {
    this.field.value = text;
    this.changed();
  }

  changed() {
    this.field.style.height = 'auto';
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
    this.at = 0;
    this.showCommands();
  }

  matching() {
    const text = this.field.value;
    if (!text.startsWith('/') || /\s/.test(text)) return [];
    return this.commands.filter((c) => `/${c.command}`.startsWith(text.toLowerCase()));
  }

  showCommands() {
    const found = this.matching();
    this.at = Math.min(this.at, Math.max(found.length - 1, 0));
    $('commands').hidden = found.length === 0;
    $('commands').replaceChildren(...found.map((c, i) => el('div', {
      class: 'option', role: 'option', id: `command-${i}`, 'aria-selected': String(i === this.at), onclick: () => this.run(c),
    }, el('b', {}, `/${c.command}`), el('span', {}, c.description))));
    this.field.setAttribute('aria-activedescendant', found.length ? `command-${this.at}` : '');
    $('commands').children[this.at]?.scrollIntoView({ block: 'nearest' });
  }

  hideCommands() {
    $('commands').hidden = true;
  }

  run(command) {
    this.put('');
    this.acts.send(`/${command.command}`);
    this.field.focus();
  }

  key(event) {
    const listed = !$('commands').hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (listed && step) {
      event.preventDefault();
      const count = $('commands').children.length;
      this.at = (this.at + step + count) % count;
      this.showCommands();
    } else if (listed && event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault();
      this.put(`/${this.matching()[this.at].command} `);
    } else if (event.key === 'Escape') {
      if (listed) this.hideCommands();
      else this.stopEditing();
    } else if (event.key === 'ArrowUp' && this.field.value === '') {
      event.preventDefault();
      this.editLast();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (listed) this.run(this.matching()[this.at]);
      else this.send();
    }
  }

  send() {
    const text = this.field.value.trim();
    if (!text) return;
    const { editing, replying } = this;
    this.put('');
    this.stopEditing();
    if (editing) {
      this.acts.edit(editing, text);
    } else if (replying) {
      this.acts.reply(replying, text);
    } else {
      this.acts.send(text);
    }
    this.field.focus();
  }

  editLast() {
    const message = this.acts.last();
    if (!message) return;
    this.stopEditing();
    this.editing = message.message_id;
    $('editWhat').textContent = 'Nachricht bearbeiten';
    $('edit').hidden = false;
    this.put(message.text);
    this.field.focus();
  }

  replyTo(message) {
    this.stopEditing();
    this.replying = message.message_id;
    $('editWhat').textContent = `Antwort an: ${(message.text || message.caption || 'Nachricht').split('\n')[0].slice(0, 40)}`;
    $('edit').hidden = false;
    this.field.focus();
  }

  stopEditing() {
    if (!this.editing && !this.replying) return;
    const drop = this.editing;
    this.editing = null;
    this.replying = null;
    $('edit').hidden = true;
    if (drop) this.put('');
  }
}
