import { startFakeWechat } from '@weapp-login/fake-wechat';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { miniProgram } from '../../test/mini-program.ts';
import { startSimulator } from '../start.ts';
import { automate } from '../testing/index.ts';

let url: string;
beforeEach(async () => {
  const wechat = await startFakeWechat();
  const simulator = await startSimulator({ appDir: await miniProgram({}), forward: [], wechat });
  onTestFinished(() => Promise.all([simulator.close(), wechat.close()]).then(() => {}));
  url = simulator.url;
});

const post = (body: unknown) =>
  fetch(`${url}/automate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('without a page, an action says what to open', async () => {
  const response = await post({ action: 'restart' });
  expect([response.status, await response.json()]).toEqual([
    409,
    { ok: false, message: `no page is open: open ${url} in a browser` },
  ]);
  await expect(automate(url)({ action: 'inspect' })).rejects.toThrow('no page is open');
});

test.each([{ action: 'fly' }, { action: 'tap' }, { action: 'tap', target: '#a', twice: true }])(
  '%j is not an action',
  async (body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ ok: false, message: expect.any(String) });
  },
);

test('a page gets the action, and its result is the answer', async () => {
  const page = await fetch(`${url}/events?since=0`);
  const reader = (page.body as ReadableStream<Uint8Array>).getReader();
  const asked = post({ action: 'tap', target: '#login' });
  let text = '';
  while (!text.includes('automate')) text += Buffer.from((await reader.read()).value ?? []);
  const { id, action } = JSON.parse(/event: automate\ndata: (.*)\n/.exec(text)?.[1] ?? '{}');
  expect(action).toEqual({ action: 'tap', target: '#login' });
  await fetch(`${url}/automate/result`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id, ok: false, message: 'nothing to tap' }),
  });
  const response = await asked;
  expect([response.status, await response.json()]).toEqual([
    422,
    { ok: false, message: 'nothing to tap' },
  ]);
  await reader.cancel();
});

test('a watcher receives what is known, then what changes', async () => {
  const report = (part: object) =>
    fetch(`${url}/developer/report`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(part),
    }).then((response) => response.json());
  expect(await report({ text: 'a', storage: {} })).toEqual({ watched: false });
  const stream = await fetch(`${url}/developer/stream`);
  expect(stream.headers.get('content-type')).toBe('application/x-ndjson');
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
  expect(await report({ text: 'b' })).toEqual({ watched: true });
  let text = '';
  while (text.split('\n').length < 3) text += Buffer.from((await reader.read()).value ?? []);
  expect(text).toBe('{"text":"a","storage":{}}\n{"text":"b"}\n');
  await reader.cancel();
});
