import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startFake } from '../../test/fake.ts';
import type { FakeWechat } from '../index.ts';

/** Sends a request of these lines, and returns all that comes back. */
async function ask(fake: FakeWechat, ...lines: string[]): Promise<string> {
  const socket = connect(Number(new URL(fake.url).port), '127.0.0.1').setEncoding('utf8');
  await once(socket, 'connect');
  socket.write([...lines, 'Connection: close', '', ''].join('\r\n'));
  return (await socket.toArray()).join('');
}

const api = 'GET /sns/jscode2session?appid=a HTTP/1.1';
const state = 'GET /__fake/state HTTP/1.1';

test.each(['api.weixin.qq.com', 'wechat:2021', '10.0.0.7'])(
  'servers reach the API as %s, and the controls do not answer there',
  async (name) => {
    const fake = await startFake();
    expect(await ask(fake, api, `Host: ${name}`)).toMatch(/^HTTP\/1\.1 200 /);
    const answer = await ask(fake, state, `Host: ${name}`);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).toContain(
      'the controls accept requests from this machine only, at localhost or 127.0.0.1',
    );
  },
);

test('the controls answer under any name where other machines may use them', async () => {
  const fake = await startFake({ remoteControls: true });
  expect(await ask(fake, state, 'Host: fake-wechat:2021')).toMatch(/^HTTP\/1\.1 200 /);
  const page = ask(fake, state, 'Host: fake-wechat:2021', 'Origin: https://example.com');
  expect(await page).toMatch(/^HTTP\/1\.1 403 /);
});

test('the controls refuse a second Host', async () => {
  const fake = await startFake();
  expect(await ask(fake, state, 'Host: localhost', 'Host: evil.test')).toMatch(/^HTTP\/1\.1 403 /);
});

test.each([
  'Origin: https://evil.test',
  'Origin: null',
  'Origin: http://localhost:2021',
  'Sec-Fetch-Site: cross-site',
  'Sec-Fetch-Site: same-site',
  'Sec-Fetch-Site: same-origin',
])('no web page is answered: %s', async (header) => {
  const fake = await startFake();
  for (const request of [api, state, 'DELETE /__fake/failures HTTP/1.1']) {
    const answer = await ask(fake, request, 'Host: localhost', header);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).toContain('The fake WeChat answers servers, not web pages.');
  }
  expect(fake.events).toEqual([]);
});

test('an address that is typed into a browser is answered, and no site can embed what is answered', async () => {
  const fake = await startFake();
  for (const request of [api, state]) {
    const answer = await ask(fake, request, 'Host: localhost', 'Sec-Fetch-Site: none');
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('cross-origin-resource-policy: same-origin');
    expect(answer).toContain('x-content-type-options: nosniff');
  }
});
