import { existsSync } from 'node:fs';
import {
  type DataLocations,
  examineServer,
  openFileStore,
  openStore,
  StoreUnavailable,
} from '@weapp-login/express/diagnostics';
import { type CheckResult, failed, passed, warning } from './check-result.ts';

const databaseCheck = 'database';
const picturesCheck = 'pictures';

/**
 * Checks that the database accepts writes. It gets the tables that this version of the server needs, as at a start.
 * @param connections what DATABASE_CONNECTIONS allows
 */
export async function checkDatabase(
  { store: location }: DataLocations,
  connections: number,
): Promise<CheckResult[]> {
  if ('file' in location && !existsSync(location.file))
    return [passed(databaseCheck, `${location.file} will be created at the first start`)];
  const store = openStore(location);
  try {
    await store.check(0);
    if ('file' in location) return [passed(databaseCheck, location.file)];
    const warnings = await examineServer({ url: location.url, connections });
    return [
      passed(databaseCheck, 'PostgreSQL accepts writes'),
      ...warnings.map(({ says, fix, impossible }) =>
        (impossible ? failed : warning)(databaseCheck, says, fix),
      ),
    ];
  } catch (error) {
    const known = error instanceof StoreUnavailable ? error.fix : undefined;
    const usual =
      'url' in location
        ? 'check DATABASE_URL: host, port, user, password and database, and that PostgreSQL is running'
        : `check ${location.file}, its folder and its disk, and that no other program has it open`;
    return [failed(databaseCheck, (error as Error).message, known ?? usual)];
  } finally {
    await store.close();
  }
}

/** Checks that a file can be put into, read from and deleted from the bucket for pictures, if one is configured. */
export async function checkPictures(options: {
  locations: DataLocations;
  now: () => number;
}): Promise<CheckResult[]> {
  const { locations, now } = options;
  if (!('bucket' in locations.files)) return [];
  return openFileStore(locations.files, { now })
    .check()
    .then(
      () => [passed(picturesCheck, 'files can be put, read and deleted in the bucket')],
      ({ message }: Error) => [
        failed(
          picturesCheck,
          message,
          'check BUCKET_URL, BUCKET_REGION and the access key, which must be allowed to put, get, delete and list objects',
        ),
      ],
    );
}
