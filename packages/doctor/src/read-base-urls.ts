import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';

export const envVersions = ['develop', 'trial', 'release'] as const;
export type EnvVersion = (typeof envVersions)[number];

/** The base URL of the server in each version of the mini program; undefined while it has a placeholder. */
export type BaseUrls = { [version in EnvVersion]?: string | undefined };

/**
 * Reads the base URLs by calling `baseUrlFor` in the mini program's own src/config.ts.
 * @param options.develop the URL that the build passes in for `develop`
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
