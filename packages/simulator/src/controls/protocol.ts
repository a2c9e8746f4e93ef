import { failureSchema } from '@weapp-login/fake-wechat';
import { z } from 'zod';

const personInApp = { personId: z.string(), appId: z.string() };

/** What proxies, gateways and firewalls respond with. */
const gatewayStatusSchema = z.literal([403, 413, 429, 502, 503, 504]);

const originSchema = z.url({ protocol: /^https?$/ });

/** What the page can make happen beyond the phone; JSON, so that no page of another origin can ask for it. */
export const controlSchema = z.discriminatedUnion('control', [
  /** WeChat fails: once, or until another control says otherwise. It takes the place of what was set before. */
  z.strictObject({ control: z.literal('fail'), failure: failureSchema, once: z.boolean() }),
  z.strictObject({ control: z.literal('answer-normally') }),
  /** The five minutes of the next code of wx.login are over before it is handed out. */
  z.strictObject({ control: z.literal('expire-next-code') }),
  z.strictObject({ control: z.literal('rotate-session-key'), ...personInApp }),
  /** When WeChat replaces a session_key: when a code is exchanged, or already when one is obtained. */
  z.strictObject({
    control: z.literal('replace-session-key-by'),
    step: z.enum(['exchange', 'code']),
  }),
  /** WeChat pushes an event about the person's consent to the server at an origin. */
  z.strictObject({
    control: z.literal('push'),
    ...personInApp,
    server: originSchema,
    event: z.enum(['user_authorization_revoke', 'user_authorization_cancellation']),
    revokeInfo: z.string().exactOptional(),
  }),
  z.strictObject({ control: z.literal('restart-server') }),
  /** Something in front of the server responds in its place: to one request, or to all until `answer-normally`. */
  z.strictObject({ control: z.literal('gateway'), status: gatewayStatusSchema, once: z.boolean() }),
  /** Requests of the mini program to one origin go to another from now on. */
  z.strictObject({ control: z.literal('forward'), from: originSchema, to: originSchema }),
]);

export type Control = z.infer<typeof controlSchema>;
