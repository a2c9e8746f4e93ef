import path from 'node:path';
import postcss, { type AtRule, type Root, type Rule } from 'postcss';
import selectorParser from 'postcss-selector-parser';
import type { Fault } from './fault.ts';
import { scopeMark, screenUnits } from './scope.ts';

interface StyleOptions {
  /** Path inside the mini program, with its extension. */
  file: string;
  /** Rules of `app` hold everywhere, those of a page on that page, those of a component inside of it. */
  kind: 'app' | 'page' | 'component';
  /** The text of a file by its path, undefined where there is none. */
  read: (file: string) => string | undefined;
}

/** Turns WXSS into CSS for the phone's screen: units, tags, scopes, imports. */
export function transformStyles({ file, kind, read }: StyleOptions): {
  css: string;
  faults: Fault[];
} {
  const faults: Fault[] = [];
  const root = parse(file, read, faults, []);
  const route = file.replace(/\.wxss$/, '');
  root.walkRules((rule) => scopeRule(rule, kind, route, faults, file));
  root.walkDecls((declaration) => {
    declaration.value = screenUnits(declaration.value);
  });
  root.walkAtRules('media', (rule) => {
    rule.params = rule.params.replace(/\(\s*prefers-color-scheme\s*:\s*(\w+)\s*\)/g, '(theme: $1)');
  });
  return { css: root.toString(), faults };
}

function parse(file: string, read: StyleOptions['read'], faults: Fault[], from: string[]): Root {
  const text = read(file);
  if (text === undefined || from.includes(file)) {
    faults.push({
      message: text === undefined ? `${file} is missing` : `${file} imports itself`,
      ...(from.length > 0 && { where: from.at(-1) as string }),
    });
    return postcss.root();
  }
  let root: Root;
  try {
    root = postcss.parse(text);
  } catch (error) {
    if (!(error instanceof postcss.CssSyntaxError)) throw error;
    faults.push({ message: error.reason, where: `${file}:${error.line}` });
    return postcss.root();
  }
  root.walkDecls((declaration) => {
    declaration.value = declaration.value.replace(
      /url\(\s*(['"]?)(?![a-z]+:|\/\/|#)([^'")]+)\1\s*\)/gi,
      (_, __, target: string) => `url("/app/${resolve(file, target.trim())}")`,
    );
  });
  root.walkAtRules('import', (rule) => {
    const target = importTarget(rule);
    if (target !== undefined)
      rule.replaceWith(parse(resolve(file, target), read, faults, [...from, file]));
  });
  return root;
}

const importTarget = (rule: AtRule) => /^(?:url\()?\s*['"]([^'"]+)['"]/.exec(rule.params)?.[1];

const resolve = (file: string, target: string): string =>
  target.startsWith('/') ? target.slice(1) : path.posix.join(path.posix.dirname(file), target);

function scopeRule(
  rule: Rule,
  kind: StyleOptions['kind'],
  route: string,
  faults: Fault[],
  file: string,
): void {
  const parent = rule.parent;
  if (parent?.type === 'atrule' && /keyframes$/i.test((parent as AtRule).name)) return;
  try {
    rule.selector = selectorParser((selectors) => {
      selectors.walkTags((tag) => {
        const scope = kind === 'component' ? `[data-scope="${scopeMark}"]` : '';
        tag.value = `wx-${tag.value}${scope}`;
      });
      if (kind === 'component') {
        selectors.walkClasses((name) => {
          name.setPropertyWithoutEscape(
            'value',
            `${scopeMark}--${name.toString().trim().slice(1)}`,
          );
        });
        selectors.walkPseudos((pseudo) => {
          if (pseudo.value === ':host') pseudo.value = `[wx-host="${scopeMark}"]`;
        });
      }
    }).processSync(rule.selector);
    // A nested rule hangs on its parent's selector, which has the route already.
    if (kind === 'page' && parent?.type !== 'rule')
      rule.selectors = rule.selectors.map(
        // Weighs nothing, so that the page's rules and the app's meet as on the platform.
        (selector) => `:where([data-route="${route}"]) ${selector.trim()}`,
      );
  } catch (error) {
    faults.push({
      message: `${(error as Error).message}`,
      where: `${file}:${rule.source?.start?.line ?? 1}`,
    });
  }
}
