import type { ReadonlySignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Phone } from '../phone/create-phone.ts';
import type { Say } from '../text.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { createScenarioActions, type ScenarioActions } from './scenario-actions.ts';
import { createScenarioPlayer, type ScenarioPlayer } from './scenario-player.ts';
import { createView, type View } from './view.ts';

/** The login flow of a phone: recorded, drawn, and made to fail. */
export interface Flow {
  readonly phone: Phone;
  readonly say: Say;
  readonly recorder: Recorder;
  readonly view: View;
  readonly actions: ScenarioActions;
  readonly player: ScenarioPlayer;
  /** Whether the mini program on the phone is one that the scenarios know. */
  readonly playable: ReadonlySignal<boolean>;
}

/** @param options.document where the phone is drawn */
export function createFlow(options: { phone: Phone; document: Document }): Flow {
  const { phone, document } = options;
  const { say } = phone;
  const recorder = createRecorder();
  const view = createView(recorder);
  phone.calls.subscribe((call) => recorder.record({ source: 'phone', ...call }));
  const actions = createScenarioActions({ phone, recorder, view, document });
  const player = createScenarioPlayer({ phone, recorder, view, actions });
  return { phone, say, recorder, view, actions, player, playable: actions.playable };
}

export const FlowContext = createContext<Flow | undefined>(undefined);

/** The flow that a component draws. */
export function useFlow(): Flow {
  const flow = useContext(FlowContext);
  if (!flow) throw new Error('a component of the flow stands outside of one');
  return flow;
}
