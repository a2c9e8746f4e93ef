import { type ProblemCode, ProblemError } from 'weapp-login';
import { StoreUnavailable } from '../store/store-unavailable.ts';

/** Seconds after which the store is worth another try. */
const storeRetryAfter = 2;

/** What Express's body readers can find wrong, by the `type` of their errors. */
const bodyFaults: Readonly<Record<string, { code: ProblemCode; detail: string }>> = {
  'entity.parse.failed': { code: 'invalid-request', detail: 'The body is not valid JSON.' },
  'entity.too.large': { code: 'body-too-large', detail: 'The limit is 16 KB.' },
  'parameters.too.many': { code: 'body-too-large', detail: 'The form has too many fields.' },
  'request.size.invalid': {
    code: 'invalid-request',
    detail: 'The body does not have the length that its header says.',
  },
  'request.aborted': { code: 'invalid-request', detail: 'The body broke off.' },
  'charset.unsupported': {
    code: 'unsupported-media-type',
    detail: 'The character set is not supported; send UTF-8.',
  },
  'encoding.unsupported': {
    code: 'unsupported-media-type',
    detail: 'Compressed bodies are not supported.',
  },
};

/** The problem that stands for whatever was thrown. Nothing of an error's own text reaches the caller. */
export function toProblem(thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown;
  if (thrown instanceof StoreUnavailable)
    return new ProblemError('store-unavailable', { retryAfter: storeRetryAfter });
  if (!(thrown instanceof Error)) return new ProblemError('internal');
  const { type, status } = thrown as Error & { type?: unknown; status?: unknown };
  const fault = typeof type === 'string' && Object.hasOwn(bodyFaults, type) && bodyFaults[type];
  if (fault) return new ProblemError(fault.code, { detail: fault.detail });
  // Express blames the request this way, for instance for a path that can't be decoded.
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new ProblemError('invalid-request');
  return new ProblemError('internal');
}
