import { createHash } from 'node:crypto';
import { postgresMigrations } from './migrations/postgres.ts';
import { sqliteMigrations } from './migrations/sqlite.ts';
import type { Migration, OwnTables } from './own-tables.ts';

export type Dialect = 'sqlite' | 'postgres';

/** Tables that are migrated together: the store's, or those of the app. */
export interface Schema {
  owner: 'store' | 'app';
  /** The table that records which steps have run, each with its checksum. */
  ledger: string;
  /** SQL, oldest first; the first is version 1. */
  steps: readonly string[];
}

/** What a ledger records. */
export interface AppliedStep {
  version: number;
  /** Null where a server that kept none ran the step. */
  checksum: string | null;
}

export interface Step {
  version: number;
  sql: string;
  checksum: string;
}

/** A newer server wrote the database. Using it would lose that server's data. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';

  /** Versions of the schema. */
  readonly found: number;
  readonly known: number;
  readonly owner: Schema['owner'];

  constructor(found: number, known: number, owner: Schema['owner'] = 'store') {
    super(
      owner === 'store'
        ? `The database has schema ${found} and this server knows ${known}: start the newer server, or restore a backup`
        : `Your own tables have had ${found} migrations here and this server knows ${known}: start the newer server, or, in development, start over with \`pnpm dev --fresh\``,
    );
    this.found = found;
    this.known = known;
    this.owner = owner;
  }
}

/** A step has another text than when it ran here, so the tables are not what the code expects. */
export class EditedMigration extends Error {
  override readonly name = 'EditedMigration';

  readonly owner: Schema['owner'];
  readonly version: number;

  constructor(owner: Schema['owner'], version: number) {
    const whose = owner === 'app' ? 'your own tables' : 'the store';
    super(
      `Migration ${version} of ${whose} was edited after it had run on this database: restore its text and add another migration, or, in development, start over with \`pnpm dev --fresh\``,
    );
    this.owner = owner;
    this.version = version;
  }
}

/** Returns the schemas of a database, in the order in which they are migrated. */
export function schemasFor(dialect: Dialect, own?: OwnTables): [Schema, ...Schema[]] {
  const steps = dialect === 'sqlite' ? sqliteMigrations : postgresMigrations;
  const schemas: [Schema, ...Schema[]] = [
    { owner: 'store', ledger: 'weapp_login_store.migrations', steps },
  ];
  if (own)
    schemas.push({
      owner: 'app',
      ledger: 'weapp_login_store.own_migrations',
      steps: own.migrations.map((migration) => sqlFor(dialect, migration)),
    });
  return schemas;
}

const sqlFor = (dialect: Dialect, migration: Migration) =>
  typeof migration === 'string' ? migration : migration[dialect];

/**
 * Returns the steps of a schema that have not run yet, oldest first.
 * @param applied the rows of its ledger
 * @throws {NewerSchema}
 * @throws {EditedMigration}
 */
export function pendingSteps(
  { owner, steps }: Schema,
  applied: readonly AppliedStep[],
): { pending: Step[]; unchecked: Step[] } {
  const all = steps.map((sql, index) => ({ version: index + 1, sql, checksum: checksumOf(sql) }));
  const found = Math.max(0, ...applied.map(({ version }) => version));
  if (found > steps.length) throw new NewerSchema(found, steps.length, owner);
  const checksums = new Map(applied.map(({ version, checksum }) => [version, checksum]));
  for (const { version, checksum } of all)
    if ((checksums.get(version) ?? checksum) !== checksum)
      throw new EditedMigration(owner, version);
  return {
    pending: all.filter(({ version }) => !checksums.has(version)),
    unchecked: all.filter(({ version }) => checksums.get(version) === null),
  };
}

/** Of what is executed: comments and white space may be edited. */
function checksumOf(sql: string): string {
  const executed = sql.replaceAll(/--.*$/gm, '').replaceAll(/\s+/g, ' ').trim();
  return createHash('sha256').update(executed).digest('base64url');
}

/** Adds to the error of a step which one it was. */
export function describeStep(owner: Schema['owner'], { version }: Step, error: unknown): unknown {
  if (owner === 'app' && error instanceof Error)
    error.message = `migration ${version} of your own tables: ${error.message}`;
  return error;
}
