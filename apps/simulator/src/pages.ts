const head = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">`;

/** The page with the phone in it. */
export const phonePage = `${head}<title>weapp-login simulator</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/phone.css"></head><body><div id="root"></div><script src="/phone.js"></script></body></html>`;

/** What runs inside of the phone's screen: the framework first, then the mini program's own scripts. */
export const screenPage = (scripts: Iterable<string>): string =>
  `${head}<title>mini program</title><link rel="stylesheet" href="/screen.css"></head><body>${[
    '/screen.js',
    '/manifest.js',
    '/templates.js',
    ...[...scripts].map((file) => `/app/${encodeURI(file)}`),
  ]
    .map((source) => `<script src="${source}"></script>`)
    .join('')}<script src="/start.js"></script></body></html>`;

/** Mini programs have neither eval nor connections of their own, on the platform as here. */
export const screenPolicy = "script-src 'self'; connect-src 'none'; frame-ancestors 'self'";
