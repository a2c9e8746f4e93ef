import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createBatchedLog } from './batched-log.ts';

function open() {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-'));
  const file = path.join(folder, 'log');
  const fd = openSync(file, 'w');
  onTestFinished(() => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });
  return { destination: createBatchedLog(fd), written: () => readFileSync(file, 'utf8') };
}

test('lines are written in their order at the end of the turn, and none twice', async () => {
  const { destination, written } = open();
  destination.write('one\n');
  destination.write('two é\n');
  expect(written()).toBe('');
  await setImmediate();
  expect(written()).toBe('one\ntwo é\n');
  destination.write('three\n');
  await setImmediate();
  await setImmediate();
  expect(written()).toBe('one\ntwo é\nthree\n');
});

test('code that ends the process can flush them', async () => {
  const { destination, written } = open();
  destination.write('last words\n');
  destination.flushSync();
  expect(written()).toBe('last words\n');
  await setImmediate();
  expect(written()).toBe('last words\n');
});

test('more than a stream takes at a time is written whole', async () => {
  const { destination, written } = open();
  const line = `${'x'.repeat(999)}\n`;
  for (let n = 0; n < 300; n++) destination.write(line);
  await setImmediate();
  expect(written()).toBe(line.repeat(300));
});
