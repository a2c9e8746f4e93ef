import { createSend, type OwnContract } from '../client/send.ts';
import type { ResponseOf, Routes } from '../define-routes.ts';
import type { Call, TokenPart } from '../route-call.ts';
import { createFetchTransport, type FetchOptions } from './fetch-transport.ts';

/** Calls a route by its name, with a token where it needs one, and resolves with its response. */
export type Client<R extends Routes> = <Name extends keyof R & string>(
  name: Name,
  call: Call<R[Name], Blob> & TokenPart<R[Name]> & { readonly signal?: AbortSignal },
) => Promise<ResponseOf<R[Name]>>;

/**
 * Returns a client that remembers nothing: for a server, a script, or a page that holds its tokens itself. It rejects
 * with a ProblemError where the server answered with a problem, and with a ClientFailure where it did not answer.
 *
 * @param options.routes those of the login, or of the app
 * @example
 * ```ts
 * const call = createClient({ routes, baseUrl: 'https://api.example.com' });
 * const { token } = await call('login', { body: { code } });
 * const { user } = await call('me', { token });
 * ```
 */
export function createClient<R extends Routes>(
  options: FetchOptions & OwnContract & { routes: R },
): Client<R> {
  return createSend({ ...options, transport: createFetchTransport(options) }) as Client<R>;
}
