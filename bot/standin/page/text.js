// Renders a text with Telegram's entities. Offsets count UTF-16 units, as
// JavaScript strings do.

import { el } from './dom.js';

const tags = { bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre', blockquote: 'blockquote', expandable_blockquote: 'blockquote' };

// safeLink is the address when a browser may open it from a chat.
export function safeLink(address, base = '') {
  try {
    const url = new URL(base + address);
    return ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

function addressOf(entity, text) {
  switch (entity.type) {
    case 'text_link': return safeLink(entity.url);
    case 'url': return safeLink(text, /^[a-z]+:\/\//i.test(text) ? '' : 'https://');
    case 'email': return safeLink(text, 'mailto:');
    case 'phone_number': return safeLink(text.replace(/[^+\d]/g, ''), 'tel:');
    default: return null;
  }
}

function spoiler(children) {
  const node = el('span', { class: 'spoiler', role: 'button', tabindex: '0', 'aria-label': 'Verdeckter Text, zum Zeigen drücken' }, ...children);
  const open = () => { node.classList.add('open'); node.removeAttribute('aria-label'); };
  node.addEventListener('click', open);
  node.addEventListener('keydown', (event) => { if (event.key === 'Enter') open(); });
  return node;
}

function wrap(entity, text, children, acts) {
  if (entity.type === 'spoiler') return spoiler(children);
  if (entity.type === 'bot_command') {
    return el('button', { type: 'button', class: 'command', onclick: () => acts.command(text) }, ...children);
  }
  if (tags[entity.type]) return el(tags[entity.type], {}, ...children);
  const url = addressOf(entity, text);
  if (!url) return el('span', {}, ...children);
  return el('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer', onclick: (event) => acts.link(event, url) }, ...children);
}

// Entities come sorted, outer before inner.
function nodes(text, entities, from, to, acts) {
  const out = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    if (entity.offset > at) out.push(text.slice(at, entity.offset));
    const inner = entities.slice(i + 1).filter((other) => other.offset < end);
    out.push(wrap(entity, text.slice(entity.offset, end), nodes(text, inner, entity.offset, end, acts), acts));
    at = end;
  }
  if (at < to) out.push(text.slice(at, to));
  return out;
}

export function words(text, entities, acts) {
  return el('span', { class: 'words' }, ...nodes(text, entities || [], 0, text.length, acts));
}
