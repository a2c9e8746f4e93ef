import { afterAll } from 'vitest';
import { startFakeWechat, touristApp } from '../src/index.ts';
import { describeUpstream } from './upstream.contract.ts';

const fake = await startFakeWechat();
afterAll(() => fake.close());

const xiaoming = { personId: 'xiaoming', appId: touristApp.appId };

describeUpstream('the fake', {
  url: fake.url,
  ...touristApp,
  code: fake.issueCode(xiaoming),
  phoneCode: fake.issuePhoneCode(xiaoming),
});
