// <button data-copy="text" data-copied="Đã chép">: copies and says so. data-copy="#id" copies the text of that element.
import { element } from './common.js';

async function copy(button) {
  const source = button.dataset.copy;
  const text = source.startsWith('#') ? document.querySelector(source)?.textContent : source;
  if (!text) return;
  await navigator.clipboard.writeText(text);
  let said = button.nextElementSibling?.matches('.said') ? button.nextElementSibling : null;
  if (!said) { said = element('span', { class: 'said', role: 'status' }); button.after(said); }
  said.textContent = button.dataset.copied || '';
  setTimeout(() => { said.textContent = ''; }, 4000);
}

export function start() {
  document.querySelectorAll('[data-copy]').forEach(button => { button.hidden = !navigator.clipboard; });
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-copy]');
    if (button) copy(button).catch(() => {});
  });
}
