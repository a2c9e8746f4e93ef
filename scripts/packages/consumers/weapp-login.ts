import {
  defineRoutes,
  isProblemCode,
  type LoginResponse,
  type ProblemCode,
  routes,
  type User,
} from 'weapp-login';
import { createClient } from 'weapp-login/fetch';
import { userSchema } from 'weapp-login/schemas';
import { createSession, type WxHost } from 'weapp-login/wx';
import { z } from 'zod';

const own = {
  bodies: {
    orders: { request: z.undefined(), response: z.object({ orders: z.array(z.string()) }) },
  },
};

export async function logIn(code: string): Promise<User> {
  const call = createClient({ routes, baseUrl: 'http://127.0.0.1:2020' });
  const { token }: LoginResponse = await call('login', { body: { code } });
  // @ts-expect-error a token is text
  token satisfies number;
  const { user } = await call('me', { token });
  return userSchema.parse(user);
}

export async function orders(wx: WxHost): Promise<string[]> {
  const session = createSession({
    wx,
    routes: {
      ...routes,
      ...defineRoutes<typeof own>()({
        orders: { method: 'GET', path: '/orders', auth: 'bearer', status: 200, problems: [] },
      }),
    },
    baseUrl: 'https://api.example.com',
  });
  const response = await session.call('orders', {});
  // @ts-expect-error an order is text
  response.orders satisfies number[];
  return response.orders;
}

// @ts-expect-error not a problem code
export const none: ProblemCode = 'none';
export const known: boolean = isProblemCode('code-rejected');
