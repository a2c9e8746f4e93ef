import { type ErrcodeSubject, errcodePage, explainErrcode } from '@weapp-login/wechat-api';
import { type CheckResult, failed, warning } from './check-result.ts';

/** The address that WeChat saw, at the beginning of 40164's errmsg: `invalid ip A ipv6 ::ffff:A, not in whitelist`. */
function addressIn(errmsg: string): string | undefined {
  return /invalid ip ([0-9a-f.:]+)/i.exec(errmsg)?.[1];
}

export const appSecretCheck = 'AppSecret';
export const whitelistCheck = 'IP whitelist';

/** The setting that holds the value WeChat refuses. */
const settingOf: Readonly<Partial<Record<ErrcodeSubject, string>>> = {
  AppID: 'WECHAT_APP_ID or WECHAT_APPS',
  AppSecret: 'WECHAT_APP_SECRET or WECHAT_APPS',
};

/** Returns what an errcode of stable_token means for the setup. */
export function resultOfErrcode(appId: string, errcode: number, errmsg: string): CheckResult {
  const known = explainErrcode(errcode);
  if (!known)
    return failed(
      appSecretCheck,
      `WeChat refuses an access_token for ${appId} with an unknown errcode: ${errcode} ${errmsg}`,
      `look it up at ${errcodePage}`,
    );
  const { about: check = appSecretCheck, meaning } = known;
  const address = addressIn(errmsg);
  const message = `${address ? `${address} of ` : ''}${appId}: ${meaning} (${errcode})`;
  const setting = settingOf[check as ErrcodeSubject];
  const fix = address ? known.fix.replace('the address that errmsg names', address) : known.fix;
  const isTemporary = known.fault === 'wechat' || known.fault === 'caller' || check === 'quota';
  return (isTemporary ? warning : failed)(check, message, setting ? `${setting}: ${fix}` : fix);
}
