// What a newcomer waits for: starting, building, testing, the first page; and what a printed receipt costs.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { build, run, root, scratch, serve, summary, tool } from './measure.mjs';

const ROUNDS = 5;
const plain = n => ({ median: n, low: n, high: n });

export async function start() {
  const first = [], second = [];
  for (let i = 0; i < ROUNDS; i++) {
    const where = { data: scratch('start') };
    for (const list of [first, second]) {
      const server = await serve('all', where);
      list.push(server.milliseconds / 1000);
      await server.stop();
    }
    fs.rmSync(where.data, { recursive: true });
  }
  return {
    title: 'Starting', rounds: ROUNDS, steady: true, attempt: 1,
    text: 'From the command to `ready`, all roles in one process: on an empty folder (schema, package of 381 procedures and 278 units brought in), and again on the same folder.',
    rows: [{ what: 'first start', unit: 's', value: summary(first) }, { what: 'second start', unit: 's', value: summary(second), goal: { most: 2 } }],
  };
}

export async function receipt() {
  const said = await run(tool('pdf_bench'), [path.join(root, 'provinces/quang-nam/papers/form-01.tt01-2018.json'), path.join(root, 'tests/bench/receipt.json'), ROUNDS, 0.4]);
  const line = said.trim().split('\n').pop(), [, ours, bytes, bare, bareBytes, median, low, high] =
    line.match(/: (\d+)\/s, (\d+) bytes; bare Pango\/Cairo (\d+)\/s, (\d+) bytes; ratio ([\d.]+) \(([\d.]+)-([\d.]+)\)/).map(Number);
  return {
    title: 'A printed receipt', rounds: ROUNDS, steady: true, attempt: 1,
    text: 'Form 01 with its QR code, from the template to the finished PDF on one core; the base draws the same texts, lines and code by bare Pango and Cairo.',
    rows: [{ what: 'bare Pango and Cairo', unit: '/s', value: plain(bare), note: `${(bareBytes / 1024).toFixed(0)} KB` },
      { what: 'receipt', unit: '/s', value: plain(ours), ratio: { median, low, high }, goal: { ratio: 0.9 }, note: `${(bytes / 1024).toFixed(0)} KB` }],
  };
}

// As a browser without anything kept loads it: the page, its style sheet, script, icons and fonts, packed as they go over the wire.
async function firstView() {
  const where = { data: scratch('weight') }, server = await serve('web', where);
  const fetched = async address => {
    const answer = await fetch(`http://localhost:${server.port}${address}`, { headers: { 'Accept-Encoding': 'identity' } });
    if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  };
  const page = await fetched('/'), packed = bytes => zlib.gzipSync(bytes, { level: 6 }).length;
  const linked = [...new Set([...page.toString().matchAll(/(?:href|src)="(\/assets\/[^"#]+)/g)].map(m => m[1]))];
  const sizes = { page: packed(page), script: 0, rest: 0, font: 0 };
  for (const address of linked) {
    const bytes = await fetched(address), kind = address.endsWith('.js') ? 'script' : address.endsWith('.woff2') ? 'font' : 'rest';
    sizes[kind] += kind === 'font' ? bytes.length : packed(bytes);
    if (address.endsWith('.css'))
      for (const [, font] of bytes.toString().matchAll(/url\(["']?([^"')]+\.woff2)/g))
        if (!linked.includes(new URL(font, `http://x${address}`).pathname)) { linked.push(new URL(font, `http://x${address}`).pathname); }
  }
  await server.stop();
  fs.rmSync(where.data, { recursive: true });
  return sizes;
}

async function buildTime() {
  const folder = path.join(scratch('build'), 'build'), began = Date.now();
  await run('meson', ['setup', folder, root], { env: { ...process.env, CC: 'gcc', CCACHE_DISABLE: '1' } });
  const ready = Date.now();
  await run('ninja', ['-C', folder, 'thubon'], { env: { ...process.env, CCACHE_DISABLE: '1' } });
  const done = Date.now();
  fs.rmSync(path.dirname(folder), { recursive: true });
  return { setup: (ready - began) / 1000, compile: (done - ready) / 1000 };
}

// The last whole run of ./dev test, when there was one: its parts with seconds.
function testTime() {
  const file = path.join(build, 'tests/summary');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : null;
}

export async function house() {
  const view = await firstView(), time = await buildTime(), tests = testTime(), kb = n => n / 1024;
  const whole = view.page + view.script + view.rest + view.font;
  const rows = [
    { what: 'home page, first view, packed', unit: 'KB', value: plain(kb(whole)), goal: { most: 120 }, note: `page ${kb(view.page).toFixed(1)}, style and icons ${kb(view.rest).toFixed(1)}, fonts ${kb(view.font).toFixed(1)}` },
    { what: 'of it scripts', unit: 'KB', value: plain(kb(view.script)), goal: { most: 30 } },
    { what: 'compiling everything from clean, no compiler cache', unit: 's', value: plain(time.compile), note: `after ${time.setup.toFixed(1)} s of meson setup` },
  ];
  if (tests) rows.push({ what: 'all tests', unit: 's', value: plain(Number(tests[0])), note: tests[1] });
  return { title: 'The house itself', rounds: 1, steady: true, attempt: 1, rows, text: '' };
}
