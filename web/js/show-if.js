// data-show-if="field=value|value": the block is there only while the field has one of the values. Fields of a hidden block
// are disabled, so that they are not sent; the server decides by the same rule.
import { each } from './common.js';

function valuesOf(form, name) {
  return [...form.elements].filter(field => field.name === name && (!/^(radio|checkbox)$/.test(field.type) || field.checked)).map(field => field.value);
}

function update(block) {
  const form = block.closest('form');
  const [, name, wanted] = block.dataset.showIf.match(/^([^=]+)=(.*)$/) || [];
  if (!form || !name) return;
  const show = valuesOf(form, name).some(value => wanted.split('|').includes(value));
  block.hidden = !show;
  each('input, select, textarea', field => { field.disabled = !show; }, block);
}

export function start() {
  const blocks = [...document.querySelectorAll('[data-show-if]')];
  if (!blocks.length) return;
  const updateAll = () => blocks.forEach(update);
  document.addEventListener('change', updateAll);
  window.addEventListener('pageshow', updateAll);
  updateAll();
}
