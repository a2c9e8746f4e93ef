import { createDecipheriv } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Ask,
  attackPadding,
  attackReadability,
  type Recording,
} from '../../test/decryption-oracle.ts';
import { appId, bearer, startTestServer, type TestServer } from '../../test/server.ts';

const dawei = { personId: 'dawei', appId };
/** Where the number is in what WeChat encrypts: {"phoneNumber":"+12025550… */
const inNumber = { block: 1, byte: 2 };

let server: TestServer;
let token: string;
let recording: Recording;
beforeAll(async () => {
  // Recorded a quarter of an hour ago, under a key that is still the person's.
  server = await startTestServer({ now: () => Date.now() + 15 * 60_000 });
  ({ token } = await server.login('dawei'));
  const { encryptedData, iv } = server.fake.encryptUserData({ ...dawei, of: 'phone-number' });
  recording = { encryptedData, iv };
});
afterAll(() => server.close());

function decipher({ encryptedData, iv }: Recording): Buffer {
  const key = Buffer.from(server.fake.sessionKeyOf(dawei) ?? '', 'base64');
  const vector = Buffer.from(iv, 'base64');
  const decipher = createDecipheriv('aes-128-cbc', key, vector).setAutoPadding(false);
  return Buffer.concat([decipher.update(Buffer.from(encryptedData, 'base64')), decipher.final()]);
}
const answers = new Set<string>();
const askRoute: Ask = async (data) => {
  const response = await server.post('/me/user-data', data, bearer(token));
  const { requestId, ...body } = (await response.json()) as Record<string, unknown>;
  const headers = [...response.headers].filter(([name]) => !/^(date|x-request-id)$/.test(name));
  const answer = JSON.stringify([response.status, headers, body]);
  answers.add(answer);
  return answer;
};

describe('an attacker who recorded encrypted data, and has a session of the person,', () => {
  const textAt = (at: number) => String.fromCharCode(decipher(recording)[at] ?? 0);

  test('learns characters where the answer tells whether blocks can be read', async () => {
    const leaky: Ask = async (data) => {
      const blocks = decipher(data)
        .toString('latin1')
        .match(/[\s\S]{16}/g);
      return String((blocks ?? []).filter((block) => /^[ -~]*$/.test(block)).length < 2);
    };
    expect(await attackReadability(leaky, recording, inNumber)).toBe(textAt(18));
  });

  test('learns characters where the answer tells whether the padding is right', async () => {
    const leaky: Ask = async (data) => String(decipher(data).at(-1) === 1);
    expect(await attackPadding(leaky, recording, inNumber)).toBe(textAt(31));
  });

  test('learns nothing from this server', async () => {
    expect(await attackReadability(askRoute, recording, inNumber)).toBeUndefined();
    expect(await attackPadding(askRoute, recording, inNumber)).toBeUndefined();
    expect([...answers]).toEqual([expect.stringContaining('"user-data-rejected"')]);
  });
});
