/** Allowed values of `target_session_attrs`: a store needs a writable server. */
const writable: ReadonlySet<string> = new Set(['read-write', 'primary', 'any']);

/** Parameters about the list of hosts, meaningless for a single connection. */
const aboutHosts = ['target_session_attrs', 'load_balance_hosts', 'hostorder'];

/** An invalid DATABASE_URL. The message names the fault without quoting the URL. */
export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError';
}

/**
 * Parses a connection URI as libpq defines it, with one or more hosts:
 * `postgres://user:password@host1:5432,host2:5433/database?target_session_attrs=read-write`
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 * @returns a connection string per host, in order
 * @throws {DatabaseUrlError}
 */
export function readDatabaseUrl(url: string): [string, ...string[]] {
  const parts = /^(postgres(?:ql)?:\/\/)(?:([^/?#]*)@)?([^/?#@]*)(\/[^?#@]*)?(\?[^#@]*)?$/.exec(
    url,
  );
  if (!parts)
    throw new DatabaseUrlError(
      'must be an address such as postgres://user@host:5432/database; in a password, write / as %2F, ? as %3F, # as %23, @ as %40',
    );
  const [, scheme = '', credentials, hosts = '', path = '', query = ''] = parts;
  if (/%(?![0-9a-f]{2})/i.test(credentials ?? ''))
    throw new DatabaseUrlError('has a % in the user or the password; write it as %25');
  const parameters = new URLSearchParams(query);
  const attribute = parameters.get('target_session_attrs');
  if (attribute !== null && !writable.has(attribute))
    throw new DatabaseUrlError(
      `must have target_session_attrs=read-write, or none: the store writes at every login`,
    );
  if (parameters.get('host')?.includes(','))
    throw new DatabaseUrlError(
      'must have its hosts before the database: postgres://host1:5432,host2:5432/database',
    );
  for (const name of aboutHosts) parameters.delete(name);

  const rest = `${path}${parameters.size > 0 ? `?${parameters}` : ''}`;
  const [first = '', ...others] = hosts.split(',');
  const of = (host: string) =>
    checked(`${scheme}${credentials === undefined ? '' : `${credentials}@`}${host}${rest}`);
  return [of(first), ...others.map(of)];
}

function checked(connectionString: string): string {
  // Uses a scheme that URL validates. Without a host (a socket folder is in the query) there is nothing to check.
  const address = connectionString.replace(/^postgres(ql)?:/, 'http:');
  const hasHost = !/^http:\/\/(?:[^/?]*@)?[/?]/.test(address);
  if (hasHost && !URL.canParse(address))
    throw new DatabaseUrlError(
      'has a host or a port that is not one: write host:port, with a port up to 65535',
    );
  return connectionString;
}
