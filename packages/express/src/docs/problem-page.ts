import { createHash } from 'node:crypto';
import { commonProblems, type Problems, problemsOf, type Routes } from 'weapp-login';
import { sendBytes } from '../http/send-bytes.ts';
import type { Middleware } from '../request/middleware.ts';

/** Returns the handler of the page that each problem's `type` links to. @param contract returns the current contract */
export function serveProblemPage(
  contract: () => { problems: Problems; routes: Routes },
): Middleware {
  return (_req, res) =>
    sendBytes(res, Buffer.from(pageOf(contract())), {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
    });
}

function answeredBy(code: string, routes: Routes): string {
  if (commonProblems.some((common) => common === code)) return 'any route';
  const answering = Object.values(routes).filter((route) =>
    problemsOf(route).some((own) => own === code),
  );
  const names = answering.map(({ method, path }) => `<code>${method} ${path}</code>`);
  return names.join(', ') || 'the server, before any route';
}

const style = `
  :root { color-scheme: light dark; }
  body { font: 16px/1.6 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
  h2 { font: 600 1.1rem/1.4 ui-monospace, monospace; margin: 2rem 0 0; }
  h2:target { background: #07c16033; }
  p { margin: 0.25rem 0; }
`;

/** Allows only the page's own style, by its hash. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256')
  .update(style)
  .digest('base64')}'; img-src data:; frame-ancestors 'none'`;

const pageOf = ({
  problems,
  routes,
}: {
  problems: Problems;
  routes: Routes;
}): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>Problems</title>
<style>${style}</style>
<h1>Problems</h1>
<p>Every failure of this API is <code>application/problem+json</code>. Its <code>code</code> is one of these.</p>
${Object.entries(problems)
  .map(
    ([code, { status, title }]) => `<h2 id="${code}">${code}</h2>
<p>${status}. ${title}.</p>
<p>Answered by ${answeredBy(code, routes)}.</p>`,
  )
  .join('\n')}
</html>
`;
