/** Node's codes for certificates that are not trusted. */
const untrusted =
  'the certificate of the server is not signed by a CA that Node.js trusts: add sslrootcert=/path/to/ca.pem to DATABASE_URL (hosts of managed databases offer that file for download)';

/**
 * Fixes for failures, by the code of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html),
 * of Node or of OpenSSL.
 */
const hints: Readonly<Record<string, string>> = {
  // Network.
  ECONNREFUSED:
    'nothing listens at the host and port of DATABASE_URL: check both, and that PostgreSQL or the pooler is running',
  ENOTFOUND: 'the host of DATABASE_URL has no address: check its spelling and DNS',
  EAI_AGAIN: 'the host of DATABASE_URL could not be looked up: check DNS on this machine',
  ETIMEDOUT:
    'the host of DATABASE_URL does not respond: check its address, firewalls and allow-lists',
  EHOSTUNREACH: 'there is no route to the host of DATABASE_URL: check the network of this machine',
  ENETUNREACH: 'there is no route to the host of DATABASE_URL: check the network of this machine',
  ENOENT:
    'the socket that DATABASE_URL names does not exist: check its folder and that PostgreSQL is running',
  ECONNRESET: 'the connection was closed: check the log of PostgreSQL and of what is between',
  // TLS.
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED:
    'the certificate of the server has expired: renew it, or check the clock of this machine',
  CERT_NOT_YET_VALID:
    'the certificate of the server is not valid yet: check the clock of this machine',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'the certificate of the server is for another name: use the host name that it is for in DATABASE_URL',
  // Authentication.
  '28P01':
    'the password of DATABASE_URL is wrong for its user; special characters must be percent-encoded (% as %25)',
  '28000':
    'the server does not let this user in from here: check that the role exists, pg_hba.conf, and whether TLS is required (sslmode=verify-full)',
  '3D000':
    'the database of DATABASE_URL does not exist: check its name, or create it with CREATE DATABASE',
  '42501':
    'the role of DATABASE_URL lacks a right: GRANT CREATE ON DATABASE to it, or CREATE SCHEMA weapp_login_store AUTHORIZATION that role',
  // What the server can take.
  '53300':
    'the server has no connection left: lower DATABASE_CONNECTIONS, or raise max_connections or the limit of the role',
  '53100': 'the disk of the server is full: free some space',
  '53200': 'the server is out of memory: lower DATABASE_CONNECTIONS or give it more',
  '57P01': 'the server is being shut down or restarted; connections come back by themselves',
  '57P03': 'the server is starting or recovering; connections come back by themselves',
  '57014': 'a statement took too long: check the load of the server, and locks in pg_stat_activity',
  '25006':
    'the server can only be read: name the primary in DATABASE_URL, or list all servers as host1,host2 so that it is found after a failover',
  // PgBouncer uses this code for nearly all refusals.
  '08P01':
    'a pooler before the server refused this: check its databases, auth_file and limits, and that pool_mode is session or transaction',
};

/** What PgBouncer answers to BEGIN in statement mode. */
export const statementMode = /transaction blocks not allowed|long transactions/;

/** Failures without a code, recognized by pg's message. */
const byMessage: readonly [RegExp, string][] = [
  [
    /does not support SSL/,
    'the server has no TLS: turn ssl on there; only if the network to it is private, take sslmode out of DATABASE_URL',
  ],
  [
    /timeout exceeded when trying to connect/,
    'every connection is in use: check how long statements take, or raise DATABASE_CONNECTIONS',
  ],
  [/connection timeout|timeout expired/, hints.ETIMEDOUT ?? ''],
  [/SASL|password must be a string/, hints['28P01'] ?? ''],
  [
    /Query read timeout/,
    'the server did not respond in time: check its load; if it waits for a synchronous standby, that the standby is up',
  ],
  [
    statementMode,
    'set pool_mode of the pooler to session or transaction: with statement, transactions are impossible',
  ],
];

/** Returns the fix for a failure of PostgreSQL or the connection to it; undefined if unknown. */
export function hintFor(error: Error): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return (
    byMessage.find(([pattern]) => pattern.test(error.message))?.[1] ??
    (code ? hints[code] : undefined)
  );
}
