import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 24 * 60 * 60 * 1000;
const authorityDays = 365;
const serverDays = 30;
const authorityName = 'CN=fake-wechat (for tests; trust it in no browser)';

/** The name that the fake stands in for, and those of this machine. */
const names = [
  { type: 'dns', value: 'api.weixin.qq.com' },
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
  { type: 'ip', value: '::1' },
] as const;

/** A certificate and its private key, as PEM. */
export interface KeyPair {
  cert: string;
  key: string;
}

/** Creates a certificate authority, valid for a year. */
export async function makeAuthority(now: number): Promise<KeyPair> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: authorityName,
    keys,
    signingAlgorithm: algorithm,
    ...validity(now, authorityDays),
    extensions: [new BasicConstraintsExtension(true, 0, true)],
  });
  return { cert: `${certificate.toString('pem')}\n`, key: await writeKey(keys.privateKey) };
}

/** Creates a certificate for api.weixin.qq.com and this machine's own names, valid for 30 days. */
export async function makeServerCertificate(authority: KeyPair, now: number): Promise<KeyPair> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.create({
    subject: 'CN=api.weixin.qq.com',
    issuer: new X509Certificate(authority.cert).subject,
    signingKey: await readKey(authority.key),
    publicKey: keys.publicKey,
    signingAlgorithm: algorithm,
    ...validity(now, serverDays),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new SubjectAlternativeNameExtension([...names]),
    ],
  });
  return { cert: `${certificate.toString('pem')}\n`, key: await writeKey(keys.privateKey) };
}

/** Returns whether an authority outlives a certificate that it would sign now. */
export function isUsableAuthority(cert: string, now: number): boolean {
  return new X509Certificate(cert).notAfter.getTime() > now + serverDays * dayMs;
}

const validity = (now: number, days: number) => ({
  notBefore: new Date(now - dayMs),
  notAfter: new Date(now + days * dayMs),
});

const generateKeys = () =>
  crypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ]) as Promise<webcrypto.CryptoKeyPair>;

const writeKey = async (key: webcrypto.CryptoKey): Promise<string> => {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key));
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;
};

const readKey = (pem: string) =>
  crypto.subtle.importKey(
    'pkcs8',
    Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'),
    algorithm,
    false,
    ['sign'],
  );
