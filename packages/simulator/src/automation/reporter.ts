import type { Send } from '../phone/connection.ts';
import type { Phone } from '../phone/create-phone.ts';
import { inspect } from './inspection.ts';

const lookEveryMs = 250;

/** Reports what runs on the phone, and then what changes in it, for as long as someone watches. */
export function createReporter(options: { phone: Phone; window: Window; send: Send }) {
  const { phone, window, send } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told: Record<string, string> = {};

  async function report(): Promise<void> {
    const parts = Object.entries(inspect(phone, window.document, window.localStorage));
    const changed = parts.filter(([name, part]) => told[name] !== JSON.stringify(part ?? null));
    for (const [name, part] of changed) told[name] = JSON.stringify(part ?? null);
    const fresh = Object.fromEntries(changed.map(([name, part]) => [name, part ?? null]));
    // An empty report asks whether anyone still watches.
    const { body } = await send('/developer/report', fresh).answer;
    timer = (body as { watched: boolean }).watched
      ? setTimeout(() => void look(), lookEveryMs)
      : undefined;
  }
  const look = () =>
    report().catch(() => {
      timer = undefined;
    });

  /** Starts to report, or reports all of it once more. */
  return () => {
    told = {};
    clearTimeout(timer);
    void look();
  };
}
