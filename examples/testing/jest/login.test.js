const { logIn } = require('./login.cjs');

const { WECHAT_API_URL } = process.env;
const app = { appId: 'touristappid', appSecret: 'fa4efa4efa4efa4efa4efa4efa4efa4e' };

/** The controls of the fake, over HTTP. */
async function control(method, path, body) {
  const response = await fetch(`${WECHAT_API_URL}/__fake/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

const newCode = async () =>
  (await control('POST', 'codes', { personId: 'xiaoming', appId: app.appId })).code;

test('a code logs in', async () => {
  expect(await logIn(await newCode(), app)).toMatch(/^o[\w-]{27}$/);
});

test('WeChat is busy', async () => {
  const code = await newCode();
  await control('PUT', 'failures', [{ failure: { kind: 'errcode', errcode: -1 }, times: 1 }]);
  await expect(logIn(code, app)).rejects.toThrow('-1');
});
