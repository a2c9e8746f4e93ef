import { expect, test } from 'vitest';
import { developAddress } from './develop-address.ts';

const own = ['127.0.0.1', '192.168.1.20', 'fd00::20'];
const of = (given: string | undefined, env: Record<string, string> = {}) =>
  developAddress(
    { ...(given !== undefined && { API_BASE_URL_DEVELOP: given }), ...env },
    2020,
    own,
  );

test.each([undefined, '', ' '])(
  'without an address (%j) it is the server on this machine',
  (given) => {
    expect(of(given)).toEqual({ API_BASE_URL_DEVELOP: 'http://127.0.0.1:2020' });
  },
);

test.each(['http://192.168.1.20:2020', 'http://[fd00::20]:2020/'])(
  'an address of this machine, %s, makes the server listen there',
  (given) => expect(of(given)).toEqual({ API_BASE_URL_DEVELOP: given, HOST: '0.0.0.0' }),
);

test('HOST is left as it was set', () => {
  expect(of('http://192.168.1.20:2020', { HOST: '192.168.1.20' })).not.toHaveProperty('HOST');
});

test.each([
  'http://127.0.0.1:2020',
  'http://192.168.1.99:8080',
  'https://tunnel.example.com',
  'https://192.168.1.20',
])('%s leaves it on loopback', (given) => {
  expect(of(given)).toEqual({ API_BASE_URL_DEVELOP: given });
});

test.each(['http://192.168.1.20:3000', 'http://192.168.1.20', 'http://localhost:3000'])(
  '%s, where nothing listens, is refused',
  (given) => expect(() => of(given)).toThrow('make them the same'),
);
