import { callWx } from 'weapp-login/wx';

/** Shows the first page in place of all others. */
export function toIndex(): void {
  callWx((fail) => wx.reLaunch({ url: '/pages/index/index', fail }));
}
