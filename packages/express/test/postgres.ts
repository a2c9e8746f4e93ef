import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

/**
 * A PostgreSQL server for tests: that of DATABASE_URL, whose user may create databases, or else one that is started for
 * them.
 */
export async function startPostgres() {
  const given = process.env.DATABASE_URL;
  const own = given ? undefined : await startEmbeddedPostgres({ fsync: 'off' });
  const url = given ?? own?.url ?? '';
  const made: string[] = [];

  async function run(...statements: string[]) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  }

  return {
    /** The address of a database with nothing in it. */
    async createDatabase(): Promise<string> {
      const name = `weapp_login_test_${randomBytes(6).toString('hex')}`;
      made.push(name);
      await run(`CREATE DATABASE ${name}`);
      const address = new URL(url);
      address.pathname = name;
      return address.href;
    },
    async close() {
      if (own) await own.close();
      else await run(...made.map((name) => `DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}
