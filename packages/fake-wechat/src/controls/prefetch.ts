import { withQuery } from '../push/deliver-message.ts';
import type { FakeWechat } from './fake-wechat.ts';

/** The longest body that is kept for the mini program. Bytes. */
const longestData = 256 * 1024;

/**
 * Fetches from the address of 数据预拉取 as WeChat's server does when a person opens a mini program that has set no token.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/pre-fetch.html
 * @param options.now milliseconds since 1970
 */
export function createPrefetch(options: {
  issueCode: FakeWechat['issueCode'];
  now: () => number;
  closing: AbortSignal;
}): FakeWechat['prefetch'] {
  const { issueCode, now, closing } = options;
  return async ({ personId, appId, url }) => {
    const query = {
      appid: appId,
      code: issueCode({ personId, appId }),
      timestamp: String(now()),
      path: 'pages/index/index',
      query: '',
      scene: '1001',
    };
    const response = await fetch(withQuery(url, query), { redirect: 'error', signal: closing });
    const fetchedData = await response.text();
    if (Buffer.byteLength(fetchedData) > longestData)
      throw new Error('the data is longer than 256 KB, and is not kept');
    return fetchedData;
  };
}
