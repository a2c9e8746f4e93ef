import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { openFileStore, openStore } from '@weapp-login/express';
import { createLog, type RunningServer, startServer } from '@weapp-login/express/process';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';

let wechat: Awaited<ReturnType<typeof startFakeWechat>>;
let server: RunningServer;
let browser: Browser;
beforeAll(async () => {
  wechat = await startFakeWechat();
  server = await startServer({
    port: 0,
    host: '127.0.0.1',
    apps: [touristApp],
    sessionKeySecrets: ['a secret of this test run alone, long enough'],
    wechatApiUrl: wechat.url,
    store: openStore({ file: ':memory:' }),
    files: openFileStore({ folder: tmpdir() }, { now: Date.now }),
    log: createLog({ level: 'silent', now: Date.now, destination: process.stdout }),
    now: Date.now,
    randomBytes,
  });
  browser = await chromium.launch({ executablePath: inject('executablePath') });
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await wechat.close();
});

let page: Page;
let asked: string[];
let faults: string[];
beforeEach(async () => {
  page = await browser.newPage();
  asked = [];
  faults = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error') faults.push(line.text());
  });
  return () => page.close();
});

/** Requests to another server. data: URLs make none. */
const askedElsewhere = () =>
  asked.filter((url) => !url.startsWith(`${server.url}/`) && !url.startsWith('data:'));

test('a login can be tried on the page of the API, which asks no other server', async () => {
  await page.goto(`${server.url}/docs`);
  await page.locator('#operations-Login-login .opblock-summary-control').click();
  const code = wechat.issueCode({ personId: 'xiaoming', appId: touristApp.appId });
  await page.locator('.body-param__text').fill(JSON.stringify({ code }));
  await page.locator('.execute').click();
  const answer = page.locator('.live-responses-table .response-col_status').nth(1);
  await expect.poll(() => answer.textContent()).toContain('200');
  expect(asked).toContain(`${server.url}/login`);
  expect(askedElsewhere()).toEqual([]);
  expect(faults).toEqual([]);
});

test('the page of the problems is as it was drawn', async () => {
  await page.goto(`${server.url}/docs/problems#code-rejected`);
  const width = await page.locator('body').evaluate((body) => body.clientWidth);
  expect(width).toBeLessThan(800);
  expect(askedElsewhere()).toEqual([]);
  expect(faults).toEqual([]);
});
