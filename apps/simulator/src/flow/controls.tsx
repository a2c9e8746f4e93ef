import { useSignal } from '@preact/signals';
import type { Control } from '../controls/protocol.ts';
import { options } from '../phone/state.ts';
import { liveEvents } from './recorder.ts';
import * as stage from './stage.ts';
import { say } from './text.ts';
import { words } from './words.ts';

type Failure = Extract<Control, { control: 'fail' }>['failure'];

const slow = [0.5, 2, 10];
const other: Record<string, { failure: Failure; name: keyof typeof words }> = {
  hang: { failure: { kind: 'hang' }, name: 'hang' },
  drop: { failure: { kind: 'drop' }, name: 'drop' },
  html: { failure: { kind: 'html' }, name: 'html' },
  status: { failure: { kind: 'status', status: 502 }, name: 'status' },
};

/** What a choice of the list stands for: `errcode:40029`, `latency:500`, `hang`. */
function failureOf(choice: string): Failure | undefined {
  const [kind = '', value] = choice.split(':');
  if (kind === 'errcode') return { kind, errcode: Number(value) };
  if (kind === 'latency') return { kind, ms: Number(value) };
  return other[kind]?.failure;
}

/** How WeChat answers from now on. */
function WechatAnswers({ run }: { run: (act: () => Promise<void>) => void }) {
  const choice = useSignal('');
  const once = useSignal(false);
  const metOnce = useSignal(0);
  const failures = liveEvents.value.filter(
    (each) => each.source === 'wechat' && 'failure' in each.event && each.event.failure,
  ).length;
  // What was set for one call has been met.
  if (once.value && choice.value && failures > metOnce.value) choice.value = '';

  const set = (chosen: string) => {
    choice.value = chosen;
    metOnce.value = failures;
    const failure = failureOf(chosen);
    run(() =>
      stage.control(
        failure ? { control: 'fail', failure, once: once.value } : { control: 'answer-normally' },
      ),
    );
  };
  return (
    <>
      <label>
        {say(words.wechat)}
        <select
          name="failure"
          value={choice.value}
          onChange={({ currentTarget }) => set(currentTarget.value)}
        >
          <option value="">{say(words.normally)}</option>
          {slow.map((seconds) => (
            <option key={seconds} value={`latency:${seconds * 1_000}`}>
              {say(words.slow).replace('{}', String(seconds))}
            </option>
          ))}
          {Object.entries(other).map(([kind, { name }]) => (
            <option key={kind} value={kind}>
              {say(words[name])}
            </option>
          ))}
          {options.value.errcodes.map(({ errcode, errmsg }) => (
            <option key={errcode} value={`errcode:${errcode}`}>
              {`${errcode} ${errmsg}`.slice(0, 60)}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          name="once"
          checked={once.value}
          onChange={({ currentTarget }) => {
            once.value = currentTarget.checked;
            if (choice.value) set(choice.value);
          }}
        />
        {say(words.once)}
      </label>
    </>
  );
}

/** What can be made to happen beyond the phone. */
export function Controls() {
  const said = useSignal('');
  const run = (act: () => Promise<void>) => {
    said.value = '…';
    act().then(
      () => {
        said.value = say(words.done);
      },
      (error: Error) => {
        said.value = error.message;
      },
    );
  };
  const logOutEverywhere = async () => {
    const other = stage.otherPhone();
    await other.wxLogin();
    await other.login();
    await other.logOutEverywhere();
  };
  const buttons: [name: keyof typeof words, act: () => Promise<void>][] = [
    ['expireCode', () => stage.control({ control: 'expire-next-code' })],
    ['rotate', () => stage.control({ control: 'rotate-session-key', ...stage.whoIsHere() })],
    ['revoke', logOutEverywhere],
    ...(options.value.canRestartServer
      ? [['restartServer', () => stage.control({ control: 'restart-server' })] as const]
      : []),
  ] as [keyof typeof words, () => Promise<void>][];
  return (
    <section class="controls" aria-label={say(words.controls)}>
      <WechatAnswers run={run} />
      {buttons.map(([name, act]) => (
        <button type="button" key={name} name={name} onClick={() => run(act)}>
          {say(words[name])}
        </button>
      ))}
      <output>{said}</output>
    </section>
  );
}
