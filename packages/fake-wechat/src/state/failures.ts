import { z } from 'zod';
import { type Endpoint, endpoints } from '../protocol/endpoints.ts';
import { errcodeOf } from '../protocol/errcodes.ts';

/** Ten minutes: longer than any client waits. */
const longestLatencyMs = 600_000;

const errcodeByName = z.string().transform((name, context) => {
  const errcode = errcodeOf(name);
  if (errcode === undefined) context.addIssue(`no errcode has the text ${name}`);
  return errcode ?? 0;
});

export const failureSchema = z.discriminatedUnion('kind', [
  /** WeChat refuses with this errcode, which may also be given by its text. The code is not used up. */
  z.strictObject({ kind: z.literal('errcode'), errcode: z.union([z.int(), errcodeByName]) }),
  /** The request is handled at once and the response sent after `ms`: the code is used up even if the caller gives up. */
  z.strictObject({ kind: z.literal('latency'), ms: z.number().min(0).max(longestLatencyMs) }),
  /** The request is handled, the response never sent. */
  z.strictObject({ kind: z.literal('hang') }),
  /** The socket is destroyed before a byte is sent, and the request is not handled. */
  z.strictObject({ kind: z.literal('drop') }),
  /** A gateway responds with a page. The request is not handled. */
  z.strictObject({
    kind: z.literal('html'),
    status: z.union([z.literal(200), z.literal(502)]).exactOptional(),
  }),
  /** An HTTP status with no body. The request is not handled. */
  z.strictObject({ kind: z.literal('status'), status: z.int().min(200).max(599) }),
]);

export type Failure = z.infer<typeof failureSchema>;

export const scriptedFailureSchema = z.strictObject({
  failure: failureSchema,
  /** Absent: any endpoint. */
  endpoint: z.enum(endpoints).exactOptional(),
  /** Requests still to fail. Absent: until cleared. */
  times: z.int().min(1).exactOptional(),
});

export type ScriptedFailure = z.infer<typeof scriptedFailureSchema>;

export interface FailureScript {
  add(scripted: ScriptedFailure): void;
  /** Returns the failure for the next request to this endpoint, if any. */
  take(endpoint: Endpoint): Failure | undefined;
  clear(): void;
  list(): ScriptedFailure[];
}

/**
 * Creates the list of scripted failures. Those with `times` apply first, in the order in which they were added. One
 * without `times` applies after them, and replaces an earlier one for the same endpoint.
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
