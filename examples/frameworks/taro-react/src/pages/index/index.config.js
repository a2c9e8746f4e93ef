export default { navigationBarTitleText: 'Log in' };
