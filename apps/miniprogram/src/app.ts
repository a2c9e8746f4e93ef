import { routes } from '@weapp-login/shared';
import {
  createPageTasks,
  createSession,
  type Language,
  type PageTasks,
  runningVersion,
  type WxSession,
  wxLanguage,
} from 'weapp-login/wx';
import { baseUrlFor } from './config.ts';

/** What pages reach through `getApp<WeappLogin>()`. */
export interface WeappLogin {
  session: WxSession<typeof routes>;
  language: Language;
  tasks: PageTasks;
  /** The server's address, without a slash at the end; undefined where none is configured. */
  baseUrl: string | undefined;
}

// Nothing here may throw: without App() every page is blank.
const { envVersion } = runningVersion(wx);
const baseUrl = baseUrlFor(envVersion);
const language = wxLanguage(wx);

App<WeappLogin>({
  language,
  baseUrl,
  session: createSession({ wx, routes, baseUrl }),
  // Hints for developers stay out of the released version.
  tasks: createPageTasks({ language, hints: envVersion !== 'release' }),
});
