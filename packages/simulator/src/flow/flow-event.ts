import type { FakeEvent } from '@weapp-login/fake-wechat';
import type { Call } from '../phone/call-log.ts';
import type { Text } from '../text.ts';

/** What happened, secrets masked. A run is a list of these; everything drawn follows from it. */
export type FlowEvent =
  | ({ source: 'phone' } & Call)
  | { source: 'wechat'; event: FakeEvent }
  | { source: 'note'; at: number; text: Text };

/** Milliseconds since 1970. */
export const timeOf = (event: FlowEvent): number =>
  event.source === 'note' ? event.at : event.event.at;

/** A call leaves the phone before WeChat hears of it, and ends on the phone after WeChat has answered. */
const rank = (event: FlowEvent) =>
  event.source === 'wechat' ? 1 : event.source === 'phone' && event.event.kind === 'ended' ? 2 : 0;

/** Inserts an event by time; events of one side keep their order. */
export function insert(events: FlowEvent[], event: FlowEvent): void {
  let place = events.length;
  for (let index = events.length; index > 0; index -= 1) {
    const before = events[index - 1] as FlowEvent;
    const ahead = timeOf(before) - timeOf(event);
    if (ahead < 0 || isLocal(before) === isLocal(event)) break;
    if (ahead > 0 || rank(before) > rank(event)) place = index - 1;
    // In the same millisecond an answer may have let the phone go on already; a request has not.
    else if (!isAnswer(event)) break;
  }
  events.splice(place, 0, event);
}

const isAnswer = (event: FlowEvent) =>
  event.source === 'wechat' && event.event.kind !== 'request-received';

/** Whether the page itself told of it, rather than the fake over the network. */
const isLocal = (event: FlowEvent) => event.source !== 'wechat';
