// What the scripts share. Every word a person sees comes from data-* attributes, so that the server translates it.

export const each = (selector, fn, root = document) => root.querySelectorAll(selector).forEach(fn);

// fill("Đã lưu lúc {time}", {time: "15:58"})
export const fill = (template, values) => (template || '').replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);

// Puts words into an element and leaves its icon where it is.
export function say(element, words) {
  [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).forEach(node => node.remove());
  element.append(element.firstElementChild ? ' ' + words : words);
}

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
