// Comfort for every page; each works without it.
import * as autosave from './autosave.js';
import * as copy from './copy.js';
import * as errorSummary from './error-summary.js';
import * as menu from './menu.js';
import * as once from './once.js';
import * as showIf from './show-if.js';
import * as suggest from './suggest.js';
import * as upload from './upload.js';

document.documentElement.classList.add('tb-js');
for (const part of [showIf, autosave, errorSummary, once, menu, suggest, upload, copy]) {
  try { part.start(); } catch (error) { console.error(error); } // one broken part must not take the others along
}
