import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Environment, type Phone, startEnvironment } from './support/environment.ts';

let environment: Environment;
let phone: Phone;

beforeAll(async () => {
  environment = await startEnvironment(inject('executablePath'));
});
afterAll(() => environment.close());

const logIn = async ({ screen }: Phone) => {
  await screen.locator('#login').click();
  await screen.locator('#openid').waitFor();
};
beforeEach(async () => {
  phone = await environment.openPhone();
  await logIn(phone);
});
afterEach(async () => {
  environment.wechat.clearFailures();
  await phone.close();
});

const shown = (id: string) => phone.screen.locator(`#${id}`);
const tap = (id: string) => shown(id).click();
/** WeChat's own dialogs, on top of the mini program. */
const answer = (name: string) => phone.page.locator('.half').getByText(name).click();
const expectWords = async (id: string, words: string) => {
  await expect.poll(() => shown(id).textContent()).toContain(words);
};

describe('the profile', () => {
  beforeEach(() => tap('me'));

  test('takes picture, nickname and phone number, after consent, and keeps them', async () => {
    expect(await shown('avatar').count()).toBe(0);
    await tap('agree');

    await tap('avatar');
    await answer('Use WeChat profile photo');
    const picture = shown('avatar').locator('img');
    await expect.poll(() => picture.getAttribute('src')).toContain('/image?url=');
    // The user's own picture of 132 pixels, uploaded and downloaded again.
    await expect
      .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
      .toBe(132);

    await shown('nickname').locator('input').focus();
    await phone.page.getByText('Use WeChat name').click();
    await tap('save');
    await phone.page.getByText('Saved').waitFor();

    await tap('phone');
    await answer('Allow');
    await expectWords('phone-number', '120******01');

    await phone.page.getByLabel('Back').click();
    await expectWords('me', '小明');
    await phone.page.reload();
    await tap('me');
    await expectWords('phone-number', '120******01');
    expect(await shown('nickname').locator('input').inputValue()).toContain('小明');
    expect(phone.faults).toEqual([]);
  });

  describe('shows a message', () => {
    beforeEach(() => tap('agree'));

    test('when the user declines to share a phone number', async () => {
      await tap('phone');
      await answer('Reject');
      await expectWords('failure-title', 'No phone number was provided');
    });

    test('when the phone number quota is used up', async () => {
      await phone.page.getByText('Conditions').click();
      await phone.page.getByLabel('Phone number quota used up').check();
      await tap('phone');
      await expectWords('failure-title', 'Phone numbers are currently unavailable');
    });

    test('when WeChat rejects the code, and the next tap works', async () => {
      environment.wechat.fail(
        { kind: 'errcode', errcode: 40029 },
        { endpoint: '/wxa/business/getuserphonenumber', times: 1 },
      );
      await tap('phone');
      await answer('Allow');
      await expectWords('failure-title', 'The phone number could not be verified');
      await tap('phone');
      await answer('Allow');
      await expectWords('phone-number', '120******01');
      await shown('failure').waitFor({ state: 'detached' });
    });

    test('when WeChat is unreachable', async () => {
      environment.wechat.fail({ kind: 'drop' }, { endpoint: '/wxa/business/getuserphonenumber' });
      await tap('phone');
      await answer('Allow');
      await expectWords('failure-title', 'WeChat is not responding');
    });

    test('when the nickname is missing', async () => {
      await shown('nickname').locator('input').fill(' ');
      await tap('save');
      await expectWords('failure-title', 'The nickname is empty');
    });

    test('when a picture is too large or not a picture', async () => {
      const album = phone.page.locator('.half input[type=file]');
      await tap('avatar');
      const large = Buffer.alloc(1_200_000);
      await album.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: large });
      await expectWords('failure-title', 'This picture is too large');
      await tap('avatar');
      const text = Buffer.from('no picture');
      await album.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: text });
      await expectWords('failure-title', 'This picture cannot be used');
    });
  });

  test("asks for consent with WeChat's dialog if the page did not", async () => {
    await tap('agree');
    await phone.page.evaluate(() => {
      for (const key of Object.keys(localStorage))
        if (key.startsWith('consent')) localStorage.removeItem(key);
    });
    await tap('phone');
    await answer('Reject');
    await expectWords('failure-title', 'Please agree to the privacy terms first');
  });
});

describe('the devices', () => {
  const revoke = () => phone.screen.getByText('Log out', { exact: true }).filter({ visible: true });
  const confirm = () => phone.page.locator('.dialog .confirm').click();

  test('are listed, and one that was logged out is notified when it comes back', async () => {
    const tablet = await environment.openPhone();
    await logIn(tablet);
    await tap('devices');
    await expectWords('current', 'This device');
    // Sessions of other tests are still open: the newest comes first.
    await revoke().first().click();
    await confirm();
    await tablet.screen.locator('#devices').click();
    await tablet.screen.locator('#replaced').waitFor();
    expect(await tablet.screen.locator('#replaced').textContent()).toContain(
      'This device was logged out',
    );
    await tablet.close();
  });

  test('can be logged out all at once', async () => {
    await tap('devices');
    await tap('revoke-all');
    await confirm();
    await expectWords('title', 'Welcome');
    await logIn(phone);
    await tap('devices');
    await expectWords('current', 'This device');
    expect(await revoke().count()).toBe(0);
  });
});
