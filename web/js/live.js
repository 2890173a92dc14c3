// <section id="…" data-live="30">: fetched again every 30 seconds while it is looked at and nobody is at work inside it.
// A slider and its number box (data-twin="slider id") follow each other.

async function refresh(block) {
  if (document.visibilityState !== 'visible' || block.contains(document.activeElement) || block.querySelector('input:checked')) return block;
  const response = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (!response.ok || response.redirected) return block;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById(block.id);
  if (!fresh) return block;
  block.replaceWith(fresh);
  return fresh;
}

export function start() {
  document.querySelectorAll('[data-live]').forEach(block => {
    const again = () => setTimeout(async () => { block = await refresh(block).catch(() => block); again(); }, 1000 * Math.max(10, Number(block.dataset.live)));
    again();
  });
  document.querySelectorAll('[data-twin]').forEach(box => {
    const slider = document.getElementById(box.dataset.twin);
    slider?.addEventListener('input', () => { box.value = slider.value; });
    box.addEventListener('input', () => { if (slider) slider.value = box.value; });
  });
}
