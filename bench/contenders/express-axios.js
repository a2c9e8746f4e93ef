// The service that most tutorials write: stock Express and axios. It returns the openid and stores nothing.
import axios from 'axios';
import express from 'express';
import { port } from './answer.js';

const url = `${process.env.WECHAT_API_URL}/sns/jscode2session`;

express()
  .use(express.json())
  .post('/login', async (req, res) => {
    const { data } = await axios.get(url, {
      params: {
        appid: process.env.WECHAT_APP_ID,
        secret: process.env.WECHAT_APP_SECRET,
        js_code: req.body.code,
        grant_type: 'authorization_code',
      },
    });
    res.json({ openid: data.openid });
  })
  .listen(port, '127.0.0.1');
