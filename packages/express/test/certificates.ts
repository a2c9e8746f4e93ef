import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 24 * 60 * 60 * 1000;

export interface Certificate {
  certificate: X509Certificate;
  keys: CryptoKeyPair;
  /** Of the certificate alone, without those above it. */
  pem: string;
  keyPem: string;
}

/**
 * Makes a certificate with a key of its own.
 * @param options.issuer who signs it; without one it signs itself
 * @param options.validFor days from now, negative for one that has expired
 */
export async function makeCertificate(options: {
  name: string;
  issuer?: Certificate;
  isAuthority?: boolean;
  validFrom?: number;
  validFor?: number;
}): Promise<Certificate> {
  const { name, issuer, isAuthority = false, validFrom = -100, validFor = 100 } = options;
  const keys = (await crypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: issuer?.certificate.subject ?? `CN=${name}`,
    signingKey: (issuer?.keys ?? keys).privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() + validFrom * dayMs),
    notAfter: new Date(Date.now() + validFor * dayMs),
    extensions: [
      new BasicConstraintsExtension(isAuthority, undefined, true),
      ...(isAuthority ? [] : [new SubjectAlternativeNameExtension([{ type: 'dns', value: name }])]),
    ],
  });
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return {
    certificate,
    keys,
    pem: `${certificate.toString('pem')}\n`,
    keyPem: `-----BEGIN PRIVATE KEY-----\n${key.toString('base64')}\n-----END PRIVATE KEY-----\n`,
  };
}

/** An authority, one below it, and a server's certificate for `localhost` signed by the latter. */
export async function makeChain(validity: { validFrom?: number; validFor?: number } = {}) {
  const root = await makeCertificate({ name: 'Root of a test', isAuthority: true });
  const intermediate = await makeCertificate({
    name: 'Intermediate of a test',
    issuer: root,
    isAuthority: true,
  });
  const leaf = await makeCertificate({ name: 'localhost', issuer: intermediate, ...validity });
  return { root, intermediate, leaf };
}
