import { existsSync } from 'node:fs';
import path from 'node:path';
import { anonymousRawData, type FakePerson, type FakeWechat } from '@weapp-login/fake-wechat';
import express, { Router } from 'express';
import { z } from 'zod';
import type { PhonePerson } from '../phone-options.ts';

const pictures = path.join(import.meta.dirname, 'pictures');

/** What the phone shows of someone who holds it. */
export function describePerson({ id, name, nickName, phone, unionid }: FakePerson): PhonePerson {
  const own = existsSync(path.join(pictures, `${path.basename(id)}.png`));
  return {
    id,
    name,
    nickName: nickName ?? name,
    picture: `/people/${own ? path.basename(id) : 'anonymous'}.png`,
    ...(phone && { phone }),
    ...(unionid && { unionid }),
  };
}

const holderSchema = z.object({ personId: z.string(), appId: z.string() });

/**
 * What belongs to the person who holds the phone: the picture, user info, the codes of the getPhoneNumber button, and what
 * WeChat fetched for them in advance.
 * @param options.prefetchUrl the address of 数据预拉取, if it is turned on
 */
export function peopleRoutes(
  wechat: FakeWechat,
  { prefetchUrl }: { prefetchUrl?: string | undefined } = {},
): Router {
  const routes = Router();
  routes.use('/people', express.static(pictures, { index: false }));
  routes.post('/wx/phone-code', express.json(), (req, res) => {
    try {
      res.json({ code: wechat.issuePhoneCode(holderSchema.parse(req.body)) });
    } catch (error) {
      res.status(400).json({ message: (error as Error).message });
    }
  });
  routes.post('/wx/prefetch', express.json(), async (req, res) => {
    try {
      if (prefetchUrl === undefined) throw new Error('record is null');
      const holder = holderSchema.parse(req.body);
      res.json({ fetchedData: await wechat.prefetch({ ...holder, url: prefetchUrl }) });
    } catch (error) {
      res.status(400).json({ message: (error as Error).message });
    }
  });
  routes.post('/wx/user-info', express.json(), (req, res) => {
    try {
      const holder = holderSchema.parse(req.body);
      // Before the first login there is no key to encrypt with.
      const known = wechat.sessionKeyOf(holder) !== undefined;
      res.json(known ? wechat.encryptUserData(holder) : { rawData: anonymousRawData });
    } catch (error) {
      res.status(400).json({ message: (error as Error).message });
    }
  });
  return routes;
}
