import { startFakeWechat } from '@weapp-login/fake-wechat';
import { type RunningSimulator, startSimulator } from '@weapp-login/simulator';

export async function openPhone(appDir: string): Promise<string> {
  const simulator: RunningSimulator = await startSimulator({
    appDir,
    forward: [],
    wechat: await startFakeWechat(),
  });
  // @ts-expect-error an address is text
  simulator.url satisfies number;
  return simulator.url;
}
