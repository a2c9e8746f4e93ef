import { startChild } from '../child.ts';
import { compare, effort } from '../compare.ts';
import { logins, ours, scratch, tcp, wechat } from '../contenders.ts';
import { startGenerator } from '../generator.ts';
import { postgresMissing, startPostgres } from '../postgres.ts';
import type { Section } from './section.ts';

/** Logins, each acknowledged once durable, with a WeChat that responds immediately. */
export const commits: Section = async ({ quick }) => {
  const weixin = await startChild(wechat({ protocol: 'http', latencyMs: 0 }), { probe: tcp });
  const wechatUrl = `http://localhost:${weixin.port}`;
  const postgres = await startPostgres();
  const generator = startGenerator();
  try {
    const contenders = [{ name: 'SQLite', command: ours({ wechatUrl }), requests: logins }];
    if (postgres) {
      const env = { DATABASE_URL: await postgres.createDatabase('commits'), DATA_DIR: scratch };
      contenders.push({ name: 'PostgreSQL', command: ours({ wechatUrl, env }), requests: logins });
    }
    return {
      title: 'Durable logins',
      notes: [
        'POST /login of weapp-login over HTTP to a WeChat that answers at once. Every login is on the disk before it is answered: one at a time each has a commit of its own, and those that come in while the disk is busy share the next. PostgreSQL runs on the same machine; its own processor time is not in the column.',
        ...(postgres ? [] : [postgresMissing]),
      ],
      rows: await compare({ title: 'commits', contenders, generator, effort: effort({ quick }) }),
    };
  } finally {
    generator.stop();
    await postgres?.close();
    await weixin.stop();
  }
};
