import { z } from 'zod';
import { type ProblemCode, problems } from './problem.ts';
import type { RouteName } from './routes.ts';

/** What wx.login hands out. WeChat's codes have 32 characters today and no promised length. */
const code = z.string().min(1).max(512);
const time = z.iso.datetime();

export const userSchema = z.object({
  id: z.string(),
  appId: z.string(),
  openid: z.string(),
  /** Present once the app is bound to an Open Platform account; it may appear at a later login. */
  unionid: z.string().optional(),
  createdAt: time,
  lastLoginAt: time,
});
export type User = z.infer<typeof userSchema>;

export const loginRequestSchema = z.object({
  code,
  /** Which of the server's AppIDs issued the code; a server of a single AppID needs no telling. */
  appId: z.string().min(1).max(64).optional(),
});
export type LoginRequest = z.infer<typeof loginRequestSchema>;

export const loginResponseSchema = z.object({
  /** 32 random bytes, base64url. Opaque: only the server knows what it stands for. */
  token: z.string(),
  expiresAt: time,
  user: userSchema,
});
export type LoginResponse = z.infer<typeof loginResponseSchema>;

export const meResponseSchema = z.object({ user: userSchema });
export type MeResponse = z.infer<typeof meResponseSchema>;

export const openidRequestSchema = z.object({ code });
export type OpenidRequest = z.infer<typeof openidRequestSchema>;

export const openidResponseSchema = z.object({
  openid: z.string(),
  unionid: z.string().optional(),
});
export type OpenidResponse = z.infer<typeof openidResponseSchema>;

export const problemSchema = z.object({
  type: z.string(),
  code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

/** The bodies of each route; `undefined` where there is none. */
export const bodies = {
  login: { request: loginRequestSchema, response: loginResponseSchema },
  logout: { request: z.undefined(), response: z.undefined() },
  me: { request: z.undefined(), response: meResponseSchema },
  openid: { request: openidRequestSchema, response: openidResponseSchema },
  wechatlogin: { request: openidRequestSchema, response: z.string() },
} as const satisfies Record<RouteName, { request: z.ZodType; response: z.ZodType }>;

/** What the caller of a route sends. */
export type RequestBody<Name extends RouteName> = z.input<(typeof bodies)[Name]['request']>;
/** What the route answers with. */
export type ResponseBody<Name extends RouteName> = z.output<(typeof bodies)[Name]['response']>;
