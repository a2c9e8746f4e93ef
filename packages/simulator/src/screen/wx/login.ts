import { WxFailure } from '../api-call.ts';
import type { Api, WxContext } from './context.ts';

/** At most so many calls a second; the platform refuses more. */
const callsPerSecond = 4;

/** https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.login.html and its neighbour */
export function loginApi({ host, manifest, caller, now }: WxContext): Api {
  let recent: number[] = [];
  let loggedIn = false;

  async function issueCode(milliseconds: number): Promise<{ code: string }> {
    const { personId } = host.settings;
    const sent = host.send('/wx/login', { personId, appId: manifest.appId });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      sent.abort();
    }, milliseconds);
    const { status, body } = await sent.answer
      .catch(() => {
        throw late
          ? new WxFailure('timeout', 5)
          : new WxFailure('the simulator does not answer', 108);
      })
      .then(
        (result) => {
          clearTimeout(timer);
          return result;
        },
        (error) => {
          clearTimeout(timer);
          throw error;
        },
      );
    const { code, message } = body as { code?: string; message?: string };
    loggedIn = status === 200;
    if (code === undefined) throw new WxFailure(String(message));
    return { code };
  }

  return {
    login: caller.api('login', ({ timeout }) => {
      recent = [...recent.filter((at) => now() - at < 1000), now()];
      if (recent.length > callsPerSecond)
        throw new WxFailure('call frequency exceeds the limit', 1003);
      if (host.settings.offline) throw new WxFailure('network error', 108);
      return issueCode(Number(timeout ?? 60_000));
    }),
    checkSession: caller.api('checkSession', () => {
      if (!loggedIn) throw new WxFailure('please login first');
    }),
  };
}
