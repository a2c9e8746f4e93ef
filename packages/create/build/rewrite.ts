/** Version numbers by the name of a package: of this repository's, and of the catalog. */
export interface Versions {
  published: ReadonlyMap<string, string>;
  catalog: Readonly<Record<string, string>>;
}

/** The packages that are part of the app, and not installed from npm. */
const ownPackages = /^@weapp-login\/(shared|server|miniprogram)$/;

/**
 * Returns a package.json of this repository as it is in an app.
 * @throws {Error} for a version that is of this repository only
 */
export function rewriteVersions(file: string, text: string, versions: Versions): string {
  const { published, catalog } = versions;
  return text.replace(
    /"([^"]+)": "(workspace|catalog):[^"]*"/g,
    (whole, name: string, kind: string) => {
      if (ownPackages.test(name)) return whole;
      const version = kind === 'catalog' ? catalog[name] : published.get(name);
      if (!version) throw new Error(`${file}: ${name} is not published`);
      return `"${name}": "${kind === 'catalog' ? version : `^${version}`}"`;
    },
  );
}
