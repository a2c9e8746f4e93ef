import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logIn } from './login.cjs';

const inApp = { personId: 'xiaoming', appId: touristApp.appId };
let fake;
let app;

beforeAll(async () => {
  fake = await startFakeWechat();
  app = { ...touristApp, wechatUrl: fake.url };
});
afterAll(() => fake.close());

test('a code logs in', async () => {
  const code = fake.issueCode(inApp);
  expect(await logIn(code, app)).toBe(fake.openidOf(inApp));
});

test('a used code is refused', async () => {
  const code = fake.issueCode(inApp);
  await logIn(code, app);
  await expect(logIn(code, app)).rejects.toThrow('40163');
});

test('WeChat is busy', async () => {
  fake.fail({ kind: 'errcode', errcode: -1 }, { times: 1 });
  await expect(logIn(fake.issueCode(inApp), app)).rejects.toThrow('-1');
});
