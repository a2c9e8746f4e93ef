/**
 * Returns one command for each language that makes a single process trust the certificate and reach the fake as
 * api.weixin.qq.com, or at its own address.
 * @param options.ca the file of the authority's certificate
 */
export function trustLines(options: { ca: string; port: string }): string {
  const { port } = options;
  const ca = quote(options.ca);
  const commands = {
    Node: `NODE_EXTRA_CA_CERTS=${ca} node server.js`,
    Go: `SSL_CERT_FILE=${ca} ./server`,
    curl: `curl --cacert ${ca} --resolve api.weixin.qq.com:${port}:127.0.0.1 https://api.weixin.qq.com:${port}/sns/jscode2session`,
    Java: `keytool -importcert -noprompt -alias fake-wechat -file ${ca} -keystore fake-wechat.p12 -storepass changeit && java -Djavax.net.ssl.trustStore=fake-wechat.p12 -Djavax.net.ssl.trustStorePassword=changeit -jar server.jar`,
    PHP: `php -d curl.cainfo=${ca} -d openssl.cafile=${ca} server.php`,
  };
  const lines = Object.entries(commands).map(
    ([name, command]) => `  ${name.padEnd(4)}  ${command}`,
  );
  return ['trust its certificate in one process, never in a system or a browser:', ...lines].join(
    '\n',
  );
}

function quote(file: string): string {
  return /^[\w./:\\-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
}
