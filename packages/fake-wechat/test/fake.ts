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

/** Answers of the fake, as JSON. */
export const get = async (fake: FakeWechat, path: string, query: Record<string, string>) =>
  readBody(await fetch(`${fake.url}${path}?${new URLSearchParams(query)}`));

export const post = async (
  fake: FakeWechat,
  path: string,
  body: unknown,
  query: Record<string, string> = {},
) =>
  readBody(
    await fetch(`${fake.url}${path}?${new URLSearchParams(query)}`, {
      method: 'POST',
      body: JSON.stringify(body),
    }),
  );

const readBody = async (response: Response) => (await response.json()) as Record<string, unknown>;

/** The answer of stable_token to a correct request, with what is changed or added. */
export const stableToken = (fake: FakeWechat, change: object = {}) =>
  post(fake, '/cgi-bin/stable_token', {
    grant_type: 'client_credential',
    appid: touristApp.appId,
    secret: touristApp.appSecret,
    ...change,
  });

/** An access_token of the tourist app. */
export const accessToken = async (fake: FakeWechat): Promise<string> =>
  (await stableToken(fake)).access_token as string;

/** A clock to set. */
export function createClock(time = 1_700_000_000_000) {
  return {
    now: () => time,
    pass(ms: number) {
      time += ms;
    },
  };
}
