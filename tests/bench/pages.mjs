// Reading: pages and lists over 100,000 dossiers, a name among 200,000. The large databases are made once and kept in build/bench.
import fs from 'node:fs';
import path from 'node:path';
import { constant, insideJson, interleave, kept, press, ratio, request, serve, summary, thubon } from './measure.mjs';

const HUNDRED = 100000, ROUNDS = 5, CONNECTIONS = 32;
const procedure = '1.001193';

// 100,000 dossiers that went through their workflows over two years; made anew when the schema is another one.
async function hundred() {
  const where = { data: path.join(kept, 'hundred') }, done = path.join(where.data, 'complete');
  const good = fs.existsSync(done) && await thubon('load', where).then(() => true, () => false);
  if (!good) {
    fs.rmSync(where.data, { recursive: true, force: true });
    await thubon('generate', where, '--dossiers', HUNDRED);
    fs.writeFileSync(done, '');
  }
  return where;
}

// The same and 100,000 more that have just come in.
async function twoHundred(from) {
  const where = { data: path.join(kept, 'two-hundred') }, done = path.join(where.data, 'complete');
  const good = fs.existsSync(done) && await thubon('load', where).then(() => true, () => false);
  if (!good) {
    fs.rmSync(where.data, { recursive: true, force: true });
    fs.cpSync(from.data, where.data, { recursive: true });
    await insideJson('fill', where, HUNDRED);
  }
  return where;
}

function memory(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8'), of = name => Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))[1]) / 1024;
  return { own: of('RssAnon'), whole: of('VmRSS') };
}

const milliseconds = list => ({ median: list.median / 1000, low: list.low / 1000, high: list.high / 1000 });
const plain = n => ({ median: n, low: n, high: n });
const size = file => fs.statSync(file).size / 1048576;

async function oneCode(port, token) {
  const answer = await fetch(`http://localhost:${port}/api/v1/dossiers?limit=1`, { headers: { Authorization: `Bearer ${token}` } });
  return (await answer.json()).items[0].code;
}

async function weigh(port, address, token) {
  const answer = await fetch(`http://localhost:${port}${address}`, { headers: token ? { Authorization: `Bearer ${token}` } : {} });
  if (answer.status !== 200) throw new Error(`${address} answers ${answer.status}`);
  return (await answer.arrayBuffer()).byteLength;
}

export async function pages() {
  const where = await hundred(), people = await insideJson('people', where), web = await serve('web', where);
  const { reception_officer: officer, province_leader: leader } = people.officers;
  const list = [
    { name: 'home page', address: '/' },
    { name: 'page of a procedure', address: `/thu-tuc/${procedure}` },
    { name: 'search for a procedure, typed without marks', address: '/tim?q=dang+ky+khai+sinh' },
    { name: 'inbox of a commune, 100,000 dossiers in the database', address: '/hop-viec', token: officer, goal: 10000 },
    { name: 'list of 50 dossiers as JSON', address: '/api/v1/dossiers?limit=50', token: leader },
    { name: 'one dossier as JSON, with its whole life', address: `/api/v1/dossiers/${await oneCode(web.port, leader)}`, token: leader },
  ];
  const rows = [];
  let m;
  for (const page of list) {
    const bytes = await weigh(web.port, page.address, page.token), fixed = await constant(bytes);
    m = await interleave(ROUNDS, 'constant', {
      constant: async () => (await press(fixed.port, [request('GET', '/')], 200, { connections: CONNECTIONS, warm: 0.2, seconds: 0.6 })).rate,
      page: async () => (await press(web.port, [request('GET', page.address, page.token)], 200, { connections: CONNECTIONS, warm: 0.2, seconds: 0.6 })).rate,
      inside: async () => (await insideJson('render', where, 1, 0.6, page.address, ...(page.token ? [page.token] : []))).rate,
    });
    await fixed.stop();
    const f = m.figures;
    rows.push({ what: `${page.name}, inside the process on one core`, unit: '/s', value: f.inside, goal: page.goal && { value: page.goal }, note: `${(bytes / 1024).toFixed(1)} KB` },
      { what: `${page.name}, over HTTP`, unit: '/s', value: f.page, ratio: ratio(f.page, f.constant), note: `${(f.constant.median).toFixed(0)} /s for a constant` });
  }
  const used = memory(web.pid);
  await web.stop();
  const file = size(path.join(where.data, 'thubon.db'));
  rows.push({ what: 'resident memory of the web role after this, its own', unit: 'MB', value: plain(used.own), note: `${used.whole.toFixed(0)} MB with the mapped part of the database` },
    { what: 'database with 100,000 dossiers', unit: 'MB', value: plain(file), note: `${(file * 1024 / HUNDRED).toFixed(1)} KB a dossier with its journal` });
  return {
    title: 'Pages', ...m, rows,
    text: `${CONNECTIONS} keep-alive connections, uncompressed, the client on the same cores; the base is the same server answering a constant of that size. 100,000 dossiers that went through their workflows over two years.`,
  };
}

export async function search() {
  const where = await twoHundred(await hundred()), found = [];
  for (let i = 0; i < ROUNDS; i++) found.push(await insideJson('search', where, 1000));
  const of = name => milliseconds(summary(found.map(f => f[name])));
  return {
    title: 'A name among 200,000 dossiers', rounds: ROUNDS, steady: true, attempt: 1,
    text: 'Three syllables of an applicant\'s name, newest twenty first, with the number of all that fit; 1,000 names a round, one thread, as a provincial leader who sees everything. "Own" counts only the processor time of the search, so that other work on the machine does not show.',
    rows: [
      { what: 'p50', unit: 'ms', value: of('p50') }, { what: 'p99', unit: 'ms', value: of('p99'), goal: { most: 5 } },
      { what: 'p50, own', unit: 'ms', value: of('processor_p50') }, { what: 'p99, own', unit: 'ms', value: of('processor_p99') },
      { what: 'database', unit: 'MB', value: plain(size(path.join(where.data, 'thubon.db'))) },
    ],
  };
}
