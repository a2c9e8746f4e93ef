module.exports = {
  projectName: 'taro-vue-login',
  date: '2026-1-1',
  designWidth: 750,
  deviceRatio: { 640: 1.17, 750: 1, 828: 0.905 },
  sourceRoot: 'src',
  outputRoot: 'dist',
  plugins: ['@tarojs/plugin-framework-vue3', '@tarojs/plugin-platform-weapp'],
  framework: 'vue3',
  compiler: 'vite',
  mini: {},
  h5: {},
};
