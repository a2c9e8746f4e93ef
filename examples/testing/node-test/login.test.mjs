import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { logIn } from './login.cjs';

const inApp = { personId: 'xiaoming', appId: touristApp.appId };
let fake;

before(async () => {
  fake = await startFakeWechat();
});
after(() => fake.close());

test('a code logs in', async () => {
  const code = fake.issueCode(inApp);
  const openid = await logIn(code, { ...touristApp, wechatUrl: fake.url });
  assert.equal(openid, fake.openidOf(inApp));
});

test('WeChat does not answer', async () => {
  fake.fail({ kind: 'drop' }, { times: 1 });
  await assert.rejects(logIn(fake.issueCode(inApp), { ...touristApp, wechatUrl: fake.url }));
});
