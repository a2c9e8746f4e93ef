import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { batchCalls } from './batch-calls.ts';

test('those of one turn share a question that is asked after the last of them', async () => {
  const events: string[] = [];
  const ask = batchCalls(() => void events.push('asked'), 10);
  const call = async (name: string) => {
    events.push(`${name} calls`);
    await ask();
    events.push(`${name} knows`);
  };
  await Promise.all([call('one'), Promise.resolve().then(() => call('two'))]);
  await call('three');
  expect(events).toEqual([
    'one calls',
    'two calls',
    'asked',
    'one knows',
    'two knows',
    'three calls',
    'asked',
    'three knows',
  ]);
});

test('no more wait for one another than may, and none is asked for twice', async () => {
  const askedAfter: number[] = [];
  let calls = 0;
  const ask = batchCalls(() => void askedAfter.push(calls), 3);
  const answers = Array.from({ length: 7 }, () => {
    calls += 1;
    return ask();
  });
  expect(askedAfter).toEqual([3, 6]);
  await Promise.all(answers);
  await setImmediate();
  expect(askedAfter).toEqual([3, 6, 7]);
});

test('a failed query rejects all who waited for it, and runs again for the next', async () => {
  let broken = true;
  const ask = batchCalls(() => {
    if (broken) throw new Error('broken');
  }, 2);
  const answers = await Promise.allSettled([ask(), ask(), ask()]);
  expect(answers.map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
  broken = false;
  await ask();
});
