import { createWechatClient, explainErrcode, WechatError } from '@weapp-login/wechat-api';

export async function useClient(code: string): Promise<string | undefined> {
  const wechat = createWechatClient({ appId: 'wx0000000000000001', appSecret: 'secret' });
  try {
    const { openid } = await wechat.code2Session({ code });
    // @ts-expect-error an openid is text
    openid satisfies number;
    return openid;
  } catch (error) {
    if (!(error instanceof WechatError) || error.failure.kind !== 'rejected') throw error;
    return explainErrcode(error.failure.errcode)?.fix;
  }
}
