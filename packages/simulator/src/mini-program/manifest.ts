import type { AppConfig, ComponentConfig, Theme, WindowConfig } from './config.ts';
import type { Fault } from './fault.ts';

/** The component that draws the tab bar where app.json says `custom`. */
export const customTabBar = 'custom-tab-bar/index';

/** What the phone has to know of a mini program besides its scripts and templates. Paths carry no extension and no leading slash. */
export interface Manifest {
  appId: string;
  app: AppConfig;
  /** In order; the first is where the mini program opens. */
  pages: string[];
  /** Pages and custom components, by path; targets of usingComponents are such paths. */
  components: Record<string, ResolvedComponent>;
  /** A page's own window settings, over the app's. */
  windows: Record<string, WindowConfig>;
  theme: Record<Theme, Record<string, string>>;
  /** CSS by path, and `app`. */
  styles: Record<string, string>;
  /** Tags of each template with the line where each first stands. */
  tags: Record<string, Record<string, number>>;
  /** Where there are any, the mini program is not started. */
  faults: Fault[];
  /** What is wrong with a page or a component, by its path: reported when it opens. */
  faultsOf: Record<string, Fault[]>;
  /** What WeChat is not bothered by. */
  warnings: Fault[];
}

export interface ResolvedComponent extends ComponentConfig {
  /** What to say where a template uses a tag whose component is not there. */
  missing: Record<string, string>;
}
