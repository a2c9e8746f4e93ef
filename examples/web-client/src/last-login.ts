import { routes } from 'weapp-login';
import { createClient } from 'weapp-login/fetch';

/** Returns when the person behind a code of wx.login logged in last. */
export async function lastLoginOf(code: string, { baseUrl }: { baseUrl: string }): Promise<string> {
  const call = createClient({ routes, baseUrl });
  const { token } = await call('login', { body: { code } });
  const { user } = await call('me', { token });
  await call('logout', { token });
  return user.lastLoginAt;
}
