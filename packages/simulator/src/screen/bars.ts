import type { TabBarConfig } from '../mini-program/config.ts';
import type { Manifest } from '../mini-program/manifest.ts';
import type { Host } from '../phone-protocol.ts';
import { windowOf, withTheme } from './navigation-bar.ts';
import type { OpenPage } from './open-page.ts';

/** Brings the phone's bars, and the room that they leave, in line with the page that is seen. */
export function drawBars(
  page: OpenPage,
  depth: number,
  tabBar: (TabBarConfig & { hidden: boolean }) | undefined,
  { manifest, host, document }: { manifest: Manifest; host: Host; document: Document },
): void {
  const { theme } = host.settings;
  const selected = tabBar?.list.findIndex(({ pagePath }) => pagePath === page.route) ?? -1;
  host.setNavigationBar({ ...page.bar, back: depth > 1 });
  host.setTabBar(
    tabBar && selected >= 0 && !tabBar.custom && !tabBar.hidden
      ? { ...withTheme(tabBar, manifest, theme), selected }
      : undefined,
  );
  const { style } = document.documentElement;
  const { safeBottom, statusBarHeight } = host.device;
  style.setProperty('--safe-area-inset-bottom', `${selected < 0 ? safeBottom : 0}px`);
  style.setProperty('--safe-area-inset-top', `${page.bar.custom ? statusBarHeight : 0}px`);
  document.body.style.backgroundColor = windowOf(manifest, page.route, theme).backgroundColor ?? '';
}
