import { fetchOpenid } from '../../openid';

Page({
  data: { name: '', openid: '' },
  async logIn() {
    this.setData({ openid: await fetchOpenid() });
  },
});
