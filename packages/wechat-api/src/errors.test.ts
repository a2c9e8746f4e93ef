import { expect, test } from 'vitest';
import { WechatError, type WechatFailure } from './errors.ts';

const rows: [WechatFailure, string][] = [
  [
    { kind: 'rejected', errcode: 40029, errmsg: 'invalid code', rid: '0-1-2' },
    'code2Session: WeChat answered 40029 invalid code (rid 0-1-2)',
  ],
  [
    { kind: 'rejected', errcode: -1, errmsg: 'system error' },
    'code2Session: WeChat answered -1 system error (rid unknown)',
  ],
  [
    { kind: 'unreachable', reason: 'dns', maybeProcessed: false },
    'code2Session: WeChat is unreachable: dns',
  ],
  [
    { kind: 'unreachable', reason: 'status', status: 502, maybeProcessed: true },
    'code2Session: WeChat is unreachable: status 502',
  ],
  [
    { kind: 'malformed', fault: 'not JSON' },
    "code2Session: WeChat's answer is malformed: not JSON",
  ],
];

test.each(rows)('the message of %j says which endpoint failed, and how', (failure, message) => {
  expect(new WechatError('code2Session', failure).message).toBe(message);
});
