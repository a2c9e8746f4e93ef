import { startChild } from '../child.ts';
import { compare, effort } from '../compare.ts';
import { readers, redis, redisVersion, tcp, wechat } from '../contenders.ts';
import { startGenerator } from '../generator.ts';
import type { Section } from './section.ts';

/** A request with a session, verified. */
export const me: Section = async ({ quick }) => {
  const database = redisVersion ? await startChild(redis, { probe: tcp }) : undefined;
  const weixin = await startChild(wechat({ protocol: 'http', latencyMs: 0 }), { probe: tcp });
  const generator = startGenerator();
  try {
    const rows = await compare({
      title: 'GET /me',
      contenders: readers({
        redisUrl: database && `redis://127.0.0.1:${database.port}`,
        wechatUrl: weixin.url,
      }),
      generator,
      effort: effort({ quick }),
      extraCpu: (name) => (name.startsWith('express-session') ? (database?.cpuMicros() ?? 0) : 0),
    });
    return {
      title: 'GET /me with a session',
      notes: [
        'One process each, the same JSON. The rows with “no check” serve any caller: they are the floor of their framework. The session of weapp-login is looked up in its database at every request, or in the cache before it; a thousand people take turns.',
      ],
      rows,
      plots: [
        {
          file: 'me-throughput',
          title: 'GET /me, 64 at a time: requests per second',
          variant: '64 at a time',
          value: 'requestsPerSecond',
        },
      ],
    };
  } finally {
    generator.stop();
    await weixin.stop();
    await database?.stop();
  }
};
