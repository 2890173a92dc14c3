// The public pages, and the weight of the home page.
import { gzipSync } from 'node:zlib';
import { ok } from './look.mjs';

const pages = { 'the home page': '/', 'the search': '/tim?q=dang+ky+khai+sinh', 'a procedure': '/thu-tuc/1.001193', 'all procedures': '/thu-tuc', 'signing in': '/dang-nhap',
  'signing in of officers': '/can-bo/dang-nhap', 'tracking': '/tra-cuu', 'the systems': '/he-thong', 'help': '/tro-giup', 'the sealed journal': '/nhat-ky', 'the programming interface': '/api',
  'the site map': '/tro-giup/so-do-trang' };

export async function publicPages(window) {
  for (const [what, address] of Object.entries(pages)) {
    const status = await window.go(address);
    ok(status === 200, `${what} is there (${window.where()})`, `${address}: ${status}`);
    await window.look(what);
  }
  const status = await window.go('/khong-co-trang-nay');
  ok(status === 404, `an address that does not exist is 404 (${window.where()})`, status);
  await window.look('a page that does not exist');
  window.troubles = window.troubles.filter(line => !/khong-co-trang-nay.*404/.test(line));
}

// As a phone with an empty cache loads it: what goes over the wire, gzip where the front (nginx) or the file has it.
export async function homeIsLight(browser, system) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const answers = [];
  page.on('response', answer => answers.push(answer));
  await page.goto(system.url + '/', { waitUntil: 'networkidle' });
  let all = 0, scripts = 0;
  for (const answer of answers) {
    const type = answer.headers()['content-type'] || '', body = await answer.body().catch(() => Buffer.alloc(0));
    const bytes = /woff2|jpeg|png/.test(type) ? body.length : gzipSync(body, { level: 6 }).length;
    all += bytes;
    if (/javascript/.test(type)) scripts += bytes;
  }
  ok(answers.length > 2 && all <= 120 * 1024, `the home page weighs ${(all / 1024).toFixed(1)} KB, at most 120`, answers.map(a => a.url()).join('\n'));
  ok(scripts <= 30 * 1024, `its scripts weigh ${(scripts / 1024).toFixed(1)} KB, at most 30`);
  await context.close();
}
