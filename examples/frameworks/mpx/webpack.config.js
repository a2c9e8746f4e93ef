const path = require('node:path');
const MpxWebpackPlugin = require('@mpxjs/webpack-plugin');

module.exports = {
  mode: 'production',
  entry: { app: path.resolve('src/app.mpx') },
  output: { path: path.resolve('dist'), filename: '[name].js', publicPath: '/', clean: true },
  plugins: [new MpxWebpackPlugin({ mode: 'wx', srcMode: 'wx' })],
  resolve: { extensions: ['.mpx', '.js', '.wxml'] },
  module: {
    rules: [
      { test: /\.json$/, resourceQuery: /asScript/, type: 'javascript/auto' },
      { test: /\.mpx$/, use: MpxWebpackPlugin.loader({}) },
      { test: /\.wxs$/, use: [MpxWebpackPlugin.wxsPreLoader()], enforce: 'pre' },
      { test: /\.wxml$/, use: MpxWebpackPlugin.wxmlLoader() },
    ],
  },
};
