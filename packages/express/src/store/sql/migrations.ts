import { postgresMigrations } from './migrations/postgres.ts';
import { sqliteMigrations } from './migrations/sqlite.ts';

/** A step from one schema to the next. */
export interface Migration {
  /** 1 for the first. */
  version: number;
  sql: string;
}

/** A newer server wrote the database. Using it would lose that server's data. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';

  /** Versions of the schema. */
  readonly found: number;
  readonly known: number;

  constructor(found: number, known: number) {
    super(
      `The database has schema ${found} and this server knows ${known}: start the newer server, or restore a backup`,
    );
    this.found = found;
    this.known = known;
  }
}

/** Returns all steps for a kind of database, oldest first. */
export function migrationsFor(dialect: 'sqlite' | 'postgres'): Migration[] {
  const steps = dialect === 'sqlite' ? sqliteMigrations : postgresMigrations;
  return steps.map((sql, index) => ({ version: index + 1, sql }));
}
