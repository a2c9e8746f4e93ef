import { spawnSync } from 'node:child_process';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

describe('a PostgreSQL server for tests', () => {
  test('can be killed and started again, and ends for good', async () => {
    const postgres = await startEmbeddedPostgres({ fsync: 'off' });
    const ask = async () => {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      const { rows } = await client.query('SELECT 1 AS one');
      await client.end();
      return rows;
    };
    expect(await ask()).toEqual([{ one: 1 }]);
    await postgres.kill();
    await expect(ask()).rejects.toThrow('ECONNREFUSED');
    await postgres.start();
    expect(await ask()).toEqual([{ one: 1 }]);
    await postgres.close();
    await expect(ask()).rejects.toThrow('ECONNREFUSED');
  });

  test('leaves the exit code to the tests', () => {
    const module = new URL('embedded-postgres.ts', import.meta.url);
    const script = `const { startEmbeddedPostgres } = await import('${module}');
      await (await startEmbeddedPostgres({ fsync: 'off' })).close();
      process.exitCode = 3;`;
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([3, '']);
  });
});
