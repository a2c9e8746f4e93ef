import type { Pool } from 'pg';
import type { Limits, RouteName } from 'weapp-login';
import type { FileStore } from './file-store/file-store.ts';
import type { TrustedProxies } from './limits/caller-address.ts';
import type { Meters } from './metrics/measure.ts';
import type { Log } from './request/log.ts';
import type { Store } from './store/store.ts';
import type { Tracing } from './tracing/spans.ts';
import type { App, WechatConnection } from './wechat/apps.ts';

/** What {@link createWeappLogin} takes. */
export interface WeappLoginOptions extends Partial<WechatConnection> {
  /** The mini programs to serve; the first is the default for requests without an appId. */
  apps: readonly [App, ...App[]];
  /** Secrets that encrypt session_keys, newest first. */
  sessionKeySecrets: readonly [string, ...string[]];
  /** Belongs to the caller, who closes it. */
  store: Store;
  /** Where pictures are kept. Default: nowhere, and there is no route to send one. */
  files?: FileStore;
  /** Routes of the contract to leave out. */
  except?: readonly RouteName[];
  /**
   * What the router's paths begin with, as callers see them. Set it where a proxy takes a part of the path away, or where the
   * path of the mount has a parameter. Default: where the router is mounted.
   */
  publicPath?: string;
  /** The proxies that may say who the caller is (X-Forwarded-For): how many, or which. Default: what the host says, `req.ip`. */
  trustProxy?: TrustedProxies;
  /**
   * The environment of 微信云托管 whose gateway is trusted to say who logs in. Set it only where nothing else reaches the server,
   * because anyone else can send the same headers: docs/guides/cloud-hosting.md. Default: none, and a code is exchanged.
   */
  cloudEnvironmentId?: string | undefined;
  /** How often one person and one address may call each route. Default: the contract's. */
  limits?: Limits;
  /** Where several processes count together, from `openCounters`. Without it, each counts for itself. */
  counters?: Pool;
  /** The maximum of open sessions per person; a login ends the least recently used. Default: unlimited. */
  sessionLimit?: number;
  /**
   * Whether a login makes one user of two when a unionid shows that they are one person, by the rules of
   * docs/guides/move-and-join.md. Default: false, both stay.
   */
  joinByUnionid?: boolean;
  /** Default: warnings and errors go to the standard error. */
  log?: Log;
  /** From `@weapp-login/express/metrics`. Default: nothing is measured. */
  metrics?: Meters;
  /** From `@weapp-login/express/tracing`. Default: there are no spans. */
  tracing?: Tracing;
  /** The version that the OpenAPI document names. Default: that of this package. */
  version?: string;
}
