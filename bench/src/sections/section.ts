import type { Row } from '../compare.ts';

/** A table of numbers; the first column names what was measured. */
export interface Table {
  columns: string[];
  rows: (string | number)[][];
}

/** A chart of the rows of one variant. */
export interface Plot {
  /** The file name without its extension. */
  file: string;
  title: string;
  variant: string;
  value: 'requestsPerSecond' | 'cpuMicros' | 'p99';
}

export interface SectionResult {
  title: string;
  /** What a reader must know about the numbers. */
  notes: string[];
  rows?: Row[];
  table?: Table;
  plots?: Plot[];
}

export type Section = (options: { quick: boolean }) => Promise<SectionResult>;
