import type { Finding } from './explore.ts';

/** The findings, each kind once, with the kinds of crash that show it and how to see the first again. */
export function describeFindings(findings: readonly Finding[], recording: string): string {
  const kinds = new Map<string, Finding[]>();
  for (const finding of findings) {
    const kind = finding.what.replace(/\bo[\w-]{27}\b/, '(openid)');
    const known = kinds.get(kind);
    if (known) known.push(finding);
    else kinds.set(kind, [finding]);
  }
  return [...kinds].map((kind) => describe(...kind, recording)).join('\n');
}

function describe(what: string, findings: readonly Finding[], recording: string): string {
  const counts = new Map<string, number>();
  for (const { luck } of findings) {
    const kind = luck?.kind ?? 'only what was synced';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const crashes = [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ');
  const [first] = findings;
  const luck = first?.luck ? ` '${first.luck.kind}' ${first.luck.seed}` : '';
  return `  ${what} (${crashes})
    first after ${first?.after}; to see it: pnpm check:power replay ${recording} ${first?.point}${luck}`;
}
