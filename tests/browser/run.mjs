// Walks in Chromium on a running system. usage: node run.mjs [--shots FOLDER]; ends with "N passed, N failed".
import fs from 'node:fs';
import { Window, finish, launch, ok } from './look.mjs';
import { homeIsLight, publicPages } from './smoke.mjs';
import { start } from './system.mjs';

const args = process.argv.slice(2);
const shots = args.includes('--shots') ? args[args.indexOf('--shots') + 1] : null;
if (shots) fs.mkdirSync(shots, { recursive: true });

const system = await start();
const browser = await launch();
try {
  await homeIsLight(browser, system);
  for (const width of [360, 1280]) {
    const window = await new Window(browser, system, { width, scripts: true, name: 'public pages' }).open();
    await publicPages(window);
    window.endsQuietly();
    await window.close();
  }
} catch (error) {
  ok(false, 'the walk can be walked to its end', error.stack);
} finally {
  await browser.close();
  await system.stop();
}
finish();
