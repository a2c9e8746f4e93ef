import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import appJson from '../src/app.json' with { type: 'json' };
import type { WeappLogin } from '../src/app.ts';

/** A page as WeChat sees it: its data, and a function for each event. */
interface RunningPage {
  data: Record<string, unknown>;
  onLoad(): void;
  onShow(): void;
}

interface IndexPage extends RunningPage {
  onLogin(): Promise<void>;
  onRetry(): Promise<void>;
  onLogout(): Promise<void>;
  onDismiss(): void;
  onCopy(event: { currentTarget: { dataset: { value: string } } }): void;
}

interface DevicesPage extends RunningPage {
  onShow(): Promise<void>;
  onRetry(): Promise<void>;
  onRevoke(event: { currentTarget: { dataset: { id: string } } }): Promise<void>;
  onRevokeAll(): Promise<void>;
  onMore(): Promise<void>;
}

interface MePage extends RunningPage {
  onShow(): Promise<void>;
  onTerms(): void;
  onAgree(): void;
  onAvatar(event: { detail: { avatarUrl?: string } }): Promise<void> | undefined;
  onNickname(event: { detail: { value: { nickname?: string } } }): Promise<void>;
  onPhone(event: { detail: { code?: string; errMsg: string; errno?: number } }): Promise<void>;
  onDeleteAvatar(): Promise<void>;
  onDeleteNickname(): Promise<void>;
  onDeletePhone(): Promise<void>;
  onDeleteAccount(): Promise<void>;
}

interface OrdersPage extends RunningPage {
  onShow(): Promise<void>;
  onRetry(): Promise<void>;
}

interface Pages {
  'pages/index/index': IndexPage;
  'pages/me/me': MePage;
  'pages/devices/devices': DevicesPage;
  'pages/orders/orders': OrdersPage;
}

/** Every page of app.json. */
export const pages = appJson.pages as (keyof Pages)[];

/** Runs a built mini program as WeChat does: app.js first, then pages, each module once. */
export function runMiniProgram<Path extends keyof Pages>(
  dist: string,
  wx: object,
  ...paths: Path[]
) {
  const modules = new Map<string, { exports: unknown }>();
  const errors: unknown[] = [];
  const warnings: unknown[] = [];
  let app: WeappLogin | undefined;
  let page: Pages[Path] | undefined;
  const globals = {
    wx,
    setTimeout,
    clearTimeout,
    console: {
      error: (error: unknown) => errors.push(error),
      warn: (warning: unknown) => warnings.push(warning),
    },
    App: (options: WeappLogin) => {
      app = options;
    },
    getApp: () => app,
    Page: (options: Pages[Path]) => {
      page = Object.assign(options, {
        setData: (changes: object) => Object.assign(options.data, changes),
      });
    },
  };

  const context = createContext(globals);
  // The oldest hosts lack it; the build keeps out the rest of what they lack.
  runInContext('delete Promise.prototype.finally', context);

  function load(path: string): unknown {
    const known = modules.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(path, module);
    const require = (request: string) => load(join(dirname(path), request));
    const source = `(function (module, exports, require) {${readFileSync(path, 'utf8')}\n})`;
    runInContext(source, context, { filename: path })(module, module.exports, require);
    return module.exports;
  }

  load(join(dist, 'app.js'));
  for (const path of paths) load(join(dist, `${path}.js`));
  if (!app || !page) throw new Error('The modules call App() and Page()');
  return {
    app: app as WeappLogin,
    page: page as Pages[Path],
    errors,
    warnings,
    modules: [...modules.keys()],
  };
}
