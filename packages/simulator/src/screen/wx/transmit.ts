import type { ForwardAnswer, ForwardRequest } from '../../request/protocol.ts';
import { type Options, WxFailure } from '../api-call.ts';
import type { WxContext } from './context.ts';

const defaultTimeoutMs = 60_000;

type Answered = Extract<ForwardAnswer, { ok: true }>;
type HeaderListener = (result: { header: Record<string, string> }) => void;

/**
 * Sends what an API of the network asks for. Any HTTP status is a success; what fails is the transport, by errno.
 * @param prepared a failure where the options can't be sent
 * @param read what the API hands over of an answer
 * @returns the task that the API returns
 */
export function transmit(
  { host, caller }: WxContext,
  name: string,
  options: Options,
  prepared: ForwardRequest | WxFailure,
  read: (answer: Answered) => object,
) {
  const end = caller.begin(name, options);
  const headerListeners = new Set<HeaderListener>();
  let over = false;
  const finish = (outcome: object) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    end(outcome);
  };
  const stop = (failure: WxFailure) => {
    sent?.abort();
    finish(failure);
  };
  const timer = setTimeout(
    () => stop(new WxFailure('timeout', 5)),
    Number(options.timeout ?? defaultTimeoutMs),
  );
  const sent =
    prepared instanceof WxFailure || host.settings.offline
      ? undefined
      : host.send('/wx/request', prepared);
  if (prepared instanceof WxFailure) finish(prepared);
  else if (!sent) finish(new WxFailure('errcode:-106 net::ERR_INTERNET_DISCONNECTED', 600001));
  sent?.answer.then(
    ({ body }) => {
      const answer = body as ForwardAnswer;
      if (!answer.ok) return finish(new WxFailure(answer.reason, answer.errno));
      for (const listener of headerListeners) listener({ header: answer.header });
      finish(read(answer));
    },
    () => finish(new WxFailure('the simulator does not answer', 600000)),
  );
  return {
    abort: () => stop(new WxFailure('abort')),
    onHeadersReceived: (listener: HeaderListener) => void headerListeners.add(listener),
    offHeadersReceived: (listener: HeaderListener) => void headerListeners.delete(listener),
  };
}
