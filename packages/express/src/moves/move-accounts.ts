import { mostConvertedOpenids, type WechatClient } from '@weapp-login/wechat-api';
import type { MoveOutcome, Store } from '../store/store.ts';

/** How many accounts there were, and the outcomes. */
interface MoveReport {
  accounts: number;
  /** Moved; in a dry run, those that would be, or would be found to belong to another user. */
  moved: number;
  /** The person has logged in to the new app already, as another user: `join-users` makes one of them. */
  otherUser: number;
  /** WeChat knows no new openid. */
  unknown: number;
}

/**
 * Moves the accounts of one AppID to another, whose openids WeChat tells (changeopenid). Each batch is committed when it
 * is done, so this can be interrupted and run again: what was moved is not under the old AppID any more.
 * https://developers.weixin.qq.com/doc/service/api/usermanage/changeopenid/api_changeopenid.html
 *
 * @param options.wechat the client of the app that they move to
 * @param options.dryRun asks WeChat and changes nothing
 * @param options.onProgress receives how many accounts were looked at
 */
export async function moveAccounts(options: {
  store: Store;
  wechat: Pick<WechatClient, 'convertOpenids'>;
  fromAppId: string;
  toAppId: string;
  dryRun: boolean;
  onProgress: (accounts: number) => void;
}): Promise<MoveReport> {
  const { store, wechat, fromAppId, toAppId, dryRun, onProgress } = options;
  const report: MoveReport = { accounts: 0, moved: 0, otherUser: 0, unknown: 0 };
  let after = '';
  for (;;) {
    const openids = await store.listOpenids(fromAppId, { after, limit: mostConvertedOpenids });
    const last = openids.at(-1);
    if (last === undefined) return report;
    after = last;
    const converted = await wechat.convertOpenids({ fromAppId, openids });
    const moves = converted.flatMap(({ from, to }) =>
      to === undefined
        ? []
        : [{ from: { appId: fromAppId, openid: from }, to: { appId: toAppId, openid: to } }],
    );
    const outcomes: readonly MoveOutcome[] = dryRun
      ? moves.map(() => 'moved')
      : await store.moveAccounts(moves);
    report.accounts += openids.length;
    report.moved += outcomes.filter((outcome) => outcome === 'moved').length;
    report.otherUser += outcomes.filter((outcome) => outcome === 'other-user').length;
    report.unknown += openids.length - moves.length;
    onProgress(report.accounts);
  }
}
