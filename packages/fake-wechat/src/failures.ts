import { z } from 'zod';
import { type Endpoint, endpointPaths } from './endpoints.ts';
import { errcodeOf } from './errcodes.ts';

/** Ten minutes: longer than any client waits, short enough for a timer. */
const longestLatencyMs = 600_000;

const errcodeByName = z.string().transform((name, context) => {
  const errcode = errcodeOf(name);
  if (errcode === undefined) context.addIssue(`no errcode has the text ${name}`);
  return errcode ?? 0;
});

export const failureSchema = z.discriminatedUnion('kind', [
  /** WeChat refuses, with its text for that errcode, which may be named by the text too. The code is not spent. */
  z.strictObject({ kind: z.literal('errcode'), errcode: z.union([z.int(), errcodeByName]) }),
  /** The request is carried out at once and answered after `ms`: the code is spent even if nobody waits. */
  z.strictObject({ kind: z.literal('latency'), ms: z.number().min(0).max(longestLatencyMs) }),
  /** The request is carried out, the answer never comes. */
  z.strictObject({ kind: z.literal('hang') }),
  /** The socket is destroyed before a byte is sent, and nothing is carried out. */
  z.strictObject({ kind: z.literal('drop') }),
  /** A gateway answers with a page. Nothing is carried out. */
  z.strictObject({
    kind: z.literal('html'),
    status: z.union([z.literal(200), z.literal(502)]).exactOptional(),
  }),
  /** An HTTP status with no body. Nothing is carried out. */
  z.strictObject({ kind: z.literal('status'), status: z.int().min(200).max(599) }),
]);

export type Failure = z.infer<typeof failureSchema>;

export const scriptedFailureSchema = z.strictObject({
  failure: failureSchema,
  /** Absent: any endpoint. */
  endpoint: z.enum(endpointPaths).exactOptional(),
  /** Requests still to fail. Absent: until cleared. */
  times: z.int().min(1).exactOptional(),
});

export type ScriptedFailure = z.infer<typeof scriptedFailureSchema>;

export interface FailureScript {
  add(scripted: ScriptedFailure): void;
  /** The failure that the next request to this endpoint meets. */
  take(endpoint: Endpoint): Failure | undefined;
  clear(): void;
  list(): ScriptedFailure[];
}

/**
 * Failures with a number of times come first, in the order in which they were added. A failure
 * without one stands behind them, and replaces the one that stood for the same endpoint.
 */
export function createFailureScript(): FailureScript {
  let counted: (ScriptedFailure & { times: number })[] = [];
  let standing: ScriptedFailure[] = [];

  return {
    add({ failure, endpoint, times }) {
      const scripted = { failure, ...(endpoint && { endpoint }) };
      if (times !== undefined) {
        counted.push({ ...scripted, times });
      } else {
        standing = [scripted, ...standing.filter((other) => other.endpoint !== endpoint)];
      }
    },
    take(endpoint) {
      const applies = (scripted: ScriptedFailure) =>
        scripted.endpoint === undefined || scripted.endpoint === endpoint;
      const next = counted.find(applies);
      if (!next) return standing.find(applies)?.failure;
      next.times -= 1;
      counted = counted.filter(({ times }) => times > 0);
      return next.failure;
    },
    clear() {
      counted = [];
      standing = [];
    },
    list: () => [...counted, ...standing].map((scripted) => ({ ...scripted })),
  };
}
