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
  nickname: z.string().optional(),
  /** Where the picture is: an https address, or a path of this server that begins with a slash. */
  avatarUrl: z.string().optional(),
  /** As WeChat writes it: with the country code, unless that is China's. */
  phoneNumber: z.string().optional(),
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

export const phoneRequestSchema = z.object({
  /** `detail.code` of the getPhoneNumber button; a code of wx.login is something else. */
  code,
});
export type PhoneRequest = z.infer<typeof phoneRequestSchema>;

export const userDataRequestSchema = z.object({
  /** Base64, as the `wx.*` call gave it. */
  encryptedData: z.string().min(1).max(12_000),
  /** Base64 of 16 bytes. */
  iv: z.string().min(1).max(64),
});
export type UserDataRequest = z.infer<typeof userDataRequestSchema>;

export const userDataResponseSchema = z.object({
  /** What WeChat encrypted, as it named it, without the watermark. */
  data: z.record(z.string(), z.unknown()),
});
export type UserDataResponse = z.infer<typeof userDataResponseSchema>;

export const profileRequestSchema = z.object({ nickname: z.string().trim().min(1).max(32) });
export type ProfileRequest = z.infer<typeof profileRequestSchema>;

/** In bytes. A picture of the chooseAvatar button is well below. */
export const avatarMaxSize = 1024 * 1024;

export const avatarRequestSchema = z.object({
  avatar: z.file().max(avatarMaxSize).mime(['image/jpeg', 'image/png', 'image/webp']),
});

export const sessionSchema = z.object({
  /** Names the session; unlike the token, it opens nothing. */
  id: z.string(),
  /** Whether the request came with this session's token. */
  current: z.boolean(),
  /** What the session was opened on, as far as its User-Agent told: `iPhone`. */
  device: z.string().optional(),
  createdAt: time,
  /** Up to an hour behind. */
  lastSeenAt: time,
  expiresAt: time,
});
export type SessionSummary = z.infer<typeof sessionSchema>;

/** The one that was used last comes first. */
export const sessionsResponseSchema = z.object({ sessions: z.array(sessionSchema) });
export type SessionsResponse = z.infer<typeof sessionsResponseSchema>;

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
  phone: { request: phoneRequestSchema, response: meResponseSchema },
  userData: { request: userDataRequestSchema, response: userDataResponseSchema },
  profile: { request: profileRequestSchema, response: meResponseSchema },
  avatar: { request: avatarRequestSchema, response: meResponseSchema },
  sessions: { request: z.undefined(), response: sessionsResponseSchema },
  revokeSession: { request: z.undefined(), response: z.undefined() },
  revokeSessions: { request: z.undefined(), response: z.undefined() },
  openid: { request: openidRequestSchema, response: openidResponseSchema },
  wechatlogin: { request: openidRequestSchema, response: z.string() },
} as const satisfies Record<RouteName, { request: z.ZodType; response: z.ZodType }>;

/** What the caller of a route sends. */
export type RequestBody<Name extends RouteName> = z.input<(typeof bodies)[Name]['request']>;
/** What the route answers with. */
export type ResponseBody<Name extends RouteName> = z.output<(typeof bodies)[Name]['response']>;
