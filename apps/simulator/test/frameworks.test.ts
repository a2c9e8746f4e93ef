import { cp, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { fixture, openPhone } from './phone.ts';

// What the toolchains of examples/frameworks build: `pnpm check:frameworks` makes it anew.
const builtFor = 'http://127.0.0.1:2020';
const names = await readdir(fixture('frameworks'));

/** A server that exchanges the code at the fake WeChat, whose address it gets later. */
async function openidServer() {
  const known = { wechatUrl: '', appSecret: '' };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const url = new URL('/sns/jscode2session', known.wechatUrl);
    url.search = new URLSearchParams({
      appid: 'touristappid',
      secret: known.appSecret,
      js_code: (JSON.parse(body) as { code: string }).code,
      grant_type: 'authorization_code',
    }).toString();
    const { openid } = (await (await fetch(url)).json()) as { openid: string };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ openid }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { known, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function openProgram(appDir: string) {
  const server = await openidServer();
  const phone = await openPhone(appDir, [{ from: builtFor, to: server.url }]);
  server.known.wechatUrl = phone.wechat.url;
  server.known.appSecret = String(
    phone.wechat.apps.find(({ appId }) => appId === 'touristappid')?.appSecret,
  );
  const logIn = async (name: string) => {
    const shows = (text: string) => () =>
      phone.document.querySelector('iframe')?.contentDocument?.body.textContent?.includes(text);
    await phone.until('the button', shows('Log in'));
    await phone.tap('#login');
    const openid = phone.wechat.openidOf({ personId: 'xiaoming', appId: 'touristappid' });
    await phone.until('the openid', shows(openid));
    await phone.type('#name', name);
    await phone.until('the name', shows(`${name} ${openid}`));
  };
  return { phone, logIn };
}

test('there are the frameworks that people use', () => {
  expect(names).toEqual(['mpx', 'taro-react', 'taro-vue', 'uni-app', 'weapp-vite']);
});

test.each(names)('%s: a tap logs in, and shows the openid beside what was typed', async (name) => {
  const { phone, logIn } = await openProgram(fixture(`frameworks/${name}`));
  await logIn('Ming');
  expect(phone.faults).toEqual([]);
});

test.each(names)('%s: what is built anew is opened anew', async (name) => {
  const folder = path.join(await miniProgram({}), 'dist');
  await cp(fixture('frameworks/mpx'), folder, { recursive: true });
  const { phone, logIn } = await openProgram(folder);
  await logIn('before');
  await cp(fixture(`frameworks/${name}`), folder, { recursive: true });
  await phone.restart();
  await logIn('after');
  expect(phone.faults).toEqual([]);
});
