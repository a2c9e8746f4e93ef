import * as z from 'zod/mini';

const target = z.string().check(z.minLength(1));

/** What `POST /automate` takes: one action of a person at the phone, or a question about what it shows. */
export const actionSchema = z.discriminatedUnion('action', [
  /** What has exactly this text, or else what the selector finds; on the page, then around it. */
  z.strictObject({ action: z.literal('tap'), target }),
  /** Replaces the text of a field of the page. */
  z.strictObject({ action: z.literal('input'), target, text: z.string() }),
  /** Waits until the target is there, or gone. */
  z.strictObject({
    action: z.literal('wait'),
    target,
    gone: z.optional(z.boolean()),
    timeoutMs: z.optional(z.int().check(z.minimum(0), z.maximum(60_000))),
  }),
  /** A setting of the phone. */
  z.strictObject({
    action: z.literal('set'),
    name: z.enum([
      'personId',
      'appId',
      'language',
      'placeId',
      'theme',
      'offline',
      'phoneQuotaUsedUp',
      'storageFull',
      'storageBroken',
      'lacksMethods',
    ]),
    value: z.union([z.string(), z.boolean(), z.null()]),
  }),
  z.strictObject({ action: z.literal('restart') }),
  z.strictObject({ action: z.literal('clear-storage') }),
  /** What the developer view shows: page, data, storage, console, problems. */
  z.strictObject({ action: z.literal('inspect') }),
  /** A PNG of the phone's display, as base64. */
  z.strictObject({ action: z.literal('screenshot') }),
]);

export type Action = z.infer<typeof actionSchema>;

/** The answer to an action; an action that could not be done has a message that says why. */
export type ActionResult = { ok: true; result?: unknown } | { ok: false; message: string };

/** How long an action waits for its target unless it says so. Milliseconds. */
export const defaultTimeoutMs = 3_000;
