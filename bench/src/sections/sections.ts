import { commits } from './commits.ts';
import { dev } from './dev.ts';
import { generator } from './generator.ts';
import { login } from './login.ts';
import { me } from './me.ts';
import { miniprogram } from './miniprogram.ts';
import { parts } from './parts.ts';
import { phone } from './phone.ts';
import { repository } from './repository.ts';
import { scale } from './scale.ts';
import type { Section } from './section.ts';
import { sessions } from './sessions.ts';
import { start } from './start.ts';

/** Every section by its name on the command line, in the order of the report. */
export const sections = {
  generator,
  me,
  parts,
  sessions,
  login,
  commits,
  scale,
  start,
  miniprogram,
  phone,
  dev,
  repository,
} satisfies Record<string, Section>;

export type SectionName = keyof typeof sections;
