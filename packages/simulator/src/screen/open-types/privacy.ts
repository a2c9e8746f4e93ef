import type { ConsentHost } from '../../consent.ts';
import { WxFailure } from '../api-call.ts';

/** For so long after a refusal, in milliseconds, WeChat's own sheet does not ask again. */
const reminderPauseMs = 10_000;

/** What a listener of wx.onNeedPrivacyAuthorization answers. */
export interface PrivacyAnswer {
  event: 'agree' | 'disagree' | 'exposureAuthorization';
  buttonId?: string;
}

export type PrivacyListener = (
  resolve: (answer: PrivacyAnswer) => void,
  info: { referrer: string },
) => void;

/** Consent to the privacy terms: https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html */
export interface Privacy {
  /** Whether 用户隐私保护指引 declares what the mini program calls, and the person has agreed to it. */
  isOpen(): boolean;
  agreed(): boolean;
  agree(): void;
  /**
   * Resolves once the person has agreed, who is asked where need be: by the mini program if it listens, otherwise by
   * WeChat's own sheet. Every API that 用户隐私保护指引 has to declare waits for it.
   * @param referrer what needs the consent, as `button.getPhoneNumber`
   * @throws WxFailure with errno 112 where it is not declared, with 104 where the person does not agree
   */
  require(referrer: string): Promise<void>;
  /** The last listener is the one that counts. */
  listen(listener: PrivacyListener | undefined): void;
}

/**
 * @param now milliseconds since 1970
 * @param isDeclared whether 用户隐私保护指引 declares what the mini program calls
 */
export function createPrivacy(
  consent: ConsentHost,
  now: () => number,
  isDeclared: () => boolean,
): Privacy {
  let listener: PrivacyListener | undefined;
  let refusedAt = Number.NEGATIVE_INFINITY;
  const refused = () => new WxFailure('privacy permission is not authorized', 104);

  const askMiniProgram = (asked: PrivacyListener, referrer: string) =>
    new Promise<boolean>((resolve) => {
      asked(
        ({ event }) => {
          // To agree, a button of the open-type agreePrivacyAuthorization has to have been tapped.
          if (event === 'agree') resolve(consent.agreed());
          if (event === 'disagree') resolve(false);
        },
        { referrer },
      );
    });

  async function askSheet(): Promise<boolean> {
    if (now() - refusedAt < reminderPauseMs) return false;
    const allowed = await consent.askPrivacy();
    if (allowed) consent.agree();
    else refusedAt = now();
    return allowed;
  }

  return {
    isOpen: () => isDeclared() && consent.agreed(),
    agreed: consent.agreed,
    agree: consent.agree,
    async require(referrer) {
      if (!isDeclared())
        throw new WxFailure('api scope is not declared in the privacy agreement', 112);
      if (consent.agreed()) return;
      const allowed = listener ? await askMiniProgram(listener, referrer) : await askSheet();
      if (!allowed) throw refused();
    },
    listen(given) {
      listener = given;
    },
  };
}
