import { readdirSync, readFileSync } from 'node:fs';

/** A step from one schema to the next. */
export interface Migration {
  /** 1 for the first. */
  version: number;
  sql: string;
}

/** The database was written by a newer server. Going back would lose what only that server knows of. */
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

/** All steps for a kind of database, oldest first: the files `001-….sql`, `002-….sql` and so on. */
export function readMigrations(dialect: 'sqlite' | 'postgres'): Migration[] {
  const folder = new URL(`./migrations/${dialect}/`, import.meta.url);
  return readdirSync(folder)
    .sort()
    .map((name) => ({
      version: Number.parseInt(name, 10),
      sql: readFileSync(new URL(name, folder), 'utf8'),
    }));
}
