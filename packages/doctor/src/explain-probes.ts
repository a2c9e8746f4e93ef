import type { ProbeResult } from './probe-api.ts';

/** What is wrong between phones and the server. */
export interface ProbeProblem {
  message: string;
  fix: string;
  /** It goes away without a change. */
  isTemporary?: true;
}

const proxy = 'the proxy, gateway or firewall (WAF) in front of the server';
const startServer = 'start the server, and check the upstream address in the proxy';

/** What to change in front of the server, by the HTTP status of its response. */
const fixOf: Readonly<Record<number, string>> = {
  403: `let ${proxy} forward every method, header and body of the API`,
  404: `let ${proxy} forward this path; deploy/Caddyfile and deploy/nginx.conf list all`,
  405: `let ${proxy} forward GET, POST, PUT and DELETE`,
  411: `let ${proxy} forward bodies without Content-Length`,
  413: `raise the body limit of ${proxy} to 2 MB (nginx: client_max_body_size 2m)`,
  414: `raise the header limit of ${proxy} to 16 KB`,
  429: `check the rate limits of ${proxy}`,
  431: `raise the header limit of ${proxy} to 16 KB`,
  501: `let ${proxy} forward GET, POST, PUT and DELETE`,
  502: startServer,
  503: startServer,
  504: startServer,
};

/** Returns the kinds of requests that don't reach the server unchanged, each with its fix. */
export function explainProbes(results: ProbeResult[]): ProbeProblem[] {
  const [first] = results;
  if (first?.kind === 'no-response')
    return [
      {
        message: 'no response',
        fix: 'start the server, and check that the reverse proxy forwards every path',
      },
    ];
  if (first?.kind === 'foreign' && results.every(({ kind }) => kind === 'foreign'))
    return [
      {
        message: `something other than this server responds (HTTP ${first.status})`,
        fix: fixOf[first.status] ?? 'check that the URL is that of the server',
      },
    ];
  return results.flatMap((result) => explain(result) ?? []);
}

function explain(result: ProbeResult): ProbeProblem | undefined {
  const { part } = result;
  switch (result.kind) {
    case 'arrived':
      return undefined;
    case 'rate-limited':
      return {
        message: `${part}: not tested, because this address has reached the server's rate limit`,
        fix: 'run this again in a minute',
        isTemporary: true,
      };
    case 'no-response':
      return {
        message: `${part}: the connection closes without a response`,
        fix: `check the limits of ${proxy}`,
      };
    case 'changed':
      return {
        message: `${part}: arrives changed or incomplete`,
        fix: `let ${proxy} forward headers and bodies unchanged`,
      };
    case 'foreign':
      return {
        message: `${part}: something in front of the server responds with HTTP ${result.status}`,
        fix:
          fixOf[result.status] ?? `let ${proxy} forward every method, header and body of the API`,
      };
  }
}
