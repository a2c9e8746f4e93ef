import { greyAvatarUrl } from '@weapp-login/fake-wechat';
import { Router } from 'express';
import { z } from 'zod';
import type { Forwarder } from './forward.ts';

const querySchema = z.object({ url: z.url({ protocol: /^https?$/ }) });
const unlisted = 600002;

/**
 * Pictures of the network, for the component image: those of a forwarded origin come from where its requests go, others
 * from where they are, as the platform asks for no registered domain here.
 */
export function imageRoute(forwarder: Forwarder): Router {
  const route = Router();
  route.get('/image', async (req, res) => {
    const query = querySchema.safeParse(req.query);
    if (!query.success) return void res.sendStatus(400);
    const { url } = query.data;
    if (url === greyAvatarUrl) return void res.redirect('/people/anonymous.png');
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    const request = { url, method: 'GET', header: {}, followRedirects: true };
    const answer = await forwarder.send(request, gone.signal);
    if (res.closed) return;
    if (!answer.ok)
      return void (answer.errno === unlisted ? res.redirect(url) : res.sendStatus(502));
    const type = Object.entries(answer.header).find(([name]) => /^content-type$/i.test(name))?.[1];
    // Anything else would be a document of this origin.
    if (!type?.startsWith('image/')) return void res.sendStatus(404);
    res.status(answer.statusCode).type(type).send(Buffer.from(answer.body, 'base64'));
  });
  return route;
}
