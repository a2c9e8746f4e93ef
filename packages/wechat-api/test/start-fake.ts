import { type FakeWechat, type FakeWechatOptions, startFakeWechat } from '@weapp-login/fake-wechat';
import { onTestFinished } from 'vitest';

/** A fake that the end of the test closes. */
export async function startFake(options?: FakeWechatOptions): Promise<FakeWechat> {
  const fake = await startFakeWechat(options);
  onTestFinished(() => fake.close());
  return fake;
}

/** A clock to set. */
export function createClock(time = 1_700_000_000_000) {
  return {
    now: () => time,
    pass(ms: number) {
      time += ms;
    },
  };
}
