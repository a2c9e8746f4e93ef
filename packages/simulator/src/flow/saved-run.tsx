import { render } from 'preact';
import * as z from 'zod/mini';
import { type Flow, FlowContext } from './create-flow.ts';
import { Head, RowDrawing } from './drawing.tsx';
import type { FlowEvent } from './flow-event.ts';
import { geometryOf, headHeight, rowHeight } from './geometry.ts';
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

/** Writes a run down, masked as it is. */
export const runAsJson = (events: readonly FlowEvent[]): string =>
  JSON.stringify({ format, version: 1, events }, undefined, 1);

/**
 * The events of a text that {@link runAsJson} wrote.
 * @throws where it is anything else
 */
export const readRun = (json: string): FlowEvent[] =>
  runSchema.parse(JSON.parse(json)).events as unknown as FlowEvent[];

/** Pixels of the exported picture. */
const pictureWidth = 820;

/** Draws the whole run as one picture that stands by itself, light or dark as its reader is. */
export function runAsSvg(flow: Flow): string {
  const rows = flow.view.rows.value;
  const geometry = geometryOf(pictureWidth, rows);
  const height = headHeight + rows.length * rowHeight + 12;
  const holder = document.createElement('div');
  render(
    <FlowContext.Provider value={flow}>
      <svg
        xmlns="http://www.w3.org/2000/svg"
        class="drawing"
        width={pictureWidth}
        height={height}
        viewBox={`0 0 ${pictureWidth} ${height}`}
      >
        <title>{flow.say(words.flow)}</title>
        <style>{drawingStyles()}</style>
        <rect class="paper" width={pictureWidth} height={height} rx={8} />
        <Head geometry={geometry} />
        {rows.map((row, index) => (
          <g key={row.id} transform={`translate(0 ${headHeight + index * rowHeight})`}>
            <RowDrawing row={row} geometry={geometry} origin={flow.view.origin.value} />
          </g>
        ))}
      </svg>
    </FlowContext.Provider>,
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
