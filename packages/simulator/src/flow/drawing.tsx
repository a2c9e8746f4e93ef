import { useFlow } from './create-flow.ts';
import { arrowAt, fit, type Geometry, headHeight, rowHeight, widthOf } from './geometry.ts';
import type { Lane } from './messages.ts';
import { ends, label, succeeded } from './row-label.ts';
import type { Busy, MessageRow, Row } from './rows.ts';
import { lanes, shortLanes } from './words.ts';

const barWidth = 6;
const barStep = 7;
const mostBars = 3;

const xOf = (geometry: Geometry, lane: Lane) => geometry.x[lane] as number;

/** The names above the lanes. */
export function Head({ geometry }: { geometry: Geometry }) {
  const { say } = useFlow();
  return (
    <g class="head">
      {geometry.lanes.map((lane) => {
        const x = xOf(geometry, lane);
        const tight = geometry.lanes.length > 3 && geometry.gutter === 0;
        const name = say((tight ? shortLanes : lanes)[lane]);
        const half = widthOf(name, 13) / 2 + 8;
        const at = Math.max(half, Math.min(geometry.width - half, x));
        return (
          <g key={lane}>
            <text x={at} y={18} class={`name ${lane}`}>
              {name}
            </text>
            <path class={`root ${lane}`} d={`M${x - 9} ${headHeight - 7}h18v7h-18z`} />
          </g>
        );
      })}
    </g>
  );
}

/** Life lines, and bars where a lane is at work; a bar for each call at a time, up to three. */
function Lines({ geometry, row }: { geometry: Geometry; row: Pick<Row, 'before' | 'after'> }) {
  const bars = (busy: Busy, from: number, to: number) =>
    geometry.lanes.flatMap((lane) =>
      Array.from({ length: Math.min(busy[lane] ?? 0, mostBars) }, (_, index) => (
        <rect
          key={`${lane}${index}${from}`}
          class={`bar ${lane}`}
          x={xOf(geometry, lane) - barWidth / 2 + index * barStep}
          y={from}
          width={barWidth}
          height={to - from}
        />
      )),
    );
  return (
    <g>
      {geometry.lanes.map((lane) => (
        <path key={lane} class="life" d={`M${xOf(geometry, lane)} 0v${rowHeight}`} />
      ))}
      {bars(row.before, 0, arrowAt)}
      {bars(row.after, arrowAt, rowHeight)}
    </g>
  );
}

function Arrow({ geometry, row }: { geometry: Geometry; row: MessageRow }) {
  const [from, to] = ends(row);
  const broken = row.kind === 'ended' && row.outcome.broken !== undefined;
  if (from === to) {
    const x = xOf(geometry, from);
    return (
      <g class="arrow">
        <path d={`M${x + 4} ${arrowAt - 8}h16v8h-13`} />
        <path class="tip" d={`M${x + 5} ${arrowAt}l7-3.5v7z`} />
      </g>
    );
  }
  const direction = Math.sign(xOf(geometry, to) - xOf(geometry, from));
  const begin = xOf(geometry, from) + direction * 5;
  const end = xOf(geometry, to) - direction * 5;
  // Nothing comes back: the line breaks off where the answer should have been.
  const reach = broken ? begin + (end - begin) * 0.45 : end;
  const several = row.messages.length > 1 ? [-3, 3] : [];
  const half = several.length > 0 ? 6 : 4.5;
  return (
    <g class={`arrow ${row.kind}`}>
      {[0, ...several].map((offset) => (
        <path
          key={offset}
          d={`M${begin} ${arrowAt + offset}H${reach - (broken ? 0 : direction * 8)}`}
        />
      ))}
      {broken ? (
        <path class="cross" d={`M${reach - 5} ${arrowAt - 5}l10 10m0-10l-10 10`} />
      ) : (
        <path class="tip" d={`M${end} ${arrowAt}l${-direction * 2 * half}${-half}v${2 * half}z`} />
      )}
    </g>
  );
}

function Label({ geometry, row }: { geometry: Geometry; row: MessageRow }) {
  const { say } = useFlow();
  const { fontSize } = geometry;
  const [from, to] = ends(row);
  const { text, badge, time } = label(row, say);
  const self = from === to;
  const [left, right] = [xOf(geometry, from), xOf(geometry, to)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  const { room, x, anchor } = placeOf(geometry, row, widthOf(text, fontSize), left, right);
  const main = fit(text, fontSize, room);
  const rest = room - widthOf(main, fontSize) - 14;
  const extra = badge ?? time;
  const extraSize = badge ? fontSize : fontSize - 1;
  const shown = extra && (widthOf(extra, extraSize) <= rest || (badge && rest > 40));
  return (
    <text
      class={`label ${self ? 'self' : ''}`}
      style={{ fontSize: `${fontSize}px`, textAnchor: anchor }}
      x={x}
      y={self ? arrowAt - 1 : arrowAt - 8}
    >
      <tspan>{main}</tspan>
      {shown && (
        <tspan class={badge ? 'badge' : 'took'} dx={8}>
          {fit(extra, extraSize, rest)}
        </tspan>
      )}
    </text>
  );
}

interface Place {
  /** Pixels for the text. */
  room: number;
  x: number;
  anchor: 'start' | 'middle' | 'end';
}

/** Where a label goes: between its lanes, or also beyond those on which no bar is drawn. */
function placeOf(
  geometry: Geometry,
  row: MessageRow,
  width: number,
  left: number,
  right: number,
): Place {
  const busy = geometry.lanes
    .filter((lane) => row.before[lane] || row.after[lane])
    .map((lane) => xOf(geometry, lane));
  const start = Math.max(geometry.gutter, ...busy.filter((x) => x < left)) + 8;
  const end = Math.min(geometry.width, ...busy.filter((x) => x > right)) - 8;
  if (left === right) return { room: end - left - 28, x: left + 28, anchor: 'start' };
  const room = right - left - 12;
  const middle = (left + right) / 2;
  const free = { left: !busy.includes(left), right: !busy.includes(right) };
  if (width <= room || (!free.left && !free.right)) return { room, x: middle, anchor: 'middle' };
  if (!free.right) return { room: right - 8 - start, x: right - 8, anchor: 'end' };
  if (!free.left) return { room: end - left - 8, x: left + 8, anchor: 'start' };
  return { room: 2 * Math.min(middle - start, end - middle), x: middle, anchor: 'middle' };
}

/** One row, from its own 0,0 on; the page and the exported picture are put together from these. */
export function RowDrawing(props: { row: Row; geometry: Geometry; origin: number }) {
  const { row, geometry, origin } = props;
  const { say } = useFlow();
  if (row.kind === 'note')
    return (
      <g class="note">
        <Lines geometry={geometry} row={row} />
        <rect x={6} y={5} width={geometry.width - 12} height={rowHeight - 10} rx={6} />
        <text x={16} y={arrowAt - 4}>
          {fit(say(row.text), geometry.fontSize + 1, geometry.width - 34)}
        </text>
      </g>
    );
  const ok = succeeded(row);
  const outcome = ok === undefined ? '' : ok ? 'ok' : 'failed';
  return (
    <g class={`row ${outcome}`}>
      <Lines geometry={geometry} row={row} />
      {geometry.gutter > 0 && row.kind === 'started' && (
        <text class="time" x={8} y={arrowAt + 4}>
          {`+${((row.at - origin) / 1_000).toFixed(3)}`}
        </text>
      )}
      <Arrow geometry={geometry} row={row} />
      <Label geometry={geometry} row={row} />
    </g>
  );
}
