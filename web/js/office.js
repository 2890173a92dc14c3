// Comfort for the office, on top of site.js: keys, the inbox, boards that stay fresh.
import * as keys from './keys.js';
import * as live from './live.js';
import * as queue from './queue.js';

for (const part of [queue, keys, live]) {
  try { part.start(); } catch (error) { console.error(error); }
}
