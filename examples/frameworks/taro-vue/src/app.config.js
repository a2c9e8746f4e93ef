export default {
  pages: ['pages/index/index'],
  window: {
    navigationBarTitleText: 'Taro Vue',
    navigationBarBackgroundColor: '#ffffff',
    navigationBarTextStyle: 'black',
  },
};
