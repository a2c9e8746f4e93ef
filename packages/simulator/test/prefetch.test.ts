import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

const program = {
  'pages/a/a.js': `Page({
    data: { said: '' },
    ask() {
      wx.getBackgroundFetchData({
        fetchType: 'pre',
        success: ({ fetchedData }) => this.setData({ said: fetchedData }),
        fail: ({ errMsg }) => this.setData({ said: errMsg }),
      });
    },
  });`,
  'pages/a/a.wxml': '<view id="ask" bindtap="ask" /><view id="said">{{said}}</view>',
};

async function ask(prefetchUrl?: string) {
  const phone = await openPhone(await miniProgram(program), [], prefetchUrl ? { prefetchUrl } : {});
  await phone.tap('#ask');
  const said = () => phone.page().querySelector('#said')?.textContent ?? '';
  await phone.until('an answer', () => said() !== '');
  return { phone, said: said() };
}

test('without an address nothing was fetched', async () => {
  expect((await ask()).said).toBe('getBackgroundFetchData:fail record is null');
});

test('the address gets a code of the person who holds the phone, and the mini program what it answers', async () => {
  const codes: string[] = [];
  const server = createServer((req, res) => {
    codes.push(new URL(req.url ?? '', 'http://localhost').searchParams.get('code') ?? '');
    res.end('the body');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { phone, said } = await ask(`http://127.0.0.1:${port}/prefetch`);
  expect(said).toBe('the body');
  const [event] = phone.wechat.events;
  // An event shows the beginning of its code.
  expect(event).toMatchObject({ kind: 'code-issued', personId: 'xiaoming' });
  expect(codes).toEqual([expect.stringMatching(/^\w{32}$/)]);
});
