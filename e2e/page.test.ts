import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startFakeWechat } from '@weapp-login/fake-wechat';
import { startSimulator } from '@weapp-login/simulator';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';

const origin = 'https://api.example.test';

/** A third-party mini program that fails in every way at one tap. */
const files = {
  'app.json': '{"pages":["pages/a/a"],"window":{"navigationBarTitleText":"Orders"}}',
  'app.js': 'App({});',
  'pages/a/a.wxml': '<button id="go" bindtap="go">go</button><view id="seen">{{seen}}</view>',
  'pages/a/a.js': `Page({
    data: { seen: '' },
    onLoad() { for (let n = 0; n < 12; n += 1) wx.setStorageSync('key' + n, n); },
    go() {
      for (const time of [1, 2]) setTimeout(() => { null.x; }, time);
      for (const path of ['/a', '/b'])
        wx.request({ url: '${origin}' + path, success: ({ data }) => this.setData({ seen: data }) });
      wx.startWifi({});
    },
  });`,
};

let browser: Browser;
let close: () => Promise<void>;
let url: string;
let serverUrl: string;

beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'orders-'));
  await mkdir(path.join(folder, 'pages/a'), { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text);
  const server = createServer((_req, res) => void res.end('"arrived"'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  serverUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const wechat = await startFakeWechat();
  const forward = [{ from: serverUrl, to: serverUrl }];
  const simulator = await startSimulator({ appDir: folder, forward, wechat });
  url = simulator.url;
  browser = await chromium.launch({ executablePath: inject('executablePath') });
  close = async () => {
    await browser.close();
    await simulator.close();
    await wechat.close();
    server.close();
    await rm(folder, { recursive: true });
  };
});
afterAll(() => close());

const wide = { width: 1400, height: 900 };
const narrow = { width: 360, height: 740 };

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: wide, locale: 'en-US', ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(url);
  await goOf(page).waitFor();
  return page;
}
const goOf = (page: Page) => page.frameLocator('iframe').locator('#go');
const boxOf = async (page: Page, selector: string) => {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not shown`);
  return box;
};
const scrolls = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return scrollWidth > innerWidth || scrollHeight > innerHeight;
  });

test('the header names the folder and where requests go; nothing scrolls', async () => {
  const page = await open();
  const header = await page.locator('.header').textContent();
  expect(header).toContain('weapp-login simulator');
  expect(header).toMatch(/orders-\w+/);
  expect(header).toContain(serverUrl);
  expect(await scrolls(page)).toBe(false);
  expect(await page.getByLabel('User').textContent()).toBe('XiaomingXiaohongDaweiTourist');
});

test('neighbours of one kind share a row', async () => {
  const page = await open();
  await page.getByRole('option', { name: 'Mini program: 12 × wx.setStorageSync' }).waitFor();
  expect(await page.locator('.sequence [role=option]').count()).toBe(1);
});

test('errors of the program and missing features of the simulator are shown beside the phone, counted', async () => {
  const page = await open();
  await goOf(page).click();
  const problems = page.locator('.problems');
  await problems.getByRole('heading', { name: 'Errors in the mini program' }).waitFor();
  await problems.getByText('× 2').waitFor();
  const panel = await boxOf(page, '.problems');
  const phone = await boxOf(page, '.phone');
  expect(panel.x).toBeGreaterThan(phone.x + phone.width);
  // The button that caused it can be tapped again.
  await goOf(page).click();
  await problems.getByText('× 4').waitFor();
});

test('a host that is not forwarded is named once, with the command, and a button forwards it', async () => {
  const page = await open();
  await goOf(page).click();
  await page.getByRole('option', { name: /GET \/a: not sent, host not forwarded/ }).waitFor();
  const problems = page.locator('.problems');
  expect(await problems.getByText(`${origin} is not forwarded`).count()).toBe(1);
  expect(await problems.textContent()).toContain(`pnpm simulate --forward ${origin}=${serverUrl}`);
  expect(await page.getByRole('option', { name: 'Your server' }).count()).toBe(0);
  await problems.getByRole('button', { name: 'Forward' }).click();
  await problems.getByText(`${origin} is not forwarded`).waitFor({ state: 'detached' });
  await goOf(page).click();
  await page.frameLocator('iframe').getByText('arrived').waitFor();
});

test('scenarios are not offered to a program that cannot play them', async () => {
  const page = await open();
  await page.getByRole('tab', { name: 'Scenarios' }).click();
  await page.getByText('was not built from it').waitFor();
  expect(await page.locator('.scenarios button:enabled').count()).toBe(0);
});

test('on a narrow page the button stays visible, problems are a bar, and details open over the flow', async () => {
  const page = await open({ viewport: narrow });
  expect(await page.locator('.settings').isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Settings' }).click();
  expect(await page.locator('.settings').isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Settings' }).click();
  await goOf(page).click();
  const bar = await boxOf(page, '.problems');
  expect(bar.height).toBeLessThan(48);
  expect(bar.y + bar.height).toBe(narrow.height);
  await page.locator('.problems .summary').click();
  await page.getByRole('heading', { name: 'Not supported by the simulator' }).waitFor();
  await page.locator('.problems .summary').click();
  await page.getByRole('button', { name: 'Login flow' }).click();
  await page.locator('.sequence [role=option]').first().click();
  const details = await boxOf(page, '#beside-panel');
  expect(details.height).toBeGreaterThan(200);
  expect(details.y).toBeLessThan(narrow.height / 2 + 40);
  expect(await scrolls(page)).toBe(false);
});

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([
    ['en-US', wide],
    ['zh-CN', narrow],
  ])('axe finds nothing to object to: %s, %o', async (locale, viewport) => {
    const page = await open({ colorScheme, locale, viewport });
    await goOf(page).click();
    await page.locator('.problems').waitFor();
    if (viewport === narrow) await page.locator('.views button').nth(1).click();
    expect(await violations(page)).toEqual([]);
    for (const tab of ['scenarios', 'wechat']) {
      await page.locator(`#tab-${tab}`).click();
      expect(await violations(page)).toEqual([]);
    }
    const view = await page.context().newPage();
    await view.goto(`${url}/developer`);
    await view.locator('.tree details').first().waitFor();
    expect(await violations(view)).toEqual([]);
  });
});

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** axe's findings on the page, except in the mini program. */
async function violations(page: Page): Promise<string[]> {
  // The page's policy forbids script elements.
  await page.evaluate(await readFile(axeSource, 'utf8'));
  const found = (await page.evaluate(
    `axe.run({ exclude: ['.display'] }, { iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] })`,
  )) as { violations: { id: string; nodes: { html: string }[] }[] };
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
