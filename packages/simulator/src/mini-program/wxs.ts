/** What WXS has instead of `new RegExp` and `new Date`: https://developers.weixin.qq.com/miniprogram/dev/reference/wxs/06datatype.html */
export const wxsRuntime = [
  'var getRegExp=function(pattern,flags){return new RegExp(pattern,flags)};',
  'var getDate=function(){return new (Function.prototype.bind.apply(Date,[null].concat([].slice.call(arguments))))};',
  // The screen's own, by name: events and change:prop.
  'Q.A=wxsChangeListener;Q.C=wxsCallHandler;',
].join('');

/** In WXS the constructor of a value is its name, as in `value.constructor === 'Array'`. */
export const wxsSource = (text: string): string =>
  text.replace(/\.constructor\b/g, '.constructor.name');
