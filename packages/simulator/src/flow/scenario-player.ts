import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Phone } from '../phone/create-phone.ts';
import type { OtherPhone } from './other-phone.ts';
import type { Recorder } from './recorder.ts';
import type { ScenarioActions } from './scenario-actions.ts';
import type { Act, PhoneFaults, Scenario } from './scenarios.ts';
import type { View } from './view.ts';

const noFaults: PhoneFaults = { storageFull: false, storageBroken: false, lacksMethods: false };

export interface Played {
  scenario: Scenario;
  state: 'playing' | 'over';
  /** Why it could not be played to its end. */
  fault?: string;
}

export interface ScenarioPlayer {
  /** The scenario that plays, or was played last. */
  readonly played: ReadonlySignal<Played | undefined>;
  /** Plays a scenario into a run of its own. */
  play(scenario: Scenario): Promise<void>;
}

export function createScenarioPlayer(options: {
  phone: Phone;
  recorder: Recorder;
  view: View;
  actions: ScenarioActions;
}): ScenarioPlayer {
  const { phone, recorder, view, actions } = options;
  const played: Signal<Played | undefined> = signal(undefined);

  /** One scenario's run, with its other phone. */
  function createPerformer() {
    let other: OtherPhone | undefined;
    return async (act: Act): Promise<void> => {
      switch (act.do) {
        case 'note':
          return recorder.record({ source: 'note', at: Date.now(), text: act.text });
        case 'fresh':
          await actions.openFresh();
          return recorder.clear();
        case 'restart':
          return actions.reopen();
        case 'tap':
          return actions.tap(act.selector);
        case 'burst':
          return actions.burst(act.requests);
        case 'control':
          return actions.control(act.control);
        case 'phone':
          return phone.change(act.change);
        case 'push':
          return actions.push(act.pushed);
        case 'rotate-session-key':
          return actions.rotateSessionKey();
        case 'other-app': {
          const { appId } = phone.program.value;
          other = actions.otherPhone(phone.options.appIds.find((id) => id !== appId));
          return;
        }
        case 'other':
          other ??= actions.otherPhone();
          await (act.act === 'login' ? other.login(act.attempt) : other[act.act]());
          return actions.arrived();
      }
    };
  }

  return {
    played,
    async play(scenario) {
      if (played.value?.state === 'playing') return;
      played.value = { scenario, state: 'playing' };
      recorder.opened.value = undefined;
      view.close();
      view.open('scenarios');
      const perform = createPerformer();
      try {
        phone.change(noFaults);
        await actions.control({ control: 'answer-normally' });
        await actions.control({ control: 'replace-session-key-by', step: 'exchange' });
        for (const act of scenario.acts) await perform(act);
        played.value = { scenario, state: 'over' };
      } catch (error) {
        played.value = { scenario, state: 'over', fault: (error as Error).message };
      } finally {
        phone.change(noFaults);
      }
    },
  };
}
