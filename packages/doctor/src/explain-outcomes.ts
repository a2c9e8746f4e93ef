import type { Outcome } from './try-api.ts';

export interface WayProblem {
  says: string;
  mend: string;
  /** It goes away by itself. */
  passing?: true;
}

const proxy = 'the proxy, gateway or firewall (WAF) in front of the server';

/** What to change in front of the server, by the HTTP status that something there answered with. */
const mendOf: Readonly<Record<number, string>> = {
  403: `let ${proxy} pass every method, header and body of the API`,
  404: `let ${proxy} pass this path on; deploy/Caddyfile and deploy/nginx.conf list all`,
  405: `let ${proxy} pass GET, POST, PUT and DELETE`,
  411: `let ${proxy} pass bodies on as they come`,
  413: `raise the body limit of ${proxy} to 2 MB (nginx: client_max_body_size 2m)`,
  414: `raise the limits of ${proxy} to 16 KB of headers`,
  429: `see which limit of ${proxy} this machine has met`,
  431: `raise the limits of ${proxy} to 16 KB of headers`,
  501: `let ${proxy} pass GET, POST, PUT and DELETE`,
  502: 'start the server, and check that the proxy has its right address',
  503: 'start the server, and check that the proxy has its right address',
  504: 'start the server, and check that the proxy has its right address',
};

/** What did not arrive as the mini program needs it, and what to change; none where all did. */
export function problemsOf(outcomes: Outcome[]): WayProblem[] {
  const [first] = outcomes;
  if (first?.kind === 'silent')
    return [
      {
        says: 'nothing answers',
        mend: 'start the server, and check that the reverse proxy passes every path on',
      },
    ];
  const foreign = outcomes.filter((outcome) => outcome.kind === 'foreign');
  if (first?.kind === 'foreign' && foreign.length === outcomes.length)
    return [
      {
        says: `what answers is not this server (HTTP ${first.status})`,
        mend: mendOf[first.status] ?? 'check that the address is that of the server',
      },
    ];
  return outcomes.flatMap((outcome) => explain(outcome) ?? []);
}

function explain(outcome: Outcome): WayProblem | undefined {
  const { part, kind } = outcome;
  if (kind === 'arrived') return undefined;
  if (kind === 'limited')
    return {
      says: `${part}: not tried, the server's limit for this address is used up`,
      mend: 'run this again in a minute',
      passing: true,
    };
  if (kind === 'silent')
    return {
      says: `${part}: the connection ends without an answer`,
      mend: `see which limit of ${proxy} this meets`,
    };
  if (kind === 'lost')
    return {
      says: `${part}: does not arrive as it was sent`,
      mend: `let ${proxy} pass headers and bodies unchanged`,
    };
  const { status } = outcome;
  return {
    says: `${part}: does not arrive, something in front of the server answers HTTP ${status}`,
    mend: mendOf[status] ?? `let ${proxy} pass every method, header and body of the API`,
  };
}
