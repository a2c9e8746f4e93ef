import { type Finding, fault, warning } from './finding.ts';

const settings = 'mp.weixin.qq.com → 开发管理 → 开发设置';

/** The address that WeChat saw, which the text of 40164 begins with: `invalid ip A ipv6 ::ffff:A, not in whitelist`. */
const addressIn = (errmsg: string) => /invalid ip ([0-9a-f.:]+)/i.exec(errmsg)?.[1];

export const aboutAppId = 'AppID';
export const aboutAppSecret = 'AppSecret';
export const aboutWhitelist = 'IP whitelist';

/** What a refused stable_token says about the set-up. */
export function readRefusal(appId: string, errcode: number, errmsg: string): Finding {
  switch (errcode) {
    case 40013:
      return fault(
        aboutAppId,
        `WeChat knows no AppID ${appId} (40013)`,
        `copy the AppID from ${settings}, into WECHAT_APP_ID or WECHAT_APPS`,
      );
    case 40125:
      return fault(
        aboutAppSecret,
        `what is set is not the AppSecret of ${appId} (40125)`,
        `reset it at ${settings} and put the new one into WECHAT_APP_SECRET or WECHAT_APPS; the old one ends at once`,
      );
    case 40243:
      return fault(
        aboutAppSecret,
        `the AppSecret of ${appId} is frozen (40243)`,
        `unfreeze it at ${settings}`,
      );
    case 40164:
      return fault(
        aboutWhitelist,
        `WeChat refuses ${addressIn(errmsg) ?? 'this address'} an access_token of ${appId} (40164): logins work, phone numbers do not`,
        `add ${addressIn(errmsg) ?? 'the address of this server'} at ${settings} → IP白名单`,
      );
    case 89503:
      return fault(
        aboutWhitelist,
        `an administrator of ${appId} has to confirm the call from this address (89503)`,
        'confirm it in the message that WeChat has sent to the administrator',
      );
    case 89506:
    case 89507:
      return fault(
        aboutWhitelist,
        `an administrator of ${appId} has refused the call from this address (${errcode})`,
        `ask the administrator, and try again after ${errcode === 89506 ? 'a day' : 'an hour'}`,
      );
    case 45009:
    case 45011:
      return warning(
        aboutAppSecret,
        `the quota of stable_token is used up for ${appId} (${errcode})`,
        `run this again ${errcode === 45009 ? 'tomorrow' : 'in a minute'}`,
      );
    case -1:
      return warning(aboutAppSecret, 'WeChat is busy (-1)', 'run this again');
    default:
      return fault(
        aboutAppSecret,
        `WeChat refuses an access_token of ${appId}: ${errcode} ${errmsg}`,
        'look the number up among the return codes at developers.weixin.qq.com',
      );
  }
}
