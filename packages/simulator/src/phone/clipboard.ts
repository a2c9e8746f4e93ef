/** The phone's own clipboard, which outlives the mini program. */
export interface Clipboard {
  read(): string;
  write(text: string): void;
}

export function createClipboard(): Clipboard {
  let clipboard = '';
  return {
    read: () => clipboard,
    write(text) {
      clipboard = text;
      // The browser may refuse its own; the phone's holds the text anyway.
      navigator.clipboard?.writeText(text).catch(() => {});
    },
  };
}
