import { type ErrcodeSubject, errcodePage, explainErrcode } from '@weapp-login/wechat-api';
import { type Finding, fault, warning } from './finding.ts';

/** The address that WeChat saw, which the text of 40164 begins with: `invalid ip A ipv6 ::ffff:A, not in whitelist`. */
const addressIn = (errmsg: string) => /invalid ip ([0-9a-f.:]+)/i.exec(errmsg)?.[1];

export const aboutAppSecret = 'AppSecret';
export const aboutWhitelist = 'IP whitelist';

/** Where the value is that WeChat refuses. */
const settingOf: Readonly<Partial<Record<ErrcodeSubject, string>>> = {
  AppID: 'WECHAT_APP_ID or WECHAT_APPS',
  AppSecret: 'WECHAT_APP_SECRET or WECHAT_APPS',
};

/** What a refused stable_token says about the set-up. */
export function readRefusal(appId: string, errcode: number, errmsg: string): Finding {
  const known = explainErrcode(errcode);
  if (!known)
    return fault(
      aboutAppSecret,
      `WeChat refuses an access_token of ${appId} with an unknown errcode: ${errcode} ${errmsg}`,
      `look for it at ${errcodePage}`,
    );
  const { about = aboutAppSecret, meaning } = known;
  const address = addressIn(errmsg);
  const says = `${address ? `${address} of ` : ''}${appId}: ${meaning} (${errcode})`;
  const setting = settingOf[about as ErrcodeSubject];
  const cure = address ? known.cure.replace('the address that errmsg names', address) : known.cure;
  const passes = known.fault === 'wechat' || known.fault === 'caller' || about === 'quota';
  return (passes ? warning : fault)(about, says, setting ? `${setting}: ${cure}` : cure);
}
