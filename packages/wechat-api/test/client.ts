import { createWechatClient, WechatError, type WechatFailure } from '../src/index.ts';

export const appId = 'touristappid';
export const appSecret = 'fa4efa4efa4efa4efa4efa4efa4efa4e';

/** A client with the time limits of production that never sleeps; `pauses` collects what it would have slept. */
export function testClient(
  baseUrl: string,
  options: Partial<Parameters<typeof createWechatClient>[0]> = {},
) {
  const pauses: number[] = [];
  const client = createWechatClient({
    appId,
    appSecret,
    baseUrl,
    connectTimeoutMs: 2_000,
    totalTimeoutMs: 5_000,
    now: Date.now,
    random: () => 0.5,
    sleep: async (ms) => {
      pauses.push(ms);
    },
    ...options,
  });
  return { ...client, pauses };
}

/** The same with short limits, for tests that wait for one. */
export const hastyClient: typeof testClient = (baseUrl, options) =>
  testClient(baseUrl, { connectTimeoutMs: 200, totalTimeoutMs: 400, ...options });

/** The failure that the promise rejects with; anything else fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<WechatFailure> {
  return (await errorOf(promise)).failure;
}

export async function errorOf(promise: Promise<unknown>): Promise<WechatError> {
  const outcome = await promise.catch((error: unknown) => error);
  if (outcome instanceof WechatError) return outcome;
  throw new Error('the call did not fail with a WechatError', { cause: outcome });
}
