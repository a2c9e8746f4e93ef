import { useSignal } from '@preact/signals';
import type { Control } from '../controls/protocol.ts';
import { useFlow } from './create-flow.ts';
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

/** How WeChat responds from now on. */
function WechatAnswers({ run }: { run: (act: () => Promise<void>) => void }) {
  const { say, phone, recorder, actions } = useFlow();
  const choice = useSignal('');
  const once = useSignal(false);
  const metOnce = useSignal(0);
  const failures = recorder.live.value.filter(
    (each) => each.source === 'wechat' && 'failure' in each.event && each.event.failure,
  ).length;
  // What was set for one call has been met.
  if (once.value && choice.value && failures > metOnce.value) choice.value = '';

  const set = (chosen: string) => {
    choice.value = chosen;
    metOnce.value = failures;
    const failure = failureOf(chosen);
    run(() =>
      actions.control(
        failure ? { control: 'fail', failure, once: once.value } : { control: 'answer-normally' },
      ),
    );
  };
  return (
    <>
      <label class="field">
        <span>{say(words.wechatAnswers)}</span>
        <select
          name="failure"
          value={choice.value}
          onChange={({ currentTarget }) => set(currentTarget.value)}
        >
          <option value="">{say(words.normally)}</option>
          {slow.map((seconds) => (
            <option key={seconds} value={`latency:${seconds * 1_000}`}>
              {say(words.slow, String(seconds))}
            </option>
          ))}
          {Object.entries(other).map(([kind, { name }]) => (
            <option key={kind} value={kind}>
              {say(words[name])}
            </option>
          ))}
          {phone.options.errcodes.map(({ errcode, errmsg }) => (
            <option key={errcode} value={`errcode:${errcode}`}>
              {`${errcode} ${errmsg}`.slice(0, 60)}
            </option>
          ))}
        </select>
      </label>
      <label class="toggle">
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
  const { say, phone, actions } = useFlow();
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
    const other = actions.otherPhone();
    await other.wxLogin();
    await other.login();
    await other.logOutEverywhere();
  };
  const buttons: [name: keyof typeof words, act: () => Promise<void>][] = [
    ['expireCode', () => actions.control({ control: 'expire-next-code' })],
    ['rotate', actions.rotateSessionKey],
    ['revoke', logOutEverywhere],
    ...(phone.options.canRestartServer
      ? [['restartServer', () => actions.control({ control: 'restart-server' })] as const]
      : []),
  ] as [keyof typeof words, () => Promise<void>][];
  return (
    <section class="controls" aria-label={say(words.wechat)}>
      <p class="hint">{say(words.wechatHint)}</p>
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
