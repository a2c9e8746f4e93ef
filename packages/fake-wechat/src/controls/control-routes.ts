import { z } from 'zod';
import { endpoints } from '../protocol/endpoints.ts';
import { type FailureScript, scriptedFailureSchema } from '../state/failures.ts';
import type { PlatformState } from '../state/platform-state.ts';
import { pushSchema, pushSettingsSchema } from '../state/push-settings.ts';
import { type ControlRoutes, readJson, send } from './control-server.ts';
import { openEventStream } from './event-stream.ts';
import type { FakeWechat } from './fake-wechat.ts';

const personInAppSchema = z.strictObject({ personId: z.string(), appId: z.string() });
const userDataSchema = personInAppSchema.extend({
  of: z.enum(['user-info', 'phone-number']).exactOptional(),
});
const failuresSchema = z.array(scriptedFailureSchema);
const whitelistSchema = z.strictObject({ appId: z.string(), addresses: z.array(z.string()) });
const callsSchema = z.int().min(0).exactOptional();
const quotaSchema = z.strictObject({
  endpoint: z.enum(endpoints),
  perMinute: callsSchema,
  perDay: callsSchema,
});
const prefetchSchema = personInAppSchema.extend({ url: z.url({ protocol: /^https?$/ }) });
const sessionKeysSchema = z.strictObject({ replacedBy: z.enum(['exchange', 'code']) });
const moveSchema = z.strictObject({ from: z.string(), to: z.string() });
const appSchema = z.strictObject({ appId: z.string() });

/** Creates the routes of the controls, all below `/__fake/`. */
export function createControlRoutes(options: {
  fake: FakeWechat;
  failures: FailureScript;
  state: PlatformState;
}): ControlRoutes {
  const { fake, failures, state } = options;

  return {
    '/__fake/codes': {
      async POST(req, res) {
        send(res, 200, { code: fake.issueCode(await readJson(req, personInAppSchema)) });
      },
    },
    '/__fake/phone-codes': {
      async POST(req, res) {
        send(res, 200, { code: fake.issuePhoneCode(await readJson(req, personInAppSchema)) });
      },
    },
    '/__fake/user-data': {
      async POST(req, res) {
        send(res, 200, fake.encryptUserData(await readJson(req, userDataSchema)));
      },
    },
    '/__fake/state': {
      GET(_req, res) {
        send(res, 200, {
          apps: fake.apps.map(({ appId, unionBound }) => ({
            appId,
            unionBound,
            whitelist: state.whitelists.get(appId) ?? [],
          })),
          people: fake.people.map((person) => ({
            ...person,
            openids: Object.fromEntries(
              fake.apps.map(({ appId }) => [appId, fake.openidOf({ personId: person.id, appId })]),
            ),
          })),
          outstandingCodes: state.codes.outstanding(),
          outstandingPhoneCodes: state.phoneCodes.outstanding(),
          quotas: state.quotas.list(),
          calls: fake.calls(),
          failures: failures.list(),
        });
      },
    },
    '/__fake/failures': {
      /** Replaces everything scripted before. */
      async PUT(req, res) {
        const scripted = await readJson(req, failuresSchema);
        failures.clear();
        for (const failure of scripted) failures.add(failure);
        send(res, 200, failures.list());
      },
      DELETE(_req, res) {
        failures.clear();
        res.writeHead(204).end();
      },
    },
    '/__fake/whitelist': {
      async PUT(req, res) {
        fake.setWhitelist(await readJson(req, whitelistSchema));
        res.writeHead(204).end();
      },
    },
    '/__fake/quotas': {
      async PUT(req, res) {
        fake.setQuota(await readJson(req, quotaSchema));
        send(res, 200, state.quotas.list());
      },
    },
    '/__fake/access-tokens': {
      async DELETE(req, res) {
        fake.revokeAccessTokens(await readJson(req, appSchema));
        res.writeHead(204).end();
      },
    },
    '/__fake/message-push': {
      async PUT(req, res) {
        await fake.setMessagePush(await readJson(req, pushSettingsSchema));
        res.writeHead(204).end();
      },
    },
    '/__fake/pushes': {
      async POST(req, res) {
        send(res, 200, await fake.pushEvent(await readJson(req, pushSchema)));
      },
    },
    '/__fake/prefetches': {
      async POST(req, res) {
        send(res, 200, { fetchedData: await fake.prefetch(await readJson(req, prefetchSchema)) });
      },
    },
    '/__fake/session-keys': {
      async PUT(req, res) {
        fake.replaceSessionKeyBy((await readJson(req, sessionKeysSchema)).replacedBy);
        res.writeHead(204).end();
      },
    },
    '/__fake/moves': {
      async POST(req, res) {
        fake.moveApp(await readJson(req, moveSchema));
        res.writeHead(204).end();
      },
    },
    '/__fake/events': {
      GET: (req, res) => openEventStream(fake, req, res),
    },
  };
}
