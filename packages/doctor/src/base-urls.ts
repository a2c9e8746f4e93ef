import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';

export const envVersions = ['develop', 'trial', 'release'] as const;
export type EnvVersion = (typeof envVersions)[number];

/** Where each version of the mini program finds the server; undefined while a placeholder stands there. */
export type BaseUrls = Record<EnvVersion, string | undefined>;

/**
 * Asks the mini program's own src/config.ts, which the build asks too.
 * @param options.develop the address that the build is given for `develop`
 * @throws the error of esbuild or of the file, if it has no `baseUrlFor`
 */
export async function readBaseUrls(options: {
  folder: string;
  develop: string;
}): Promise<BaseUrls> {
  const { folder, develop } = options;
  const { outputFiles } = await build({
    entryPoints: [path.join(folder, 'src/config.ts')],
    bundle: true,
    format: 'iife',
    globalName: 'config',
    write: false,
    logLevel: 'silent',
    define: { API_BASE_URL_DEVELOP: JSON.stringify(develop) },
  });
  const context = createContext({});
  runInContext(outputFiles[0]?.text ?? '', context);
  const of = (version: EnvVersion) =>
    runInContext(`config.baseUrlFor(${JSON.stringify(version)})`, context) as string | undefined;
  return { develop: of('develop'), trial: of('trial'), release: of('release') };
}
