import path from 'node:path';
import type { FileLocation } from '../../file-store/open-file-store.ts';
import type { StoreLocation } from '../../store/location/open-store.ts';
import type { Config } from './config.ts';

/** The locations of a server's data. */
export interface DataLocations {
  /** Absolute. */
  dataDir: string;
  store: StoreLocation;
  files: FileLocation;
}

/** @param serverFolder the base of a relative DATA_DIR; absolute */
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
