import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { useFlow } from './create-flow.ts';
import { readRun, runAsJson, runAsSvg } from './saved-run.tsx';
import { words } from './words.ts';

function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

/** Clears, saves and opens runs. */
export function Toolbar() {
  const flow = useFlow();
  const { say, recorder, view } = flow;
  const input = useRef<HTMLInputElement>(null);
  const fault = useSignal(false);
  const empty = recorder.shown.value.length === 0;
  const open = async (file: File | undefined) => {
    if (!file) return;
    try {
      recorder.opened.value = { name: file.name, events: readRun(await file.text()) };
      view.close();
      fault.value = false;
    } catch {
      fault.value = true;
    }
  };
  return (
    <header class="toolbar">
      <h2>{say(words.flow)}</h2>
      {recorder.opened.value && (
        <button
          type="button"
          class="live"
          onClick={() => {
            recorder.opened.value = undefined;
          }}
        >
          {say(words.backToLive)}
        </button>
      )}
      {recorder.opened.value && <span class="file">{recorder.opened.value.name}</span>}
      {fault.value && <output class="failed">{say(words.notARun)}</output>}
      <span class="space" />
      <button
        type="button"
        disabled={empty || recorder.opened.value !== undefined}
        name="clear"
        onClick={recorder.clear}
      >
        {say(words.clear)}
      </button>
      <button
        type="button"
        name="json"
        disabled={empty}
        onClick={() =>
          download('login-flow.json', 'application/json', runAsJson(recorder.shown.value))
        }
      >
        {say(words.saveJson)}
      </button>
      <button
        type="button"
        name="svg"
        disabled={empty}
        onClick={() => download('login-flow.svg', 'image/svg+xml', runAsSvg(flow))}
      >
        {say(words.saveSvg)}
      </button>
      <button type="button" onClick={() => input.current?.click()}>
        {say(words.open)}
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={({ currentTarget }) => {
          void open(currentTarget.files?.[0]);
          currentTarget.value = '';
        }}
      />
    </header>
  );
}
