import path from 'node:path';
import type { FileLocation } from '../../file-store/open-file-store.ts';
import type { StoreLocation } from '../../store/location/open-store.ts';
import type { Config } from './config.ts';

/** Where a server keeps things. */
export interface DataLocations {
  /** Absolute. */
  dataDir: string;
  store: StoreLocation;
  files: FileLocation;
}

/** @param serverFolder what a relative DATA_DIR begins at; absolute */
export function dataLocationsOf(config: Config, serverFolder: string): DataLocations {
  const { databaseUrl, databaseConnections, bucket } = config;
  const dataDir = path.resolve(serverFolder, config.dataDir);
  return {
    dataDir,
    store: databaseUrl
      ? { url: databaseUrl, connections: databaseConnections.store }
      : { file: path.join(dataDir, 'weapp-login.sqlite') },
    files: bucket ? { bucket } : { folder: path.join(dataDir, 'pictures') },
  };
}
