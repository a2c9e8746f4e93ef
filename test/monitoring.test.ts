import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '../packages/express/src/metrics/metrics.ts';
import { measureOpenSessions } from '../packages/express/src/metrics/open-sessions.ts';
import { openStore } from '../packages/express/src/store/location/open-store.ts';
import { read } from './repository-files.ts';

interface Alert {
  alert: string;
  expr: string;
  annotations: { summary: string };
}
interface Panel {
  title: string;
  targets: { expr: string; legendFormat: string }[];
}

const { panels }: { panels: Panel[] } = JSON.parse(
  read('deploy/monitoring/grafana-dashboard.json'),
);
const { groups }: { groups: { rules: Alert[] }[] } = parse(read('deploy/monitoring/alerts.yaml'));
const alerts = groups.flatMap(({ rules }) => rules);
const expressions = [
  ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ...alerts.map(({ expr }) => expr),
];

const metrics = createMetrics();
const store = openStore({ file: path.join(tmpdir(), randomUUID()) });
measureOpenSessions({ metrics, store, now: Date.now });

/** The labels of each metric of the server's own. */
const own = new Map<string, string[]>(
  metrics.registry.getMetricsAsArray().map((metric) => {
    const labels: string[] = Reflect.get(metric, 'labelNames');
    return [metric.name, labels] as const;
  }),
);
/** Those of Prometheus, of Node and of the process that are looked at here. */
const general = [
  'up',
  'nodejs_eventloop_lag_p99_seconds',
  'process_resident_memory_bytes',
  'process_cpu_seconds_total',
];
const functions = ['sum', 'max', 'rate', 'increase', 'histogram_quantile', 'by'];

/** What an expression names that is neither a function, a label, a string nor a duration. */
const metricsOf = (expr: string) =>
  [
    ...expr
      .replace(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, ' ')
      .replace(/\bby \([^)]*\)/g, ' ')
      .matchAll(/[a-z_]{2,}[a-z0-9_]*/g),
  ]
    .map(([name]) => name)
    .filter((name) => !functions.includes(name));
const base = (name: string) => name.replace(/_(bucket|count|sum)$/, '');
const labelsOf = (expr: string) => [
  ...[...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list]) => (list ?? '').split(/,\s*/)),
  ...[...expr.matchAll(/[{,]\s*([a-z_]+)\s*[=!]/g)].map(([, label]) => label as string),
];

test('there is something to check', () => {
  expect(panels.length).toBeGreaterThan(10);
  expect(alerts.length).toBeGreaterThan(10);
});

test.each(expressions)('%s: its metrics exist', (expr) => {
  const names = metricsOf(expr).map(base);
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !own.has(name) && !general.includes(name))).toEqual([]);
});

test.each(expressions)('%s: its metrics have its labels', (expr) => {
  const names = metricsOf(expr).map(base);
  const known = ['le', 'job', ...names.flatMap((name) => own.get(name) ?? [])];
  expect(labelsOf(expr).filter((label) => !known.includes(label))).toEqual([]);
});

test('the texts use labels that their expressions leave', () => {
  const texts = [
    ...panels.flatMap(({ targets }) =>
      targets.map(({ expr, legendFormat }) => ({ expr, text: legendFormat })),
    ),
    ...alerts.map(({ expr, annotations }) => ({ expr, text: annotations.summary })),
  ];
  for (const { expr, text } of texts)
    for (const [, label] of text.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g))
      expect(label === 'instance' ? ['instance'] : labelsOf(expr), text).toContain(label);
});

test('every metric of the server is on the dashboard', () => {
  const shown = new Set(
    panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsOf(expr).map(base))),
  );
  expect([...own.keys()].filter((name) => !shown.has(name))).toEqual([]);
});
