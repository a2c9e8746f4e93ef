import { render } from 'preact';
import { z } from 'zod/mini';
import { Head, RowDrawing } from './drawing.tsx';
import type { FlowEvent } from './event.ts';
import { geometryOf, headHeight, rowHeight } from './geometry.ts';
import { shownEvents } from './recorder.ts';
import { say } from './text.ts';
import { origin, rows } from './view.ts';
import { words } from './words.ts';

const at = z.number();
const wxCall = { call: z.number(), at, name: z.string() };
const exchange = { id: z.number(), at, exchange: z.number(), endpoint: z.string() };
const issued = { id: z.number(), at, appId: z.string(), personId: z.string(), code: z.string() };

const eventSchema = z.union([
  z.object({ source: z.literal('note'), at, text: z.object({ zh: z.string(), en: z.string() }) }),
  z.object({
    source: z.literal('phone'),
    phone: z.enum(['this', 'other']),
    run: z.number(),
    event: z.union([
      z.looseObject({ ...wxCall, kind: z.literal('called') }),
      z.looseObject({ ...wxCall, kind: z.literal('ended'), ok: z.boolean() }),
    ]),
  }),
  z.object({
    source: z.literal('wechat'),
    event: z.union([
      z.looseObject({ ...issued, kind: z.enum(['code-issued', 'phone-code-issued']) }),
      z.looseObject({ ...exchange, kind: z.literal('request-received'), method: z.string() }),
      z.looseObject({ ...exchange, kind: z.literal('answered'), status: z.number() }),
      z.looseObject({ ...exchange, kind: z.literal('unanswered') }),
    ]),
  }),
]);

const format = 'weapp-login flow';
const runSchema = z.object({
  format: z.literal(format),
  version: z.literal(1),
  events: z.array(eventSchema),
});

/** The run that is looked at as a text to keep, masked as it is. */
export const runAsJson = (): string =>
  JSON.stringify({ format, version: 1, events: shownEvents.value }, undefined, 1);

/**
 * The events of a text that {@link runAsJson} wrote.
 * @throws where it is anything else
 */
export const readRun = (json: string): FlowEvent[] =>
  runSchema.parse(JSON.parse(json)).events as unknown as FlowEvent[];

/** Pixels of the exported picture. */
const pictureWidth = 820;

/** The whole run as one picture that stands by itself, light or dark as its reader is. */
export function runAsSvg(): string {
  const geometry = geometryOf(pictureWidth, rows.value);
  const height = headHeight + rows.value.length * rowHeight + 12;
  const holder = document.createElement('div');
  render(
    <svg
      xmlns="http://www.w3.org/2000/svg"
      class="drawing"
      width={pictureWidth}
      height={height}
      viewBox={`0 0 ${pictureWidth} ${height}`}
    >
      <title>{say(words.inspector)}</title>
      <style>{drawingStyles()}</style>
      <rect class="paper" width={pictureWidth} height={height} rx={8} />
      <Head geometry={geometry} />
      {rows.value.map((row, index) => (
        <g key={row.id} transform={`translate(0 ${headHeight + index * rowHeight})`}>
          <RowDrawing row={row} geometry={geometry} origin={origin.value} />
        </g>
      ))}
    </svg>,
    holder,
  );
  return new XMLSerializer().serializeToString(holder.firstElementChild as Element);
}

/** The rules of drawing.css, as the page has them. */
const drawingStyles = () =>
  [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .map(({ cssText }) => cssText)
    .filter((text) => text.includes('.drawing'))
    .join('\n');
