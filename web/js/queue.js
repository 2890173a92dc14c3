// The inbox: a cursor over the rows, picking, and the bar that appears only with a selection.
import { each } from './common.js';

const table = () => document.querySelector('[data-queue]');
const rows = () => [...table()?.tBodies[0]?.rows || []];
const current = () => rows().find(row => row.classList.contains('cur'));

function moveTo(row) {
  if (!row) return;
  current()?.classList.remove('cur');
  row.classList.add('cur');
  row.scrollIntoView({ block: 'nearest' });
  row.querySelector('a')?.focus({ preventScroll: true });
}

// true when the key was ours
export function press(key) {
  if (!table()) return false;
  const all = rows(), at = all.indexOf(current());
  if (key === 'j') moveTo(all[Math.min(at + 1, all.length - 1)]);
  else if (key === 'k') moveTo(all[Math.max(at - 1, 0)]);
  else if (key === 'x' && at >= 0) all[at].querySelector('input[type="checkbox"]:not(:disabled)')?.click();
  else if (key === 'Enter' && at >= 0 && document.activeElement === document.body) all[at].querySelector('a')?.click();
  else return false;
  return true;
}

export function helpLines() {
  const words = table()?.dataset;
  return words ? [['j', words.keyDown], ['k', words.keyUp], ['Enter', words.keyOpen], ['x', words.keyPick]].filter(line => line[1]) : [];
}

function showSelection() {
  const boxes = [...document.querySelectorAll('[data-queue] tbody input[type="checkbox"]')];
  const picked = boxes.filter(box => box.checked);
  boxes.forEach(box => box.closest('tr').classList.toggle('sel', box.checked));
  each('[data-bulk]', bar => { bar.hidden = !picked.length; });
  each('[data-bulk-count]', place => { place.textContent = picked.length; });
}

export function start() {
  if (!table()) return;
  document.addEventListener('change', event => {
    if (event.target.matches('[data-pick-all]')) each('[data-queue] tbody input[type="checkbox"]:not(:disabled)', box => { box.checked = event.target.checked; });
    if (event.target.closest('[data-queue]')) showSelection();
  });
  document.addEventListener('click', event => {
    if (!event.target.closest('[data-bulk-clear]')) return;
    event.preventDefault();
    each('[data-queue] input[type="checkbox"]', box => { box.checked = false; });
    showSelection();
  });
  table().addEventListener('focusin', event => {
    const row = event.target.closest('tbody tr');
    if (row && row !== current()) { current()?.classList.remove('cur'); row.classList.add('cur'); }
  });
  window.addEventListener('pageshow', showSelection);
  showSelection();
}
