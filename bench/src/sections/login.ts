import { startChild } from '../child.ts';
import { compare, effort, type Row } from '../compare.ts';
import { exchangers, goVersion, tcp, wechat } from '../contenders.ts';
import { startGenerator } from '../generator.ts';
import type { Section } from './section.ts';

const upstreams = [
  { name: 'HTTP, 0 ms', protocol: 'http', latencyMs: 0 },
  { name: 'HTTP, 30 ms', protocol: 'http', latencyMs: 30 },
  { name: 'HTTPS, 0 ms', protocol: 'https', latencyMs: 0 },
  { name: 'HTTPS, 30 ms', protocol: 'https', latencyMs: 30 },
  { name: 'HTTPS with HTTP/2, 30 ms', protocol: 'h2', latencyMs: 30 },
];

/** A code exchange with WeChat at a given distance. */
export const login: Section = async ({ quick }) => {
  const generator = startGenerator();
  const rows: Row[] = [];
  try {
    for (const { name, protocol, latencyMs } of upstreams) {
      const weixin = await startChild(wechat({ protocol, latencyMs }), { probe: tcp });
      const scheme = protocol === 'http' ? 'http' : 'https';
      try {
        const measured = await compare({
          title: `POST /login, ${name}`,
          contenders: exchangers(`${scheme}://localhost:${weixin.port}`),
          generator,
          effort: effort({ quick }),
        });
        rows.push(...measured.map((row) => ({ ...row, variant: `${name}, ${row.variant}` })));
      } finally {
        await weixin.stop();
      }
    }
  } finally {
    generator.stop();
  }
  return {
    title: 'POST /login',
    notes: [
      'The stand-in for code2Session runs on the same machine, 0 or 30 ms away: at a distance every byte takes half of that each way, and a new connection costs a round trip for TCP and one more for TLS. weapp-login opens a session that survives a crash; the other two answer the openid and keep nothing. The mini program sends an Idempotency-Key with each login, so that a repeated one gives the same session; a row without it is beside it. With HTTP/2 the stand-in offers both, Go takes HTTP/2 and Node’s clients HTTP/1.1.',
      ...(goVersion
        ? []
        : [
            'Go is not installed here: its rows are not measured, and the stand-in in its place lets only its answer wait, not its connections.',
          ]),
    ],
    rows,
    plots: [
      {
        file: 'login-throughput',
        title: 'POST /login, WeChat 30 ms away over HTTPS, 64 at a time: logins per second',
        variant: 'HTTPS, 30 ms, 64 at a time',
        value: 'requestsPerSecond',
      },
      {
        file: 'login-p99',
        title: 'POST /login, WeChat 30 ms away over HTTPS, 64 at a time: p99 in ms',
        variant: 'HTTPS, 30 ms, 64 at a time',
        value: 'p99',
      },
    ],
  };
};
