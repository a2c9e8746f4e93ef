/**
 * The oldest base library (基础库) of WeChat that the mini program runs on. From here on there are the avatar and nickname
 * inputs, the code of getPhoneNumber, and wx.getPrivacySetting. The build refuses what its engines lack, and the doctor
 * reports a project that is set to an older one.
 */
export const oldestBaseLibrary = '2.32.3';
