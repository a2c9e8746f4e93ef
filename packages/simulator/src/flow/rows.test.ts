import type { FakeEvent } from '@weapp-login/fake-wechat';
import { expect, test } from 'vitest';
import { type FlowEvent, insert } from './flow-event.ts';
import { readFlow } from './messages.ts';
import { type Row, rowsOf } from './rows.ts';

const url = 'http://127.0.0.1:2020/me';
const called = (
  call: number,
  at: number,
  name = 'request',
  input: object = { url },
): FlowEvent => ({
  source: 'phone',
  phone: 'this',
  run: 1,
  event: { kind: 'called', call, at, name, input },
});
const ended = (
  call: number,
  at: number,
  output: object,
  name = 'request',
  ok = true,
): FlowEvent => ({
  source: 'phone',
  phone: 'this',
  run: 1,
  event: { kind: 'ended', call, at, name, ok, output },
});
const refused = { statusCode: 401, data: { code: 'session-required' } };

const drawn = (events: FlowEvent[]) => rowsOf(readFlow(events)).map(said);
function said(row: Row) {
  if (row.kind === 'note') return row.text.en;
  const { name } = row.messages[0] as { name: string };
  const outcome = row.kind === 'ended' ? (row.outcome.broken ?? row.outcome.text) : undefined;
  const badge = row.kind === 'started' ? row.badge : undefined;
  return [row.messages.length, name, row.kind, outcome, badge?.kind].filter(Boolean).join(' ');
}

test('equal requests that leave together share a row, and so do their equal answers', () => {
  const calls = [1, 2, 3];
  const last = { statusCode: 200, data: {} };
  expect(
    drawn([
      ...calls.map((call) => called(call, call)),
      ended(1, 10, refused),
      ended(2, 11, last),
      ended(3, 12, refused),
    ]),
  ).toEqual(['3 GET /me started', '2 GET /me ended 401 session-required', '1 GET /me ended 200']);
});

test('a request after another is drawn by itself', () => {
  expect(drawn([called(1, 1), ended(1, 2, { statusCode: 200 }), called(2, 3)])).toEqual([
    '1 GET /me started',
    '1 GET /me ended 200',
    '1 GET /me started',
  ]);
});

test('a login after refused requests is shared by them, also by one that is refused later', () => {
  const rows = rowsOf(
    readFlow([
      called(1, 1),
      called(2, 1),
      ended(1, 5, refused),
      called(3, 6, 'login', {}),
      ended(2, 7, refused),
      ended(3, 8, { code: '… (32)' }, 'login'),
      called(4, 9),
    ]),
  );
  expect(rows.flatMap((row) => (row.kind === 'started' && row.badge ? [row.badge] : []))).toEqual([
    { kind: 'shared-login', requests: 2 },
    { kind: 'retry' },
  ]);
});

test.each([
  [5, 'timeout'],
  [600001, 'unreachable'],
])('errno %i is drawn as a line that breaks off: %s', (errno, broken) => {
  const failure = ended(1, 9, { errno, errMsg: 'request:fail x' }, 'request', false);
  expect(drawn([called(1, 1), failure])).toEqual([
    '1 GET /me started',
    `1 GET /me ended ${broken}`,
  ]);
});

test('what WeChat tells late stands where it belongs, inside of the request that it is about', () => {
  const exchange = { exchange: 7, endpoint: '/sns/jscode2session' };
  const wechat: FakeEvent[] = [
    { id: 1, at: 4, kind: 'request-received', method: 'GET', query: {}, ...exchange },
    { id: 2, at: 6, kind: 'answered', durationMs: 2, status: 200, response: {}, ...exchange },
  ];
  const events: FlowEvent[] = [];
  const local = [called(1, 4), ended(1, 6, { statusCode: 200 }), called(2, 6)];
  for (const event of local) insert(events, event);
  for (const event of wechat) insert(events, { source: 'wechat', event });
  expect(drawn(events)).toEqual([
    '1 GET /me started',
    '1 code2Session started',
    '1 code2Session ended 200',
    '1 GET /me ended 200',
    '1 GET /me started',
  ]);
});

test('a lane is busy from a request to its answer', () => {
  const [started, answered] = rowsOf(
    readFlow([called(1, 1), called(2, 1), ended(1, 5, refused), ended(2, 5, refused)]),
  );
  expect(started).toMatchObject({ before: {}, after: { server: 2 } });
  expect(answered).toMatchObject({ before: { server: 2 }, after: { server: 0 } });
});

test('storage calls side by side share a row, whatever their time and name', () => {
  const stored = (call: number, at: number, name: string) => called(call, at, name, {});
  expect(
    drawn([
      stored(1, 1, 'setStorageSync'),
      stored(2, 5_000, 'removeStorageSync'),
      stored(3, 9_000, 'setStorageSync'),
      called(4, 9_001),
      stored(5, 9_002, 'setStorageSync'),
    ]),
  ).toEqual(['3 wx.setStorageSync started', '1 GET /me started', '1 wx.setStorageSync started']);
});

test('a request to a host that is not forwarded never leaves the mini program', () => {
  const failure = { errno: 600002, errMsg: 'request:fail url not in domain list' };
  const rows = rowsOf(readFlow([called(1, 1), ended(1, 2, failure, 'request', false)]));
  expect(rows).toMatchObject([{ kind: 'started', messages: [{ from: 'app', to: 'app' }] }]);
});

test('what is none of the login flow is left out', () => {
  expect(drawn([called(1, 1, 'showToast', {}), ended(1, 2, {}, 'showToast')])).toEqual([]);
});

test('a message that WeChat pushes goes to the server, once more if it was not acknowledged', () => {
  const about = { appId: 'wx', personId: 'xiaoming', event: 'user_authorization_revoke' };
  const pushes: FakeEvent[] = [
    { id: 1, at: 1, kind: 'push-sent', push: 1, attempt: 1, encrypted: true, ...about },
    {
      id: 2,
      at: 2,
      kind: 'push-answered',
      push: 1,
      attempt: 1,
      acknowledged: false,
      status: 503,
      durationMs: 1,
      ...about,
    },
    { id: 3, at: 3, kind: 'push-sent', push: 2, attempt: 2, encrypted: true, ...about },
    {
      id: 4,
      at: 4,
      kind: 'push-answered',
      push: 2,
      attempt: 2,
      acknowledged: true,
      status: 200,
      durationMs: 1,
      ...about,
    },
  ];
  const events = pushes.map((event): FlowEvent => ({ source: 'wechat', event }));
  expect(
    readFlow(events).map((step) => step.kind !== 'note' && [step.message.from, step.message.to]),
  ).toEqual(Array(4).fill(['wechat', 'server']));
  expect(drawn(events)).toEqual([
    '1 user_authorization_revoke started',
    '1 user_authorization_revoke ended 503',
    expect.stringMatching(/^1 user_authorization_revoke started/),
    '1 user_authorization_revoke ended success',
  ]);
});
