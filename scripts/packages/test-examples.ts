import { cpSync } from 'node:fs';
import path from 'node:path';
import type { Consumer } from './consumer.ts';

const examples = path.resolve(import.meta.dirname, '../../examples/testing');

/** The test runners of examples/testing: what to install, and how to run the tests. */
export const runners: Record<string, { install: string[]; run: readonly [string, ...string[]] }> = {
  vitest: { install: ['vitest@4'], run: ['npx', 'vitest', 'run'] },
  jest: { install: ['jest@30'], run: ['npx', 'jest'] },
  'node-test': { install: [], run: [process.execPath, '--test'] },
};

/** Runs an example with the fake WeChat from its tarball. */
export async function runExample(consumer: Consumer, name: string): Promise<void> {
  const { install, run } = runners[name] ?? { install: [], run: ['false'] };
  consumer.write('package.json', JSON.stringify({ name: 'example', private: true }));
  cpSync(path.join(examples, name), consumer.folder, { recursive: true });
  cpSync(path.join(examples, 'login.cjs'), path.join(consumer.folder, 'login.cjs'));
  await consumer.run('npm', 'install', '@weapp-login/fake-wechat', ...install);
  await consumer.run(...run);
}
