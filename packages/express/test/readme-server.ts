import { createWeappLogin, openStore } from '@weapp-login/express';
import express from 'express';

const {
  WECHAT_APP_ID: appId = '',
  WECHAT_APP_SECRET: appSecret = '',
  SESSION_KEY_SECRET: secret = '',
  WECHAT_API_URL: wechatApiUrl = 'https://api.weixin.qq.com',
  PORT = '2020',
} = process.env;

const store = openStore({ file: 'login.sqlite' });
const weapp = createWeappLogin({
  apps: [{ appId, appSecret }],
  sessionKeySecrets: [secret],
  store,
  wechatApiUrl,
});

const app = express();
app.use('/auth', weapp.router);
app.get('/orders', weapp.requireSession, (req, res) => {
  res.json({ ordersOf: weapp.callerOf(req).user.id });
});
const server = app.listen(Number(PORT), '127.0.0.1', () => console.log(server.address()));

process.once('SIGTERM', () => {
  server.close(async () => {
    await weapp.close();
    await store.close();
  });
});
