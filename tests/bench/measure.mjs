// How we measure: rounds in which the base and what is compared with it take turns, medians with the range, a repetition when the base
// itself was unsteady. The machine's stolen time is noted for every part.
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const build = process.env.THUBON_BUILD || path.join(root, 'build');
export const kept = path.join(build, 'bench'); // results of parts, and the large databases
const province = path.join(root, 'provinces/quang-nam');
const STEADY = 2, ATTEMPTS = 2;

// --- figures ---------------------------------------------------------------------------------------------------------------------

export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b), n = sorted.length;
  const median = n % 2 ? sorted[(n - 1) / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  return { median, low: sorted[0], high: sorted[n - 1] };
}

const steal = () => Number(fs.readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/)[8]) * 10; // milliseconds of all cores

// Runs the cells (name -> async () => number) in turn, `rounds` times; `base` names the one whose spread decides whether all is done
// again. Gives name -> { median, low, high, values }, and a note for the page.
export async function interleave(rounds, base, cells) {
  for (let attempt = 1; ; attempt++) {
    const values = Object.fromEntries(Object.keys(cells).map(name => [name, []]));
    const stolen = steal(), began = Date.now();
    for (let i = 0; i < rounds; i++)
      for (const [name, cell] of Object.entries(cells)) values[name].push(await cell(i));
    const base_now = summary(values[base]), steady = base_now.high / base_now.low <= STEADY;
    if (!steady && attempt < ATTEMPTS) continue;
    const share = (steal() - stolen) / ((Date.now() - began) * os.cpus().length);
    const figures = Object.fromEntries(Object.entries(values).map(([name, list]) => [name, { ...summary(list), values: list }]));
    return { figures, rounds, attempt, steady, steal: share, load: os.loadavg()[0] };
  }
}

// Ratios round by round, then their median: what disturbed a round disturbed both.
export const ratio = (of, to) => summary(of.values.map((value, i) => value / to.values[i]));

// --- programs ----------------------------------------------------------------------------------------------------------------------

const exec = promisify(execFile);
export async function run(program, words, options = {}) {
  const { stdout } = await exec(program, words.map(String), { maxBuffer: 1 << 28, ...options });
  return stdout;
}
const lastLine = text => text.trimEnd().split('\n').pop();
export const json = async (program, words, options) => JSON.parse(lastLine(await run(program, words, options)));
export const tool = name => path.join(build, 'tests', name);

const places = where => ['--data', where.data, '--province', province, '--web', path.join(build, 'web'), ...(where.db ? ['--db', where.db] : [])];
export const thubon = (command, where, ...words) => run(path.join(build, 'thubon'), [command, '--quiet', ...places(where), ...words]);
export const inside = (what, where, ...words) => run(tool('program_bench'), [what, ...places(where), ...words]);
export const insideJson = (what, where, ...words) => json(tool('program_bench'), [what, ...places(where), ...words]);

export const scratch = name => fs.mkdtempSync(path.join(os.tmpdir(), `thubon-bench-${name}-`));
export const postgres = async name => (await run(path.join(root, 'tests/postgres.sh'), ['database', process.env.THUBON_BENCH_POSTGRES, `test_${name}`])).trim();

const bind = port => new Promise(resolve => {
  const server = net.createServer().once('error', () => resolve(0)).listen(port, '127.0.0.1', () => { const free = server.address().port; server.close(() => resolve(free)); });
});

function waitFor(child, word) {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', bytes => { said += bytes; if (said.includes(word)) resolve(); });
    child.once('exit', code => reject(new Error(`ended with ${code}: ${said}`)));
  });
}
const ended = child => new Promise(resolve => child.exitCode === null ? child.once('exit', resolve) : resolve());

// A role that stays; { port, pid, milliseconds until it said ready, stop() }.
export async function serve(role, where, ...words) {
  const port = await bind(0), began = process.hrtime.bigint();
  const child = spawn(path.join(build, 'thubon'), [role, '--quiet', '--port', port, ...places(where), ...words].map(String), { stdio: ['ignore', 'pipe', 'ignore'] });
  await waitFor(child, 'ready');
  const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
  return { port, pid: child.pid, milliseconds, stop: async () => { child.kill('SIGTERM'); await ended(child); } };
}

// The same HTTP adapter answering everything with so many bytes: what the socket and the server cost by themselves.
export async function constant(bytes) {
  const port = await bind(0);
  const child = spawn(tool('program_bench'), ['constant', port, bytes].map(String), { stdio: ['pipe', 'pipe', 'inherit'] });
  await waitFor(child, 'ready');
  return { port, stop: async () => { child.stdin.end(); await ended(child); } };
}

// --- requests ------------------------------------------------------------------------------------------------------------------------

export function request(method, address, token, body) {
  const lines = [`${method} ${address} HTTP/1.1`, 'Host: localhost', 'Accept-Encoding: identity'];
  if (token) lines.push(`Authorization: Bearer ${token}`);
  if (body) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  return lines.join('\r\n') + '\r\n\r\n' + (body || '');
}

// Presses; only answers with the wished status count, and any other is an error: a fast refusal is no throughput.
export async function press(port, requests, status, { connections = 64, warm = 0.3, seconds = 1, once = false } = {}) {
  const file = path.join(kept, `requests-${port}`);
  fs.writeFileSync(file, requests.map(r => `${Buffer.byteLength(r)}\n${r}`).join(''));
  const answer = await json(tool('load'), [port, connections, warm, seconds, file, ...(once ? ['once'] : [])]);
  fs.rmSync(file);
  const others = Object.keys(answer.status).filter(s => s !== String(status));
  if (others.length) throw new Error(`answers with status ${others} instead of ${status}`);
  return answer;
}
