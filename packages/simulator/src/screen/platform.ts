import type { Manifest } from '../mini-program/manifest.ts';
import type { Unsupported } from './unsupported.ts';

/** What scripts see as __wxConfig: undocumented, and read by many for the AppID and the version. */
export const configOf = ({ appId, app, pages }: Manifest): Record<string, unknown> => ({
  accountInfo: { appId },
  appType: 0,
  envVersion: 'develop',
  pages,
  entryPagePath: `${pages[0]}.html`,
  global: { window: app.window },
  tabBar: app.tabBar,
  ext: {},
});

/** What requirePlugin answers: a plugin is refused when something of it is called. */
export function pluginOf(name: string, unsupported: Unsupported): unknown {
  const refuse = (what: string) => (): unknown => {
    unsupported.refuse(what);
    return undefined;
  };
  return new Proxy(
    {},
    {
      get: (_, member) =>
        typeof member === 'symbol' || member === 'then'
          ? undefined
          : refuse(`${member} of the plugin ${name}`),
    },
  );
}
