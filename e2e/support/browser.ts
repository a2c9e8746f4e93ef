import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { installOnDemand } from '@weapp-login/express/test/install-on-demand';

const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];
const installPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const folder = process.env[variable];
    return folder ? [path.join(folder, 'Google/Chrome/Application/chrome.exe')] : [];
  }),
];

const isExecutable = (file: string) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The browser of the npm package, unpacked in the temporary folder, with the libraries it needs. */
async function shipped(): Promise<string> {
  // The package unpacks its shared libraries only on a platform it recognizes; a minimal Linux lacks them too.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x';
  const installed = await installOnDemand(path.join(import.meta.dirname, '../browser'));
  const { default: chromium } = (await import(
    pathToFileURL(installed.resolve('@sparticuz/chromium')).href
  )) as { default: { executablePath(): Promise<string> } };
  return chromium.executablePath();
}

/**
 * The path of a Chrome or Chromium: CHROME_PATH, an installed one, or on Linux x64 the one that comes from npm.
 * @throws if there is none; the message says how to install one.
 */
export async function findBrowser(): Promise<string> {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new Error(`CHROME_PATH=${chosen} is not a program that can be run.`);
  }
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  const installed = [...onPath, ...installPaths].find(isExecutable);
  if (installed) return installed;
  if (process.platform === 'linux' && process.arch === 'x64') return shipped();
  throw new Error(
    'The end-to-end tests need a Chrome or Chromium. Install one (https://www.google.com/chrome/), or set CHROME_PATH to its program.',
  );
}
