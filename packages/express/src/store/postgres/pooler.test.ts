import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startFakePooler } from '../../../test/fake-pooler.ts';
import { startPostgres } from '../../../test/postgres.ts';
import { runServer } from '../../../test/run-server.ts';
import { startTestServer } from '../../../test/server.ts';
import { createLimiter } from '../../limits/limiter.ts';
import { openCounters } from '../../limits/open-counters.ts';
import { openStore } from '../location/open-store.ts';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let pooler: Awaited<ReturnType<typeof startFakePooler>>;
beforeAll(async () => {
  postgres = await startPostgres();
  pooler = await startFakePooler(new URL(await postgres.createDatabase()));
});
afterAll(async () => {
  await pooler.close();
  await postgres.close();
});

test('behind a pooler that gives each transaction another connection, everything works', async () => {
  const store = openStore({ url: pooler.url });
  const server = await startTestServer({ store });
  for (let round = 0; round < 3; round++) {
    const sessions = await Promise.all(['dawei', 'xiaoming', 'xiaohong'].map(server.login));
    for (const { token } of sessions) expect((await server.get('/me', token)).status).toBe(200);
    const [first] = sessions;
    await server.post('/logout', {}, { authorization: `Bearer ${first?.token}` });
    expect((await server.get('/me', first?.token)).status).toBe(401);
  }
  await server.close();
  await store.close();

  const pool = openCounters(pooler.url);
  const limiter = createLimiter({ name: 'pooled', count: 2, seconds: 60, pool });
  const allowed = [];
  for (let n = 0; n < 3; n++) allowed.push((await limiter('a')).allowed);
  expect(allowed).toEqual([true, true, false]);
  await pool.end();
});

test('a pooler in statement mode is refused when the server starts', async () => {
  const database = new URL(await postgres.createDatabase());
  const statementPooler = await startFakePooler(database, 'statement');
  onTestFinished(() => statementPooler.close());
  const server = runServer(['dist/main.js'], { DATABASE_URL: statementPooler.url });
  expect(await server.ended()).toEqual([1, null]);
  expect(server.output.stderr).toBe(
    'PostgreSQL: transaction blocks not allowed in statement pooling mode (08P01): set pool_mode of the pooler to session or transaction: with statement, transactions are impossible\n',
  );
});
