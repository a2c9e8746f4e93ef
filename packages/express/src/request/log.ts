/** Writes one line: what is known, and what happened. An Error among the facts is named `err`. */
type Write = (facts: object, message: string) => void;

/** Where a program says what happens. A logger of pino fits. */
export interface Log {
  info: Write;
  warn: Write;
  error: Write;
}

/** Returns a log that writes warnings and errors to the standard error, one JSON object a line, and leaves out the rest. */
export function createWarningLog(): Log {
  const write =
    (level: string): Write =>
    (facts, message) => {
      const { err, ...others } = facts as { err?: unknown };
      const thrown = err instanceof Error ? { err: err.stack } : {};
      console.error(JSON.stringify({ level, ...others, ...thrown, msg: message }));
    };
  return { info: () => undefined, warn: write('warn'), error: write('error') };
}
