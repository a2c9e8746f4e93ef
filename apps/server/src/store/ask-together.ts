interface Gathering {
  size: number;
  asked: Promise<void>;
  ask(): void;
}

/**
 * Asks one question for all who need it in the same turn of the event loop: at the end of the turn, or as soon as `most`
 * wait. Each resolves after it was asked, and it is asked after each has called; so everybody has an answer that is no
 * older than his call.
 *
 * @param ask what it throws, all who wait reject with
 */
export function askTogether(ask: () => void, most: number): () => Promise<void> {
  let waiting: Gathering | undefined;

  function gather(): Gathering {
    const gathering: Gathering = { size: 0, asked: Promise.resolve(), ask() {} };
    gathering.asked = new Promise((resolve, reject) => {
      gathering.ask = () => {
        if (waiting !== gathering) return;
        waiting = undefined;
        try {
          resolve(ask());
        } catch (error) {
          reject(error);
        }
      };
    });
    setImmediate(gathering.ask);
    return gathering;
  }

  return () => {
    waiting ??= gather();
    const { asked } = waiting;
    waiting.size += 1;
    if (waiting.size === most) waiting.ask();
    return asked;
  };
}
