/** What one check found. */
export interface Finding {
  /** What was looked at, in a few words. */
  about: string;
  /** `warning`: nothing fails by it yet, or not everything. */
  verdict: 'right' | 'warning' | 'fault';
  /** One sentence, with nothing secret in it. */
  says: string;
  /** What to do, and where. */
  mend?: string;
}

export const right = (about: string, says: string): Finding => ({ about, verdict: 'right', says });

export const warning = (about: string, says: string, mend: string): Finding => ({
  about,
  verdict: 'warning',
  says,
  mend,
});

export const fault = (about: string, says: string, mend: string): Finding => ({
  about,
  verdict: 'fault',
  says,
  mend,
});
