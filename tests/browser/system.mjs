// A thubon process for the browser's walks: a fresh data folder, free ports, all roles, the demonstration's people.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const build = process.env.THUBON_BUILD || path.join(root, 'build');

const bind = port => new Promise(resolve => {
  const server = net.createServer().once('error', () => resolve(0)).listen(port, '127.0.0.1', () => { const free = server.address().port; server.close(() => resolve(free)); });
});

async function freePorts() { // the program, its stand-ins, their mail
  for (let i = 0; i < 50; i++) {
    const port = await bind(0);
    if (await bind(port + 1) && await bind(port + 2)) return port;
  }
  throw new Error('no free ports');
}

// { url, sandbox, stop() }; clock: what the process believes the time to be; dossiers: how many invented ones it begins with.
export async function start({ clock = '2025-03-03T08:00:00+07:00', dossiers = 300 } = {}) {
  const port = await freePorts();
  const base = fs.mkdtempSync(path.join(os.tmpdir(), 'thubon-browser-'));
  const log = fs.openSync(path.join(base, 'log'), 'a');
  const words = ['all', '--quiet', '--demo', '--port', port, '--data', path.join(base, 'data'), '--province', path.join(root, 'provinces/quang-nam'), '--web', path.join(build, 'web')];
  const child = spawn(path.join(build, 'thubon'), words.map(String), { env: { ...process.env, THUBON_CLOCK: clock, THUBON_DEMO_DOSSIERS: String(dossiers) }, stdio: ['ignore', 'pipe', log] });
  await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', bytes => { said += bytes; if (/^ready /m.test(said)) resolve(); });
    child.once('exit', code => reject(new Error(`thubon ended with ${code}: ${fs.readFileSync(path.join(base, 'log'), 'utf8').slice(-800)}`)));
  });
  return {
    url: `http://localhost:${port}`,
    sandbox: `http://localhost:${port + 1}`,
    stop: () => new Promise(resolve => { child.once('exit', () => { fs.rmSync(base, { recursive: true }); resolve(); }); child.kill('SIGTERM'); }),
  };
}
