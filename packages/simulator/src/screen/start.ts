import type { ScriptLines } from '../mini-program/bundle.ts';
import type { Manifest } from '../mini-program/manifest.ts';
import type { PhoneWindow, Screen } from '../phone-protocol.ts';
import { createCaller, type Options } from './api-call.ts';
import { createApp } from './app.ts';
import { assetUrl } from './built-in/image.ts';
import { createElementNodes } from './element-nodes.ts';
import { faultOf, listenToUncaught, type Uncaught } from './faults.ts';
import { createFiles } from './files.ts';
import { createFramework, type Framework, type Templates } from './framework.ts';
import { createGesture } from './gesture.ts';
import { createGlobals } from './globals.ts';
import { takeAway } from './lacking-host.ts';
import { createPlaceOf } from './location.ts';
import { createModules, type ModuleNames, type Modules } from './modules.ts';
import { createOpenTypes } from './open-types/open-types.ts';
import { createPrivacy } from './open-types/privacy.ts';
import { createPages } from './pages.ts';
import { configOf, pluginOf } from './platform.ts';
import { createScopes } from './scopes.ts';
import { createStyleSheets } from './style-sheets.ts';
import { listenToTouches } from './touch.ts';
import { createUnsupported } from './unsupported.ts';
import { createWx } from './wx/index.ts';
import { createListeners } from './wx/listeners.ts';
import { createStandIns } from './wx/stand-ins.ts';

/** Scene 1001: from the list of mini programs. */
const launchScene = 1001;

/** Lets a script put another object in the place of one, as uni-app does with wx: what is added to the first stays on it. */
function makeReplaceable(names: ModuleNames, name: 'wx'): void {
  const first = names[name] as object;
  let current = first;
  Object.defineProperty(names, name, {
    enumerable: true,
    get: () => current,
    set(given: object) {
      if (given !== first) Object.setPrototypeOf(given, first);
      current = given;
    },
  });
}

/** Collects what the server's scripts define, then runs the mini program. */
export function createStarter(window: typeof globalThis, now: () => number) {
  let names: ModuleNames | undefined;
  const modules: Modules = createModules(
    () => names as ModuleNames,
    () => manifest?.app.resolveAlias ?? {},
  );
  let manifest: Manifest | undefined;
  let templates: Templates = {};
  let tell = (_: Uncaught) => {};
  let lines: ScriptLines = [];
  const placeOf = createPlaceOf(() => lines);
  listenToUncaught(window as unknown as Window, placeOf, (uncaught) => tell(uncaught));

  function start(): void {
    if (!manifest) throw new Error('no manifest');
    const program = manifest;
    const phone = window.parent as unknown as PhoneWindow;
    const { appId, app: config } = program;
    const title = config.window.navigationBarTitleText ?? appId;
    const host = phone.connectScreen({ appId, title });
    const { document } = window;
    const report = (uncaught: Uncaught) => {
      const { fault, thrown, promise } = uncaught;
      const { message, stack = '' } = (thrown ?? {}) as Partial<Error>;
      // What the simulator lacks is reported where it is asked for.
      if (promise) {
        if (!fault.unsupported)
          host.warning({ ...fault, message: `unhandled rejection: ${fault.message}` });
        app.rejected({ reason: thrown, promise });
      } else {
        if (!fault.unsupported) host.fault(fault);
        app.failed({ message: message ?? String(thrown), stack });
      }
    };
    const safely = (call: () => void) => {
      try {
        call();
      } catch (thrown) {
        report({ fault: faultOf(thrown, placeOf), thrown });
      }
    };
    const unsupported = createUnsupported(placeOf, host.fault, host.warning);
    const listeners = createListeners();
    const app = createApp(safely, listeners);
    tell = report;
    for (const fault of program.faults) host.fault(fault);
    if (program.faults.length > 0) return;
    for (const fault of program.warnings) host.warning(fault);
    for (const fault of program.faultsOf.app ?? []) host.fault(fault);

    const styles = createStyleSheets(document, host.settings.theme);
    let framework: Framework | undefined;
    const pages = createPages({
      manifest: program,
      framework: () => framework as Framework,
      host,
      document,
      safely,
    });
    const first = program.app.entryPagePath ?? (program.pages[0] as string);
    const launch = { path: first, query: {}, scene: launchScene, referrerInfo: {} };
    const caller = createCaller(host, now);
    const privacy = createPrivacy(host.consent, now, () => !host.settings.nothingDeclared);
    const files = createFiles();
    const scopes = createScopes(host, title);
    const gesture = createGesture();
    const standIns = createStandIns(caller, unsupported);
    const openTypes = createOpenTypes({
      host,
      manifest: program,
      caller,
      privacy,
      files,
      scopes,
    });
    const context = {
      host,
      manifest: program,
      pages,
      caller,
      listeners,
      privacy,
      files,
      openTypes,
      scopes,
      gesture,
      standIns,
      unsupported,
      launch,
      now,
    };
    const wx = createWx(context);
    if (host.settings.lacksMethods) takeAway(wx, window);
    framework = createFramework({
      manifest: program,
      templates,
      modules,
      styles,
      report: host.fault,
      thrown: report,
      warn: host.warning,
      unsupported,
      placeOf,
      nodeOf: createElementNodes({
        standIns,
        urlOf: (source, element) => files.urlOf(source) ?? assetUrl(source, element),
      }),
      builtInContext: {
        call: (name, options) =>
          (wx[name] as (options: Options) => void)({ ...options, fail() {} }),
        openType: (name) => openTypes[name],
        fileUrl: files.urlOf,
        regions: host.regions,
        chinese: () => host.settings.language === 'zh_CN',
        nickname: {
          // Without consent, the field is an ordinary one.
          offer: (choose) => privacy.isOpen() && host.consent.offerNickname(choose),
          withdraw: host.consent.withdrawNickname,
        },
        refuse: ({ owner }, what) => void unsupported.refuse(what, `${owner}.wxml`),
      },
    });
    const { Page, Component, Behavior } = framework.definitions;
    const { App, getApp } = app;
    names = createGlobals(window, {
      wx,
      App,
      Page,
      Component,
      Behavior,
      getApp,
      getCurrentPages: pages.list,
      requirePlugin: (name: unknown) => pluginOf(String(name), unsupported),
      __wxConfig: configOf(program),
    }) as ModuleNames;
    makeReplaceable(names, 'wx');

    const screen: Screen = {
      settingsChanged() {
        document.documentElement.dataset.theme = host.settings.theme;
        styles.setTheme(host.settings.theme);
        pages.themeChanged();
        listeners.emit('ThemeChange', { theme: host.settings.theme });
        const { offline } = host.settings;
        const networkType = offline ? 'none' : 'wifi';
        listeners.emit('NetworkStatusChange', { isConnected: !offline, networkType });
      },
      back: () => safely(() => pages.navigateBack(1)),
      selectTab: (index) => safely(() => pages.selectTab(index)),
      hidden() {
        pages.current().hide();
        app.hide();
      },
      shown() {
        app.show(launch);
        pages.current().show();
      },
      placeOf,
      app: app.getApp,
      pages: () => pages.list() as unknown as ReturnType<Screen['pages']>,
    };
    host.started(screen);
    listenToTouches(document, gesture);
    document.documentElement.classList.toggle('v2', program.app.style === 'v2');
    safely(() => {
      if (modules.has('app.js')) modules.run('app.js');
      app.launch(launch);
      app.show(launch);
      if (program.pages.includes(first)) return pages.reLaunch(`/${first}`);
      app.pageNotFound({ path: first, query: {}, isEntryPage: true });
      // The handler may have opened another.
      setTimeout(() => {
        if (pages.list().length === 0)
          host.fault({ message: `there is no page ${first}`, where: 'app.json' });
      }, 0);
    });
  }

  return {
    defineModule: modules.define,
    defineManifest: (given: Manifest) => {
      manifest = given;
    },
    defineTemplates: (given: Templates) => {
      templates = given;
    },
    defineLines: (given: ScriptLines) => {
      lines = given;
    },
    startMiniProgram: start,
  };
}
