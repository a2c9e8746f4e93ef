import type { Query, Script, Value } from './engine.ts';

/** A step of the app's schema: SQL that both databases run, or one text for each. */
export type Migration = string | { sqlite: string; postgres: string };

/** Tables of the app, in the store's database. docs/guides/own-data.md */
export interface OwnTables {
  /**
   * Steps of the schema, oldest first, each run once on each database. New ones are added at the end; a step that has run
   * is never edited.
   */
  migrations: readonly Migration[];
  /** Statements of every login's transaction. They may use $userId, $appId, $openid and $now (milliseconds since 1970). */
  onLogin?: readonly string[];
  /** Statements of the transaction that deletes a person. They may use $userId. */
  onDelete?: readonly string[];
  /** Statements of the transaction that joins two users. They may use $userId, who stays, and $fromUserId, who is deleted. */
  onJoin?: readonly string[];
  /** What `GET /me/export` says of a person: a SELECT by the name that its rows have there. Each may use $userId. */
  onExport?: Readonly<Record<string, string>>;
}

/** The values that each hook has. */
const hookValues = {
  onLogin: ['userId', 'appId', 'openid', 'now'],
  onDelete: ['userId'],
  onJoin: ['userId', 'fromUserId'],
  onExport: ['userId'],
} as const;

type HookValues = Partial<Record<(typeof hookValues)[keyof typeof hookValues][number], Value>>;

const placeholder = /\$([a-z_]\w*)/gi;

/**
 * Checks the app's tables.
 * @throws {TypeError} if a statement uses a value that its hook does not have
 */
export function ownTables(tables: OwnTables): OwnTables {
  for (const [hook, names] of Object.entries(hookValues)) {
    const statements = Object.values(tables[hook as keyof typeof hookValues] ?? {});
    for (const [, name = ''] of statements.join('\n').matchAll(placeholder))
      if (!(names as readonly string[]).includes(name))
        throw new TypeError(
          `${hook} uses $${name}; it has ${names.map((known) => `$${known}`).join(', ')}`,
        );
  }
  return tables;
}

/** Returns a statement of a hook with its values. */
export function hookQuery(sql: string, values: HookValues): Query {
  const used: Value[] = [];
  const numbered = sql.replaceAll(placeholder, (_, name: keyof HookValues) => {
    used.push(values[name] ?? null);
    return `$${used.length}`;
  });
  return { sql: numbered, values: used };
}

/** Returns the statements of a hook with their values. */
export const hookQueries = (statements: readonly string[], values: HookValues): Query[] =>
  statements.map((statement) => hookQuery(statement, values));

/** Store.writeOwn as a transaction: returns the rows of each query. */
export function* writeOwn(queries: readonly Query[]): Script<unknown[][]> {
  return yield { queries, last: true };
}

/**
 * A statement with its values in place: sql\`SELECT item FROM orders WHERE user_id = ${userId}\`. The values never become
 * part of the text.
 */
export function sql(texts: TemplateStringsArray, ...values: Value[]): Query {
  const text = texts.reduce((before, after, index) => `${before}$${index}${after}`);
  return { sql: text, values };
}
