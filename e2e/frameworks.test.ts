import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { startSimulator } from '@weapp-login/simulator';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';

// The output of the frameworks' own toolchains, in a real browser.
const builds = fileURLToPath(
  new URL('../packages/simulator/test/fixtures/frameworks', import.meta.url),
);
const builtFor = 'http://127.0.0.1:2020';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: inject('executablePath'),
  });
});
afterAll(() => browser.close());

test.each(await readdir(builds))('%s: a tap shows the openid', async (name) => {
  const wechat = await startFakeWechat();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const url = new URL('/sns/jscode2session', wechat.url);
    url.search = new URLSearchParams({
      appid: touristApp.appId,
      secret: touristApp.appSecret,
      js_code: (JSON.parse(body) as { code: string }).code,
      grant_type: 'authorization_code',
    }).toString();
    const { openid } = (await (await fetch(url)).json()) as { openid: string };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ openid }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const forward = [{ from: builtFor, to }];
  const simulator = await startSimulator({ appDir: `${builds}/${name}`, wechat, forward });
  const context = await browser.newContext();
  onTestFinished(async () => {
    await context.close();
    await simulator.close();
    server.close();
    await wechat.close();
  });

  const page = await context.newPage();
  await page.goto(simulator.url);
  const screen = page.frameLocator('iframe');
  await screen.locator('[id="login"]').click();
  const openid = wechat.openidOf({ personId: 'xiaoming', appId: touristApp.appId });
  await screen.getByText(openid).waitFor();
  await screen.locator('[id="name"] input').fill('Ming');
  await screen.getByText(`Ming ${openid}`).waitFor();
  expect(await page.evaluate(() => (window as unknown as { faults: unknown[] }).faults)).toEqual(
    [],
  );
});
