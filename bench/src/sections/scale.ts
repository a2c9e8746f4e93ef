import { startChild } from '../child.ts';
import { effort, median, progress } from '../compare.ts';
import { keyedLogins, loggedIn, ours, scratch, tcp, wechat } from '../contenders.ts';
import { startGenerator } from '../generator.ts';
import { postgresMissing, startPostgres } from '../postgres.ts';
import type { Section } from './section.ts';

/** V8 compiles the code of a login after some thousands. */
const warmUpMs = 5_000;

const operations = { 'GET /me': loggedIn, 'POST /login': keyedLogins };

/** One server process on SQLite, and one to four that share a PostgreSQL, all on this machine. */
export const scale: Section = async ({ quick }) => {
  const { rounds, roundMs } = effort({ quick });
  const weixin = await startChild(wechat({ protocol: 'http', latencyMs: 0 }), { probe: tcp });
  const wechatUrl = `http://localhost:${weixin.port}`;
  const postgres = await startPostgres();
  const generator = startGenerator();
  const rows: (string | number)[][] = [];

  async function measure(name: string, env: Record<string, string>) {
    const child = await startChild(ours({ wechatUrl, env }));
    const databaseCpu = (env.DATABASE_URL && postgres?.cpuMicros) || (() => 0);
    try {
      for (const [operation, requestsFor] of Object.entries(operations)) {
        progress(`scale: ${name}, ${operation}`);
        const requests = await requestsFor(child);
        const load = { port: child.port, parallel: 64, requests };
        await generator.run({ ...load, durationMs: warmUpMs });
        const samples: number[][] = [];
        for (let round = 0; round < rounds; round++) {
          const [server, database] = [child.cpuMicros(), databaseCpu()];
          const {
            requests: done,
            elapsedMs,
            p50,
            p99,
          } = await generator.run({
            ...load,
            durationMs: roundMs,
          });
          samples.push([
            done / (elapsedMs / 1000),
            (child.cpuMicros() - server) / done,
            (databaseCpu() - database) / done,
            p50,
            p99,
          ]);
        }
        const medians = [0, 1, 2, 3, 4].map((column) =>
          median(samples.map((sample) => sample[column] ?? 0)),
        );
        rows.push([name, operation, ...medians.map((value) => Number(value.toPrecision(3)))]);
      }
    } finally {
      await child.stop();
    }
  }

  try {
    await measure('SQLite, 1 process', {});
    if (postgres)
      for (const workers of ['1', '2', '4'])
        await measure(`PostgreSQL, ${workers} ${workers === '1' ? 'process' : 'processes'}`, {
          DATABASE_URL: await postgres.createDatabase(`scale_${workers}`),
          DATA_DIR: scratch,
          WORKERS: workers,
        });
  } finally {
    generator.stop();
    await postgres?.close();
    await weixin.stop();
  }
  progress('');
  return {
    title: 'Server processes',
    notes: [
      'WORKERS processes behind one port, 64 requests at a time, a WeChat that answers at once. Server, PostgreSQL, WeChat and the load generator share the cores of this machine, so that the CPU columns say more than the rates. docs/benchmarks/scale.md explains what follows from them.',
      ...(postgres ? [] : [postgresMissing]),
    ],
    table: {
      columns: [
        '',
        'request',
        'a second',
        'server CPU µs each',
        'PostgreSQL CPU µs each',
        'p50 ms',
        'p99 ms',
      ],
      rows,
    },
  };
};
