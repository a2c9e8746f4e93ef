import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { root, startChild } from '../child.ts';
import { compare, effort, progress } from '../compare.ts';
import { type Contender, ours, scratch } from '../contenders.ts';
import { request, startGenerator } from '../generator.ts';
import { postgresMissing, startPostgres } from '../postgres.ts';
import type { Section } from './section.ts';

/** More than the server caches, so that each lookup reaches the database. */
const randomUsers = 50_000;

/** The cost of a request with a session, by number of sessions. */
export const sessions: Section = async ({ quick }) => {
  const sizes = quick ? [1_000, 100_000] : [1_000, 10_000, 100_000, 1_000_000];
  const generator = startGenerator();
  const contenders: Contender[] = [];
  for (const size of sizes) {
    const command = await seeded(size, { DATA_DIR: mkdtempSync(path.join(scratch, 'sessions-')) });
    const name = `SQLite, ${size.toLocaleString('en')} sessions`;
    contenders.push({ name: `${name}, a thousand people`, command, requests: peopleOf(1_000) });
    if (size > randomUsers)
      contenders.push({ name: `${name}, random users`, command, requests: peopleOf(size) });
  }
  const postgres = await startPostgres();
  if (postgres)
    for (const size of sizes) {
      const url = await postgres.createDatabase(`sessions_${size}`);
      contenders.push({
        name: `PostgreSQL, ${size.toLocaleString('en')} sessions, random users`,
        command: await seeded(size, { DATABASE_URL: url, DATA_DIR: scratch }),
        requests: peopleOf(size),
      });
    }
  try {
    const rows = await compare({
      title: 'sessions',
      contenders,
      generator,
      effort: { ...effort({ quick }), parallel: [64] },
    });
    return {
      title: 'Many sessions',
      notes: [
        'GET /me of weapp-login, 64 at a time. The server caches a thousand users; “random users” picks one of 50,000 each time, so that each session is read from the database. PostgreSQL runs on the same machine; its own CPU time is not included.',
        ...(postgres ? [] : [postgresMissing]),
      ],
      rows,
    };
  } finally {
    generator.stop();
    await postgres?.close();
  }
};

/** Our server over a database with that many open sessions. */
async function seeded(size: number, env: Record<string, string>) {
  progress(`sessions: filling a database with ${size}`);
  const command = ours({ wechatUrl: 'http://127.0.0.1:9', env });
  // The server creates the schema.
  const child = await startChild(command);
  await child.stop();
  const target = env.DATABASE_URL ?? path.join(env.DATA_DIR ?? '', 'weapp-login.sqlite');
  const seed = path.join(root, 'bench/contenders/seed.js');
  execFileSync(process.execPath, [seed, target, String(size)], { stdio: 'pipe' });
  return command;
}

const peopleOf = (size: number) => async () =>
  Array.from({ length: Math.min(size, randomUsers) }, (_, index) => {
    const person = size > randomUsers ? Math.floor(Math.random() * size) : index;
    return request('GET', '/me', {
      headers: { Authorization: `Bearer ${String(person).padStart(43, 'A')}` },
    });
  });
