import type pg from 'pg';
import {
  type AppliedStep,
  describeStep,
  pendingSteps,
  type Schema,
  type Step,
} from '../sql/migrations.ts';
import type { Connections } from './connections.ts';
import { isAnswer } from './failure.ts';
import { prepareSchema, type RunSql } from './prepare-schema.ts';

/** Milliseconds. A step on a large table is slow, and a second process waits for the first. */
const stepMs = 10 * 60_000;

/**
 * Brings the schemas up to date. Of several processes that start together each step is taken by one: the row that
 * represents it can be inserted once, and the others wait for the first to commit or fail.
 * @throws {NewerSchema}
 * @throws {EditedMigration}
 */
export async function migrate(connections: Connections, schemas: readonly Schema[]): Promise<void> {
  const use = <Result>(work: (run: RunSql) => Promise<Result>) =>
    connections.use(({ client }) =>
      work((text, values) =>
        client.query({ text, values, query_timeout: stepMs } as pg.QueryConfig),
      ),
    );
  await use((run) =>
    prepareSchema(
      run,
      schemas.map(({ ledger }) => ledger),
    ),
  );
  for (const schema of schemas) {
    const applied = await use((run) => run(`SELECT version, checksum FROM ${schema.ledger}`));
    const { pending, unchecked } = pendingSteps(schema, applied.rows as AppliedStep[]);
    for (const step of pending) await use((run) => takeStep(run, schema, step));
    for (const { version, checksum } of unchecked)
      await use((run) =>
        run(`UPDATE ${schema.ledger} SET checksum = $1 WHERE version = $2`, [checksum, version]),
      );
  }
}

async function takeStep(run: RunSql, { owner, ledger }: Schema, step: Step): Promise<void> {
  // A managed server may have a limit of its own for statements.
  await run('BEGIN; SET LOCAL statement_timeout = 0');
  const { rows } = await run(
    `INSERT INTO ${ledger} (version, checksum) VALUES ($1, $2)
     ON CONFLICT (version) DO NOTHING RETURNING version`,
    [step.version, step.checksum],
  );
  if (rows.length > 0)
    await run(step.sql).catch((error: unknown) => {
      throw isAnswer(error) ? describeStep(owner, step, error) : error;
    });
  await run('COMMIT');
}
