// Shows the bot's clock in Berlin time and moves it.

import { $ } from './dom.js';
import { act } from './server.js';

const zone = 'Europe/Berlin';
const weekday = new Intl.DateTimeFormat('de-DE', { timeZone: zone, weekday: 'short' });
const date = new Intl.DateTimeFormat('de-DE', { timeZone: zone, day: '2-digit', month: '2-digit' });
const time = new Intl.DateTimeFormat('de-DE', { timeZone: zone, hour: '2-digit', minute: '2-digit' });

let base = null; // { now, at }: the bot's time, and ours when it was told

function show() {
  if (!base) return;
  const now = base.now + (performance.now() - base.at);
  const hm = time.format(now);
  $('clock').textContent = `${weekday.format(now).replace('.', '')} ${date.format(now)} ${hm}`;
  $('clock').dateTime = new Date(now).toISOString();
  $('morning').textContent = hm < '08:00' ? 'heute 8 Uhr' : 'morgen früh';
}

export function setClock(now, moves) {
  base = { now, at: performance.now() };
  $('steps').hidden = !moves;
  show();
}

export function startClock(failed) {
  setInterval(show, 1000);
  const buttons = [...$('steps').children];
  for (const button of buttons) {
    button.addEventListener('click', async () => {
      buttons.forEach((other) => { other.disabled = true; });
      try {
        await act('clock', { step: button.dataset.step });
      } catch (error) {
        failed(error);
      }
      buttons.forEach((other) => { other.disabled = false; });
      button.focus();
    });
  }
}
