import { signal } from '@preact/signals';
import { options, program } from '../phone/state.ts';
import type { OtherPhone } from './other-phone.ts';
import { clearRun, openedRun, record } from './recorder.ts';
import type { Act, Scenario } from './scenarios.ts';
import * as stage from './stage.ts';
import { selectedId } from './view.ts';

/** The scenario that plays or was played last; `fault` where it could not be played to its end. */
export const played = signal<
  { scenario: Scenario; state: 'playing' | 'over'; fault?: string } | undefined
>(undefined);

/** Plays a scenario into a run of its own. */
export async function play(scenario: Scenario): Promise<void> {
  if (played.value?.state === 'playing') return;
  played.value = { scenario, state: 'playing' };
  openedRun.value = undefined;
  selectedId.value = undefined;
  let other: OtherPhone | undefined;
  const carryOut = async (act: Act): Promise<void> => {
    switch (act.do) {
      case 'note':
        return record({ source: 'note', at: Date.now(), text: act.text });
      case 'fresh':
        await stage.openFresh();
        return clearRun();
      case 'restart':
        return stage.reopen();
      case 'tap':
        return stage.tap(act.selector);
      case 'burst':
        return stage.burst(act.requests);
      case 'control':
        return stage.control(act.control);
      case 'rotate-session-key':
        return stage.control({ control: 'rotate-session-key', ...stage.whoIsHere() });
      case 'other-app':
        other = stage.otherPhone(options.value.appIds.find((id) => id !== program.value.appId));
        return;
      case 'other':
        other ??= stage.otherPhone();
        await (act.act === 'login' ? other.login(act.attempt) : other[act.act]());
        return stage.arrived();
    }
  };
  try {
    await stage.control({ control: 'answer-normally' });
    for (const act of scenario.acts) await carryOut(act);
    played.value = { scenario, state: 'over' };
  } catch (error) {
    played.value = { scenario, state: 'over', fault: (error as Error).message };
  }
}
