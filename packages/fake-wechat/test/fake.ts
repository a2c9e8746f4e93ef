import { onTestFinished } from 'vitest';
import {
  type FakeApp,
  type FakeWechat,
  type FakeWechatOptions,
  startFakeWechat,
  touristApp,
} from '../src/index.ts';

/** A fake that the end of the test closes. */
export async function startFake(options?: FakeWechatOptions): Promise<FakeWechat> {
  const fake = await startFakeWechat(options);
  onTestFinished(() => fake.close());
  return fake;
}

/** A code of 小明 for the tourist app. */
export const xiaomingsCode = (fake: FakeWechat): string =>
  fake.issueCode({ personId: 'xiaoming', appId: touristApp.appId });

/** The parameters of a correct request. */
export const correct = (code: string, app: FakeApp = touristApp): Record<string, string> => ({
  appid: app.appId,
  secret: app.appSecret,
  js_code: code,
  grant_type: 'authorization_code',
});

export const code2Session = (
  fake: FakeWechat,
  parameters: Record<string, string>,
  init?: RequestInit,
): Promise<Response> =>
  fetch(`${fake.url}/sns/jscode2session?${new URLSearchParams(parameters)}`, init);

/** The answer to a correct request. */
export const exchange = async (
  fake: FakeWechat,
  code: string,
  app?: FakeApp,
): Promise<Record<string, unknown>> =>
  (await (await code2Session(fake, correct(code, app))).json()) as Record<string, unknown>;
