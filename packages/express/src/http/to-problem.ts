import { type ProblemCode, ProblemError, type Problems } from 'weapp-login';
import { StoreUnavailable } from '../store/store-unavailable.ts';

/** Retry-After for the store, in seconds. */
const storeRetryAfter = 2;

/** Problems for the errors of Express's body readers, by their `type`. */
const bodyFaults: Readonly<Record<string, { code: ProblemCode; detail: string }>> = {
  'entity.parse.failed': { code: 'invalid-request', detail: 'The body is not valid JSON.' },
  'entity.too.large': { code: 'body-too-large', detail: 'The limit is 16 KB.' },
  'parameters.too.many': { code: 'body-too-large', detail: 'The form has too many fields.' },
  'request.size.invalid': {
    code: 'invalid-request',
    detail: 'The body does not match its Content-Length.',
  },
  'request.aborted': { code: 'invalid-request', detail: 'The body is incomplete.' },
  'charset.unsupported': {
    code: 'unsupported-media-type',
    detail: 'The character set is not supported; send UTF-8.',
  },
  'encoding.unsupported': {
    code: 'unsupported-media-type',
    detail: 'Compressed bodies are not supported.',
  },
};

/** Returns the problem for any thrown value. An error's own message never reaches the caller. */
export function toProblem(thrown: unknown, problems: Problems): ProblemError<string> {
  if (thrown instanceof ProblemError && Object.hasOwn(problems, thrown.code)) return thrown;
  if (thrown instanceof StoreUnavailable)
    return new ProblemError('store-unavailable', { retryAfter: storeRetryAfter });
  if (!(thrown instanceof Error)) return new ProblemError('internal');
  const { type, status } = thrown as Error & { type?: unknown; status?: unknown };
  const fault = typeof type === 'string' && Object.hasOwn(bodyFaults, type) && bodyFaults[type];
  if (fault) return new ProblemError(fault.code, { detail: fault.detail });
  // Express's own client errors, such as an undecodable path.
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new ProblemError('invalid-request');
  return new ProblemError('internal');
}
