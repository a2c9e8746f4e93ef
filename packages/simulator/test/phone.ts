import path from 'node:path';
import { startFakeWechat } from '@weapp-login/fake-wechat';
import { onTestFinished } from 'vitest';
import type { Forward } from '../src/index.ts';
import { startSimulator } from '../src/index.ts';
import { type MountedPhone, mountMiniProgram } from '../src/testing/index.ts';

export const fixture = (name: string): string =>
  path.resolve(import.meta.dirname, 'fixtures', name);

/** A phone with a mini program in it, until the test is over. */
export async function openPhone(
  appDir: string,
  forward: Forward[] = [],
  options: { prefetchUrl?: string } = {},
): Promise<MountedPhone & { wechat: Awaited<ReturnType<typeof startFakeWechat>>; url: string }> {
  const wechat = await startFakeWechat();
  const simulator = await startSimulator({ appDir, forward, wechat, ...options });
  const phone = await mountMiniProgram({ simulatorUrl: simulator.url });
  onTestFinished(async () => {
    phone.close();
    await simulator.close();
    await wechat.close();
  });
  return Object.defineProperties(
    { wechat, url: simulator.url } as never,
    Object.getOwnPropertyDescriptors(phone),
  );
}
