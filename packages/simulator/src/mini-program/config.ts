import { z } from 'zod';

export type Theme = 'light' | 'dark';

/** A setting that WeChat passes over where it is of another type. */
const lenient = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

const windowSchema = z.object({
  navigationBarTitleText: lenient(z.string()),
  navigationBarBackgroundColor: lenient(z.string()),
  navigationBarTextStyle: lenient(z.string()),
  navigationStyle: lenient(z.enum(['default', 'custom'])),
  backgroundColor: lenient(z.string()),
  enablePullDownRefresh: lenient(z.stringbool().or(z.boolean())),
  onReachBottomDistance: lenient(z.coerce.number()),
});
export type WindowConfig = z.infer<typeof windowSchema>;

const tabBarSchema = z.object({
  /** The component custom-tab-bar/index draws it. */
  custom: z.boolean().default(false),
  color: z.string().default('#7a7e83'),
  selectedColor: z.string().default('#3cc51f'),
  backgroundColor: z.string().default('#ffffff'),
  borderStyle: z.string().default('black'),
  list: z
    .array(
      z.object({
        pagePath: z.string(),
        text: z.string().default(''),
        iconPath: z.string().optional(),
        selectedIconPath: z.string().optional(),
        /** Set by the mini program: a text, or one space for a dot. */
        badge: z.string().optional(),
      }),
    )
    .min(2)
    .max(5),
});
export type TabBarConfig = z.infer<typeof tabBarSchema>;

const usingComponents = z.record(z.string(), z.string()).default({});
const subPackages = z
  .array(z.object({ root: z.string(), pages: z.array(z.string()).default([]) }))
  .default([]);

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
  style: lenient(z.string()),
  resolveAlias: z.record(z.string(), z.string()).default({}),
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
  styleIsolation: lenient(z.string()),
  addGlobalClass: lenient(z.boolean()),
  pureDataPattern: lenient(z.string()),
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
