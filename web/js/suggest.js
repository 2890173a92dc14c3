// Suggestions under a search field, after the combobox pattern of WAI-ARIA 1.2. The field stays a plain search field: Enter without
// a choice sends the form as ever.
//   <form data-suggest="URL" data-suggest-label="Gợi ý" data-suggest-count="{n} gợi ý">; the URL answers [{title, url}]
import { each, element, fill } from './common.js';

const most = 7, least = 2, pause = 150;
let made = 0;

function attach(form) {
  const input = form.querySelector('input[type="search"]');
  if (!input) return;
  const id = 'tb-suggest-' + ++made;
  const list = element('ul', { class: 'tb-suggest__list', id, role: 'listbox', 'aria-label': form.dataset.suggestLabel || '' });
  const count = element('span', { class: 'vh', role: 'status' });
  let items = [], active = -1, timer = 0, running = null;
  list.hidden = true;
  form.append(list, count);
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': id, 'aria-expanded': 'false', autocomplete: 'off' })) input.setAttribute(name, value);

  function choose(index) {
    active = index;
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === active)));
    if (active < 0) input.removeAttribute('aria-activedescendant');
    else { input.setAttribute('aria-activedescendant', list.children[active].id); list.children[active].scrollIntoView({ block: 'nearest' }); }
  }
  function show(found) {
    items = found.slice(0, most);
    list.replaceChildren(...items.map((item, i) => element('li', { role: 'option', id: `${id}-${i}`, 'aria-selected': 'false' }, item.title)));
    list.hidden = !items.length;
    input.setAttribute('aria-expanded', String(!list.hidden));
    count.textContent = items.length ? fill(form.dataset.suggestCount, { n: items.length }) : '';
    choose(-1);
  }
  const hide = () => { running?.abort(); show([]); };
  function open(item) {
    const url = new URL(item.url, location.href);
    if (url.origin === location.origin) location.assign(url);
  }
  async function ask() {
    const words = input.value.trim();
    if (words.length < least) { hide(); return; }
    running?.abort();
    running = new AbortController();
    const url = new URL(form.dataset.suggest, location.href);
    url.searchParams.set('q', words);
    try {
      const response = await fetch(url, { signal: running.signal, headers: { Accept: 'application/json' } });
      if (response.ok && document.activeElement === input) show(await response.json());
    } catch { /* no suggestions; the form still searches */ }
  }

  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, pause); });
  input.addEventListener('blur', () => setTimeout(hide, 150));
  input.addEventListener('keydown', event => {
    const last = items.length - 1;
    if (event.key === 'Escape' && !list.hidden) hide();
    else if (event.key === 'Enter' && active >= 0) open(items[active]);
    else if (event.key === 'ArrowDown' && last >= 0) choose(active >= last ? 0 : active + 1);
    else if (event.key === 'ArrowUp' && last >= 0) choose(active <= 0 ? last : active - 1);
    else return;
    event.preventDefault();
  });
  list.addEventListener('mousedown', event => event.preventDefault()); // the field keeps the focus
  list.addEventListener('click', event => {
    const option = event.target.closest('[role="option"]');
    if (option) open(items[[...list.children].indexOf(option)]);
  });
}

export const start = () => each('form[data-suggest]', attach);
