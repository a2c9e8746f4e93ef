import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog } from '../state/events.ts';
import type { PushResult, PushSettings } from '../state/push-settings.ts';
import { encryptMessage, signPush } from './encrypt-message.ts';
import { type MessageMembers, writeMessage } from './write-message.ts';

const mostAttempts = 3;
/** WeChat waits for an answer this long. Milliseconds. */
const answerMs = 5_000;
/** Between attempts. WeChat documents none. Milliseconds. */
const retryMs = 200;

/** Returns the signed address, and the body, of one attempt. Each attempt has a timestamp and a nonce of its own. */
function request(settings: Required<PushSettings>, members: MessageMembers, now: number) {
  const { url, token, encodingAesKey, mode, format, appId } = settings;
  const timestamp = String(Math.floor(now / 1000));
  const nonce = String(randomInt(1_000_000_000));
  const query = { signature: signPush(token, timestamp, nonce), timestamp, nonce };
  const message = writeMessage(members, format);
  if (mode === 'plain') return { url: withQuery(url, query), body: message };
  const Encrypt = encryptMessage({ message, appId, encodingAesKey });
  const openid = String(members.OpenID);
  const secure = {
    openid,
    encrypt_type: 'aes',
    msg_signature: signPush(token, timestamp, nonce, Encrypt),
  };
  const plainMembers = mode === 'compatible' ? members : { ToUserName: members.ToUserName ?? '' };
  return {
    url: withQuery(url, { ...query, ...secure }),
    body: writeMessage({ ...plainMembers, Encrypt }, format),
  };
}

/** Returns the address with the query added to its own. */
export function withQuery(url: string, query: Record<string, string>): string {
  const address = new URL(url);
  for (const [name, value] of Object.entries(query)) address.searchParams.append(name, value);
  return address.href;
}

/**
 * Posts a message to the server of an app, up to three times, until it answers `success` or nothing with status 200.
 * @param options.signal ends it when the fake closes
 */
export async function deliverMessage(options: {
  settings: Required<PushSettings>;
  members: MessageMembers;
  personId: string;
  now: () => number;
  log: EventLog;
  /** Returns a number that no other attempt has. */
  nextPush: () => number;
  signal: AbortSignal;
}): Promise<PushResult> {
  const { settings, members, personId, now, log, nextPush, signal } = options;
  const { appId, format } = settings;
  for (let attempt = 1; ; attempt += 1) {
    const { url, body } = request(settings, members, now());
    const about = { push: nextPush(), appId, personId, event: String(members.Event), attempt };
    log.add({ kind: 'push-sent', ...about, encrypted: settings.mode !== 'plain' });
    const startedAt = performance.now();
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': format === 'json' ? 'application/json' : 'text/xml' },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch(() => undefined);
    const acknowledged = answer?.status === 200 && ['', 'success'].includes(answer.text);
    log.add({
      kind: 'push-answered',
      ...about,
      acknowledged,
      ...(answer && { status: answer.status }),
      durationMs: performance.now() - startedAt,
    });
    if (acknowledged || attempt === mostAttempts || signal.aborted)
      return { attempts: attempt, acknowledged };
    await sleep(retryMs, undefined, { signal }).catch(() => undefined);
  }
}
