/** Every path of api.weixin.qq.com that the fake serves. */
export const endpoints = [
  '/sns/jscode2session',
  '/cgi-bin/token',
  '/cgi-bin/stable_token',
  '/wxa/business/getuserphonenumber',
  '/wxa/checksession',
  '/wxa/resetusersessionkey',
  '/cgi-bin/changeopenid',
] as const;

export type Endpoint = (typeof endpoints)[number];

export function isEndpoint(path: string): path is Endpoint {
  return endpoints.some((endpoint) => endpoint === path);
}
