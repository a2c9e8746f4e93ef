import { z } from 'zod';

export type Theme = 'light' | 'dark';

const windowSchema = z.object({
  navigationBarTitleText: z.string().optional(),
  navigationBarBackgroundColor: z.string().optional(),
  navigationBarTextStyle: z.string().optional(),
  navigationStyle: z.enum(['default', 'custom']).optional(),
  backgroundColor: z.string().optional(),
  enablePullDownRefresh: z.boolean().optional(),
  onReachBottomDistance: z.number().optional(),
});
export type WindowConfig = z.infer<typeof windowSchema>;

const tabBarSchema = z.object({
  custom: z.literal(false, 'a custom tabBar is not supported by this simulator').optional(),
  color: z.string().default('#7a7e83'),
  selectedColor: z.string().default('#3cc51f'),
  backgroundColor: z.string().default('#ffffff'),
  borderStyle: z.string().default('black'),
  list: z
    .array(
      z.object({
        pagePath: z.string(),
        text: z.string(),
        iconPath: z.string().optional(),
        selectedIconPath: z.string().optional(),
      }),
    )
    .min(2)
    .max(5),
});
export type TabBarConfig = z.infer<typeof tabBarSchema>;

const usingComponents = z.record(z.string(), z.string()).default({});
const subPackages = z.array(z.object({ root: z.string(), pages: z.array(z.string()) })).default([]);

/** app.json: https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html */
export const appSchema = z.object({
  pages: z.array(z.string()).min(1),
  entryPagePath: z.string().optional(),
  window: windowSchema.default({}),
  tabBar: tabBarSchema.optional(),
  usingComponents,
  subPackages,
  subpackages: subPackages,
  darkmode: z.boolean().default(false),
  themeLocation: z.string().optional(),
  style: z.enum(['v2']).optional(),
  plugins: z.undefined('plugins are not supported by this simulator').optional(),
  renderer: z
    .literal('webview', 'only the webview renderer is supported by this simulator')
    .optional(),
});
export type AppConfig = z.infer<typeof appSchema>;

/** The JSON file of a page or a component. */
export const componentSchema = z.object({
  component: z.boolean().optional(),
  usingComponents,
  componentGenerics: z
    .record(z.string(), z.union([z.literal(true), z.object({ default: z.string().optional() })]))
    .optional(),
  componentPlaceholder: z.record(z.string(), z.string()).optional(),
  styleIsolation: z.string().optional(),
  addGlobalClass: z.boolean().optional(),
  pureDataPattern: z.string().optional(),
});
export type ComponentConfig = z.infer<typeof componentSchema>;

export const pageSchema = z.object({ ...componentSchema.shape, ...windowSchema.shape });
export const pageWindowSchema = windowSchema;

const colours = z.record(z.string(), z.string());
export const themeSchema = z.object({ light: colours, dark: colours });

/** project.config.json, which DevTools keeps beside or above the folder. */
export const projectSchema = z.object({
  appid: z.string().optional(),
  miniprogramRoot: z.string().optional(),
});
