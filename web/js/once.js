// A form or button with data-once cannot be sent twice. The button keeps its place and its value; only its words may change.

const sent = new WeakSet();

function guard(event) {
  const form = event.target;
  const button = event.submitter || form.querySelector('button:not([type="button"]), input[type="submit"]');
  const marked = button?.matches('[data-once]') ? button : form.matches('[data-once]') ? form : null;
  if (!marked) return;
  if (sent.has(form)) { event.preventDefault(); return; }
  sent.add(form);
  if (!button) return;
  button.setAttribute('aria-disabled', 'true');
  if (marked.dataset.once) { button.dataset.words = button.textContent; button.textContent = marked.dataset.once; }
}

// Coming back by the Back button finds the form usable again.
function restore(event) {
  if (!event.persisted) return;
  document.querySelectorAll('form').forEach(form => sent.delete(form));
  document.querySelectorAll('button[aria-disabled]').forEach(button => {
    button.removeAttribute('aria-disabled');
    if (button.dataset.words) button.textContent = button.dataset.words;
  });
}

export function start() {
  document.addEventListener('submit', event => { if (!event.defaultPrevented) guard(event); });
  window.addEventListener('pageshow', restore);
}
