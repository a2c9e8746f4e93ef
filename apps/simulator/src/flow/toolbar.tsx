import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { clearRun, openedRun, shownEvents } from './recorder.ts';
import { readRun, runAsJson, runAsSvg } from './saved-run.tsx';
import { say } from './text.ts';
import { selectedId } from './view.ts';
import { words } from './words.ts';

function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

/** Clears, saves and opens runs. */
export function Toolbar() {
  const input = useRef<HTMLInputElement>(null);
  const fault = useSignal(false);
  const empty = shownEvents.value.length === 0;
  const open = async (file: File | undefined) => {
    if (!file) return;
    try {
      openedRun.value = { name: file.name, events: readRun(await file.text()) };
      selectedId.value = undefined;
      fault.value = false;
    } catch {
      fault.value = true;
    }
  };
  return (
    <header class="toolbar">
      <h2>{say(words.inspector)}</h2>
      {openedRun.value && (
        <button
          type="button"
          class="live"
          onClick={() => {
            openedRun.value = undefined;
          }}
        >
          {say(words.backToLive)}
        </button>
      )}
      {openedRun.value && <span class="file">{openedRun.value.name}</span>}
      {fault.value && <output class="failed">{say(words.notARun)}</output>}
      <span class="space" />
      <button type="button" disabled={empty || openedRun.value !== undefined} onClick={clearRun}>
        {say(words.clear)}
      </button>
      <button
        type="button"
        name="json"
        disabled={empty}
        onClick={() => download('login-flow.json', 'application/json', runAsJson())}
      >
        {say(words.saveJson)}
      </button>
      <button
        type="button"
        name="svg"
        disabled={empty}
        onClick={() => download('login-flow.svg', 'image/svg+xml', runAsSvg())}
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
