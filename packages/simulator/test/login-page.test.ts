import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openPhone } from './phone.ts';

const dist = path.resolve(import.meta.dirname, '../../../apps/miniprogram/dist');
const openid = 'oNobodyNobodyNobodyNobody001';

test("the project's own mini program logs in, without a warning of the framework", async () => {
  const codes: unknown[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    codes.push((JSON.parse(body) as { code: unknown }).code);
    const now = new Date().toISOString();
    const user = { id: '1', appId: 'touristappid', openid, createdAt: now, lastLoginAt: now };
    response.end(JSON.stringify({ token: 't'.repeat(43), expiresAt: now, user }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const phone = await openPhone(dist, [{ from: 'http://127.0.0.1:2020', to }]);
  await phone.tap('#login');
  await phone.until('the openid', () => phone.text().includes(openid));
  expect(codes).toEqual([expect.stringMatching(/^\S{20,}$/)]);
  expect(phone.faults).toEqual([]);
  expect(phone.warnings).toEqual([]);
});
