// The login in a stock Express, with SQLite and no server of ours under it.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createWeappLogin, noLimits, openStore } from '@weapp-login/express';
import express from 'express';

const {
  PORT,
  DATA_DIR = mkdtempSync(path.join(tmpdir(), 'stock-express-')),
  WECHAT_APP_ID: appId = '',
  WECHAT_APP_SECRET: appSecret = '',
  WECHAT_API_URL: wechatApiUrl = '',
} = process.env;

const weapp = createWeappLogin({
  apps: [{ appId, appSecret }],
  sessionKeySecrets: ['a secret that is long enough for a benchmark'],
  store: openStore({ file: path.join(DATA_DIR, 'login.sqlite') }),
  wechatApiUrl,
  limits: noLimits,
});
express().use(weapp.router).listen(Number(PORT), '127.0.0.1');
