import { z } from 'zod';
import { WechatError } from './errors.ts';
import { parseJson } from './parse-json.ts';

/** WeChat refuses with HTTP 200 and an errcode other than 0. On success the errcode is 0 or absent. */
const verdictSchema = z.object({ errcode: z.int().default(0), errmsg: z.string().default('') });

const ridPattern = /,?\s*rid:\s*([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})\s*$/;
const longestErrmsg = 200;

/**
 * Parses a response of WeChat. It is JSON, although the content type is often text/plain.
 * @param options.secrets values of the request to remove from the errmsg
 * @throws {WechatError} of the kind `rejected` or `malformed`
 */
export function readResponse<Answer>(
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

/** Shorter values are not credentials, and removing them would garble the text. */
const shortestSecret = 8;

/** Encoded as in the URL: an unpaired surrogate becomes U+FFFD, because encodeURIComponent throws for it. */
const encoded = (secret: string) => encodeURIComponent(Buffer.from(secret).toString());

/** Returns WeChat's text for one log line: without the rid, control characters and secrets. */
function cleanErrmsg(errmsg: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [secret, encoded(secret)])
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), errmsg.replace(ridPattern, ''))
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, longestErrmsg);
}
