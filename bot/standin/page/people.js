// The list of people who can hold the phone: tabs, arrow keys, unread badges.

import { $, el, face, fullName } from './dom.js';
import { act } from './server.js';
import { ask } from './sheets.js';

const remembered = 'phone-person';

// startOf reads the start parameter at the end of an invitation link, or alone.
const startOf = (link) => link.trim().match(/[\w-]*$/)[0];

export class People {
  // chosen(person) runs when somebody else takes the phone.
  constructor(chosen) {
    this.chosen = chosen;
    this.current = Number(localStorage.getItem(remembered)) || 0;
    this.params = new Map(); // start parameters of people who have yet to press start
    this.stamp = '';
    $('people').addEventListener('keydown', (event) => this.arrow(event));
    $('newcomer').addEventListener('click', () => this.newcomer());
  }

  draw(people) {
    if (!people.some((p) => p.id === this.current) && people.length > 0) {
      this.choose(people[0].id);
    }
    const stamp = JSON.stringify([people, this.current]);
    if (stamp === this.stamp) return;
    this.stamp = stamp;
    const focused = document.activeElement?.closest?.('.person')?.dataset.id;
    $('people').replaceChildren(...people.map((p, i) => this.tab(p, i)));
    if (focused) document.getElementById(`person-${focused}`)?.focus();
    document.getElementById(`person-${this.current}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    $('phone').setAttribute('aria-labelledby', `person-${this.current}`);
  }

  tab(p, i) {
    const name = fullName(p);
    const selected = p.id === this.current;
    const unread = selected ? 0 : p.unread;
    return el('button', {
      type: 'button', role: 'tab', class: 'person', id: `person-${p.id}`, 'data-id': p.id, 'aria-controls': 'phone',
      'aria-selected': String(selected), tabindex: selected ? '0' : '-1', title: name, onclick: () => this.choose(p.id),
    }, face(name, i),
    el('span', { class: 'names' },
      el('span', { class: 'who' }, p.first_name, p.last_name && el('span', { class: 'last' }, ` ${p.last_name}`)),
      el('span', { class: 'sub' }, p.blocked ? 'hat den Bot blockiert' : p.username ? `@${p.username}` : p.phone || 'Telegram')),
    unread > 0 && el('span', { class: 'badge' }, String(unread), el('span', { class: 'hidden' }, ' ungelesen')));
  }

  choose(id) {
    if (id === this.current && this.stamp) return;
    this.current = id;
    this.stamp = '';
    localStorage.setItem(remembered, id);
    for (const tab of $('people').children) {
      tab.setAttribute('aria-selected', String(Number(tab.dataset.id) === id));
      tab.tabIndex = Number(tab.dataset.id) === id ? 0 : -1;
    }
    this.chosen(id);
  }

  arrow(event) {
    const tabs = [...$('people').children];
    const at = tabs.indexOf(event.target.closest('.person'));
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    tab.focus();
    this.choose(Number(tab.dataset.id));
  }

  newcomer() {
    ask('Neue Person', {
      intro: 'Jemand, der den Bot noch nicht kennt. Danach „Starten“ drücken.',
      fields: [
        ['first_name', 'Vorname', { required: true, maxlength: 64, autofocus: true }],
        ['last_name', 'Nachname (freiwillig)', { maxlength: 64 }],
        ['phone', 'Telefonnummer (freiwillig)', { type: 'tel', placeholder: '+49 …', maxlength: 20 }],
        ['link', 'Einladungslink (freiwillig)', { maxlength: 200, placeholder: 'https://t.me/…' }],
      ],
      done: 'Anlegen',
      submit: async ({ link, ...person }) => {
        const id = await act('person', { new: person });
        this.params.set(id, startOf(link));
        this.choose(id);
      },
    });
  }
}
