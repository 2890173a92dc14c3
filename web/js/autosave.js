// Autosave of a form step. Model: what people typed is "dirty" until the server has said yes to exactly that content; while it is
// dirty a copy lies in sessionStorage of this tab, and the words beside the steps say so. The form still works without all this.
//   data-autosave="URL"  data-autosave-status="id of the words"  data-saved="Đã lưu lúc {time}"  data-not-saved="Chưa lưu, …"
import { each, fill, say } from './common.js';

const pause = 1500;                 // ms of silence before saving
const firstRetry = 5000, lastRetry = 60000;
const prefix = 'tb-draft:';

// Hidden fields (tokens) and files are never kept on the machine.
const kept = field => field.name && !field.disabled && !/^(hidden|file|password|submit|button|reset)$/.test(field.type);

function read(form) {
  return [...form.elements].filter(kept).filter(field => !/^(radio|checkbox)$/.test(field.type) || field.checked).map(field => [field.name, field.value]);
}

// Twice, because a radio put back may bring fields into play that were switched off (show-if.js).
function write(form, pairs) {
  for (let pass = 0; pass < 2; pass++) {
    for (const field of [...form.elements].filter(kept)) {
      const values = pairs.filter(([name]) => name === field.name).map(pair => pair[1]);
      if (/^(radio|checkbox)$/.test(field.type)) field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
    form.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

const store = {
  get(key) { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
  set(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden: the server copy remains */ } },
  remove(key) { try { sessionStorage.removeItem(key); } catch { /* forbidden */ } },
};

function watch(form) {
  const key = prefix + form.dataset.autosave;
  const status = document.getElementById(form.dataset.autosaveStatus || '');
  let timer = 0, retry = firstRetry, sending = false, submitted = false;

  function tell(saved) {
    if (!status) return;
    const time = new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Asia/Ho_Chi_Minh' });
    status.classList.toggle('not', !saved);
    status.hidden = false;
    say(status, fill(saved ? form.dataset.saved : form.dataset.notSaved, { time }));
  }

  // A redirect means that the session ended: the answer is a log-in page, not a yes.
  async function post(body, keepalive) {
    const response = await fetch(form.dataset.autosave, { method: 'POST', body, keepalive, headers: { Accept: 'application/json' } });
    return response.ok && !response.redirected;
  }

  async function save(keepalive = false) {
    clearTimeout(timer);
    if (sending || submitted || !store.get(key)) return;
    const before = JSON.stringify(read(form));
    const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
    sending = true;
    const saved = await post(body, keepalive).catch(() => false);
    sending = false;
    if (saved && before === JSON.stringify(read(form))) store.remove(key);
    if (saved) { retry = firstRetry; tell(true); if (store.get(key)) timer = setTimeout(save, pause); return; }
    tell(false);
    timer = setTimeout(save, retry);
    retry = Math.min(retry * 2, lastRetry);
  }

  function typed() {
    store.set(key, { pairs: read(form) });
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  // A draft from before: typed here and never saved, or sent into a dead network and come back from.
  const draft = store.get(key);
  const cameBack = performance.getEntriesByType?.('navigation')[0]?.type === 'back_forward';
  if (draft && draft.submitted && !cameBack) store.remove(key);
  else if (draft && JSON.stringify(draft.pairs) !== JSON.stringify(read(form))) { write(form, draft.pairs); typed(); tell(false); }
  else store.remove(key);

  form.addEventListener('input', typed);
  form.addEventListener('submit', () => { submitted = true; clearTimeout(timer); store.set(key, { pairs: read(form), submitted: true }); });
  window.addEventListener('online', () => save());
  window.addEventListener('pageshow', event => { if (event.persisted) submitted = false; });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(true); });
}

// A page that came from the server after a submit proves that the submit arrived: its draft may go.
function forgetSubmitted() {
  const here = new Set([...document.querySelectorAll('form[data-autosave]')].map(form => prefix + form.dataset.autosave));
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix) && !here.has(key) && store.get(key)?.submitted) store.remove(key);
  } catch { /* forbidden */ }
}

export function start() {
  forgetSubmitted();
  each('form[data-autosave]', watch);
}
