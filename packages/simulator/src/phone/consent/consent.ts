import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { ConsentHost, GivenFile } from '../../consent.ts';
import type { PhoneOptions, PhonePerson } from '../../phone-options.ts';
import type { KeyValueStorage, Settings } from '../../phone-protocol.ts';
import type { Say } from '../../text.ts';
import { words } from './words.ts';

/** The sheet that waits for the person's answer. */
export type Sheet =
  | { kind: 'terms'; answer(): void }
  | { kind: 'privacy' | 'phone-number'; answer(allowed: boolean): void }
  | { kind: 'picture'; answer(picture: GivenFile | undefined): void }
  | { kind: 'album'; count: number; answer(pictures: GivenFile[]): void };

/** What WeChat asks the person who holds the phone. */
export interface Consent extends ConsentHost {
  readonly sheet: ReadonlySignal<Sheet | undefined>;
  readonly nicknameOffer: ReadonlySignal<((nickname: string) => void) | undefined>;
  /** Who holds the phone. */
  holder(): PhonePerson;
  /** Withdraws whatever the mini program asked. */
  withdraw(): void;
  /** Forgets the consent, as when the mini program is removed from the phone. */
  forget(): void;
}

const noOne: PhonePerson = { id: '', name: '', nickName: '', picture: '' };

export function createConsent(phone: {
  options: PhoneOptions;
  settings: ReadonlySignal<Settings>;
  program: ReadonlySignal<{ appId: string; title: string }>;
  storage: KeyValueStorage;
  say: Say;
}): Consent {
  const { options, settings, program, storage, say } = phone;
  const sheet: Signal<Sheet | undefined> = signal(undefined);
  const nicknameOffer: Signal<((nickname: string) => void) | undefined> = signal(undefined);
  const key = () => `consent of ${settings.value.personId} to ${program.value.appId}`;
  const ask = <Answer>(show: (answer: (given: Answer) => void) => Sheet): Promise<Answer> =>
    new Promise((resolve) => {
      sheet.value = show((given) => {
        sheet.value = undefined;
        resolve(given);
      });
    });
  return {
    sheet,
    nicknameOffer,
    holder: () => options.people.find(({ id }) => id === settings.value.personId) ?? noOne,
    withdraw() {
      sheet.value = undefined;
      nicknameOffer.value = undefined;
    },
    forget: () => storage.removeItem(key()),
    agreed: () => storage.getItem(key()) !== null,
    agree: () => storage.setItem(key(), 'agreed'),
    terms: () => say(words.terms).replace('…', program.value.title),
    showTerms: () => ask<void>((answer) => ({ kind: 'terms', answer })),
    askPrivacy: () => ask<boolean>((answer) => ({ kind: 'privacy', answer })),
    askPhoneNumber: () => ask<boolean>((answer) => ({ kind: 'phone-number', answer })),
    askPicture: () => ask<GivenFile | undefined>((answer) => ({ kind: 'picture', answer })),
    askPictures: (count) => ask<GivenFile[]>((answer) => ({ kind: 'album', count, answer })),
    offerNickname(choose) {
      nicknameOffer.value = choose;
    },
    withdrawNickname() {
      nicknameOffer.value = undefined;
    },
  };
}
