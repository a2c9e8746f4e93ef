import { touristApp } from '@weapp-login/fake-wechat';
import { automate, type Inspection } from '@weapp-login/simulator/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type Environment, type Phone, startEnvironment } from './support/environment.ts';

let environment: Environment;
let phone: Phone;
let perform: ReturnType<typeof automate>;

beforeAll(async () => {
  environment = await startEnvironment(inject('executablePath'));
});
afterAll(() => environment.close());
beforeEach(async () => {
  phone = await environment.openPhone();
  await phone.screen.locator('#login').waitFor();
  perform = automate(environment.phoneUrl);
});
afterEach(() => phone.close());

const inspect = async () => (await perform({ action: 'inspect' })) as Inspection;
const openid = () => environment.wechat.openidOf({ personId: 'xiaoming', appId: touristApp.appId });
const logIn = async () => {
  await perform({ action: 'tap', target: 'Log in with WeChat' });
  await perform({ action: 'wait', target: '#openid', timeoutMs: 10_000 });
};

test('a script logs in by a tap, and sees page, data, storage and console', async () => {
  await phone.page.evaluate(() => {
    const { contentWindow } = document.querySelector('iframe') as HTMLIFrameElement;
    const { console } = contentWindow as typeof window & typeof globalThis;
    console.log('hello', { a: 1 });
    console.log('hello', { a: 1 });
  });
  await logIn();
  const seen = await inspect();
  expect(seen.pages).toEqual(['pages/index/index']);
  expect(seen.text).toContain(openid());
  expect(JSON.stringify(seen.tree)).toContain(
    '"tag":"view","attributes":{"class":"title","id":"title"}',
  );
  expect(seen.data).toMatchObject({ busy: false });
  expect(JSON.stringify(seen.storage)).toMatch(/"token":"\w{4}… \(43\)"/);
  expect(seen.console).toMatchObject([{ level: 'log', text: 'hello {"a":1}', times: 2 }]);
  expect(seen.problems).toEqual({ errors: [], unsupported: [] });
});

test('settings, input, waiting for an element to disappear, and a missing element', async () => {
  await perform({ action: 'set', name: 'personId', value: 'dawei' });
  await logIn();
  expect((await inspect()).text).not.toContain(openid());
  await perform({ action: 'tap', target: 'Profile' });
  await perform({ action: 'tap', target: 'Agree' });
  await perform({ action: 'wait', target: '#nickname', timeoutMs: 10_000 });
  await perform({ action: 'input', target: '#nickname', text: 'David' });
  expect(await phone.screen.locator('#nickname input').inputValue()).toBe('David');
  await perform({ action: 'clear-storage' });
  await perform({ action: 'wait', target: '#nickname', gone: true, timeoutMs: 10_000 });
  await expect(perform({ action: 'wait', target: '#moon', timeoutMs: 50 })).rejects.toThrow(
    'no "#moon": not within 50 ms. The phone shows: Welcome',
  );
});

test('a screenshot is the display of the phone, as PNG', async () => {
  const png = Buffer.from(String(await perform({ action: 'screenshot' })), 'base64');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([750, 1624]);
  // The green of the login button, in the lower part of the middle.
  const green = await phone.page.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const pen = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
    Object.assign(pen.canvas, { width: image.width, height: image.height });
    pen.drawImage(image, 0, 0);
    const column = pen.getImageData(375, 800, 1, 800).data;
    return Array.from({ length: 800 }, (_, y) => [...column.slice(4 * y, 4 * y + 3)].join()).filter(
      (colour) => colour === '7,193,96',
    ).length;
  }, png.toString('base64'));
  expect(green).toBeGreaterThan(20);
});

test('the developer view follows the phone, and shows no secret', async () => {
  const view = await phone.page.context().newPage();
  const faults: string[] = [];
  view.on('pageerror', (error) => faults.push(error.message));
  view.on('console', (line) => {
    if (line.type() === 'error') faults.push(line.text());
  });
  await view.goto(`${environment.phoneUrl}/developer`);
  await view.locator('.tree', { hasText: 'Welcome' }).waitFor();
  await logIn();
  await view.locator('.tree', { hasText: openid() }).waitFor();
  await view.locator('.storage', { hasText: 'token' }).waitFor();
  const token = await phone.page.evaluate(
    () => /token[\\":]+([\w-]{43})/.exec(JSON.stringify({ ...localStorage }))?.[1] ?? '',
  );
  expect(token).toHaveLength(43);
  expect(await view.content()).not.toContain(token);
  expect(faults).toEqual([]);
});
