import { existsSync } from 'node:fs';
import type { Places } from '@weapp-login/express/src/config/places';
import { openFileStore } from '@weapp-login/express/src/file-store/open-file-store';
import { openStore } from '@weapp-login/express/src/store/open-store';
import { examineServer } from '@weapp-login/express/src/store/postgres/examine-server';
import { StoreUnavailable } from '@weapp-login/express/src/store/store-unavailable';
import { type Finding, fault, right, warning } from './finding.ts';

const aboutStore = 'store';
const aboutPictures = 'pictures';

/** Whether the store answers. What it answers with is of the schema that a start of this server gives it. */
export async function examineStore(
  { store: location }: Places,
  connections: number,
): Promise<Finding[]> {
  if ('file' in location && !existsSync(location.file))
    return [right(aboutStore, `${location.file} is made at the first start`)];
  const store = openStore(location);
  try {
    await store.check(0);
    if ('file' in location) return [right(aboutStore, location.file)];
    const warnings = await examineServer({ url: location.url, connections });
    return [
      right(aboutStore, 'PostgreSQL can be written to'),
      ...warnings.map(({ says, cure, impossible }) =>
        impossible ? fault(aboutStore, says, cure) : warning(aboutStore, says, cure),
      ),
    ];
  } catch (error) {
    const mend =
      'url' in location
        ? 'check DATABASE_URL: host, port, user, password, database, and whether the server is up'
        : `check ${location.file}, its folder and its disk, and that no other program holds it`;
    const cure = error instanceof StoreUnavailable ? error.cure : undefined;
    return [fault(aboutStore, (error as Error).message, cure ?? mend)];
  } finally {
    await store.close();
  }
}

/** Whether the bucket of the pictures, if there is one, takes a file, hands it out and deletes it. */
export async function examinePictures(options: {
  places: Places;
  now: () => number;
}): Promise<Finding[]> {
  const { places, now } = options;
  if (!('bucket' in places.files)) return [];
  return openFileStore(places.files, { now })
    .check()
    .then(
      () => [right(aboutPictures, 'the bucket takes, hands out and deletes files')],
      ({ message }: Error) => [
        fault(
          aboutPictures,
          message,
          'check BUCKET_URL, BUCKET_REGION and the key, which must be allowed to put, get, delete and list objects',
        ),
      ],
    );
}
