import { expect, test } from 'vitest';
import { hammerProbes } from './hammer-probes.ts';

test.each(['/readyz', '/healthz'])(
  '200 connections get a bounded number of answers from %s',
  async (path) => {
    const { probesPerSecond, p50 } = await hammerProbes({ program: ['dist/main.js'], path });
    const figures = `${probesPerSecond.toFixed(0)}/s, POST /login ${p50.before.toFixed(1)} → ${p50.during.toFixed(1)} ms`;
    console.log(`${path}: ${figures}`);
    // Two a second for each connection, after ten at once.
    expect(probesPerSecond).toBeLessThan(200 * 4);
  },
  120_000,
);
