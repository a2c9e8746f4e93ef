const head = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">`;

const page = (title: string, name: string, links = '') =>
  `${head}<title>${title}</title>${links}<link rel="icon" href="data:,"><link rel="stylesheet" href="/${name}.css"></head><body><div id="root"></div><script src="/${name}.js"></script></body></html>`;

/** The page with the phone in it. */
export const phonePage = page(
  'weapp-login simulator',
  'page',
  // Asked for beside the script that needs it, rather than after it.
  '<link rel="preload" as="fetch" crossorigin href="/options.json">',
);

/** The page that shows what runs on the phone. */
export const developerPage = page('Developer view · weapp-login simulator', 'developer');

/**
 * What the two pages may load: its own scripts and styles, and pictures, which a mini program may take from anywhere for
 * a toast. No site may frame it.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src * data: blob:',
  "connect-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * The page inside the phone's screen: the framework first, then the mini program.
 * @param appId the AppID to run under
 */
export const screenPage = (appId: string): string =>
  `${head}<title>mini program</title><link rel="stylesheet" href="/screen.css"></head><body><script src="/screen.js"></script><script src="/program.js?${new URLSearchParams({ appId })}"></script></body></html>`;

/**
 * Mini programs have neither eval nor connections of their own, on the platform as here. Styles may be inline, because
 * WXML's are; pictures and fonts may come from anywhere.
 */
export const screenPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  'img-src * data: blob:',
  'font-src * data:',
  'media-src * data: blob:',
  "connect-src 'none'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
