import { readEncodingAesKey } from '@weapp-login/wechat-api';
import { z } from 'zod';

const appIdForm = /^(wx[0-9a-f]{16}|touristappid)$/;
const appSecretForm = /^[0-9a-f]{32}$/i;

export const whereCredentialsAre = 'mp.weixin.qq.com → 开发管理 → 开发设置';

/** Returns the format error of an AppID, or undefined. */
function appIdFault(text: string): string | undefined {
  if (appIdForm.test(text)) return undefined;
  if (appSecretForm.test(text)) return 'is an AppSecret; the AppID begins with wx';
  if (appIdForm.test(text.toLowerCase())) return 'has capital letters; an AppID has none';
  if (/^gh_/.test(text)) return 'is an original ID (原始ID); the AppID begins with wx';
  return `must be wx and 16 hexadecimal digits; copy it from ${whereCredentialsAre}`;
}

/** Returns the format error of an AppSecret, or undefined. */
function appSecretFault(text: string): string | undefined {
  if (appSecretForm.test(text)) return undefined;
  if (appIdForm.test(text)) return 'is an AppID; the AppSecret has 32 hexadecimal digits';
  if (/\s/.test(text)) return 'has a space in it; copy it again';
  if (/^[0-9a-f]+$/i.test(text))
    return `has ${text.length} digits; an AppSecret has 32 hexadecimal digits`;
  return `must be 32 hexadecimal digits; copy it from ${whereCredentialsAre}`;
}

const checked = (faultOf: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const fault = faultOf(text);
    if (fault) context.addIssue(fault);
  });

export const appId = checked(appIdFault);
export const appSecret = checked(appSecretFault);

/** What is wrong with a Token of message push, or undefined. https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html */
const messageTokenFault = (text: string) =>
  /^[A-Za-z0-9]{3,32}$/.test(text)
    ? undefined
    : 'must be 3 to 32 letters and digits, as under 消息推送 in the console';

const encodingAesKeyFault = (text: string) =>
  readEncodingAesKey(text) ? undefined : 'must be the 43 characters under 消息推送 in the console';

export const messageToken = checked(messageTokenFault);
export const encodingAesKey = checked(encodingAesKeyFault);

/** Parses AppID:AppSecret pairs separated by commas; each may go on with :Token:EncodingAESKey. */
export const appList = z.string().transform((text, context) => {
  if (/[;，；|]/.test(text)) context.addIssue('has pairs that are not separated by commas (,)');
  else if (text.includes('：')) context.addIssue('has a full-width colon (：) in it; write :');
  else return text.split(',').map((pair, index) => readPair(pair.trim(), index + 1, context));
  return z.NEVER;
});

function readPair(pair: string, position: number, context: z.RefinementCtx) {
  const colon = pair.indexOf(':');
  if (colon < 0) {
    context.addIssue(
      pair === ''
        ? 'has an empty pair: it must be AppID:AppSecret pairs, separated by commas'
        : `must be AppID:AppSecret pairs, separated by commas; pair ${position} has no colon`,
    );
    return z.NEVER;
  }
  const [appId = '', appSecret = '', messageToken, encodingAesKey, ...rest] = pair
    .split(':')
    .map((part) => part.trim());
  const credentials = {
    appId,
    appSecret,
    ...(messageToken && { messageToken }),
    ...(encodingAesKey && { encodingAesKey }),
  };
  for (const [what, fault] of [
    ['AppID', appIdFault(appId)],
    ['AppSecret', appSecretFault(appSecret)],
    ['Token', messageToken && messageTokenFault(messageToken)],
    ['EncodingAESKey', encodingAesKey && encodingAesKeyFault(encodingAesKey)],
    ['end', rest.length > 0 && 'has more than a Token and an EncodingAESKey behind the AppSecret'],
  ])
    if (fault) context.addIssue(`: the ${what} of pair ${position} ${fault}`);
  return credentials;
}
