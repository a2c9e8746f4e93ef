// The pages on a phone without a browser, tapped as a person does, against a server that answers as the contract says.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startFakeWechat } from '@weapp-login/fake-wechat';
import type { LoginResponse, Order } from '@weapp-login/shared';
import { startSimulator } from '@weapp-login/simulator';
import { buildMiniProgram } from '@weapp-login/simulator/build';
import { mountMiniProgram } from '@weapp-login/simulator/testing';
import { expect, onTestFinished, test } from 'vitest';

const time = '2025-01-31T01:05:00Z';
const login: LoginResponse = {
  token: 'token',
  expiresAt: '2125-01-31T01:05:00Z',
  user: {
    id: 'user-1',
    appId: 'touristappid',
    openid: 'openid-1',
    createdAt: time,
    lastLoginAt: time,
  },
};
const tea: Order = { id: 'order-1', title: 'Jasmine tea', priceFen: 1_805, createdAt: time };

/** Starts a server with these responses by route, and opens the mini program on a phone. */
async function openPhone(responses: Record<string, object>) {
  const server = createServer((req, res) => {
    const response = responses[`${req.method} ${req.url}`];
    res.writeHead(response ? 200 : 404, { 'content-type': 'application/json' });
    res.end(JSON.stringify(response ?? {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const output = await mkdtemp(path.join(tmpdir(), 'mini-program-'));
  await buildMiniProgram({ source: import.meta.dirname, output, apiBaseUrlDevelop: url });
  const wechat = await startFakeWechat();
  const simulator = await startSimulator({
    appDir: output,
    forward: [{ from: url, to: url }],
    wechat,
  });
  const phone = await mountMiniProgram({ simulatorUrl: simulator.url });
  onTestFinished(async () => {
    phone.close();
    await simulator.close();
    await wechat.close();
    await rm(output, { recursive: true });
    server.closeAllConnections();
    server.close();
  });
  return phone;
}

test('a tap logs in, and the next leads to the orders', async () => {
  const phone = await openPhone({
    'POST /login': login,
    'GET /me': { user: login.user },
    'GET /orders': { orders: [tea] },
  });
  await phone.tap('#login');
  await phone.until('the openid', () => phone.text().includes('openid-1'));
  await phone.tap('#orders');
  await phone.until('the order', () => phone.text().includes('Jasmine tea'));
  expect(phone.text()).toContain('¥18.05');
  expect(phone.faults).toEqual([]);
});
