import { effect, signal } from '@preact/signals';
import type { ConsentHost, GivenFile } from '../../consent.ts';
import { settings } from '../settings.ts';
import { options, program, starts } from '../state.ts';
import { word } from './words.ts';

/** The sheet that waits for the person's answer. */
export type Sheet =
  | { kind: 'terms'; answer(): void }
  | { kind: 'privacy' | 'phone-number'; answer(allowed: boolean): void }
  | { kind: 'picture'; answer(picture: GivenFile | undefined): void };

export const sheet = signal<Sheet | undefined>(undefined);
export const nicknameOffer = signal<((nickname: string) => void) | undefined>(undefined);

// With the mini program goes what it asked.
effect(() => {
  starts.value;
  sheet.value = undefined;
  nicknameOffer.value = undefined;
});

const key = () => `consent of ${settings.value.personId} to ${program.value.appId}`;

/** As when the mini program is removed from the phone. */
export const forgetConsent = () => localStorage.removeItem(key());

/** Who holds the phone. */
export const holder = () =>
  options.value.people.find(({ id }) => id === settings.value.personId) ?? {
    id: '',
    name: '',
    nickName: '',
    picture: '',
  };

const ask = <Answer>(show: (answer: (given: Answer) => void) => Sheet): Promise<Answer> =>
  new Promise((resolve) => {
    sheet.value = show((given) => {
      sheet.value = undefined;
      resolve(given);
    });
  });

export const consent: ConsentHost = {
  agreed: () => localStorage.getItem(key()) !== null,
  agree: () => localStorage.setItem(key(), 'agreed'),
  terms: () => word('terms').replace('…', program.value.title),
  showTerms: () => ask<void>((answer) => ({ kind: 'terms', answer })),
  askPrivacy: () => ask<boolean>((answer) => ({ kind: 'privacy', answer })),
  askPhoneNumber: () => ask<boolean>((answer) => ({ kind: 'phone-number', answer })),
  askPicture: () => ask<GivenFile | undefined>((answer) => ({ kind: 'picture', answer })),
  offerNickname(choose) {
    nicknameOffer.value = choose;
  },
  withdrawNickname() {
    nicknameOffer.value = undefined;
  },
};
