/** The languages of the messages. */
export type Language = 'zh' | 'en';

/**
 * What happened, and what the person can do about it. The hint is for the developer of the mini program: what to check;
 * it is never shown in the released version.
 */
export type MessageWords = readonly [title: string, text: string, hint?: string];

/** `retry`: trying again can help. `none`: it can't, so the message is only to be read. */
export type Action = 'retry' | 'none';

/** What a person reads about failures of some codes, and what they can do; without an action, `retry`. */
export type FailureWords<Code extends string> = Readonly<
  Record<Code, { readonly action?: Action } & Readonly<Record<Language, MessageWords>>>
>;
