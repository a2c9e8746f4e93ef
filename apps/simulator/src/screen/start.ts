import type { Fault } from '../mini-program/fault.ts';
import type { Manifest } from '../mini-program/manifest.ts';
import type { PhoneWindow, Screen } from '../phone-protocol.ts';
import { createApp } from './app.ts';
import { faultOf, reportUncaught } from './faults.ts';
import { createFiles } from './files.ts';
import { createFramework, type Framework, type Templates } from './framework.ts';
import { createGlobals } from './globals.ts';
import { createModules, type ModuleNames, type Modules } from './modules.ts';
import { createOpenTypes } from './open-types/open-types.ts';
import { createPrivacy } from './open-types/privacy.ts';
import { createPages } from './pages.ts';
import { createStyleSheets } from './style-sheets.ts';
import { listenToTouches } from './touch.ts';
import { createCaller, type Options } from './wx/call.ts';
import { createWx } from './wx/index.ts';
import { createListeners } from './wx/listeners.ts';

/** Scene 1001: from the list of mini programs. */
const launchScene = 1001;

/** Collects what the server's scripts define, then runs the mini program. */
export function createStarter(window: typeof globalThis, now: () => number) {
  let names: ModuleNames | undefined;
  const modules: Modules = createModules(() => names as ModuleNames);
  let manifest: Manifest | undefined;
  let templates: Templates = {};
  // Until the phone is there, as with a script that can't be parsed.
  const early: Fault[] = [];
  let report = (fault: Fault) => void early.push(fault);
  reportUncaught(window as unknown as Window, (fault) => report(fault));

  function start(): void {
    if (!manifest) throw new Error('no manifest');
    const program = manifest;
    const phone = window.parent as unknown as PhoneWindow;
    const { appId, app: config } = program;
    const title = config.window.navigationBarTitleText ?? appId;
    const host = phone.connectScreen({ appId, title });
    const { document } = window;
    const safely = (call: () => void) => {
      try {
        call();
      } catch (error) {
        host.fault(faultOf(error));
      }
    };
    const listeners = createListeners();
    const app = createApp(safely, listeners);
    report = (fault) => {
      host.fault(fault);
      app.failed(fault.message);
    };
    const found = [...program.faults, ...early];
    for (const fault of found) host.fault(fault);
    if (found.length > 0) return;

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
    const launch = { path: first, query: {}, scene: launchScene };
    const caller = createCaller(host, now);
    const privacy = createPrivacy(host.consent, now);
    const files = createFiles();
    const context = {
      host,
      manifest: program,
      pages,
      caller,
      listeners,
      privacy,
      files,
      launch,
      now,
    };
    const wx = createWx(context);
    const openTypes = createOpenTypes(context);
    framework = createFramework({
      manifest: program,
      templates,
      modules,
      styles,
      report: host.fault,
      warn: host.warning,
      builtInContext: {
        call: (name, options) =>
          (wx[name] as (options: Options) => void)({ ...options, fail() {} }),
        openType: (name) => openTypes[name],
        fileUrl: files.urlOf,
        nickname: {
          // Without consent, the field is an ordinary one.
          offer: (choose) => privacy.agreed() && host.consent.offerNickname(choose),
          withdraw: host.consent.withdrawNickname,
        },
        refuse: ({ owner }, what) =>
          host.fault({
            message: `${what} is not supported by this simulator`,
            where: `${owner}.wxml`,
          }),
      },
    });
    const globals = createGlobals(window);
    const { Page, Component, Behavior } = framework.definitions;
    const { App, getApp } = app;
    const defined = { wx, App, Page, Component, Behavior, getApp };
    Object.assign(globals, defined);
    names = { ...defined, getCurrentPages: pages.list, globalThis: globals, global: globals };

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
      app: app.getApp,
    };
    host.started(screen);
    listenToTouches(document);
    document.documentElement.classList.toggle('v2', program.app.style === 'v2');
    safely(() => {
      if (modules.has('app.js')) modules.run('app.js');
      app.launch(launch);
      app.show(launch);
      pages.reLaunch(`/${first}`);
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
    startMiniProgram: start,
  };
}
