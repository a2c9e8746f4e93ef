import type { Row } from '../compare.ts';

/** Numbers under names; the first column says what of. */
export interface Table {
  columns: string[];
  rows: (string | number)[][];
}

/** A chart of the rows of one variant. */
export interface Plot {
  /** The file's name, without its ending. */
  file: string;
  title: string;
  variant: string;
  value: 'requestsPerSecond' | 'cpuMicros' | 'p99';
}

export interface SectionResult {
  title: string;
  /** What a reader has to know of the numbers. */
  notes: string[];
  rows?: Row[];
  table?: Table;
  plots?: Plot[];
}

export type Section = (options: { quick: boolean }) => Promise<SectionResult>;
