import { builtIns } from '../built-in/index.ts';
import type { Api } from './context.ts';

/**
 * Whether the simulator has what a schema names: `api.…`, `component`, `component.attribute` or
 * `button.open-type.getPhoneNumber`. What is deeper inside an API counts as there if the API is.
 * https://developers.weixin.qq.com/miniprogram/dev/api/base/wx.canIUse.html
 */
export const createCanIUse =
  (apis: Api, openTypes: Readonly<Record<string, unknown>>) =>
  (schema: unknown): boolean => {
    const [name = '', attribute, option] = String(schema).split('.');
    const component = Object.hasOwn(builtIns, name) ? builtIns[name] : undefined;
    if (!component) return Object.hasOwn(apis, name);
    if (attribute === undefined) return true;
    if (name === 'button' && attribute === 'open-type' && option !== undefined)
      return Object.hasOwn(openTypes, option);
    const property = attribute.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    return Object.hasOwn(component.properties ?? {}, property) || /^bind/.test(attribute);
  };
