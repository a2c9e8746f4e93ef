import { text } from 'node:stream/consumers';
import type { Locator, Page } from 'playwright-core';

/** The login flow beside the phone, as a user sees it. */
export interface Flow {
  /** The texts of the rows, without durations. */
  rows(): Promise<string[]>;
  /** Removes the messages so far. */
  clear(): Promise<void>;
  /** Plays a scenario to its end. */
  play(id: string): Promise<void>;
  /** Walks through the rows by keyboard and collects their details. */
  readAll(): Promise<string>;
  /** The saved run. */
  save(as: 'json' | 'svg'): Promise<string>;
  details: Locator;
}

export function createFlowPage(page: Page): Flow {
  const list = page.getByRole('listbox', { name: 'Messages' });
  const details = page.getByRole('tabpanel', { name: 'Message' });
  const rows = async () =>
    (
      await list
        .getByRole('option')
        .evaluateAll((options) => options.map((option) => option.getAttribute('aria-label') ?? ''))
    ).map((label) => label.replace(/, [\d.]+(–[\d.]+| m?s–[\d.]+)? m?s$/, ''));
  return {
    rows,
    details,
    clear: () => page.locator('.toolbar button[name="clear"]').click(),
    async play(id) {
      await page.locator('#tab-scenarios').click();
      await page.locator(`.scenarios button[name="${id}"]`).click();
      await page.locator(`[data-scenario="${id}"][data-state="over"]`).waitFor({ timeout: 15_000 });
    },
    async readAll() {
      await list.focus();
      const seen: string[] = [];
      for (const _row of await rows()) {
        await page.keyboard.press(seen.length === 0 ? 'Home' : 'ArrowDown');
        seen.push((await details.textContent()) ?? '');
      }
      return seen.join('\n');
    },
    async save(as) {
      const saving = page.waitForEvent('download');
      await page.locator(`.toolbar button[name="${as}"]`).click();
      return text(await (await saving).createReadStream());
    },
  };
}

/** Collects the codes and tokens that pass between the phone and the simulator's server. */
export function collectSecrets(page: Page): Set<string> {
  const secrets = new Set<string>();
  page.on('response', async (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.startsWith('/wx/')) return;
    const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    for (const name of ['code', 'encryptedData', 'iv'] as const)
      if (typeof answer[name] === 'string') secrets.add(answer[name]);
    const body = Buffer.from(String(answer.body ?? ''), 'base64').toString();
    const token = /"token":"([^"]+)"/.exec(body)?.[1];
    if (token) secrets.add(token);
  });
  return secrets;
}
