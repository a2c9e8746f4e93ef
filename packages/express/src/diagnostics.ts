// What a program that checks a setup needs: it reads the settings and opens the storage as the server does.
export { type Config, ConfigError } from './config/config.ts';
export { isUsableSecret, ownSecretFile, readOwnSecret } from './config/own-secret.ts';
export { type Places, placesOf } from './config/places.ts';
export { proxyAddress } from './config/proxy-url.ts';
export { readSettings, type SettingsRead } from './config/read-settings.ts';
export { checkFolder } from './durable-file.ts';
export { openFileStore } from './file-store/open-file-store.ts';
export { openStore } from './store/location/open-store.ts';
export { examineServer } from './store/postgres/examine-server.ts';
export { networkFileSystem, networkWarning } from './store/sqlite/network-file-system.ts';
export { StoreUnavailable } from './store/store-unavailable.ts';
