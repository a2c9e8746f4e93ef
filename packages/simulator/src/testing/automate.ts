import type { Action, ActionResult } from '../automation/protocol.ts';

/**
 * Acts on the phone that is open in a browser, over the simulator's address.
 * @param simulatorUrl where the simulator listens
 * @returns performs one action, and resolves to its result: that of `inspect` or `screenshot`, else undefined
 * @throws {Error} from the returned function, with the reason why the action could not be done
 *
 * @example
 * const perform = automate('http://127.0.0.1:2022');
 * await perform({ action: 'tap', target: '#login' });
 * await perform({ action: 'wait', target: '#openid' });
 */
export function automate(simulatorUrl: string): (action: Action) => Promise<unknown> {
  return async (action) => {
    const response = await fetch(new URL('/automate', simulatorUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(action),
    });
    const result = (await response.json()) as ActionResult;
    if (!result.ok) throw new Error(result.message);
    return result.result;
  };
}
