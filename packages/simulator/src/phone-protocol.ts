import type { ConsentHost } from './consent.ts';
import type { TabBarConfig, Theme } from './mini-program/config.ts';
import type { Fault } from './mini-program/fault.ts';
import type { Regions } from './regions.ts';

/** What the person at the switches has chosen. */
export interface Settings {
  personId: string;
  /** Under which the mini program runs; undefined for its own. */
  appId?: string | undefined;
  offline: boolean;
  theme: Theme;
  language: 'zh_CN' | 'en';
  /** The mini program has no phone numbers left to ask for. */
  phoneQuotaUsedUp: boolean;
  /** Where the phone is: the id of a {@link Place}. */
  placeId: string;
  /** Nothing can be written to storage. */
  storageFull: boolean;
  /** Every call of storage fails. */
  storageBroken: boolean;
  /** A host such as WeChat for PC or of another vendor, which lacks some methods. Counts from the next start. */
  lacksMethods: boolean;
  /** 用户隐私保护指引 declares no API, as before the first release. */
  nothingDeclared: boolean;
}

/** Sizes in logical pixels. */
export interface Device {
  width: number;
  height: number;
  statusBarHeight: number;
  navigationBarHeight: number;
  safeBottom: number;
  tabBarHeight: number;
}

export interface NavigationBar {
  title: string;
  background: string;
  /** Colour of title, arrow and status bar. */
  textStyle: 'black' | 'white';
  back: boolean;
  /** The page draws its own: the screen reaches up to the phone's edge. */
  custom: boolean;
  loading: boolean;
}

export interface TabBar extends TabBarConfig {
  selected: number;
}

export interface Toast {
  title: string;
  icon: 'success' | 'error' | 'loading' | 'none';
  /** Address of a picture that stands in for the icon. */
  image?: string;
  /** Keeps taps from what is below. */
  mask: boolean;
}

export interface Modal {
  title: string;
  content: string;
  confirmText: string;
  confirmColor: string;
  /** Absent where there is no such button. */
  cancelText?: string;
  cancelColor: string;
  /** Whether a text can be typed. */
  editable: boolean;
  placeholder: string;
}

export interface ModalAnswer {
  confirm: boolean;
  content: string;
}

export interface ActionSheet {
  title: string;
  items: string[];
  color: string;
}

/** A call into wx, or its end. What the phone shows of the flow is drawn from these. */
export type WxEvent =
  | { kind: 'called'; call: number; at: number; name: string; input: unknown }
  | { kind: 'ended'; call: number; at: number; name: string; ok: boolean; output: unknown };

/** What happens to the mini program from outside. */
export interface Screen {
  settingsChanged(settings: Settings): void;
  back(): void;
  selectTab(index: number): void;
  hidden(): void;
  shown(): void;
  /** Where in the mini program's files a stack passes first, as `file:line`. */
  placeOf(stack: string | undefined): string | undefined;
  /** What getApp() returns to the mini program itself. */
  app(): unknown;
  /** What getCurrentPages() returns; the last is shown. */
  pages(): readonly { route: string; data?: unknown }[];
}

export interface Sent {
  answer: Promise<{ status: number; body: unknown }>;
  abort(): void;
}

/** A WebSocket through the simulator's server. */
export interface HostSocket {
  send(data: string | ArrayBuffer): void;
  close(code: number, reason: string): void;
}

export interface HostSocketListener {
  opened(protocol: string): void;
  received(data: string | ArrayBuffer): void;
  /** Code 1006 where the connection was never made, or broke. */
  closed(code: number, reason: string): void;
}

/** What is used of the browser's localStorage. */
export interface KeyValueStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** The phone around the screen: what a mini program's runtime asks of its surroundings. */
export interface Host {
  /** The mini program is about to run; from now on the phone acts on it. */
  started(screen: Screen): void;
  readonly settings: Settings;
  readonly device: Device;
  setNavigationBar(bar: NavigationBar): void;
  setTabBar(bar: TabBar | undefined): void;
  setToast(toast: Toast | undefined): void;
  askModal(modal: Modal): Promise<ModalAnswer>;
  /** The index that was tapped, undefined where it was cancelled. */
  askActionSheet(sheet: ActionSheet): Promise<number | undefined>;
  /** What WeChat itself asks the person. */
  consent: ConsentHost;
  setClipboard(text: string): void;
  getClipboard(): string;
  /** Asks the simulator's server. */
  send(path: string, body: unknown): Sent;
  /** Provinces, cities and counties. */
  regions(): Promise<Regions>;
  /** Opens a WebSocket to a host that requests are forwarded to. */
  openSocket(
    options: { url: string; header: Record<string, string>; protocols: string[] },
    listener: HostSocketListener,
  ): HostSocket;
  storage: KeyValueStorage;
  wxEvent(event: WxEvent): void;
  fault(fault: Fault): void;
  /** Of the framework: worth a look, the mini program goes on. */
  warning(fault: Fault): void;
}

/** Put on the phone's window: for its screen, and for tests. */
export interface PhoneWindow {
  /** Called by the screen, once for each start of a mini program. */
  connectScreen(program: { appId: string; title: string }): Host;
  /** The last thousand, oldest first. */
  readonly wxEvents: readonly WxEvent[];
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
}
