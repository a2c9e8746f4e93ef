import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

const page = {
  'pages/a/a.wxml': `
    <button id="phone" open-type="getPhoneNumber" bindgetphonenumber="onPhone">phone</button>
    <button id="realtime" open-type="getRealtimePhoneNumber" bindgetrealtimephonenumber="onPhone">realtime</button>
    <button id="copy" bindtap="onCall" data-name="setClipboardData">copy</button>
    <button id="paste" bindtap="onCall" data-name="getClipboardData">paste</button>
    <button id="where" bindtap="onCall" data-name="getLocation">where</button>
    <button id="place" bindtap="onCall" data-name="chooseLocation">place</button>
    <button id="album" bindtap="onCall" data-name="chooseImage">album</button>
    <button id="media" bindtap="onCall" data-name="chooseMedia">media</button>
    <button id="avatar" open-type="chooseAvatar" bindchooseavatar="onAvatar">avatar</button>
    <button id="agree" open-type="agreePrivacyAuthorization" bindagreeprivacyauthorization="onAgree">agree</button>
    <button id="both" open-type="getPhoneNumber|agreePrivacyAuthorization" bindgetphonenumber="onPhone">both</button>
    <button id="ask" bindtap="onAsk">ask</button>
    <button id="require" bindtap="onRequire">require</button>
    <button id="listen" bindtap="onListen">listen</button>
    <button id="terms" bindtap="onTerms">terms</button>
    <input id="nickname" type="nickname" bindinput="onInput" bindnicknamereview="onReview" />
    <image id="shown" src="{{avatar}}" />
    <view id="said">{{said}}</view>`,
  'pages/a/a.js': `
    Page({
      data: { said: '', avatar: '' },
      say(what) { this.setData({ said: JSON.stringify(what) }); },
      onPhone({ detail }) { this.say(detail.code ? 'code' : detail); },
      onCall({ currentTarget }) {
        wx[currentTarget.dataset.name]({
          data: 'x',
          success: ({ data }) => this.say(data || 'done'),
          fail: (e) => this.say(e),
        });
      },
      onAgree() { this.say('agreed'); },
      onAsk() { wx.getPrivacySetting({ success: (setting) => this.say(setting) }); },
      onRequire() {
        wx.requirePrivacyAuthorize({ success: () => this.say('allowed'), fail: (e) => this.say(e) });
      },
      onListen() {
        wx.onNeedPrivacyAuthorization((resolve, { referrer }) => {
          this.say(referrer);
          this.resolve = resolve;
        });
      },
      onTerms() { wx.openPrivacyContract({}); },
      onInput({ detail }) { this.say(detail.value); },
      onReview({ detail }) { this.say(detail); },
      onAvatar({ detail }) {
        this.setData({ avatar: detail.avatarUrl });
        wx.uploadFile({
          url: getApp().server + '/avatar',
          filePath: detail.avatarUrl,
          name: 'avatar',
          header: { Authorization: 'Bearer t' },
          formData: { note: 'hi' },
          success: ({ statusCode, data }) => this.say([statusCode, data]),
          fail: (e) => this.say(e),
        });
      },
    });`,
};

async function open(server = 'http://server.example', to = server) {
  const app = await miniProgram({ ...page, 'app.js': `App({ server: '${server}' });` });
  const phone = await openPhone(app, [{ from: server, to }]);
  const said = () => phone.page().querySelector('#said')?.textContent?.trim();
  const says = (text: string) => phone.until(`it says ${text}`, () => said() === text);
  return { ...phone, phone, said, says };
}

/** Consents to the privacy terms, which come before everything else. */
async function openConsented() {
  const opened = await open();
  await opened.phone.tap('#agree');
  await opened.says('"agreed"');
  return opened;
}

test('the first use of something personal asks for consent to the privacy terms, once', async () => {
  const { phone, says } = await open();
  await phone.tap('#phone');
  await phone.until('the terms', () => phone.phoneText().includes('Privacy protection'));
  await phone.tap('Agree');
  await phone.until('the number', () => phone.phoneText().includes('120****0001'));
  await phone.tap('Allow');
  await says('"code"');
  await phone.tap('#phone');
  await phone.until('the number', () => phone.phoneText().includes('120****0001'));
});

test('without consent there is no phone number, and WeChat does not ask again at once', async () => {
  const { phone, says } = await open();
  const refusal = {
    errMsg: 'getPhoneNumber:fail privacy permission is not authorized',
    errno: 104,
  };
  await phone.tap('#phone');
  await phone.tap('Reject');
  await says(JSON.stringify(refusal));
  await phone.tap('#require');
  await says(
    JSON.stringify({
      ...refusal,
      errMsg: refusal.errMsg.replace('getPhoneNumber', 'requirePrivacyAuthorize'),
    }),
  );
});

test('wx.getPrivacySetting tells whether consent is open, and names the terms', async () => {
  const { phone, said, says } = await open();
  await phone.tap('#ask');
  await phone.until('the answer', () => said()?.includes('"needAuthorization":true'));
  expect(said()).toContain('Privacy Terms');
  await phone.tap('#agree');
  await says('"agreed"');
  await phone.tap('#ask');
  await phone.until('the answer', () => said()?.includes('"needAuthorization":false'));
});

test('the terms can be read', async () => {
  const { phone } = await open();
  await phone.tap('#terms');
  await phone.until('the terms', () => phone.phoneText().includes('Privacy Terms'));
  await phone.tap('Close');
  await phone.until('no terms', () => !phone.phoneText().includes('Privacy Terms'));
});

test('a mini program that listens asks by itself', async () => {
  const { phone, says } = await open();
  await phone.tap('#listen');
  await phone.tap('#require');
  await says('"requirePrivacyAuthorize"');
  expect(phone.phoneText()).not.toContain('Privacy protection');
});

test('a person who says no gives no phone number', async () => {
  const { phone, says } = await openConsented();
  await phone.tap('#phone');
  await phone.tap('Reject');
  await says('{"errMsg":"getPhoneNumber:fail user deny"}');
});

test('a tap that consents goes on to the phone number', async () => {
  const { phone, says } = await open();
  await phone.tap('#both');
  await phone.tap('Allow');
  await says('"code"');
});

test('a used-up quota is reported by its errno', async () => {
  const { phone, said } = await openConsented();
  await phone.choose('phoneQuotaUsedUp', true);
  await phone.tap('#phone');
  await phone.until('the errno', () => said()?.includes('"errno":1400001'));
  expect(phone.phoneText()).toContain('has reached its limit');
});

describe('an API that is not declared fails with errno 112, the clipboard too', () => {
  test.each([
    ['phone', 'getPhoneNumber'],
    ['realtime', 'getRealtimePhoneNumber'],
    ['copy', 'setClipboardData'],
    ['paste', 'getClipboardData'],
    ['where', 'getLocation'],
    ['place', 'chooseLocation'],
    ['album', 'chooseImage'],
    ['media', 'chooseMedia'],
  ])('#%s', async (id, api) => {
    const { phone, says } = await openConsented();
    await phone.choose('nothingDeclared', true);
    await phone.tap(`#${id}`);
    const errMsg = `${api}:fail api scope is not declared in the privacy agreement`;
    await says(JSON.stringify({ errMsg, errno: 112 }));
  });

  test('a picture is not offered', async () => {
    const { phone, said } = await openConsented();
    await phone.choose('nothingDeclared', true);
    await phone.tap('#avatar');
    await phone.until('the end', () => phone.wxEvents.at(-1)?.kind === 'ended');
    expect(JSON.stringify(phone.wxEvents.at(-1))).toContain('112');
    expect(said()).toBe('"agreed"');
  });

  test('a nickname is not offered', async () => {
    const { phone } = await openConsented();
    await phone.choose('nothingDeclared', true);
    phone.page().querySelector<HTMLInputElement>('#nickname input')?.focus();
    await phone.type('#nickname', 'me');
    expect(phone.phoneText()).not.toContain('Use WeChat name');
  });
});

test('the clipboard asks for consent to the privacy terms first', async () => {
  const { phone, says } = await open();
  await phone.tap('#copy');
  await phone.until('the terms', () => phone.phoneText().includes('Privacy protection'));
  await phone.tap('Agree');
  await says('"done"');
  await phone.tap('#paste');
  await says('"x"');
});

test('without consent the clipboard fails with errno 104', async () => {
  const { phone, says } = await open();
  await phone.tap('#copy');
  await phone.tap('Reject');
  await says('{"errMsg":"setClipboardData:fail privacy permission is not authorized","errno":104}');
});

test('getRealtimePhoneNumber asks as getPhoneNumber does, and gives a code for the same exchange', async () => {
  const { phone, wechat, says } = await openConsented();
  await phone.tap('#realtime');
  await phone.tap('Allow');
  await says('"code"');
  expect(wechat.events).toMatchObject([{ kind: 'phone-code-issued', personId: 'xiaoming' }]);
});

test('the code stands for the phone number of the person who holds the phone', async () => {
  const { phone, wechat, says } = await openConsented();
  await phone.tap('#phone');
  await phone.tap('Allow');
  await says('"code"');
  expect(wechat.events).toMatchObject([{ kind: 'phone-code-issued', personId: 'xiaoming' }]);
});

test('the picture that is chosen can be shown, and uploaded as a form', async () => {
  const received: { headers: object; form: FormData }[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const type = req.headers['content-type'] ?? '';
    const form = await new Response(Buffer.concat(chunks), {
      headers: { 'content-type': type },
    }).formData();
    received.push({ headers: req.headers, form });
    res.writeHead(201).end('{"ok":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { phone, says } = await open(
    'http://server.example',
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  );
  await phone.tap('#agree');
  await phone.tap('#avatar');
  await phone.tap('Use WeChat profile photo 小明🎐');
  await says('[201,"{\\"ok\\":true}"]');
  expect(phone.page().querySelector('#shown img')?.getAttribute('src')).toMatch(
    /^data:image\/png;/,
  );
  const [{ headers, form } = expect.unreachable()] = received;
  expect(headers).toMatchObject({ authorization: 'Bearer t' });
  expect(form.get('note')).toBe('hi');
  const file = form.get('avatar') as File;
  expect(file).toMatchObject({ type: 'image/png', name: expect.stringMatching(/\.png$/) });
  const bytes = Buffer.from(await file.arrayBuffer());
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.length).toBeGreaterThan(1000);
});

test('a sheet that is put away chooses no picture', async () => {
  const { phone, said } = await openConsented();
  await phone.tap('#avatar');
  await phone.tap('Cancel');
  await phone.until('the end', () => phone.wxEvents.at(-1)?.kind === 'ended');
  expect(said()).toBe('"agreed"');
});

test('an upload to a server that is away fails by its errno', async () => {
  const { phone, said } = await open('http://server.example', 'http://127.0.0.1:1');
  await phone.tap('#agree');
  await phone.tap('#avatar');
  await phone.tap('Use WeChat profile photo 小明🎐');
  await phone.until('the errno', () => said()?.includes('"errno":600001'));
});

test('the nickname is offered while its field has the focus', async () => {
  const { phone, says } = await openConsented();
  const field = phone.page().querySelector<HTMLInputElement>('#nickname input');
  field?.focus();
  await phone.tap('Use WeChat name 小明🎐');
  await says('"小明🎐"');
  expect(field?.value).toBe('小明🎐');
  field?.blur();
  await says('{"pass":true,"timeout":false}');
  expect(phone.phoneText()).not.toContain('Use WeChat name');
});

test('without consent, the field for the nickname is an ordinary one', async () => {
  const { phone } = await open();
  phone.page().querySelector<HTMLInputElement>('#nickname input')?.focus();
  await phone.type('#nickname', 'me');
  expect(phone.phoneText()).not.toContain('Use WeChat name');
});

test('clearing the storage forgets the consent', async () => {
  const { phone, said } = await openConsented();
  const clear = [...phone.document.querySelectorAll('button')].find(
    (button) => button.textContent === 'Clear storage',
  );
  const before = phone.document.querySelector('iframe');
  clear?.click();
  await phone.until('a new start', () => {
    const screen = phone.document.querySelector('iframe');
    return screen !== before && screen?.contentDocument?.querySelector('.page');
  });
  await phone.tap('#ask');
  await phone.until('the answer', () => said()?.includes('"needAuthorization":true'));
});
