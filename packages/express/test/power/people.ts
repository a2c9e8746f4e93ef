import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeWechat } from '@weapp-login/fake-wechat';
import { attemptSecrets } from '../../src/login/attempts.ts';
import { hashToken } from '../../src/session/authenticate.ts';
import { pictures } from '../pictures.ts';
import type { Answer, Call } from './client.ts';
import { digest } from './facts.ts';
import type { Change, Ending, History } from './history.ts';

/** Sessions of one person at a time, at most. */
const mostHeld = 6;

/**
 * Someone who logs in, changes things and logs out, on two devices at once, until the signal aborts. What was asked for
 * and answered is written to the history.
 */
export async function livePerson(options: {
  call: Call;
  fake: FakeWechat;
  person: { id: string; phone: string; appId: string };
  history: History;
  signal: AbortSignal;
}): Promise<void> {
  const { call, fake, history, signal } = options;
  const { id: personId, phone, appId } = options.person;
  const openid = fake.openidOf({ personId, appId });
  let held: string[] = [];
  const oneOf = () => held[randomInt(Math.max(1, held.length))];

  async function logIn() {
    const body = { code: fake.issueCode({ personId, appId }) };
    const idempotencyKey = randomUUID();
    const headers = { 'idempotency-key': idempotencyKey };
    const { id: attemptId } = attemptSecrets({ appId, code: body.code, idempotencyKey });
    const tryOnce = async (delay: number) => {
      await sleep(delay);
      const { status, body: answer, span } = await call('POST', '/login', { headers, body });
      if (status !== 200) return;
      history.logins.push({ openid, tokenHash: hashToken(answer.token), attemptId, span });
      if (!held.includes(answer.token)) held.push(answer.token);
    };
    // A phone that got no answer in time asks again with the same key.
    await Promise.all([0, ...(randomInt(2) ? [0, randomInt(30)] : [])].map(tryOnce));
  }

  async function end(kind: Ending['kind'], token: string) {
    const tokenHash = hashToken(token);
    let answer: Answer;
    if (kind === 'revocation') {
      const { body } = await call('GET', '/sessions', { token });
      const id = body?.sessions?.find((each: { current: boolean }) => each.current)?.id;
      const other = held.find((each) => each !== token);
      if (!id || !other) return;
      held = held.filter((each) => each !== token);
      answer = await call('DELETE', `/sessions/${id}`, { token: other });
    } else {
      held = kind === 'logout' ? held.filter((each) => each !== token) : [];
      answer = await (kind === 'logout'
        ? call('POST', '/logout', { token })
        : call('DELETE', kind === 'deletion' ? '/me' : '/sessions', { token }));
    }
    const { span } = answer;
    history.endings.push({
      kind,
      openid,
      span,
      ...((kind === 'logout' || kind === 'revocation') && { tokenHash }),
    });
  }

  async function change(member: Change['member'], token: string) {
    if (member === 'avatar') {
      const bytes = Buffer.concat([pictures['image/png'], randomBytes(randomInt(500, 20_000))]);
      const { span, body } = await call('POST', '/me/avatar', { token, ...formOf(bytes) });
      const picture = body?.user?.avatarUrl?.split('/').at(-1);
      history.changes.push({ openid, member, value: digest(bytes), picture, span });
      return;
    }
    const nickname = `name ${randomInt(2 ** 40)}`;
    const { span } = await (member === 'nickname'
      ? call('PUT', '/me/profile', { token, body: { nickname } })
      : call('POST', '/me/phone', {
          token,
          body: { code: fake.issuePhoneCode({ personId, appId }) },
        }));
    const value = member === 'nickname' ? nickname : phone;
    history.changes.push({ openid, member, value, span });
  }

  async function live() {
    while (!signal.aborted) {
      const token = oneOf();
      const dice = randomInt(100);
      if (!token || dice < 30) await logIn();
      else if (dice < 40) await end('logout', token);
      else if (dice < 48) await end('revocation', token);
      else if (dice < 51 || held.length > mostHeld) await end('logout everywhere', token);
      else if (dice < 53) await end('deletion', token);
      else if (dice < 66) await change('nickname', token);
      else if (dice < 72) await change('phone', token);
      else if (dice < 87) await change('avatar', token);
      else await call('GET', '/me', { token });
      await sleep(randomInt(20));
    }
  }
  await Promise.all([live(), live()]);
}

function formOf(bytes: Buffer) {
  const boundary = 'a-boundary-that-is-in-no-picture';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="avatar"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`;
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}
