import type { RouteName } from 'weapp-login';

/** The documentation of a route beyond its row in the contract. */
export interface Operation {
  tag: string;
  summary: string;
  description?: string;
  /** Descriptions of parameters, by name. */
  parameters?: Record<string, string>;
}

/** One row per route of the contract. */
export const operations: Record<RouteName, Operation> = {
  login: {
    tag: 'Login',
    summary: 'Log in',
    description: 'Exchanges a code of `wx.login` at WeChat and opens a session.',
    parameters: {
      'idempotency-key':
        'A random value that names this attempt. The same code with the same key gives the same session for five minutes; without it, a used code is `code-rejected`.',
    },
  },
  openid: {
    tag: 'Login',
    summary: 'Exchange a code for the openid only',
    description: 'No session is opened.',
  },
  wechatlogin: {
    tag: 'Login',
    summary: 'Exchange a code for the openid (older contract)',
    description:
      'For a mini program written against the older contract: the code is a form field, the answer is the openid as a JSON string.',
  },
  logout: { tag: 'Session', summary: 'End the session of the token' },
  sessions: {
    tag: 'Session',
    summary: "List the user's open sessions",
    description: 'In pages, the session that was used last first.',
    parameters: { cursor: '`nextCursor` of the page before. Without it, the first page.' },
  },
  revokeSession: {
    tag: 'Session',
    summary: "End one of the user's sessions",
    description: 'Does nothing where there is none of that id.',
  },
  revokeSessions: { tag: 'Session', summary: 'Log out everywhere' },
  me: { tag: 'Person', summary: 'Get the user of the token' },
  phone: {
    tag: 'Person',
    summary: 'Set the phone number',
    description: 'Exchanges a code of the getPhoneNumber button at WeChat.',
  },
  userData: {
    tag: 'Person',
    summary: 'Decrypt user data encrypted by WeChat',
    description:
      'Takes `encryptedData` and `iv` of a `wx.*` call. After `user-data-rejected`, log in, make that call again, and send the new data, once: the response never says what was wrong. Base64 with line breaks, without padding, percent-encoded or with blanks for `+` is accepted.',
  },
  profile: {
    tag: 'Person',
    summary: 'Set the nickname',
    description: 'An empty one is deleted.',
  },
  avatar: { tag: 'Person', summary: 'Set the picture' },
  deleteMe: {
    tag: 'Person',
    summary: 'Delete the person',
    description:
      'Deletes everything that is kept of the person: accounts in every AppID, sessions, phone number, nickname and picture. It cannot be undone. A later login makes a new user.',
  },
  exportMe: {
    tag: 'Person',
    summary: 'Export everything that is kept of the person',
    description: 'The phone number is whole here. The 1,000 sessions used last are included.',
  },
  deletePhone: { tag: 'Person', summary: 'Delete the phone number' },
  deleteAvatar: { tag: 'Person', summary: 'Delete the picture' },
};
