import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PackedPackage } from './pack.ts';

export interface Registry {
  url: string;
  close(): void;
}

/**
 * Starts an npm registry on loopback that has these packages; for every other one it redirects to the upstream registry.
 * @param upstream the address of the registry that this machine uses
 */
export async function startRegistry(
  packages: readonly PackedPackage[],
  upstream: string,
): Promise<Registry> {
  const byName = new Map(packages.map((one) => [one.manifest.name, one]));
  const server = createServer((req, res) => {
    const path = decodeURIComponent(req.url ?? '/').slice(1);
    const tarball = /^tarballs\/(.+)\.tgz$/.exec(path)?.[1];
    const packed = byName.get(tarball ?? path);
    if (!packed) {
      res.writeHead(307, { location: new URL(req.url ?? '/', upstream).href }).end();
    } else if (tarball) {
      createReadStream(packed.tarball).pipe(res);
    } else {
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(JSON.stringify(metadata(packed, `http://${req.headers.host}`)));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Returns a package's metadata as a registry sends it: https://docs.npmjs.com/cli/using-npm/registry */
function metadata({ manifest, tarball }: PackedPackage, url: string) {
  const { name, version } = manifest;
  const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  const dist = { tarball: `${url}/tarballs/${name}.tgz`, integrity };
  return {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, dist } },
  };
}
