// Single keys for people who work all day. data-key="1" on a button or link presses it, on a field puts the cursor there.
// Keys do nothing while someone types, and can be switched off in the help (WCAG 2.1.4); the choice stays on this machine.
import { element } from './common.js';
import * as queue from './queue.js';

const memory = 'tb-keys-off';
const off = () => { try { return localStorage.getItem(memory) === '1'; } catch { return false; } };
const setOff = value => { try { value ? localStorage.setItem(memory, '1') : localStorage.removeItem(memory); } catch { /* stays for this page */ } };

const visible = target => target.offsetParent !== null && !target.disabled;
const typing = target => target.matches?.('input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"], [type="submit"]), textarea, select, [contenteditable]');
const wordsOf = target => target.dataset.keyLabel || [...target.childNodes].filter(node => node.nodeName !== 'KBD').map(node => node.textContent).join('').trim() || target.getAttribute('aria-label');

function targetOf(key) {
  return [...document.querySelectorAll('[data-key]')].find(target => target.dataset.key === key && visible(target));
}

function help() {
  const text = document.body.dataset;
  const lines = [...queue.helpLines(), ...[...document.querySelectorAll('[data-key]')].filter(visible).map(target => [target.dataset.key, wordsOf(target)])];
  const box = element('input', { type: 'checkbox', class: 'govuk-checkboxes__input', id: 'tb-keys-on' });
  box.checked = !off();
  box.addEventListener('change', () => setOff(!box.checked));
  const switchLine = element('div', { class: 'govuk-checkboxes__item' }, box, element('label', { class: 'govuk-label govuk-checkboxes__label', for: 'tb-keys-on' }, text.keysSwitch || text.keysTitle));
  const close = element('button', { type: 'button', class: 'govuk-button' }, text.keysClose || '×');
  const dialog = element('dialog', { class: 'tb-dialog', 'aria-labelledby': 'tb-keys-title' },
    element('h2', { id: 'tb-keys-title' }, text.keysTitle || ''),
    element('dl', {}, ...lines.flatMap(([key, words]) => [element('dt', {}, element('kbd', {}, key)), element('dd', {}, words)])),
    switchLine, element('div', { class: 'govuk-button-group' }, close));
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape' && typing(event.target)) { event.target.blur(); return; }
  if (typing(event.target) || off()) return;
  const target = targetOf(event.key);
  const mark = event.key === 'b' && event.target.closest?.('[data-mark]');
  if (event.key === '?') help();
  else if (mark) location.assign(mark.dataset.mark);
  else if (target) target.matches('input, textarea, select') ? target.focus() : target.click();
  else if (!queue.press(event.key)) return;
  event.preventDefault();
}

export function start() {
  document.addEventListener('keydown', press);
  document.querySelectorAll('[data-mark]').forEach(field => field.setAttribute('tabindex', '0'));
  document.querySelectorAll('[data-keys-help]').forEach(link => link.addEventListener('click', event => { event.preventDefault(); help(); }));
}
