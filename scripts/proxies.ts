import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** Where a proxy listens on this machine, and where the server does. */
export interface Ports {
  http: number;
  https: number;
  upstream: number;
}

/** A proxy of deploy/ with its real settings, except for names, ports and folders. */
export interface ReverseProxy {
  command: string;
  /** Writes the settings into a folder and returns the command to start the proxy. */
  prepare(folder: string, ports: Ports): { args: string[]; env: Record<string, string> };
  /** Whether it holds requests briefly while the server is down. */
  waitsForServer: boolean;
  /** The certificate to trust; available once the proxy runs. */
  certificate(folder: string): string;
}

const testCertificate = path.join(root, 'packages/wechat-api/test/localhost.cert.pem');

export const proxies: ReverseProxy[] = [
  {
    command: 'caddy',
    prepare(folder, ports) {
      const file = path.join(folder, 'Caddyfile');
      const ownPorts = `http_port ${ports.http}\nhttps_port ${ports.https}`;
      writeFileSync(
        file,
        `{\nadmin off\nskip_install_trust\n${ownPorts}\n}\nimport ${root}/deploy/Caddyfile\n`,
      );
      return {
        args: ['run', '--adapter', 'caddyfile', '--config', file],
        env: {
          SITE: 'localhost',
          UPSTREAM: `127.0.0.1:${ports.upstream}`,
          HOME: folder,
          XDG_DATA_HOME: folder,
          XDG_CONFIG_HOME: folder,
        },
      };
    },
    waitsForServer: true,
    certificate: (folder) => path.join(folder, 'caddy/pki/authorities/local/root.crt'),
  },
  {
    command: 'nginx',
    prepare(folder, ports) {
      const site = readFileSync(path.join(root, 'deploy/nginx.conf'), 'utf8')
        .replaceAll('api.example.com;', 'localhost;')
        .replace(/listen (\[::\]:)?80;/g, (_, six = '') => `listen ${six}${ports.http};`)
        .replace(/listen (\[::\]:)?443 /g, (_, six = '') => `listen ${six}${ports.https} `)
        .replace('127.0.0.1:2020', `127.0.0.1:${ports.upstream}`)
        .replace(/\/etc\/\S+fullchain\.pem/, testCertificate)
        .replace(/\/etc\/\S+privkey\.pem/, testCertificate.replace('cert', 'key'))
        .replace('/var/log/nginx/', `${folder}/`);
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((name) => `${name}_temp_path ${folder}/${name};`)
        .join('\n');
      const file = path.join(folder, 'nginx.conf');
      writeFileSync(
        file,
        `daemon off;\npid ${folder}/pid;\nerror_log stderr;\nevents {}\nhttp {\n${temporary}\n${site}\n}\n`,
      );
      return { args: ['-e', 'stderr', '-c', file], env: {} };
    },
    waitsForServer: false,
    certificate: () => testCertificate,
  },
];
