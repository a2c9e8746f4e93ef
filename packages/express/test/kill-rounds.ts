import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeWechat, people, touristApp } from '@weapp-login/fake-wechat';

const workers = 8;

/** What is killed, and started again. */
export interface Killable {
  kill(): Promise<void>;
  /** Resolves with where the API answers, once it does. */
  start(): Promise<string>;
}

/**
 * Logs in without pause, ends the victim at a random moment, starts it again, and asks for every session that was
 * answered with 200: round by round.
 * @returns how many logins were answered, and how many of those are not valid afterwards
 */
export async function killRounds(options: {
  fake: FakeWechat;
  victim: Killable;
  rounds: number;
  /** Milliseconds of load before the kill, at most, counted from the first login that is answered. */
  longest: number;
  onRound?: (round: number, logins: number) => void;
}): Promise<{ logins: number; lost: number }> {
  const { fake, victim, rounds, longest, onRound } = options;
  const tokens: string[] = [];
  let lost = 0;
  let url = await victim.start();

  for (let round = 1; round <= rounds; round++) {
    let over = false;
    const load = Array.from({ length: workers }, async (_, n) => {
      while (!over) {
        const personId = people[n % people.length]?.id ?? '';
        const code = fake.issueCode({ personId, appId: touristApp.appId });
        const token = await logIn(url, code);
        if (token) tokens.push(token);
        else await sleep(5);
      }
    });
    // On a busy machine the first login may take longer than all that follow.
    const before = tokens.length;
    while (tokens.length === before) await sleep(5);
    await sleep(Math.random() * longest);
    await victim.kill();
    over = true;
    url = await victim.start();
    await Promise.all(load);
    lost += await countLost(url, tokens.slice(-500));
    onRound?.(round, tokens.length);
  }
  return { logins: tokens.length, lost: lost + (await countLost(url, tokens)) };
}

/** The token, unless the answer was anything but 200. */
const logIn = async (url: string, code: string): Promise<string | undefined> => {
  try {
    const response = await fetch(`${url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': code },
      body: JSON.stringify({ code }),
    });
    const body = (await response.json()) as { token?: string };
    return response.status === 200 ? body.token : undefined;
  } catch {
    return undefined;
  }
};

async function countLost(url: string, tokens: readonly string[]): Promise<number> {
  let lost = 0;
  for (const token of tokens) {
    const response = await fetch(`${url}/me`, { headers: { authorization: `Bearer ${token}` } });
    await response.text();
    if (response.status !== 200) lost += 1;
  }
  return lost;
}
