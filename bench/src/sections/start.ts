import { startChild } from '../child.ts';
import { median, progress } from '../compare.ts';
import { exchangers, goVersion, readers } from '../contenders.ts';
import type { Section } from './section.ts';

/** From start to the first response. */
export const start: Section = async ({ quick }) => {
  const times = quick ? 1 : 5;
  const nowhere = 'http://127.0.0.1:9';
  const contenders = [
    ...readers({ redisUrl: undefined, wechatUrl: nowhere }).filter(
      ({ name }) => !name.startsWith('express-session'),
    ),
    ...(goVersion ? exchangers(nowhere).filter(({ name }) => name.startsWith('Go')) : []),
  ];
  const rows: (string | number)[][] = [];
  for (const { name, command } of contenders) {
    const startMs: number[] = [];
    const memory: number[] = [];
    for (let round = 0; round < times; round++) {
      progress(`start: ${name}`);
      const child = await startChild(command);
      startMs.push(child.startMs);
      memory.push(child.memory() / 2 ** 20);
      await child.stop();
    }
    rows.push([name, Math.round(median(startMs)), Math.round(median(memory))]);
  }
  progress('');
  return {
    title: 'Start',
    notes: ['From the start of the process to its first answer of any kind.'],
    table: { columns: ['', 'ms to the first answer', 'MB then'], rows },
  };
};
