import { createLimiter } from '../../../packages/express/src/limits/limiter.ts';
import { createRequestMeter } from '../../../packages/express/src/metrics/measure.ts';
import { createMetrics } from '../../../packages/express/src/metrics/metrics.ts';
import { securityHeaders } from '../../../packages/express/src/request/security-headers.ts';
import { compare, effort, median, progress } from '../compare.ts';
import { nodeHttp } from '../contenders.ts';
import { request, startGenerator } from '../generator.ts';
import type { Section } from './section.ts';

const calls = 100_000;

/** CPU time of one call in a loop, in microseconds: the median of five rounds, after one that warms up. */
async function inLoop(call: (n: number) => unknown): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < 6; round++) {
    const before = process.cpuUsage();
    for (let n = 0; n < calls; n++) await call(n);
    const { user, system } = process.cpuUsage(before);
    if (round > 0) rounds.push((user + system) / calls);
  }
  return median(rounds);
}

/** What every request pays for, part by part. */
export const parts: Section = async ({ quick }) => {
  const generator = startGenerator();
  const requests = async () => [request('GET', '/me')];
  const [bare, secured] = await compare({
    title: 'security headers',
    contenders: [
      { name: 'without', command: nodeHttp, requests },
      {
        name: 'with',
        command: {
          ...nodeHttp,
          env: { ...nodeHttp.env, HEADERS: JSON.stringify(securityHeaders) },
        },
        requests,
      },
    ],
    generator,
    effort: { ...effort({ quick }), parallel: [64] },
  }).finally(() => generator.stop());
  progress('parts: in a loop');
  const measure = createRequestMeter(createMetrics());
  const line = { requestId: 'request', method: 'GET', route: '/me', status: 200, durationMs: 1 };
  const limit = createLimiter({ name: 'parts', count: calls ** 2, seconds: 3600 });
  const rows = [
    ['metrics', await inLoop(() => measure(line, 'me'))],
    ['security headers', (secured?.cpuMicros ?? 0) - (bare?.cpuMicros ?? 0)],
    ['a limit', await inLoop((n) => limit(`caller ${n % 1000}`))],
  ] as const;
  progress('');
  return {
    title: 'Parts of a request',
    notes: [
      'CPU time in microseconds. The headers are the difference between two node:http servers at 64 at a time; metrics and a limit of one process are called in a loop, which is their least. The log line is the difference between two rows of GET /me.',
    ],
    table: {
      columns: ['', 'µs'],
      rows: rows.map(([name, value]) => [name, Number(value.toPrecision(3))]),
    },
  };
};
