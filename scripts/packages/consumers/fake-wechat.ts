import { type FakeWechat, startFakeWechat, touristApp } from '@weapp-login/fake-wechat';

export async function useFake(): Promise<string> {
  const fake: FakeWechat = await startFakeWechat({ port: 0 });
  fake.fail({ kind: 'errcode', errcode: -1 }, { endpoint: '/sns/jscode2session', times: 1 });
  // @ts-expect-error a code is text
  fake.expireCode(1);
  const code: string = fake.issueCode({ personId: 'xiaoming', appId: touristApp.appId });
  await fake.close();
  return code;
}
