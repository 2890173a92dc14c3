// ./dev bench [PART…]: runs the parts one after the other, prints each figure, keeps them in build/bench, and writes docs/benchmarks.md
// from what is kept; a part that is missing is named there.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { kept, root, run } from './measure.mjs';
import { commits } from './commits.mjs';
import { steps, submission } from './dossiers.mjs';
import { pages, search } from './pages.mjs';
import { house, receipt, start } from './house.mjs';

const parts = { commits, submission, steps, pages, search, receipt, start, house };

// --- figures in words ------------------------------------------------------------------------------------------------------------

function figure(n) {
  if (n >= 100) return Math.round(n).toLocaleString('en');
  return n >= 10 ? n.toFixed(1) : n.toFixed(n >= 1 ? 2 : 3);
}
const range = v => v.low === v.high ? figure(v.median) : `${figure(v.median)} [${figure(v.low)}–${figure(v.high)}]`;

function goal({ goal: g, value, ratio }) {
  if (!g) return '';
  if (g.ratio) return `ratio ≥ ${g.ratio}: ${ratio.median >= g.ratio ? 'reached' : '**not reached**'}`;
  if (g.most) return `≤ ${g.most}: ${value.median <= g.most ? 'reached' : '**not reached**'}`;
  return `≥ ${g.value.toLocaleString('en')}: ${value.median >= g.value ? 'reached' : '**not reached**'}`;
}

const cells = row => [row.what, `${range(row.value)} ${row.unit}`, row.ratio ? range(row.ratio) : '', goal(row), row.note || ''];

function table(part) {
  const head = ['', 'median [least–most]', 'ratio to base', 'goal', ''];
  const lines = [head, head.map(() => '---'), ...part.rows.map(cells)].map(line => `| ${line.join(' | ')} |`);
  return lines.join('\n');
}

function conditions(part) {
  const said = [`${part.rounds} rounds`, `load ${part.load.toFixed(1)} at the end`];
  if (part.steal !== undefined) said.push(`stolen ${(100 * part.steal).toFixed(1)} %`);
  if (part.attempt > 1) said.push('second attempt: the base of the first was unsteady');
  if (!part.steady) said.push('the base spread more than 2×: read the ratios, not the rates');
  return `*${said.join('; ')}; commit ${part.commit}, ${part.date}*`;
}

// --- the page ------------------------------------------------------------------------------------------------------------------------

const first = async (program, words, pattern) => { try { return (await run(program, words)).match(pattern)?.[1] ?? '?'; } catch { return '?'; } };

async function machine() {
  const cpu = os.cpus(), gigabytes = (os.totalmem() / 2 ** 30).toFixed(0);
  const library = name => first('pkg-config', ['--modversion', name], /(.+)/);
  return `${cpu.length} cores (${cpu[0].model.trim()}), ${gigabytes} GB, Linux ${os.release()}; gcc ${await first('gcc', ['-dumpfullversion'], /(.+)/)}, ` +
    `SQLite ${await library('sqlite3')}, PostgreSQL ${await first('psql', ['--version'], / (\d+\.\d+)/)}, libmicrohttpd ${await library('libmicrohttpd')}, ` +
    `Cairo ${await library('cairo')}, Pango ${await library('pango')}.`;
}

async function writePage() {
  const file = name => path.join(kept, `${name}.json`), there = Object.keys(parts).filter(name => fs.existsSync(file(name)));
  const missing = Object.keys(parts).filter(name => !there.includes(name));
  const sections = there.map(name => JSON.parse(fs.readFileSync(file(name), 'utf8')))
    .map(part => `## ${part.title}\n\n${part.text ? part.text + '\n\n' : ''}${table(part)}\n\n${conditions(part)}\n`);
  if (missing.length) sections.push(`Not measured yet on this machine: ${missing.join(', ')}.\n`);
  const note = path.join(root, 'tests/bench/notes.md');
  fs.writeFileSync(path.join(root, 'docs/benchmarks.md'),
    `# Measurements\n\nWritten by \`./dev bench\`; \`./dev bench PART\` measures one part again. Each figure stands beside a base measured in the same rounds: on another ` +
    `machine the rates differ, the ratios should not. Nothing here is a test; no test depends on time.\n\n${await machine()}\n\n${sections.join('\n')}\n${fs.readFileSync(note, 'utf8')}`);
  console.log('wrote docs/benchmarks.md');
}

// --- running -----------------------------------------------------------------------------------------------------------------------------

async function commit() {
  const name = (await run('git', ['-C', root, 'rev-parse', '--short', 'HEAD'])).trim();
  const changed = (await run('git', ['-C', root, 'status', '--porcelain', 'src'])).trim();
  return changed ? `${name} with changes` : name;
}

const wanted = process.argv.slice(2);
for (const name of wanted)
  if (!parts[name]) {
    console.error(`there is no part ${name} (parts: ${Object.keys(parts).join(' ')})`);
    process.exit(2);
  }
const began = Date.now();
for (const name of wanted.length ? wanted : Object.keys(parts)) {
  const from = Date.now(), part = await parts[name]();
  Object.assign(part, { load: part.load ?? os.loadavg()[0], commit: await commit(), date: new Date().toISOString().slice(0, 10) });
  fs.writeFileSync(path.join(kept, `${name}.json`), JSON.stringify(part));
  console.log(`\n${part.title} (${name}, ${((Date.now() - from) / 1000).toFixed(0)} s)`);
  for (const row of part.rows) console.log('  ' + cells(row).filter(Boolean).join('  |  '));
}
console.log(`\nmeasured in ${((Date.now() - began) / 1000).toFixed(0)} s`);
await writePage();
