// A CommonJS program with the login under /auth. Its arguments: which Express, which HTTP server, and a folder for pictures.
const { createServer } = require('node:http');
const { createWeappLogin, noLimits, openFileStore, openStore } = require('@weapp-login/express');
const { createHttpServer } = require('@weapp-login/express/http-server');
const { touristApp } = require('@weapp-login/fake-wechat');

const [, , framework, httpServer, folder] = process.argv;
const express = require(framework);
const weapp = createWeappLogin({
  apps: [touristApp],
  sessionKeySecrets: ['a secret that is long enough for tests'],
  wechatApiUrl: process.env.FAKE_WECHAT_URL,
  store: openStore({ file: ':memory:' }),
  files: openFileStore({ folder }, { now: Date.now }),
  limits: noLimits,
});
const app = express();
app.use(express.json());
app.use('/auth', weapp.router, weapp.docs);
app.get('/guarded', weapp.requireSession, (req, res) => {
  res.send(weapp.callerOf(req).user.id);
});
app.get('/open', weapp.identify, (req, res) => {
  res.send(weapp.findCaller(req)?.user.id ?? '–');
});
const server = (httpServer === 'fast' ? createHttpServer : createServer)(app);
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
