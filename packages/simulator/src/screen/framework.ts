import * as glassEasel from 'glass-easel';
import { type CodeSpace, MiniProgramEnv, type types } from 'glass-easel-miniprogram-adapter';
import type { Fault } from '../mini-program/fault.ts';
import type { Manifest } from '../mini-program/manifest.ts';
import { createBackend } from './backend.ts';
import { type BuiltInContext, defineBuiltIn } from './built-in/define.ts';
import { builtIns, lackingTags } from './built-in/index.ts';
import { type Current, createDefinitions } from './definitions.ts';
import { faultOf, type Uncaught } from './faults.ts';
import type { PlaceOf } from './location.ts';
import type { Modules } from './modules.ts';
import { createSelectorQuery, type FrameworkQuery } from './selector-query.ts';
import type { StyleSheets } from './style-sheets.ts';
import type { Unsupported } from './unsupported.ts';

/** Compiled templates by path. */
export type Templates = Record<string, glassEasel.template.ComponentTemplate['content']>;

/** A page as its own code sees it: data, setData, its methods. */
export type PageCaller = Record<string, unknown> & {
  createSelectorQuery(): unknown;
};

/** A page or component as its own code sees it, with the framework's own object. */
interface Caller {
  _$: glassEasel.GeneralComponent;
  createSelectorQuery(): object;
}

export interface MountedPage {
  caller: PageCaller;
  component: glassEasel.GeneralComponent;
  /** Puts it into the document; `attached` runs. */
  attach(): void;
  release(): void;
}

export interface Framework {
  /** What scripts see as Page, Component and Behavior. */
  readonly definitions: Record<'Page' | 'Component' | 'Behavior', unknown>;
  /**
   * Creates a page, not yet attached.
   * @param url route and query
   */
  mount(route: string, url: string, container: HTMLElement): MountedPage;
}

export interface FrameworkOptions {
  manifest: Manifest;
  templates: Templates;
  modules: Modules;
  styles: StyleSheets;
  builtInContext: BuiltInContext;
  report: (fault: Fault) => void;
  /** Takes what the mini program throws. */
  thrown: (uncaught: Uncaught) => void;
  warn: (fault: Fault) => void;
  unsupported: Unsupported;
  placeOf: PlaceOf;
  /** The object behind an element, as that of a canvas. */
  nodeOf: (element: Element) => unknown;
}

/** The framework that WeChat itself ships, hosting the pages and components of one mini program. */
export function createFramework(options: FrameworkOptions): Framework {
  const { manifest, templates, modules, styles, report, warn, unsupported } = options;
  glassEasel.globalOptions.writeExtraInfoToAttr = true;
  glassEasel.addGlobalErrorListener((error, method, component) => {
    const where = typeof component === 'object' ? component.is : undefined;
    const fault = { ...(where !== undefined && { where }), ...faultOf(error, options.placeOf) };
    // How a component is declared, which the platform only remarks on.
    if (String(method) === '[prepare]') warn(fault);
    else options.thrown({ fault, thrown: error });
    return false;
  });
  glassEasel.addGlobalWarningListener((message, component) => {
    const where = typeof component === 'object' ? component.is : component;
    warn({ message, ...(where && { where }) });
    return false;
  });

  const env = new MiniProgramEnv();
  const backend = env.associateBackend(
    createBackend(styles, (tag, owner) => {
      const message = manifest.components[owner]?.missing[tag];
      const where = placeOf(owner, tag);
      if (message === undefined) {
        if (lackingTags.has(tag)) unsupported.refuse(`<${tag}>`, where);
        else warn({ message: `<${tag}> is not a component`, where });
      } else report({ message, where, ...(/simulator$/.test(message) && { unsupported: true }) });
    }),
  );
  const codeSpace = env.createCodeSpace('', true);
  const space = codeSpace.getComponentSpace();
  // A property called like a field of the framework's own nodes would break them; scripts see another object.
  // A handler may be put on the instance, as uni-app does.
  space.updateComponentOptions({ writeFieldsToNode: false, useMethodCallerListeners: true });
  for (const [tag, builtIn] of Object.entries(builtIns))
    defineBuiltIn(space, tag, builtIn, options.builtInContext);
  const opened = new Set<string>();
  const reportOpened = (path: string) => {
    if (!opened.has(path)) for (const fault of manifest.faultsOf[path] ?? []) report(fault);
    opened.add(path);
  };
  const created = (caller: Caller) => {
    reportOpened(caller._$.is);
    const frameworkQuery = caller.createSelectorQuery;
    caller.createSelectorQuery = () =>
      createSelectorQuery({
        query: frameworkQuery.call(caller) as FrameworkQuery,
        root: caller,
        nodeOf: options.nodeOf,
      });
  };
  codeSpace.setOverallBehavior(overallBehavior(space, created));
  styles.register('app', manifest.styles.app ?? '');
  codeSpace.addStyleSheet('app', 'app');

  function placeOf(owner: string, tag: string) {
    const others = Object.entries(manifest.tags);
    const own = others.filter(([file]) => file === owner);
    const found = [...own, ...others].find(([, tags]) => tag in tags);
    return found ? `${found[0]}.wxml:${found[1][tag]}` : `${owner}.wxml`;
  }

  const registered = new Set<string>();
  let current: Current | undefined;
  const definitions = createDefinitions(codeSpace, () => current);

  function register(path: string): void {
    if (registered.has(path)) return;
    registered.add(path);
    const scopeName = `c${registered.size}`;
    const config = manifest.components[path];
    if (!config) return;
    for (const target of Object.values(config.usingComponents)) register(target);
    const isPage = manifest.pages.includes(path);
    const scope = isPage ? undefined : scopeName;
    const staticConfig = {
      ...config,
      // A page's styles are everyone's on it, also where a Component makes it.
      component: !isPage,
      usingComponents: Object.fromEntries(
        Object.entries(config.usingComponents).map(([tag, target]) => [tag, `/${target}`]),
      ),
    } as types.ComponentStaticConfig;
    codeSpace.addComponentStaticConfig(path, staticConfig);
    const content = templates[path];
    if (content) codeSpace.addCompiledTemplate(path, { groupList: templates as never, content });
    const shares = (isolation: unknown) => isolation === 'shared' || isolation === 'page-shared';
    const addStyles = (isolation: unknown) => {
      styles.register(path, manifest.styles[path] ?? '', shares(isolation) ? undefined : scope);
      codeSpace.addStyleSheet(path, path, shares(isolation) ? undefined : scope);
    };
    addStyles(config.styleIsolation);
    codeSpace.componentEnv(path, (componentEnv) => {
      const outer = current;
      current = {
        env: componentEnv,
        defined: false,
        define({ options: given }) {
          const { styleIsolation, addGlobalClass } = given ?? {};
          if (styleIsolation === undefined && addGlobalClass === undefined) return;
          Object.assign(staticConfig, { styleIsolation, addGlobalClass });
          addStyles(styleIsolation);
        },
      };
      try {
        if (modules.has(`${path}.js`)) modules.run(`${path}.js`);
        if (!current.defined && manifest.faultsOf[path] === undefined)
          report({ message: 'neither Page() nor Component() is called', where: `${path}.js` });
      } catch (error) {
        options.thrown({ fault: faultOf(error, options.placeOf), thrown: error });
      } finally {
        // What is drawn without a script is better than nothing.
        if (!current.defined && isPage) componentEnv.Page({});
        else if (!current.defined) componentEnv.Component({});
        current = outer;
      }
    });
  }

  return {
    definitions,
    mount(route, url, container) {
      register(route);
      reportOpened(route);
      const root = backend.createRoot('page', codeSpace as CodeSpace, url);
      return {
        caller: root.get() as unknown as PageCaller,
        component: root.getComponent(),
        attach() {
          const placeholder = container.ownerDocument.createElement('div');
          container.append(placeholder);
          root.attach(
            container as unknown as glassEasel.GeneralBackendElement,
            placeholder as unknown as glassEasel.GeneralBackendElement,
          );
        },
        release() {
          root.release();
          container.remove();
        },
      };
    },
  };
}

/**
 * What holds for every page and component: `ready` is fired once what was attached stands in the document, which the
 * framework leaves to its host.
 * @param created called with each that is made
 */
function overallBehavior(
  space: glassEasel.ComponentSpace,
  created: (caller: Caller) => void,
): glassEasel.GeneralBehavior {
  return space.defineBehavior({
    lifetimes: {
      created(this: Caller) {
        created(this);
      },
      attached(this: Caller) {
        const component = this._$;
        queueMicrotask(() => component.triggerLifetime('ready', []));
      },
    },
  }) as unknown as glassEasel.GeneralBehavior;
}
