// What every page that is visited must be: no axe violation, no sideways scrolling, no breach of the content policy, no script error.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './system.mjs';

const require = createRequire(path.join(root, 'web/package.json'));
export const { chromium } = require('playwright-core');
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const axeRun = () => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });

let passed = 0, failed = 0;
export function ok(good, sentence, detail = '') {
  if (good) passed++; else failed++;
  console.log(`${good ? 'ok' : 'not ok'} - ${sentence}`);
  if (!good && detail) console.log(String(detail).split('\n').map(line => `#   ${line}`).join('\n'));
}
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

const words = violations => violations.map(v => `${v.id} x${v.nodes.length}: ${v.nodes.slice(0, 2).map(n => `${n.target.join(' ')} ${[...n.any, ...n.all, ...n.none][0]?.message || ''}`).join(' || ').slice(0, 300)}`).join('\n');

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });

// One person's window. visit(…) and look(…) count as checks; troubles gathers what the console says.
export class Window {
  constructor(browser, system, { width, scripts, name, shots }) { Object.assign(this, { browser, system, width, scripts, name, shots, troubles: [], seen: new Set() }); }

  async open() {
    this.context = await this.browser.newContext({ viewport: { width: this.width, height: this.width < 500 ? 740 : 900 }, javaScriptEnabled: this.scripts, locale: 'vi-VN', reducedMotion: 'reduce' });
    this.page = await this.context.newPage();
    this.page.on('pageerror', error => this.troubles.push(error.message));
    this.page.on('console', message => { if (message.type() === 'error') this.troubles.push(`${this.page.url()}: ${message.text()}`); });
    return this;
  }

  close() { return this.context.close(); }
  where() { return `${this.name}, ${this.width} px, ${this.scripts ? 'with' : 'without'} scripts`; }
  async go(pathname) { const answer = await this.page.goto(this.system.url + pathname); return answer.status(); }
  text() { return this.page.innerText('body'); }

  // Looks at the page that is shown; what: its name in a sentence and the name of its picture.
  async look(what) {
    await this.page.waitForLoadState('load');
    await this.page.evaluate(() => document.fonts.ready.then(() => 0));
    await this.page.evaluate(axeSource);
    const { violations } = await this.page.evaluate(axeRun);
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    ok(!violations.length, `${what}: axe finds nothing (${this.where()})`, `${this.page.url()}\n${words(violations)}`);
    ok(wide <= 0, `${what}: nothing sticks out sideways (${this.where()})`, `${this.page.url()} by ${wide} px`);
    if (this.shots) await this.page.screenshot({ path: path.join(this.shots, `${what.replaceAll(' ', '-')}-${this.width}.jpg`), type: 'jpeg', quality: 55, fullPage: false });
    this.seen.add(what);
  }

  endsQuietly() { ok(!this.troubles.length, `no script error and no breach of the content policy (${this.where()})`, [...new Set(this.troubles)].join('\n')); }

  async signInResident(number) {
    await this.go('/dang-nhap/e-id');
    await this.page.click(`button[name=person][value="${number}"]`);
    await this.page.waitForURL(url => url.href.startsWith(this.system.url));
  }

  async signInOfficer(login, password) {
    await this.go('/can-bo/dang-nhap');
    await this.page.fill('[name=login]', login);
    await this.page.fill('[name=password]', password);
    await this.press('Đăng nhập', 'main');
  }

  press(label, within = 'main') { return Promise.all([this.page.waitForNavigation(), this.page.click(`${within} button:has-text("${label}"), ${within} a.govuk-button:has-text("${label}")`)]); }
}
