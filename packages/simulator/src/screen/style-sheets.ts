import type { Theme } from '../mini-program/config.ts';
import { scopeMark } from '../mini-program/scope.ts';

export interface StyleSheets {
  /** @param scope the name that stands before the component's classes; none where it shares the page's */
  register(path: string, css: string, scope?: string): void;
  /** Puts a registered sheet into the document, once. */
  append(path: string): void;
  setTheme(theme: Theme): void;
}

/** The sheets in use; the phone's theme is not the browser's, so its media queries are answered here. */
export function createStyleSheets(document: Document, theme: Theme): StyleSheets {
  const texts = new Map<string, string>();
  const elements = new Map<string, HTMLStyleElement>();
  let current = theme;
  const themed = (css: string) =>
    css.replace(
      /\(theme: (\w+)\)/g,
      (_, wanted) => `(${wanted === current ? 'min' : 'max'}-width: 0)`,
    );

  return {
    register(path, css, scope) {
      texts.set(
        path,
        scope === undefined
          ? css.replaceAll(`${scopeMark}--`, '').replaceAll(`[data-scope="${scopeMark}"]`, '')
          : css.replaceAll(scopeMark, scope),
      );
    },
    append(path) {
      if (elements.has(path)) return;
      const element = document.createElement('style');
      element.dataset.sheet = path;
      element.textContent = themed(texts.get(path) ?? '');
      document.head.append(element);
      elements.set(path, element);
    },
    setTheme(theme) {
      current = theme;
      for (const [path, element] of elements) element.textContent = themed(texts.get(path) ?? '');
    },
  };
}
