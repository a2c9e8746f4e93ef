import { createHash } from 'node:crypto';
import type { Express } from 'express';
import { commonProblems, type ProblemCode, problems, problemsOf, routes } from 'weapp-login';
import { mount } from '../http/mount.ts';

/** Mounts the page that the `type` of every problem links to. */
export function mountProblemPage(app: Express): void {
  mount(app, '/docs/problems', {
    GET: [
      (_req, res) => void res.type('html').set('Content-Security-Policy', policy).send(problemPage),
    ],
  });
}

function answeredBy(code: ProblemCode): string {
  if (commonProblems.some((common) => common === code)) return 'any route';
  const answering = Object.values(routes).filter((route) => problemsOf(route).includes(code));
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

const problemPage = Buffer.from(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>Problems</title>
<style>${style}</style>
<h1>Problems</h1>
<p>Every failure of this API is <code>application/problem+json</code>. Its <code>code</code> is one of these.</p>
${(Object.keys(problems) as ProblemCode[])
  .map(
    (code) => `<h2 id="${code}">${code}</h2>
<p>${problems[code].status}. ${problems[code].title}.</p>
<p>Answered by ${answeredBy(code)}.</p>`,
  )
  .join('\n')}
</html>
`);
