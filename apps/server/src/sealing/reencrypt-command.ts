import { SingleBar } from 'cli-progress';
import type { Store } from '../store/store.ts';
import { reencrypt } from './reencrypt.ts';
import type { SessionKeyRing } from './session-key-ring.ts';

/**
 * The command `reencrypt`: a progress bar on stderr, and the result in words.
 * @returns its text
 */
export async function reencryptCommand(options: {
  store: Store;
  sessionKeys: SessionKeyRing;
}): Promise<string> {
  const bar = new SingleBar({
    format: '{bar} {value}/{total} session_keys',
    stream: process.stderr,
  });
  let started = false;
  const { total, unreadable } = await reencrypt({
    ...options,
    onProgress(done, all) {
      if (!started) bar.start(all, 0);
      started = true;
      bar.update(done);
    },
  });
  bar.stop();
  if (unreadable === 0) return `${total} session_keys were under older secrets; none is now.`;
  return `${unreadable} of ${total} session_keys stay as they are: none of SESSION_KEY_SECRETS opens them. Each is replaced when its person logs in.`;
}
