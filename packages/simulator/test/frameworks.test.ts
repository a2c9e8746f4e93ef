import { cp, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { miniProgram, writeFiles } from './mini-program.ts';
import { fixture, openPhone } from './phone.ts';

// What the toolchains of examples/frameworks build: `pnpm check:frameworks` rebuilds it.
const builtFor = 'http://127.0.0.1:2020';
/** Frameworks take their time on a busy machine. */
const patience = { timeout: 15_000 };
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

/** All text on the screen, also while a new start draws it. */
const shown = ({ document }: { document: Document }) =>
  document.querySelector('iframe')?.contentDocument?.body?.textContent ?? '';

async function openProgram(appDir: string) {
  const server = await openidServer();
  const phone = await openPhone(appDir, [{ from: builtFor, to: server.url }]);
  server.known.wechatUrl = phone.wechat.url;
  server.known.appSecret = String(
    phone.wechat.apps.find(({ appId }) => appId === 'touristappid')?.appSecret,
  );
  const logIn = async (name: string) => {
    const shows = (text: string) => () => shown(phone).includes(text);
    await expect.poll(shows('Log in'), patience).toBe(true);
    await phone.tap('#login');
    const openid = phone.wechat.openidOf({ personId: 'xiaoming', appId: 'touristappid' });
    await expect.poll(shows(openid), patience).toBe(true);
    await phone.type('#name', name);
    await expect.poll(shows(`${name} ${openid}`), patience).toBe(true);
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

test.each(names)('%s: a new build is opened at once', async (name) => {
  const folder = path.join(await miniProgram({}), 'dist');
  await writeFiles(folder, {
    'app.json': '{ "pages": ["pages/index/index"] }',
    'app.js': 'App({})',
  });
  const { phone, logIn } = await openProgram(folder);
  expect(phone.faults[0]?.message).toBe('the page pages/index/index has no pages/index/index.js');
  await cp(fixture(`frameworks/${name}`), folder, { recursive: true });
  // Until the burst of changes is over and the folder has been read.
  await expect
    .poll(async () => {
      await phone.restart();
      const drawn = () => phone.faults.length > 0 || shown(phone).includes('Log in');
      await phone.until('a page or a fault', drawn).catch(() => {});
      return phone.faults.length === 0 && shown(phone).includes('Log in');
    }, patience)
    .toBe(true);
  await logIn('after');
  expect(phone.faults).toEqual([]);
});
