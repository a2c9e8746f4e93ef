import { type ProblemDetails, ProblemError } from '../problem.ts';
import { ClientFailure, type ClientFailureKind, type Failure } from './client-failure.ts';
import { clientFailureWords } from './client-failure-words.ts';
import { problemWords } from './problem-words.ts';
import { redact } from './redact.ts';
import type { Action, FailureWords, Language } from './words.ts';

/** A failure, ready to be shown. */
export interface Message {
  code: string;
  action: Action;
  title: string;
  text: string;
  hint?: string;
  /** What to quote when asking for help: the id of the request, the errno or the HTTP status. */
  reference?: string;
}

/** What the person entered, by the pointer under which the server refuses it. */
const inputs: Readonly<Record<string, ClientFailureKind>> = {
  '/nickname': 'nickname-refused',
  '/avatar': 'picture-refused',
};

/**
 * Returns the failure that an error is. An invalid request whose only fault is what the person entered is a failure of that
 * entry; an error of no known kind is `unexpected`.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof ProblemError) {
    const { errors = [] } = error.details;
    const [kind, ...others] = errors.map((part) => (part.in ? undefined : inputs[part.pointer]));
    const isEntry = error.code === 'invalid-request' && others.every((other) => other === kind);
    return kind && isEntry ? new ClientFailure(kind) : error;
  }
  return error instanceof ClientFailure
    ? error
    : new ClientFailure('unexpected', { errMsg: redact(String(error)) });
}

export interface MessageOptions {
  language: Language;
  /** Whether to add what a developer should check, and what WeChat or the server said about it. */
  hints: boolean;
  /** Words for the problems of an app's own. */
  words?: FailureWords<string> | undefined;
}

/** Returns the message about whatever a call rejected with. */
export function messageOf(error: unknown, options: MessageOptions): Message {
  const { language, hints } = options;
  const failure = failureOf(error);
  const all: FailureWords<string> = { ...options.words, ...clientFailureWords, ...problemWords };
  const { action = 'retry', [language]: words } =
    all[failure.code] ?? clientFailureWords.unexpected;
  const [title, text, advice] = words;
  const hint = [advice, factsOf(failure)].filter((part) => part).join(' ');
  const reference = referenceOf(failure, language);
  return {
    code: failure.code,
    action,
    title,
    text: text + waitOf(failure, language),
    ...(hints && hint && { hint }),
    ...(reference && { reference }),
  };
}

function waitOf(failure: Failure, language: Language): string {
  const seconds = failure.details.retryAfter;
  if (!seconds) return '';
  const wait = durationOf(seconds, language);
  return language === 'zh' ? `${wait}后可以再试。` : ` You can try again in ${wait}.`;
}

/** Rounded up, so that a wait of that length is long enough. */
function durationOf(seconds: number, language: Language): string {
  if (seconds < 120) return language === 'zh' ? `${seconds} 秒` : `${seconds} s`;
  if (seconds < 7_200) {
    const minutes = Math.ceil(seconds / 60);
    return language === 'zh' ? `${minutes} 分钟` : `${minutes} min`;
  }
  const hours = Math.ceil(seconds / 3_600);
  return language === 'zh' ? `${hours} 小时` : `${hours} h`;
}

/** What is known of this one occurrence. */
function factsOf({ details }: Failure): string | undefined {
  if ('errMsg' in details) return details.errMsg && `errMsg: ${details.errMsg}`;
  const { detail, errors = [] } = details as ProblemDetails;
  return [detail, ...errors.map((part) => `${part.pointer} ${part.detail}`)]
    .filter((part) => part)
    .join('; ');
}

function referenceOf(failure: Failure, language: Language): string | undefined {
  if (failure instanceof ProblemError) {
    const { requestId } = failure.details;
    return requestId && `${language === 'zh' ? '请求编号' : 'Request ID'} ${requestId}`;
  }
  const { errno, status } = failure.details;
  if (errno !== undefined) return `errno ${errno}`;
  return status === undefined ? undefined : `HTTP ${status}`;
}
