/** The result of one check. */
export interface CheckResult {
  /** The name of the check, in a few words. */
  check: string;
  /** `warning`: logins work, but not everywhere or not for long. */
  status: 'passed' | 'warning' | 'failed';
  /** One sentence, without any secret. */
  message: string;
  /** What to do, and where. */
  fix?: string;
}

export function passed(check: string, message: string): CheckResult {
  return { check, status: 'passed', message };
}

export function warning(check: string, message: string, fix: string): CheckResult {
  return { check, status: 'warning', message, fix };
}

export function failed(check: string, message: string, fix: string): CheckResult {
  return { check, status: 'failed', message, fix };
}
