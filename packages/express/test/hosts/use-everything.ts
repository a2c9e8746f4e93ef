import { type FakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { expect } from 'vitest';
import { type Route, routes } from 'weapp-login';
import { formWith, pictures } from '../pictures.ts';
import { bearer } from '../server.ts';

const { appId } = touristApp;

/** Calls routes, and holds each answer to what every answer has. */
function createCaller(url: string) {
  const called = new Set<string>();
  async function call(name: keyof typeof routes, init: RequestInit & { to?: string } = {}) {
    const { method, path, status } = routes[name] as Route;
    called.add(name);
    const response = await fetch(`${url}${init.to ?? path}`, { method, ...init });
    expect(response.headers.get('cache-control'), name).toBe('no-store');
    expect(response.headers.get('x-content-type-options'), name).toBe('nosniff');
    expect(response.headers.get('content-security-policy'), name).toContain("default-src 'none'");
    expect(response.headers.get('x-request-id'), name).toMatch(/^[\w-]{16}$/);
    const body = await response.text();
    expect({ name, status: response.status, body }).toMatchObject({ name, status });
    return body === '' ? undefined : JSON.parse(body);
  }
  const json = (value: unknown, headers: Record<string, string> = {}) => ({
    body: JSON.stringify(value),
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { called, call, json };
}

/** Goes through every route of the contract, and through `/guarded` and `/open` of the host. */
export async function useEverything(url: string, mount: string, fake: FakeWechat): Promise<void> {
  const personId = 'xiaoming';
  const codeOf = () => fake.issueCode({ personId, appId });
  const { called, call, json } = createCaller(`${url}${mount}`);
  const logIn = async () => (await call('login', json({ code: codeOf() }))).token as string;

  const headers = bearer(await logIn());
  const { user } = await call('me', { headers });
  expect(await (await fetch(`${url}/guarded`, { headers })).text()).toBe(user.id);
  expect(await (await fetch(`${url}/open`, { headers })).text()).toBe(user.id);
  await call('profile', json({ nickname: '小明' }, headers));
  await call('phone', json({ code: fake.issuePhoneCode({ personId, appId }) }, headers));
  const { encryptedData, iv } = fake.encryptUserData({ personId, appId });
  await call('userData', json({ encryptedData, iv }, headers));
  const uploaded = await call('avatar', { headers, body: formWith(pictures['image/png']) });
  expect(uploaded.user.avatarUrl).toMatch(new RegExp(`^${mount}/pictures/`));
  const picture = await fetch(`${url}${uploaded.user.avatarUrl}`);
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
  await call('exportMe', { headers });
  await call('deleteAvatar', { headers });
  await call('deletePhone', { headers });
  await call('sessions', { headers });
  await call('revokeSession', { headers, to: '/sessions/none' });
  await call('openid', json({ code: codeOf() }));
  const form = new URLSearchParams({ code: codeOf() });
  expect(await call('wechatlogin', { body: form })).toBe(user.openid);
  await call('logout', { headers });
  await call('revokeSessions', { headers: bearer(await logIn()) });
  await call('deleteMe', { headers: bearer(await logIn()) });
  expect([...called].sort()).toEqual(Object.keys(routes).sort());
}
