// What `pnpm pack` and `pnpm publish` write into the package.json of a package.
'use strict';

/** Pinned here, a range there: programs that install the package get fixes, and one copy of what they share. */
const asRange = ([name, version]) => [
  name,
  /^\d/.test(version) && !isOurs(name) ? `^${version}` : version,
];

/** Of one release, so of exactly one version. */
const isOurs = (name) => name === 'weapp-login' || name.startsWith('@weapp-login/');

module.exports = {
  hooks: {
    beforePacking(manifest) {
      // Neither is of use outside this repository.
      delete manifest.devDependencies;
      delete manifest.scripts;
      if (manifest.dependencies)
        manifest.dependencies = Object.fromEntries(
          Object.entries(manifest.dependencies).map(asRange),
        );
      return manifest;
    },
  },
};
