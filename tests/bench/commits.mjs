// What a durable transaction costs, without any government in it.
import { json, summary, tool } from './measure.mjs';

const ROUNDS = 5, SECONDS = 0.4;

export async function commits() {
  for (let attempt = 1; ; attempt++) {
    const cells = await json(tool('db_bench'), [ROUNDS, SECONDS, 'json']);
    const base = summary(cells.find(c => c.name.includes('64 dossiers')).rates);
    const steady = base.high / base.low <= 2;
    if (!steady && attempt < 2) continue;
    return {
      title: 'Durable transactions',
      text: 'One transaction is one dossier of 1 KB with a unique code and an index, one audit row and one event. The base is SQLite by hand on one thread, 64 dossiers a commit.',
      steady, attempt, rounds: ROUNDS,
      rows: cells.map(c => ({ what: c.name, unit: '/s', value: summary(c.rates), ratio: summary(c.ratios), note: c.most ? `slowest ${(c.most / 1000).toFixed(1)} ms` : '' })),
    };
  }
}
