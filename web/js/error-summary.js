// After a failed submit the summary has the focus; its links go to the field, with the field's label in view.
import { each } from './common.js';

function goToField(event) {
  const link = event.target.closest('a[href^="#"]');
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  const label = field.closest('fieldset')?.querySelector('legend') || document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  (label || field).scrollIntoView({ block: 'start' });
  field.focus({ preventScroll: true });
}

export function start() {
  each('.govuk-error-summary', summary => {
    summary.setAttribute('tabindex', '-1');
    summary.focus();
    summary.addEventListener('click', goToField);
  });
}
