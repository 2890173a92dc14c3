// The main job under load: dossiers come in, and steps are finished. Every answer that is counted is durable.
import fs from 'node:fs';
import path from 'node:path';
import { inside, insideJson, interleave, json, postgres, press, ratio, request, root, scratch, serve, thubon, tool } from './measure.mjs';

const CONNECTIONS = 64, ROUNDS = 5;
const procedure = '1.001193', commune = 'hc.20401';
const form = () => JSON.parse(fs.readFileSync(path.join(root, 'provinces/quang-nam/forms/birth-registration.json'), 'utf8')).examples[0];

// A fresh house with its package in force, and people who may act in it.
async function house(name, db) {
  const where = { data: scratch(name), db };
  await thubon('load', where);
  return { where, people: await insideJson('people', where), drop: () => fs.rmSync(where.data, { recursive: true }) };
}

const base = async folder => json(tool('db_bench'), ['base', folder, 0.4]);

// Each resident at the desk of a commune of their own, or all at one desk, whose numbers must follow each other without a gap.
function submissions(people, oneDesk) {
  const body = place => JSON.stringify({ procedure, place, applicant: { phone: '0000000000' }, data: form() });
  return people.residents.map((token, i) => request('POST', '/api/v1/dossiers', token, body(oneDesk ? commune : people.communes[i])));
}

const rate = answer => answer.rate;
const latency = list => `p50 ${(list.p50 / 1000).toFixed(1)} ms, p99 ${(list.p99 / 1000).toFixed(1)} ms`;

export async function submission() {
  const folder = scratch('base'), lite = await house('lite'), post = await house('post', await postgres('submission')), last = {};
  const web = { lite: await serve('web', lite.where), post: await serve('web', post.where) };
  const bases = {};
  const over = (name, of, oneDesk) => async () =>
    rate(last[oneDesk ? `${name}Desk` : name] = await press(web[name].port, submissions(of.people, oneDesk), 201, { connections: CONNECTIONS, seconds: 2 }));
  const m = await interleave(ROUNDS, 'group', {
    group: async () => { Object.assign(bases, await base(folder)); return bases.group; },
    single: async () => bases.single,
    disk: async () => bases.disk,
    inside: async () => rate(await insideJson('submit', lite.where, CONNECTIONS, 1.5)),
    lite: over('lite', lite),
    liteDesk: over('lite', lite, true),
    post: over('post', post),
    postDesk: over('post', post, true),
  });
  await Promise.all([web.lite.stop(), web.post.stop()]);
  [lite, post].forEach(h => h.drop());
  fs.rmSync(folder, { recursive: true });
  const f = m.figures, row = (what, of, goal, note = '') => ({ what, unit: '/s', value: f[of], ratio: ratio(f[of], f.group), goal, note });
  const again = (what, of, goal) => ({ what, unit: '× single commits', value: ratio(f[of], f.single), goal, plain: true });
  return {
    title: 'Submitting a dossier', ...m,
    text: `Birth registration by the programming interface: the form (1.5 KB) checked, deadline worked out, number minted, row, task, search words, journal and jobs written, answered when durable; ${CONNECTIONS} keep-alive connections, each resident at the desk of another commune, the client on the same cores. The base writes three rows and 1.3 KB a dossier; a submission writes about thirty rows and 6 KB.`,
    rows: [
      row('raw disk: 8 KB overwrite + fdatasync', 'disk'), row('SQLite by hand, 1 dossier a commit', 'single'), row('SQLite by hand, 64 dossiers a commit', 'group'),
      row('submissions inside the process, 64 threads, SQLite', 'inside'),
      row('submissions over HTTP, SQLite', 'lite', { ratio: 0.35 }, latency(last.lite)),
      row('submissions over HTTP, PostgreSQL', 'post', { ratio: 0.35 }, latency(last.post)),
      row('the same, all at one desk, SQLite', 'liteDesk', undefined, latency(last.liteDesk)),
      row('the same, all at one desk, PostgreSQL', 'postDesk', undefined, latency(last.postDesk)),
      again('submissions over HTTP, SQLite', 'lite', { value: 2 }), again('submissions over HTTP, PostgreSQL', 'post', { value: 2 }),
    ],
  };
}

// Opens dossiers at the desk, then finishes the first step of each once.
async function finishSteps(h, port, count) {
  const opened = (await inside('open', h.where, count)).trim().split('\n').map(line => line.split('\t'));
  const requests = opened.map(([code, task, outcome]) =>
    request('POST', `/api/v1/dossiers/${code}/acts`, h.people.officers.reception_officer, JSON.stringify({ act: 'outcome', task: Number(task), outcome })));
  return press(port, requests, 200, { connections: CONNECTIONS, warm: 0, seconds: 30, once: true });
}

export async function steps() {
  const lite = await house('lite'), post = await house('post', await postgres('steps')), last = {}, folder = scratch('base');
  const web = { lite: await serve('web', lite.where), post: await serve('web', post.where) };
  const m = await interleave(ROUNDS, 'group', {
    group: async () => (await base(folder)).group,
    inside: async () => rate(await insideJson('acts', lite.where, CONNECTIONS, 1)),
    insidePost: async () => rate(await insideJson('acts', post.where, CONNECTIONS, 1)),
    lite: async () => rate(last.lite = await finishSteps(lite, web.lite.port, 3000)),
    post: async () => rate(last.post = await finishSteps(post, web.post.port, 3000)),
  });
  await Promise.all([web.lite.stop(), web.post.stop()]);
  [lite, post].forEach(h => h.drop());
  fs.rmSync(folder, { recursive: true });
  const f = m.figures, row = (what, of, goal, note = '') => ({ what, unit: '/s', value: f[of], ratio: ratio(f[of], f.group), goal, note });
  return {
    title: 'Finishing steps', ...m,
    text: 'Inside: 64 threads take birth registrations from reception to the end, every step counted. Over HTTP: the first step of 3,000 dossiers, each once, over 64 connections. The base is SQLite by hand, 64 dossiers a commit.',
    rows: [
      row('SQLite by hand, 64 dossiers a commit', 'group'),
      row('steps inside the process, SQLite', 'inside', { value: 2000 }), row('steps inside the process, PostgreSQL', 'insidePost', { value: 2000 }),
      row('steps over HTTP, SQLite', 'lite', { value: 2000 }, latency(last.lite)), row('steps over HTTP, PostgreSQL', 'post', { value: 2000 }, latency(last.post)),
    ],
  };
}
