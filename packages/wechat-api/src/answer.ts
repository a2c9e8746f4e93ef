import { z } from 'zod';
import { WechatError } from './errors.ts';
import { parseJson } from './parse-json.ts';

/** WeChat refuses with HTTP 200 and an errcode other than 0. Success has an errcode of 0, or none. */
const verdictSchema = z.object({ errcode: z.int().default(0), errmsg: z.string().default('') });

const ridPattern = /,?\s*rid:\s*([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})\s*$/;
const longestErrmsg = 200;

/**
 * Reads an answer of WeChat. It is JSON, though its content type often says text/plain.
 * @param options.secrets what the request carried and must not come back in an errmsg
 * @throws {WechatError} of the kind `rejected` or `malformed`
 */
export function readAnswer<Answer>(
  text: string,
  options: { endpoint: string; schema: z.ZodType<Answer>; secrets: readonly string[] },
): Answer {
  const { endpoint, schema, secrets } = options;
  const fail = (fault: string) => new WechatError(endpoint, { kind: 'malformed', fault });

  const json = parseJson(text);
  const verdict = verdictSchema.safeParse(json);
  if (!verdict.success) throw fail(json === undefined ? 'not JSON' : listFaults(verdict.error));
  if (verdict.data.errcode !== 0) {
    const { errcode, errmsg } = verdict.data;
    const rid = ridPattern.exec(errmsg)?.[1];
    throw new WechatError(endpoint, {
      kind: 'rejected',
      errcode,
      errmsg: cleanErrmsg(errmsg, secrets),
      ...(rid && { rid }),
    });
  }
  const answer = schema.safeParse(json);
  if (!answer.success) throw fail(listFaults(answer.error));
  return answer.data;
}

const listFaults = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => `${path.join('.') || 'answer'}: ${message}`).join('; ');

/** Shorter values are no credentials of WeChat, and removing a single letter would garble the text. */
const shortestSecret = 8;

/** As it went into the URL, where U+FFFD stands for an unpaired surrogate: encodeURIComponent throws for one. */
const encoded = (secret: string) => encodeURIComponent(Buffer.from(secret).toString());

/** WeChat's text, fit for one line of a log: no rid, no control characters, and none of the secrets. */
function cleanErrmsg(errmsg: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [secret, encoded(secret)])
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), errmsg.replace(ridPattern, ''))
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, longestErrmsg);
}
