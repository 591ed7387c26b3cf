// Makes elements. Text only ever becomes text nodes, never markup.

export const $ = (id) => document.getElementById(id);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'class') node.className = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

// icon draws a path of a 24 x 24 grid, as a line or filled.
export function icon(path, filled = false) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(space, 'path');
  line.setAttribute('d', path);
  if (!filled) line.setAttribute('class', 'line');
  svg.append(line);
  return svg;
}

export const fullName = (p) => [p.first_name, p.last_name].filter(Boolean).join(' ');

export function initials(name) {
  const words = name.split(/[\s_-]+/).filter(Boolean);
  const first = [...(words[0] || '?')][0];
  const last = words.length > 1 ? [...words[words.length - 1]][0] : '';
  return (first + last).toUpperCase();
}

export const face = (name, tone) => el('span', { class: `avatar tone${tone % 6}`, 'aria-hidden': 'true' }, initials(name));
