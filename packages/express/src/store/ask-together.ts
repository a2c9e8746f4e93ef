interface Gathering<Answer> {
  size: number;
  asked: Promise<Answer>;
  ask(): void;
}

/**
 * Asks one question for all who need it in the same turn of the event loop: at the end of the turn, or as soon as `most`
 * wait. Each resolves after it was asked, and it is asked after each has called; so everybody has an answer that is no
 * older than his call.
 *
 * @param ask what it throws, all who wait reject with
 */
export function askTogether<Answer>(ask: () => Answer, most: number): () => Promise<Answer> {
  let waiting: Gathering<Answer> | undefined;

  function gather(): Gathering<Answer> {
    let askNow = () => {};
    const asked = new Promise<Answer>((resolve, reject) => {
      askNow = () => {
        if (waiting !== gathering) return;
        waiting = undefined;
        try {
          resolve(ask());
        } catch (error) {
          reject(error);
        }
      };
    });
    const gathering = { size: 0, asked, ask: askNow };
    setImmediate(askNow);
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
