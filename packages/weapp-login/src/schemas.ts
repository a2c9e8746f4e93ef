import { z } from 'zod';
import { avatarFile } from './avatar-file.ts';
import type { ParameterPlace, Schemas } from './define-routes.ts';
import { type ProblemCode, problems } from './problem.ts';
import { displayName, printable, text } from './text.ts';

export { displayName, printable, text };

/** What wx.login hands out. WeChat's codes have 32 characters today and no promised length. */
const code = printable({ max: 512 });
const appId = printable({ max: 64 });
/** 16 random bytes, base64url. */
export const id = printable({ max: 64 });
const openid = text({ max: 128 });
const unionid = text({ max: 128 });
const time = z.iso.datetime();

export const userSchema = z.object({
  id,
  appId,
  openid,
  /** Present once the app is bound to an Open Platform account; it may appear at a later login. */
  unionid: unionid.optional(),
  nickname: text({ max: 32 }).optional(),
  /** Where the picture is: an https address, or a path of this server that begins with a slash. */
  avatarUrl: printable({ max: 2_048 }).optional(),
  /** Masked, as in `138******00`: the whole number is for the server's own code and the export. */
  phoneNumber: text({ max: 32 }).optional(),
  createdAt: time,
  lastLoginAt: time,
});
export type User = z.infer<typeof userSchema>;

/*
 * The members of a request body are a closed list: one that is not understood, such as `appid`, could decide whose login
 * it is, so it is refused and not dropped. Two kinds of callers may send more, because released mini programs do:
 * those that hand over the whole `detail` of an event or a `wx.*` call ({@link detail}), and those written against the
 * older contract (`wechatlogin`). A form with a picture may have fields beside it, as wx.uploadFile sends `formData`.
 * Responses stay open: a client must not refuse what a newer server adds.
 */

const ignored = (max: number) => z.union([z.literal(''), text({ max })]).optional();
/** What `detail` of the getPhoneNumber button, or the answer of a `wx.*` call, has beside what a route reads. */
const detail = {
  errMsg: ignored(512),
  errno: z.int().optional(),
  cloudID: ignored(512),
  rawData: ignored(12_000),
  signature: ignored(64),
  userInfo: z.looseObject({}).optional(),
};

export const loginRequestSchema = z.strictObject({
  code,
  /** Which of the server's AppIDs issued the code; a server of a single AppID needs no telling. */
  appId: appId.optional(),
});
export type LoginRequest = z.infer<typeof loginRequestSchema>;

export const loginResponseSchema = z.object({
  /** 32 random bytes, base64url. Opaque: only the server knows what it stands for. */
  token: printable({ max: 64 }),
  expiresAt: time,
  user: userSchema,
});
export type LoginResponse = z.infer<typeof loginResponseSchema>;

export const meResponseSchema = z.object({ user: userSchema });
export type MeResponse = z.infer<typeof meResponseSchema>;

export const phoneRequestSchema = z.strictObject({
  ...detail,
  encryptedData: ignored(12_000),
  iv: ignored(64),
  /** `detail.code` of the getPhoneNumber or getRealtimePhoneNumber button; a code of wx.login is something else. */
  code,
});
export type PhoneRequest = z.infer<typeof phoneRequestSchema>;

export const userDataRequestSchema = z.strictObject({
  ...detail,
  code: ignored(512),
  /** Base64, as the `wx.*` call gave it. */
  encryptedData: text({ max: 12_000 }),
  /** Base64 of 16 bytes. */
  iv: text({ max: 64 }),
});
export type UserDataRequest = z.infer<typeof userDataRequestSchema>;

export const userDataResponseSchema = z.object({
  /** What WeChat encrypted, as it named it, without the watermark. */
  data: z.record(z.string(), z.unknown()),
});
export type UserDataResponse = z.infer<typeof userDataResponseSchema>;

export const profileRequestSchema = z.strictObject({
  /** Empty to delete it. */
  nickname: displayName({ max: 32, orEmpty: true }),
});
export type ProfileRequest = z.infer<typeof profileRequestSchema>;

export const avatarRequestSchema = z.object({
  [avatarFile.field]: z
    .file()
    .max(avatarFile.maxBytes)
    .mime([...avatarFile.contentTypes]),
});

export const sessionSchema = z.object({
  /** Names the session; unlike the token, it opens nothing. */
  id,
  /** Whether the request came with this session's token. */
  current: z.boolean(),
  /** The device type, from the User-Agent, such as `iPhone`. */
  device: text({ max: 32 }).optional(),
  createdAt: time,
  /** Up to an hour behind. */
  lastSeenAt: time,
  expiresAt: time,
});
export type SessionSummary = z.infer<typeof sessionSchema>;

/** Where a page of sessions begins. Opaque: only the server knows what it stands for. */
const cursor = printable({ max: 128 });

/** A page of the person's open sessions, the one that was used last first. */
export const sessionsResponseSchema = z.object({
  sessions: z.array(sessionSchema),
  /** What to send as `cursor` for the next page; the last page has none. */
  nextCursor: cursor.optional(),
});
export type SessionsResponse = z.infer<typeof sessionsResponseSchema>;

/** Everything that is kept of a person. */
export const exportResponseSchema = z.object({
  exportedAt: time,
  user: userSchema.pick({ id: true, nickname: true, avatarUrl: true, createdAt: true }).extend({
    /** As WeChat writes it: with the country code, unless that is China's. */
    phoneNumber: text({ max: 32 }).optional(),
  }),
  accounts: z.array(
    z.object({
      appId,
      openid,
      unionid: unionid.optional(),
      lastLoginAt: time,
      /** When WeChat issued the session_key that is kept, encrypted, for this account. */
      sessionKeyIssuedAt: time,
    }),
  ),
  /** What the app keeps of the person in tables of its own, by the name of each. */
  own: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).optional(),
  sessions: z.array(sessionSchema),
  /** What `GET /sessions` takes as `cursor` for sessions beyond the first 1,000. */
  nextCursor: cursor.optional(),
});
export type ExportResponse = z.infer<typeof exportResponseSchema>;

export const openidRequestSchema = z.strictObject({ code, appId: appId.optional() });
export type OpenidRequest = z.infer<typeof openidRequestSchema>;

/** Other fields are ignored, but for one that asks for an AppID: this route has the server's first one alone. */
export const wechatloginRequestSchema = z.looseObject({ code }).check((context) => {
  for (const name of Object.keys(context.value))
    if (/^(wx)?app[-_]?id$/i.test(name))
      context.issues.push({
        code: 'custom',
        path: [name],
        message:
          'is not a field of this route, which serves the first AppID; POST /openid takes appId',
        input: '',
      });
});

export const openidResponseSchema = z.object({
  openid,
  unionid: unionid.optional(),
});
export type OpenidResponse = z.infer<typeof openidResponseSchema>;

const places = ['path', 'query', 'header'] as const satisfies readonly ParameterPlace[];

export const problemSchema = z.object({
  type: text({ max: 128 }),
  code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
  title: text({ max: 128 }),
  status: z.int(),
  detail: text({ max: 512 }).optional(),
  requestId: printable({ max: 64 }).optional(),
  errors: z
    .array(
      z.object({
        in: z.enum(places).optional(),
        // Empty where the whole body is meant.
        pointer: z.union([z.literal(''), text({ max: 256 })]),
        detail: text({ max: 512 }),
      }),
    )
    .optional(),
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
  deleteMe: { request: z.undefined(), response: z.undefined() },
  exportMe: { request: z.undefined(), response: exportResponseSchema },
  deletePhone: { request: z.undefined(), response: meResponseSchema },
  deleteAvatar: { request: z.undefined(), response: meResponseSchema },
  sessions: { request: z.undefined(), response: sessionsResponseSchema },
  revokeSession: { request: z.undefined(), response: z.undefined() },
  revokeSessions: { request: z.undefined(), response: z.undefined() },
  openid: { request: openidRequestSchema, response: openidResponseSchema },
  wechatlogin: { request: wechatloginRequestSchema, response: openid },
} as const satisfies Schemas['bodies'];

/**
 * What a route takes beside its body, by place: every `:name` of its path, and what it reads from the query and from
 * headers, whose names are in lower case here. A query of this table is closed like a body; a route that reads no query
 * ignores one, because gateways and caches add parameters of their own.
 */
export const parameters = {
  login: { header: z.object({ 'idempotency-key': printable({ max: 255 }).optional() }) },
  sessions: { query: z.strictObject({ cursor: cursor.optional() }) },
  revokeSession: { path: z.object({ id }) },
} as const satisfies Schemas['parameters'];

/** The body of a route as its handler receives it. */
export type ReadBody<S extends Schemas, Name extends keyof S['bodies']> = z.output<
  S['bodies'][Name]['request']
>;

/** The parameters of a route in one place, as its handler receives them. */
export type ReadParameters<
  S extends Schemas,
  Name extends PropertyKey,
  Place extends ParameterPlace,
> = S extends { parameters: infer All }
  ? Name extends keyof All
    ? All[Name] extends Record<Place, infer Schema extends z.ZodType>
      ? z.output<Schema>
      : Record<never, never>
    : Record<never, never>
  : Record<never, never>;
