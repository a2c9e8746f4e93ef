// For programs that check a setup: reads the settings and opens the storage as the server does.

export { checkFolder } from './disk/durable-file.ts';
export { openFileStore } from './file-store/open-file-store.ts';
export { type Config, ConfigError } from './process/settings/config.ts';
export { type DataLocations, dataLocationsOf } from './process/settings/data-locations.ts';
export {
  developmentSecretFile,
  isUsableSecret,
  readDevelopmentSecret,
} from './process/settings/development-secret.ts';
export { proxyAddress } from './process/settings/proxy-url.ts';
export { readSettings, type SettingsRead } from './process/settings/read-settings.ts';
export { openStore } from './store/location/open-store.ts';
export { examineServer } from './store/postgres/examine-server.ts';
export { networkFileSystem, networkWarning } from './store/sqlite/network-file-system.ts';
export { StoreUnavailable } from './store/store-unavailable.ts';
