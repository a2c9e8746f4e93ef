import { type Finding, right, warning } from './finding.ts';

/** The oldest major version that gets security fixes. https://github.com/nodejs/release#release-schedule */
const oldestSupported = 22;

/** Whether Node.js still gets security fixes. @param version as process.versions.node */
export function examineNode(version: string): Finding {
  const about = 'Node.js';
  if (Number.parseInt(version, 10) >= oldestSupported) return right(about, version);
  return warning(
    about,
    `${version} is past its end of life and gets no security fixes`,
    'install Node.js 24 (LTS)',
  );
}
