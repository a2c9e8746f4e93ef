import { z } from 'zod';
import { DatabaseUrlError, readDatabaseUrl } from '../../store/postgres/database-url.ts';

/** Characters with a special meaning in a URL. A percent sign is one unless two hexadecimal digits follow. */
const reserved = /[#/?\s[\]]|%(?![0-9a-f]{2})/i;

/**
 * Validates a postgres:// URL. A password with a reserved character would be truncated or misread, so it is
 * refused with the correct encoding. https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
export const databaseUrl = z.string().superRefine((text, context) => {
  const [, rest] = /^postgres(?:ql)?:\/\/(.+)$/s.exec(text) ?? [];
  if (rest === undefined) {
    context.addIssue('must be an address such as postgres://user@host/database');
    return;
  }
  const at = rest.lastIndexOf('@');
  const [character] = reserved.exec(rest.slice(0, Math.max(0, at))) ?? [];
  if (character !== undefined)
    context.addIssue(
      `has “${character}” in its user or password: write it as ${percentEncoded(character)}`,
    );
  else if (/\s/.test(rest)) context.addIssue('has a space in it');
  else checkHosts(text, context);
});

function checkHosts(text: string, context: z.RefinementCtx): void {
  try {
    readDatabaseUrl(text);
  } catch (error) {
    if (!(error instanceof DatabaseUrlError)) throw error;
    context.addIssue(error.message);
  }
}

const percentEncoded = (character: string) =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
