export default {
  pages: ['pages/index/index'],
  window: {
    navigationBarTitleText: 'Taro React',
    navigationBarBackgroundColor: '#ffffff',
    navigationBarTextStyle: 'black',
  },
};
