// Upload with progress and retry. Each chosen file is sent alone to data-upload with the form's other fields (token included);
// when all have been answered the page is loaded again and shows what the server found in them.
import { each, element, fill } from './common.js';

const firstRetry = 3000, tries = 6;
const megabytes = bytes => (bytes / 1048576).toFixed(1).replace('.', document.documentElement.lang === 'en' ? '.' : ',');

// One attempt: resolves to {status, text}; status 0 when the network failed.
function send(url, body, onProgress) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', event => { if (event.lengthComputable) onProgress(event.loaded, event.total); });
    request.addEventListener('loadend', () => resolve({ status: request.status, text: request.responseText }));
    request.open('POST', url);
    request.setRequestHeader('Accept', 'application/problem+json, application/json');
    request.send(body);
  });
}

// The server's own words if it answered with a problem, else those of the page.
function reason(answer, form) {
  try { const problem = JSON.parse(answer.text); return problem.errors?.[0]?.detail || problem.detail || problem.title || form.dataset.refused; } catch { return form.dataset.refused; }
}

async function uploadOne(form, input, file) {
  const bar = element('progress', { class: 'tb-prog', max: '100', value: '0', 'aria-label': file.name });
  const words = element('span', { class: 'tb-demo' });
  const alert = element('p', { class: 'govuk-error-message', role: 'alert' });
  const row = element('div', { class: 'file' }, element('div', { class: 'tx' }, element('b', {}, file.name), bar, words, alert));
  form.before(row);
  const fail = text => { bar.remove(); words.remove(); alert.textContent = text; return false; };
  if (file.size > Number(form.dataset.maxBytes || Infinity)) return fail(form.dataset.tooLarge);

  for (let attempt = 0, wait = firstRetry; attempt < tries; attempt++, wait *= 2) {
    const body = new FormData(form);
    body.delete(input.name);
    body.append(input.name, file, file.name);
    const answer = await send(form.dataset.upload, body, (done, total) => {
      bar.value = 100 * done / total;
      words.textContent = fill(form.dataset.uploading, { done: megabytes(done), total: megabytes(total) });
    });
    if (answer.status >= 200 && answer.status < 300) return true;
    if (answer.status && answer.status < 500 && answer.status !== 408 && answer.status !== 429) return fail(reason(answer, form));
    words.textContent = form.dataset.retrying || '';
    await new Promise(resolve => { const timer = setTimeout(resolve, wait); addEventListener('online', () => { clearTimeout(timer); resolve(); }, { once: true }); });
  }
  return fail(form.dataset.refused);
}

async function uploadAll(form, input) {
  const files = [...input.files];
  if (!files.length) return;
  let all = true;
  input.disabled = true;
  for (const file of files) { input.disabled = false; all = await uploadOne(form, input, file) && all; }
  input.value = '';
  if (all) location.reload();
}

export const start = () => each('form[data-upload]', form => {
  const input = form.querySelector('input[type="file"]');
  const drop = form.querySelector('.drop');
  if (!input) return;
  let running = false;
  input.addEventListener('change', async () => { if (running) return; running = true; await uploadAll(form, input); running = false; });
  if (!drop) return;
  ['dragenter', 'dragover'].forEach(name => drop.addEventListener(name, event => { event.preventDefault(); drop.classList.add('over'); }));
  ['dragleave', 'drop'].forEach(name => drop.addEventListener(name, () => drop.classList.remove('over')));
  drop.addEventListener('drop', event => { event.preventDefault(); input.files = event.dataTransfer.files; input.dispatchEvent(new Event('change')); });
});
