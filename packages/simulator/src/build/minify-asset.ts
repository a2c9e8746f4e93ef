import { transform } from 'esbuild';

/** How each kind of file that DevTools takes as it is becomes smaller. What it means stays. */
const minifiers: Readonly<Record<string, (text: string) => string | Promise<string>>> = {
  '.json': (text) => JSON.stringify(JSON.parse(text)),
  // Indentation only: inside a <text>, a line break is content.
  '.wxml': (text) => text.replace(/<!--[\s\S]*?-->/g, '').replace(/\n\s+/g, '\n'),
  '.wxss': async (text) =>
    (await transform(text, { loader: 'css', minifyWhitespace: true, legalComments: 'none' })).code,
};

/** The endings of the files that {@link minifyAsset} takes. */
export const assets = Object.keys(minifiers);

/**
 * Minifies a json, wxml or wxss file.
 * @throws Error of the parser, for JSON or WXSS that is not
 */
export async function minifyAsset(path: string, text: string): Promise<Buffer> {
  const ending = assets.find((one) => path.endsWith(one)) as string;
  return Buffer.from((await minifiers[ending]?.(text)) ?? text);
}
