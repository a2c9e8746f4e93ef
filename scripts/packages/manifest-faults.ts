import type { PackedPackage } from './pack.ts';

/** Returns one sentence for each thing that keeps a packed package from working for the people who install it. */
export function manifestFaults({ manifest, files }: PackedPackage): string[] {
  const faults: string[] = [];
  const text = JSON.stringify(manifest);
  const refuse = (condition: boolean, fault: string) => {
    if (condition) faults.push(`${manifest.name}: ${fault}`);
  };
  refuse(
    /"(workspace|catalog|link|file):/.test(text),
    'package.json has a version of this repository only',
  );
  refuse(manifest.private === true, 'package.json is private');
  refuse(
    manifest.scripts !== undefined,
    'package.json has scripts, which run at people who install it',
  );
  refuse(manifest.devDependencies !== undefined, 'package.json has devDependencies');
  refuse(!manifest.description, 'package.json has no description');
  refuse(manifest.license !== 'MIT', 'package.json has no license');
  refuse(!manifest.engines?.node, 'package.json does not say which Node.js it needs');
  for (const name of ['README.md', 'LICENSE']) refuse(!files.includes(name), `${name} is missing`);
  for (const target of targetsOf(manifest)) {
    refuse(!/^\.\/(dist\/|package\.json$)/.test(target), `${target} is not built`);
    refuse(!files.includes(target.slice(2)), `${target} is missing`);
  }
  for (const file of files)
    refuse(
      !file.startsWith('dist/template/') && /\.test\.|\.tsbuildinfo$|(^|\/)\.env/.test(file),
      `${file} is packed`,
    );
  return faults;
}

function targetsOf({ exports = {}, bin = {} }: PackedPackage['manifest']): string[] {
  const exported = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  return [...exported, ...Object.values(bin)];
}
