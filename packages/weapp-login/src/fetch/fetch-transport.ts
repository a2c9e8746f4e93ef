import { ClientFailure } from '../client/client-failure.ts';
import type { SentCall, Transport } from '../client/send.ts';
import type { Route } from '../define-routes.ts';
import { pathOf } from '../route-call.ts';

/** Longer than the server waits for WeChat, so that its own answer arrives first. */
const requestTimeoutMs = 8_000;
/** For a file on a slow network. */
const uploadTimeoutMs = 60_000;

export interface FetchOptions {
  /** Where the server is, without a slash at the end. */
  baseUrl: string;
  /** Default: the global one. */
  fetch?: typeof globalThis.fetch | undefined;
}

/**
 * Returns a transport over fetch. It rejects with `timeout` or `unreachable` if there is no response, and with the abort reason
 * of the call's own signal.
 */
export function createFetchTransport(options: FetchOptions): Transport {
  const { baseUrl, fetch = globalThis.fetch } = options;
  return async (route, call) => {
    const own = call.signal as AbortSignal | undefined;
    const isUpload = route.body?.type === 'multipart';
    const timeout = AbortSignal.timeout(isUpload ? uploadTimeoutMs : requestTimeoutMs);
    const { type, body } = bodyOf(route, call);
    try {
      const response = await fetch(baseUrl + pathOf(route, call as object), {
        method: route.method,
        headers: {
          ...definedIn(call.header ?? {}),
          ...(type && { 'Content-Type': type }),
          ...(call.token && { Authorization: `Bearer ${call.token}` }),
        },
        ...(body !== undefined && { body }),
        // The login page of a network must not be followed and taken for the server.
        redirect: 'manual',
        signal: own ? AbortSignal.any([own, timeout]) : timeout,
      });
      return {
        status: response.status,
        data: await response.text(),
        header: Object.fromEntries(response.headers),
      };
    } catch (error) {
      own?.throwIfAborted();
      throw new ClientFailure(timeout.aborted ? 'timeout' : 'unreachable', {
        errMsg: error instanceof Error ? error.message : String(error),
      });
    }
  };
}

/** fetch itself names the content type of a form. */
function bodyOf(
  { body: medium }: Route,
  call: SentCall,
): { type?: string; body?: string | URLSearchParams | FormData } {
  if (medium?.type === 'json') return { type: 'application/json', body: JSON.stringify(call.body) };
  const fields = definedIn((call.body ?? {}) as Record<string, string | undefined>);
  if (medium?.type === 'form') return { body: new URLSearchParams(fields) };
  if (medium?.type !== 'multipart') return {};
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append(medium.file.field, call.file as Blob);
  return { body: form };
}

const definedIn = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
