import { type ReadonlySignal, signal } from '@preact/signals';
import type { Inspection } from '../automation/inspection.ts';

const retryMs = 1_000;

/** What runs on the phone, as `GET /developer/stream` tells it; undefined before it does. */
export function followStream(url: URL): ReadonlySignal<Inspection | undefined> {
  const inspection = signal<Inspection | undefined>(undefined);
  async function read(): Promise<void> {
    const answer = await fetch(url);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      if (done) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop() as string;
      for (const line of lines)
        inspection.value = { ...inspection.value, ...(JSON.parse(line) as Inspection) };
    }
  }
  const follow = () =>
    read()
      .catch(() => {})
      .then(() => setTimeout(follow, retryMs));
  void follow();
  return inspection;
}
