import { type AppliedStep, describeStep, pendingSteps, type Schema } from '../sql/migrations.ts';
import type { Database } from './database.ts';

/** Brings the schemas up to date. Each process that starts takes the write lock in turn, and looks again what is left to do. */
export function migrate(db: Database, schemas: readonly Schema[]): void {
  if (schemas.every((schema) => isUpToDate(db, schema))) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    for (const schema of schemas) migrateSchema(db, schema);
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function isUpToDate(db: Database, schema: Schema): boolean {
  const { pending, unchecked } = pendingSteps(schema, appliedSteps(db, schema));
  return pending.length === 0 && unchecked.length === 0;
}

function migrateSchema(db: Database, schema: Schema): void {
  const { owner, ledger, steps } = schema;
  const { pending, unchecked } = pendingSteps(schema, appliedSteps(db, schema));
  if (pending.length > 0 || unchecked.length > 0)
    db.exec(`CREATE TABLE IF NOT EXISTS ${ledger} (version INTEGER PRIMARY KEY, checksum TEXT)`);
  for (const step of pending)
    try {
      db.exec(step.sql);
    } catch (error) {
      throw describeStep(owner, step, error);
    }
  for (const { version, checksum } of [...unchecked, ...pending])
    db.run(`INSERT INTO ${ledger} (version, checksum) VALUES ($1, $2)`, version, checksum);
  // A server that knows no ledger, and a backup, tell the version by this.
  if (owner === 'store') db.exec(`PRAGMA user_version = ${steps.length}`);
}

/** The steps that have run. Before there was a ledger, the file had the version alone. */
function appliedSteps(db: Database, { owner, ledger }: Schema): AppliedStep[] {
  const version = (db.run('PRAGMA user_version')[0] as { user_version: number }).user_version;
  const hasLedger = db.run(
    `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1`,
    ledger.replace('.', '_'),
  ).length;
  const rows = hasLedger
    ? (db.run(`SELECT version, checksum FROM ${ledger} ORDER BY version`) as AppliedStep[])
    : [];
  if (owner === 'app') return rows;
  const before = Math.max(0, version - rows.length);
  const missing = Array.from({ length: before }, (_, n) => rows.length + n + 1);
  return [...rows, ...missing.map((each) => ({ version: each, checksum: null }))];
}
