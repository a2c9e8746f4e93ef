import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

const listed = 'http://server.example';
const app = (picture: string) =>
  miniProgram({ 'pages/a/a.wxml': `<image id="picture" src="${picture}" />` });

let server: { url: string; referers: (string | undefined)[] };

beforeEach(async () => {
  const referers: (string | undefined)[] = [];
  const listening = createServer((req, res) => {
    referers.push(req.headers.referer);
    const type = req.url === '/a.png' ? 'image/png' : 'text/html';
    res.writeHead(200, { 'content-type': type }).end('pixels');
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void listening.close());
  server = { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, referers };
});

/** Fetches what the component image asks its browser for. */
async function loaded(picture: string, to = server.url) {
  const phone = await openPhone(await app(picture), [{ from: listed, to }]);
  const source = await phone.until('a picture', () =>
    phone.page().querySelector('#picture img')?.getAttribute('src'),
  );
  server.referers.length = 0;
  return fetch(new URL(source, phone.url), { redirect: 'manual' });
}

test("a picture of the mini program's server comes from where its requests go", async () => {
  const answer = await loaded(`${listed}/a.png`);
  expect(answer.headers.get('content-type')).toMatch(/^image\/png/);
  expect(await answer.text()).toBe('pixels');
  expect(server.referers).toEqual([expect.stringMatching(/^https:\/\/servicewechat\.com\//)]);
});

test('a picture of anywhere else comes from there', async () => {
  const answer = await loaded('https://pictures.example/b.png');
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe('https://pictures.example/b.png');
});

test('what is not a picture is not shown', async () => {
  expect((await loaded(`${listed}/page`)).status).toBe(404);
});

test('a server that is away has no pictures', async () => {
  expect((await loaded(`${listed}/a.png`, 'http://127.0.0.1:1')).status).toBe(502);
});

test('an invalid address is refused', async () => {
  const phone = await openPhone(await app(''));
  expect((await fetch(`${phone.url}/image?url=file:///etc/hosts`)).status).toBe(400);
});
