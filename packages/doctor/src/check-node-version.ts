import { type CheckResult, passed, warning } from './check-result.ts';

/** The oldest major version that receives security fixes. https://github.com/nodejs/release#release-schedule */
const oldestSupported = 22;

/** Checks that Node.js still receives security fixes. @param version as in process.versions.node */
export function checkNodeVersion(version: string): CheckResult {
  const check = 'Node.js';
  if (Number.parseInt(version, 10) >= oldestSupported) return passed(check, version);
  return warning(
    check,
    `${version} has reached end of life and receives no security fixes`,
    'install Node.js 24 (LTS)',
  );
}
