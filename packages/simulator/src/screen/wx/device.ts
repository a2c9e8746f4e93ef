import type { Api, WxContext } from './context.ts';

/** A base library in wide use; what this simulator lacks of it is refused by name. */
const libraryVersion = '3.8.0';

/** https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getSystemInfoSync.html and its successors. */
export function deviceApi({ host, caller, privacy }: WxContext): Api {
  const { device } = host;
  const windowInfo = () => {
    const { clientWidth: width, clientHeight: height } = document.body;
    const safeArea = {
      left: 0,
      right: device.width,
      top: device.statusBarHeight,
      bottom: device.height - device.safeBottom,
      width: device.width,
      height: device.height - device.safeBottom - device.statusBarHeight,
    };
    return {
      pixelRatio: 3,
      screenWidth: device.width,
      screenHeight: device.height,
      windowWidth: width,
      windowHeight: height,
      statusBarHeight: device.statusBarHeight,
      screenTop: device.height - height,
      safeArea,
    };
  };
  const deviceInfo = () => ({
    abi: '',
    benchmarkLevel: -1,
    brand: 'devtools',
    model: 'weapp-login simulator',
    system: 'iOS 17.0',
    platform: 'devtools',
    memorySize: 4096,
  });
  const appBaseInfo = () => ({
    SDKVersion: libraryVersion,
    enableDebug: false,
    host: { env: 'WeChat', appId: '', version: 80_000_000 },
    language: host.settings.language,
    version: '8.0.50',
    theme: host.settings.theme,
    fontSizeSetting: 16,
    fontSizeScaleFactor: 1,
  });
  const systemInfo = () => ({ ...windowInfo(), ...deviceInfo(), ...appBaseInfo() });

  return {
    getWindowInfo: windowInfo,
    getDeviceInfo: deviceInfo,
    getAppBaseInfo: appBaseInfo,
    getSystemInfoSync: systemInfo,
    getSystemInfo: caller.api('getSystemInfo', systemInfo),
    getSystemInfoAsync: caller.api('getSystemInfoAsync', systemInfo),
    getMenuButtonBoundingClientRect: () => {
      const top = device.statusBarHeight + 6;
      const [width, height, margin] = [87, 32, 7];
      const right = device.width - margin;
      return { width, height, top, bottom: top + height, left: right - width, right };
    },
    getSystemSetting: () => ({
      bluetoothEnabled: false,
      locationEnabled: true,
      wifiEnabled: true,
      deviceOrientation: 'portrait',
    }),
    getAppAuthorizeSetting: () => ({
      albumAuthorized: 'authorized',
      bluetoothAuthorized: 'denied',
      cameraAuthorized: 'authorized',
      locationAuthorized: 'authorized',
      locationReducedAccuracy: false,
      microphoneAuthorized: 'authorized',
      notificationAuthorized: 'authorized',
      phoneCalendarAuthorized: 'authorized',
    }),
    getNetworkType: caller.api('getNetworkType', () => ({
      networkType: host.settings.offline ? 'none' : 'wifi',
    })),
    vibrateShort: caller.api('vibrateShort', () => ({})),
    vibrateLong: caller.api('vibrateLong', () => ({})),
    setClipboardData: caller.api('setClipboardData', async ({ data }) => {
      await privacy.require('setClipboardData');
      host.setClipboard(String(data));
      const title = host.settings.language === 'zh_CN' ? '内容已复制' : 'Copied';
      host.setToast({ title, icon: 'none', mask: false });
      setTimeout(() => host.setToast(undefined), 1500);
    }),
    getClipboardData: caller.api('getClipboardData', async () => {
      await privacy.require('getClipboardData');
      return { data: host.getClipboard() };
    }),
  };
}
