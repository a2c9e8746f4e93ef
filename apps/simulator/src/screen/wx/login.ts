import { type Options, WxFailure } from './call.ts';
import type { Api, WxContext } from './context.ts';

/** At most so many calls a second; the platform refuses more. */
const callsPerSecond = 4;

/** https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.login.html; it has no Promise style. */
export function loginApi({ host, manifest, caller, now }: WxContext): Api {
  let recent: number[] = [];
  let loggedIn = false;

  return {
    login(options: Options = {}) {
      const end = caller.begin('login', options);
      recent = [...recent.filter((at) => now() - at < 1000), now()];
      if (recent.length > callsPerSecond)
        return end(new WxFailure('call frequency exceeds the limit', 1003));
      if (host.settings.offline) return end(new WxFailure('network error', 108));
      const { personId } = host.settings;
      const sent = host.send('/wx/login', { personId, appId: manifest.appId });
      const timeout = Number(options.timeout ?? 60_000);
      const timer = setTimeout(() => {
        sent.abort();
        end(new WxFailure('timeout', 5));
      }, timeout);
      sent.answer.then(
        ({ status, body }) => {
          clearTimeout(timer);
          const { code, message } = body as { code?: string; message?: string };
          loggedIn = status === 200;
          end(code !== undefined ? { code } : new WxFailure(String(message)));
        },
        () => {
          clearTimeout(timer);
          end(new WxFailure('the simulator does not answer', 108));
        },
      );
    },

    checkSession: caller.api('checkSession', () => {
      if (!loggedIn) throw new WxFailure('please login first');
    }),
  };
}
