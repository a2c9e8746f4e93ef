/** Writes one line: its fields and its message. An Error is the field `err`. */
type Write = (facts: object, message: string) => void;

/** The program's log. A pino logger fits. */
export interface Log {
  info: Write;
  warn: Write;
  error: Write;
}

/** Returns a log that writes warnings and errors to the standard error, one JSON object a line, and drops the rest. */
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
