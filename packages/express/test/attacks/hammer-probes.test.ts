import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres } from '../postgres.ts';
import { hammerProbes } from './hammer-probes.ts';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.close());

test.each([
  ['SQLite', '/readyz'],
  ['SQLite', '/healthz'],
  ['PostgreSQL', '/readyz'],
])(
  '%s: 200 connections get a bounded number of answers from %s',
  async (database, path) => {
    const env = database === 'SQLite' ? {} : { DATABASE_URL: await postgres.createDatabase() };
    const { probesPerSecond, p50 } = await hammerProbes({ program: ['dist/main.js'], path, env });
    const figures = `${probesPerSecond.toFixed(0)}/s, POST /login ${p50.before.toFixed(1)} → ${p50.during.toFixed(1)} ms`;
    console.log(`${path} on ${database}: ${figures}`);
    // Two a second for each connection, after ten at once.
    expect(probesPerSecond).toBeLessThan(200 * 4);
  },
  120_000,
);
