import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { appId, appSecret } from '../test/client.ts';
import { startFake } from '../test/start-fake.ts';
import { messagePushFaults } from './message-push/errors.ts';
import { userDataFaults } from './user-data/errors.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the README names every fault of user data, and no other', () => {
  const sentence = /`error\.fault` is one of (.*?)\./s.exec(readme)?.[1] ?? '';
  expect([...sentence.matchAll(/`([\w-]+)`/g)].map(([, fault]) => fault)).toEqual(userDataFaults);
});

test('the README names every fault of a pushed message, and no other', () => {
  const sentence =
    /`error\.fault` of a `MessagePushError` is one of\s(.*?)\./s.exec(readme)?.[1] ?? '';
  expect([...sentence.matchAll(/`([\w-]+)`/g)].map(([, fault]) => fault)).toEqual(
    messagePushFaults,
  );
});

test('the first example of the README logs in', async () => {
  const fake = await startFake();
  const folder = mkdtempSync(fileURLToPath(new URL('../test/readme-', import.meta.url)));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const program = example
    .replace(
      "appId: 'wx0000000000000001', appSecret: '…'",
      `appId: '${appId}', appSecret: '${appSecret}', baseUrl: '${fake.url}'`,
    )
    .replace('@weapp-login/wechat-api', '../../src/index.ts');
  const code = fake.issueCode({ personId: 'xiaoming', appId });
  const file = path.join(folder, 'example.ts');
  writeFileSync(file, `const code = '${code}';\n${program}`);
  await import(file);
  expect(fake.sessionKeyOf({ personId: 'xiaoming', appId })).toBeDefined();
});
