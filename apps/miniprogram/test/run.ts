import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import type { WeappLogin } from '../src/app.ts';

/** The page as WeChat sees it: its data, and a function for each event. */
export interface RunningPage {
  data: Record<string, unknown>;
  onLoad(): void;
  onLogin(): Promise<void>;
  onRetry(): Promise<void>;
  onLogout(): Promise<void>;
  onDismiss(): void;
  onCopy(event: { currentTarget: { dataset: { value: string } } }): void;
}

/** Runs a built mini program as WeChat does: app.js first, then the page, each module once. */
export function runMiniProgram(dist: string, wx: object) {
  const modules = new Map<string, { exports: unknown }>();
  const errors: unknown[] = [];
  let app: WeappLogin | undefined;
  let page: RunningPage | undefined;
  const globals = {
    wx,
    setTimeout,
    console: { error: (error: unknown) => errors.push(error) },
    App: (options: WeappLogin) => {
      app = options;
    },
    getApp: () => app,
    Page: (options: RunningPage) => {
      page = Object.assign(options, {
        setData: (changes: object) => Object.assign(options.data, changes),
      });
    },
  };

  function load(path: string): unknown {
    const known = modules.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(path, module);
    const require = (request: string) => load(join(dirname(path), request));
    const source = `(function (module, exports, require) {${readFileSync(path, 'utf8')}\n})`;
    runInNewContext(source, globals, { filename: path })(module, module.exports, require);
    return module.exports;
  }

  load(join(dist, 'app.js'));
  load(join(dist, 'pages/index/index.js'));
  if (!app || !page) throw new Error('The modules call App() and Page()');
  return { app: app as WeappLogin, page, errors, modules: [...modules.keys()] };
}
