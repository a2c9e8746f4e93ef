import type { Theme, WindowConfig } from '../mini-program/config.ts';
import type { Manifest } from '../mini-program/manifest.ts';
import type { NavigationBar } from '../phone-protocol.ts';

/** A page's window settings over the app's, with the variables of theme.json filled in. */
export function windowOf(manifest: Manifest, route: string, theme: Theme): WindowConfig {
  const merged = { ...manifest.app.window, ...manifest.windows[route] };
  return withTheme(merged, manifest, theme);
}

/** Values like `@name` from the theme that is on. */
export function withTheme<Config extends object>(
  config: Config,
  manifest: Manifest,
  theme: Theme,
): Config {
  const colours = manifest.theme[manifest.app.darkmode ? theme : 'light'];
  const entries = Object.entries(config).map(([name, value]) => [
    name,
    typeof value === 'string' && value.startsWith('@') ? colours[value.slice(1)] : value,
  ]);
  return Object.fromEntries(entries) as Config;
}

/** The bar of a page before the page changes it. */
export function navigationBarOf(
  manifest: Manifest,
  route: string,
  theme: Theme,
): Omit<NavigationBar, 'back'> {
  const window = windowOf(manifest, route, theme);
  return {
    title: window.navigationBarTitleText ?? '',
    background: window.navigationBarBackgroundColor ?? '#000000',
    textStyle: window.navigationBarTextStyle === 'black' ? 'black' : 'white',
    custom: window.navigationStyle === 'custom',
    loading: false,
  };
}
