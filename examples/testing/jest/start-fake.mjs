import { startFakeWechat } from '@weapp-login/fake-wechat';

export default async function startFake() {
  globalThis.fakeWechat = await startFakeWechat();
  process.env.WECHAT_API_URL = globalThis.fakeWechat.url;
}
