import type { WxError } from './wx-error.ts';

interface Callbacks<Result> {
  success?: (result: Result) => void;
  fail?: (error: WxError) => void;
}

interface RequestOptions extends Callbacks<{ statusCode: number; data: unknown; header?: object }> {
  url: string;
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  header?: Record<string, string>;
  data?: Record<string, unknown>;
  timeout?: number;
}

interface UploadOptions extends Callbacks<{ statusCode: number; data: unknown; header?: object }> {
  url: string;
  filePath: string;
  name: string;
  header?: Record<string, string>;
  formData?: Record<string, string>;
  timeout?: number;
}

/**
 * The part of `wx` that the client uses. Any method may be missing, throw, fail or never call back.
 * https://developers.weixin.qq.com/miniprogram/dev/api/
 */
export interface WxHost {
  login(option: Callbacks<{ code: string }> & { timeout?: number }): unknown;
  request(option: RequestOptions): unknown;
  uploadFile(option: UploadOptions): unknown;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, value: unknown): unknown;
  removeStorageSync(key: string): unknown;
  getFileSystemManager(): {
    accessSync(path: string): unknown;
    writeFileSync(path: string, data: string, encoding: 'utf8'): unknown;
    unlinkSync(path: string): unknown;
  };
  env: { USER_DATA_PATH: string };
  getAppBaseInfo(): { language?: string };
  getSystemInfoSync(): { language?: string };
  getAccountInfoSync(): { miniProgram: { appId: string; envVersion: string } };
}
