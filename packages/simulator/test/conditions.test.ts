import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

const page = {
  'pages/a/a.wxml': `
    <button id="write" bindtap="onWrite">write</button>
    <button id="read" bindtap="onRead">read</button>
    <button id="host" bindtap="onHost">host</button>
    <button id="ask" bindtap="onAsk">ask</button>
    <view id="said">{{said}}</view>`,
  'pages/a/a.js': `
    Page({
      data: { said: '' },
      say(what) { this.setData({ said: JSON.stringify(what) }); },
      onWrite() {
        try { wx.setStorageSync('key', 'value'); this.say('written'); }
        catch (error) { this.say(error.message); }
      },
      onRead() {
        try { this.say(wx.getStorageSync('key')); }
        catch (error) { this.say(error.message); }
      },
      onHost() {
        this.say([typeof wx.getUpdateManager, typeof wx.getPrivacySetting,
          typeof Promise.prototype.finally, typeof wx.login]);
      },
      onAsk() {
        wx.request({
          url: 'http://server.test/me',
          success: ({ statusCode, data, header }) => this.say([statusCode, data, header['Retry-After']]),
          fail: (error) => this.say(error),
        });
      },
    });`,
};

async function open() {
  const server = createServer((_req, res) => res.end('from the server')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const forward = [{ from: 'http://server.test', to: `http://127.0.0.1:${port}` }];
  const phone = await openPhone(await miniProgram(page), forward);
  const said = () => phone.page().querySelector('#said')?.textContent?.trim();
  return {
    phone,
    said,
    says: (text: string) => phone.until(`it says ${text}`, () => said()?.includes(text)),
    control: (body: object) =>
      fetch(`${phone.url}/controls`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}

/** No page is open while the mini program restarts. */
function saidOrNothing(said: () => string | undefined): string | undefined {
  try {
    return said();
  } catch {
    return undefined;
  }
}

test('a storage that is full can be read, and not written to', async () => {
  const { phone, says } = await open();
  await phone.tap('#write');
  await says('written');
  await phone.choose('storageFull', true);
  await phone.tap('#write');
  await says('setStorageSync:fail exceed storage max size 10Mb');
  await phone.tap('#read');
  await says('"value"');
});

test('a storage that is unavailable fails every call', async () => {
  const { phone, says } = await open();
  await phone.choose('storageBroken', true);
  await phone.tap('#write');
  await says('setStorageSync:fail internal error');
  await phone.tap('#read');
  await says('getStorageSync:fail internal error');
});

test('a host that lacks methods has undefined in their place', async () => {
  const { phone, said, says } = await open();
  await phone.tap('#host');
  await says('["function","function","function","function"]');
  await phone.choose('lacksMethods', true);
  await phone.until('it restarted', () => saidOrNothing(said) === '');
  await phone.tap('#host');
  await says('["undefined","undefined","undefined","function"]');
});

test.each([403, 413, 429, 502, 503, 504])(
  'a gateway responds with %i and HTML, once',
  async (status) => {
    const { phone, says, control } = await open();
    expect((await control({ control: 'gateway', status, once: true })).status).toBe(204);
    await phone.tap('#ask');
    await says(`[${status},"<html>`);
    if (status === 429) await says('"30"');
    await phone.tap('#ask');
    await says('from the server');
  },
);

test('a gateway responds until it is stopped, and with no other status', async () => {
  const { phone, says, control } = await open();
  await control({ control: 'gateway', status: 502, once: false });
  for (let count = 0; count < 2; count += 1) {
    await phone.tap('#ask');
    await says('[502,');
  }
  await control({ control: 'answer-normally' });
  await phone.tap('#ask');
  await says('from the server');
  expect((await control({ control: 'gateway', status: 200, once: true })).status).toBe(400);
});
