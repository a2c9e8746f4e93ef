import { afterEach, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
afterEach(() => server.close());

const outageLines = () =>
  server
    .logLines()
    .filter(({ msg }) => msg !== 'request')
    .map(({ level, msg }) => `${level} ${msg}`);
const login = () => server.post('/login', { code: server.codeOf('dawei') });

test('where logins are rare, five failures in a row begin an outage, and the first answer ends it', async () => {
  server = await startTestServer();
  server.fake.fail({ kind: 'status', status: 503 });
  for (let n = 0; n < 4; n++) await login();
  expect(outageLines()).toEqual([]);
  for (let n = 0; n < 3; n++) await login();
  expect(outageLines()).toEqual(['warn WeChat calls are failing']);
  expect(server.logLines()).toContainEqual(
    expect.objectContaining({
      appId: 'touristappid',
      endpoint: 'code2Session',
      failed: 5,
      reason: 'status 503',
    }),
  );
  server.fake.clearFailures();
  // WeChat refuses it, so it answers.
  await server.post('/login', { code: 'unknown' });
  expect(outageLines()).toEqual(['warn WeChat calls are failing', 'info WeChat answers again']);
  expect(server.logLines()).toContainEqual(
    expect.objectContaining({
      msg: 'WeChat answers again',
      failed: 7,
      seconds: expect.any(Number),
    }),
  );
});

test('an opening breaker is logged once, with how long it waits', async () => {
  server = await startTestServer();
  server.fake.fail({ kind: 'drop' });
  for (let n = 0; n < 30; n++) await login();
  expect(outageLines()).toEqual([
    'warn WeChat calls are failing',
    'warn circuit breaker open: sending no calls to WeChat, one to try every 10 s',
  ]);
});

test('what is not an outage is not logged as one', async () => {
  server = await startTestServer();
  for (let n = 0; n < 30; n++) await server.post('/login', { code: 'unknown' });
  server.fake.fail({ kind: 'status', status: 503 }, { times: 4 });
  for (let n = 0; n < 5; n++) await login();
  expect(outageLines()).toEqual([]);
});
