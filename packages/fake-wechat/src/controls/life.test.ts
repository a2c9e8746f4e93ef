import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { accessToken, exchange, post, startFake, xiaomingsCode } from '../../test/fake.ts';
import { defaultApps, touristApp } from '../index.ts';

const inApp = { personId: 'xiaoming', appId: touristApp.appId };
const [, secondApp] = defaultApps;
const to = secondApp?.appId ?? '';

describe('a session_key', () => {
  test('is replaced at the exchange alone, unless told otherwise', async () => {
    const fake = await startFake();
    const { session_key } = await exchange(fake, xiaomingsCode(fake));
    xiaomingsCode(fake);
    expect(fake.sessionKeyOf(inApp)).toBe(session_key);
  });

  test('may be replaced by a code that is only obtained', async () => {
    const fake = await startFake();
    const { session_key } = await exchange(fake, xiaomingsCode(fake));
    fake.replaceSessionKeyBy('code');
    const code = xiaomingsCode(fake);
    const replaced = fake.sessionKeyOf(inApp);
    expect(replaced).not.toBe(session_key);
    // The exchange tells the key that the code brought about.
    expect(await exchange(fake, code)).toMatchObject({ session_key: replaced });
  });
});

test('a pre-fetch asks the address with a code that can be exchanged', async () => {
  const fake = await startFake();
  const server = createServer(async (req, res) => {
    const query = new URL(req.url ?? '', 'http://localhost').searchParams;
    const answer = await exchange(fake, query.get('code') ?? '');
    res.end(JSON.stringify({ openid: answer.openid, appid: query.get('appid') }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prefetch`;
  expect(JSON.parse(await fake.prefetch({ ...inApp, url }))).toEqual({
    openid: fake.openidOf(inApp),
    appid: inApp.appId,
  });
});

describe('changeopenid', () => {
  const call = async (openid_list: unknown, move = true) => {
    // The people of the second app move to the tourist app.
    const fake = await startFake();
    if (move) fake.moveApp({ from: to, to: touristApp.appId });
    const query = { access_token: await accessToken(fake) };
    return {
      fake,
      answer: await post(fake, '/cgi-bin/changeopenid', { from_appid: to, openid_list }, query),
    };
  };

  test('gives the new openid of each, and an error for one that it does not know', async () => {
    const { fake } = await call([]);
    const old = fake.openidOf({ personId: 'xiaoming', appId: to });
    const { answer } = await call([old, 'oNobody']);
    expect(answer).toMatchObject({
      errcode: 0,
      result_list: [
        { ori_openid: old, new_openid: fake.openidOf(inApp), err_msg: 'ok' },
        { ori_openid: 'oNobody', err_msg: 'ori_openid error' },
      ],
    });
  });

  test.each([
    ['an app that has not moved', ['o'], false, 63178],
    ['no openids', [], true, 63182],
    ['101 openids', Array(101).fill('o'), true, 40097],
  ])('refuses %s', async (_what, openids, move, errcode) =>
    expect((await call(openids, move)).answer).toMatchObject({ errcode }),
  );
});
