// Looks at what pages are made of: every page of samples/ and every HTML sample of README.md, in Chromium, served under the real CSP.
// Fails on an axe violation (360 and 1280 px), on sideways overflow at 320 px (also with larger text, and at 360 with wide text spacing), on a focus that is not seen, on a CSP breach, on a script
// error, and on a file over its size. Then plays with the scripts: autosave, suggestions, upload, keys, map. usage: node check.mjs [NAME…] [--shots DIR]
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const shots = args.includes('--shots') ? args.splice(args.indexOf('--shots'), 2)[1] : null;
const built = fs.mkdtempSync(path.join(os.tmpdir(), 'web-check-'));
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
let passed = 0, failed = 0;
const ok = (good, what, detail = '') => { if (good) passed++; else { failed++; console.log('not ok', what, detail); } };

// ---- pages

// README samples: "html page" is a whole page, "html flush" fills main, "html" stands inside main > .tb-wrap, in the shell of its half.
function readmePages() {
  const pages = {};
  let shell = '', office = false, title = '', n = 0;
  for (const block of fs.readFileSync(path.join(here, 'README.md'), 'utf8').matchAll(/^#+ (.*)$|^```html ?(.*)\n([\s\S]*?)^```$/gm)) {
    const [, heading, kind, html] = block;
    if (heading) { if (heading === 'Office pages') office = true; title = heading; continue; }
    const name = `readme-${String(++n).padStart(2, '0')}`;
    if (kind === 'page') { shell = html; pages[name] = html; continue; }
    const inner = html.includes('<h1') ? html : `<h1 class="vh">${title}</h1>${html}`;
    const content = html.startsWith('<header') ? null : kind === 'flush' ? `<main id="main" class="flush">${inner}</main>` : office ? `<main id="main">${inner}</main>` : `<main id="main"><div class="tb-wrap">${inner}</div></main>`;
    const map = kind === 'map' ? '<link rel="stylesheet" href="/assets/map.css"><script src="/assets/map.js" defer></script></head>' : '</head>';
    const page = shell.replace('</head>', map);
    pages[name] = content === null ? page.replace(/<header[\s\S]*?<\/nav>/, html) : page.replace(/<main[\s\S]*<\/main>/, () => content);
  }
  return pages;
}

function samplePages() {
  const folder = path.join(here, 'samples');
  return Object.fromEntries(fs.readdirSync(folder).filter(f => f.endsWith('.html')).map(f => [f.slice(0, -5), fs.readFileSync(path.join(folder, f), 'utf8')]));
}

// ---- server

const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', woff2: 'font/woff2' };
const square = (id, x, title) => ({ type: 'Feature', properties: { id, title, url: '/samples/procedure', class: x + 1, note: 'ghi chú' }, geometry: { type: 'Polygon', coordinates: [[[108 + x, 15], [109 + x, 15], [109 + x, 16], [108 + x, 16], [108 + x, 15]]] } });
const server = { saves: [], saveStatus: 200, uploads: 0, uploadFails: 0 };

function serve(pages, logical) {
  return http.createServer((request, response) => {
    const url = new URL(request.url, 'http://x');
    const name = url.pathname.split('/').pop().replace(/\.html$/, '');
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk)).on('end', () => {
      const send = (status, type, body) => { response.writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': policy }); response.end(body); };
      if (url.pathname.startsWith('/assets/')) {
        const file = logical[path.basename(url.pathname)] || path.basename(url.pathname);
        return fs.existsSync(path.join(built, file)) ? send(200, types[file.split('.').pop()] || 'text/plain', fs.readFileSync(path.join(built, file))) : send(404, 'text/plain', '');
      }
      if (url.pathname === '/luu') { if (server.saveStatus === 200) server.saves.push(Buffer.concat(chunks).toString()); return send(server.saveStatus, 'application/json', '{}'); }
      if (url.pathname === '/goi-y') return send(200, 'application/json', JSON.stringify(Array.from({ length: 9 }, (_, i) => ({ title: `Gợi ý ${i + 1}: ${url.searchParams.get('q')}`, url: `/samples/procedure?n=${i + 1}` }))));
      if (url.pathname === '/tai') { server.uploads++; if (server.uploadFails-- > 0) return request.socket.destroy(); return send(200, 'text/html', ''); }
      if (url.pathname === '/ban-do.geojson') return send(200, 'application/geo+json', JSON.stringify({ type: 'FeatureCollection', features: [square('49', 0, 'Hội An'), square('50', 1, 'Duy Xuyên')] }));
      return pages[name] ? send(200, 'text/html; charset=utf-8', pages[name]) : send(404, 'text/plain', '');
    });
  });
}

// ---- looking

const axeSource = fs.readFileSync(path.join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');
const axeRun = () => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });

async function overflow(page) {
  return page.evaluate(() => {
    const by = document.documentElement.scrollWidth - innerWidth;
    const who = by > 0 ? [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.tb-scroll,.tb-code,.tb-tabs,svg,.vh')).slice(0, 4).map(e => `${e.tagName.toLowerCase()}.${e.className}`) : [];
    return { by, who: who.join(' | ') };
  });
}

// Walks with Tab and wants every stop to look different from how it looked before (or its label, for hidden inputs).
async function focusLooks(page) {
  const blind = [];
  await page.evaluate(() => {
    const style = e => { const s = getComputedStyle(e), b = getComputedStyle(e, '::before'); return [s.outline, s.boxShadow, s.backgroundColor, s.borderColor, b.boxShadow].join('|'); };
    window.lookOf = e => [e, e.nextElementSibling?.matches('label') ? e.nextElementSibling : e].map(style).join('#');
    window.looks = new Map([...document.querySelectorAll('*')].map(e => [e, window.lookOf(e)]));
  });
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => { const e = document.activeElement; return e === document.body ? null : window.lookOf(e) === window.looks.get(e) ? e.outerHTML.slice(0, 90) : ''; });
    if (stop === null) break;
    if (stop) blind.push(stop);
  }
  return blind;
}

async function lookAt(browser, base, name) {
  const page = await browser.newPage();
  const troubles = [];
  page.on('pageerror', error => troubles.push(error.message));
  page.on('console', message => { if (message.type() === 'error' && !/404|favicon/.test(message.text())) troubles.push(message.text()); });
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: width < 500 ? 740 : 900 });
    await page.goto(`${base}/samples/${name}`);
    await page.evaluate(() => document.fonts.ready);
    if (shots) await page.screenshot({ path: path.join(shots, `${name}-${width}.png`), fullPage: true });
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate(axeRun);
    ok(!violations.length, `${name} @${width} axe`, violations.map(v => `${v.id} x${v.nodes.length}: ${v.nodes.slice(0, 2).map(n => n.target.join(' ') + ' ' + (n.any[0]?.message || n.all[0]?.message || n.none[0]?.message || '')).join(' || ').slice(0, 300)}`).join('\n   '));
  }
  if (!name.startsWith('readme')) { await page.goto(`${base}/samples/${name}`); const blind = await focusLooks(page); ok(!blind.length, `${name} focus not seen`, blind.slice(0, 3).join('\n   ')); }
  await page.setViewportSize({ width: 320, height: 700 });
  const plain = await overflow(page);
  ok(plain.by <= 0, `${name} @320 overflows by ${plain.by}`, plain.who);
  await page.evaluate(() => document.documentElement.classList.add('tb-large-text', 'tb-high-contrast'));
  const large = await overflow(page);
  ok(large.by <= 0, `${name} @320 with larger text overflows by ${large.by}`, large.who);
  await page.evaluate(() => document.documentElement.classList.remove('tb-large-text', 'tb-high-contrast'));
  await page.setViewportSize({ width: 360, height: 700 });
  await page.evaluate(() => document.styleSheets[0].insertRule('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }', document.styleSheets[0].cssRules.length));
  const spaced = await overflow(page);
  ok(spaced.by <= 0, `${name} @360 with text spacing overflows by ${spaced.by}`, spaced.who);
  await page.evaluate(() => { const sheet = document.styleSheets[0]; sheet.deleteRule(sheet.cssRules.length - 1); document.documentElement.classList.add('tb-large-text', 'tb-high-contrast'); });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run({ runOnly: ['color-contrast', 'target-size'] }));
  ok(!violations.length, `${name} strong contrast axe`, violations.map(v => `${v.id}: ${v.nodes[0].target.join(' ')}`).join(' | '));
  ok(!troubles.length, `${name} console`, troubles.join(' | ').slice(0, 400));
  await page.close();
}

// ---- playing

const shoot = async (page, name) => { if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`) }); };

async function play(browser, base) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const open = name => page.goto(`${base}/samples/${name}`);

  await open('play-form');
  ok(await page.evaluate(() => document.activeElement.matches('.govuk-error-summary')), 'the error summary has the focus');
  await page.click('.govuk-error-summary a');
  ok(await page.evaluate(() => document.activeElement.id === 'ten'), 'a line of the summary goes to its field');
  ok(!await page.isVisible('#noi-khac'), 'a field that does not apply is hidden');
  await page.check('#noi-2', { force: true });
  ok(await page.isVisible('#noi-khac'), 'and shown when it applies');

  server.saveStatus = 503;
  await page.fill('#ten', 'Nhiên');
  await page.fill('#noi-khac', 'Ở nhà');
  await page.waitForSelector('#luu.not', { timeout: 5000 });
  ok((await page.textContent('#luu')).includes('Chưa lưu'), 'a failed save says so');
  await page.reload();
  ok(await page.inputValue('#ten') === 'Nhiên' && await page.inputValue('#noi-khac') === 'Ở nhà', 'unsaved words come back after a reload');
  server.saveStatus = 200;
  await page.fill('#ten', 'An Nhiên');
  await page.locator('#luu', { hasText: /Đã lưu lúc \d\d:\d\d/ }).waitFor();
  ok(new URLSearchParams(server.saves.at(-1)).get('ten') === 'An Nhiên', 'the save carries what was typed');
  ok(await page.evaluate(() => sessionStorage.length) === 0, 'nothing stays on the machine once saved');

  await open('play-home');
  await page.type('.tb-hero input', 'kh');
  await page.waitForSelector('[role=option]');
  ok(await page.locator('[role=option]').count() === 7, 'at most seven suggestions');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  ok(await page.getAttribute('.tb-hero input', 'aria-activedescendant') === 'tb-suggest-1-1', 'arrows move among suggestions');
  await shoot(page, 'play-suggest');
  await page.keyboard.press('Enter');
  await page.waitForURL(/n=2/);
  ok(true, 'Enter opens the suggestion');

  await open('play-upload');
  server.uploadFails = 1;
  const answered = page.waitForNavigation({ timeout: 15000 });
  await page.setInputFiles('#tep3', { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(200000) });
  await answered;
  ok(server.uploads === 2, 'an upload is tried again when the network fails', server.uploads);

  await open('play-queue');
  ok(!await page.isVisible('.tb-bulk'), 'no bulk bar without a selection');
  await page.keyboard.press('j'); await page.keyboard.press('j'); await page.keyboard.press('x');
  ok(await page.textContent('[data-bulk-count]') === '1' && await page.isVisible('.tb-bulk'), 'j and x pick a row and the bulk bar comes');
  await page.keyboard.press('/');
  ok(await page.evaluate(() => document.activeElement.name === 'q'), '/ goes to search');
  await page.keyboard.type('j?');
  ok(await page.locator('dialog').count() === 0, 'keys do nothing while someone types');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  ok(await page.locator('dialog[open] dt').count() >= 5, '? lists the keys');
  await shoot(page, 'play-keys');
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(axeRun);
  ok(!violations.length, 'key help axe', violations.map(v => v.id + ' ' + v.nodes[0].target).join(' | '));
  await page.uncheck('#tb-keys-on', { force: true });
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  ok(await page.evaluate(() => document.activeElement.name !== 'q'), 'keys can be switched off');
  await open('play-map');
  await page.waitForSelector('.tb-leaflet path');
  ok(await page.locator('.tb-leaflet path').count() === 2, 'the map draws each feature');
  await page.focus('[data-feature="49"] a');
  ok(await page.locator('.tb-leaflet path.c1.is-on').count() === 1, 'a row lights up its polygon');
  await shoot(page, 'play-map');
  await page.locator('.tb-leaflet path.c2').click();
  await page.waitForURL(/procedure/);
  ok(true, 'a polygon opens its page');
  await page.close();
}

function playPages(pages) {
  const find = text => Object.values(pages).find(html => html.includes(text));
  return {
    'play-form': find('data-autosave=').replaceAll(/data-autosave="[^"]*"/g, 'data-autosave="/luu"'),
    'play-home': find('data-suggest='),
    'play-upload': find('data-upload=').replaceAll(/data-upload="[^"]*"/g, 'data-upload="/tai"'),
    'play-queue': find('data-queue'),
    'play-map': find('data-geojson='),
  };
}

// ---- sizes, in KB of gzip (fonts as they are)

function checkSizes(logical, pages) {
  const kb = name => { const file = path.join(built, logical[name]); return fs.statSync(fs.existsSync(file + '.gz') ? file + '.gz' : file).size / 1024; };
  for (const [name, most] of [['site.css', 24], ['site.js', 12], ['office.js', 25]]) ok(kb(name) <= most, `${name} is ${kb(name).toFixed(1)} KB, more than ${most}`);
  const fonts = Object.keys(logical).filter(name => name.endsWith('.woff2')).reduce((sum, name) => sum + kb(name), 0);
  ok(fonts <= 66, `fonts are ${fonts.toFixed(1)} KB, more than 66`);
  const home = gzipSync(pages.home).length / 1024 + kb('site.css') + kb('site.js') + kb('icons.svg') + fonts;
  ok(home <= 120, `home page is ${home.toFixed(1)} KB, more than 120`);
  console.log(`home page: ${home.toFixed(1)} KB`);
}

execFileSync(process.execPath, [path.join(here, 'build.mjs'), built], { stdio: 'ignore' });
const logical = Object.fromEntries(fs.readFileSync(path.join(built, 'assets.list'), 'utf8').trim().split('\n').map(line => line.split(' ').slice(0, 2)));
const pages = { ...samplePages(), ...readmePages() };
const styled = Object.entries(pages).filter(([, html]) => /\sstyle="/.test(html)).map(([name]) => name);
ok(!styled.length, 'no style attributes', styled.join(' '));
checkSizes(logical, pages);
const listening = serve({ ...pages, ...playPages(pages) }, logical).listen(0, '127.0.0.1');
await new Promise(resolve => listening.on('listening', resolve));
const base = `http://127.0.0.1:${listening.address().port}`;
if (shots) fs.mkdirSync(shots, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const name of Object.keys(pages).filter(name => !args.length || args.includes(name))) await lookAt(browser, base, name);
if (!args.length || args.includes('play')) await play(browser, base);
await browser.close();
listening.close();
fs.rmSync(built, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
