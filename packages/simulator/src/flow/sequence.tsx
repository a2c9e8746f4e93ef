import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useFlow } from './create-flow.ts';
import { Head, RowDrawing } from './drawing.tsx';
import { type Geometry, geometryOf, headHeight, rowHeight } from './geometry.ts';
import { spoken } from './row-label.ts';
import type { Row } from './rows.ts';
import { words } from './words.ts';

/** Rows kept ready above and below what is seen. */
const spare = 8;

interface Window {
  width: number;
  height: number;
  top: number;
}

/** One row of the list; redrawn only when it has changed. */
function Option(props: {
  row: Row;
  index: number;
  count: number;
  geometry: Geometry;
  isSelected: boolean;
  select: (index: number) => void;
}) {
  const { row, index, count, geometry, isSelected, select } = props;
  const { phone, say, view } = useFlow();
  const { language } = phone.settings.value;
  const words = spoken(row, say);
  return useMemo(
    () => (
      // The list takes the keys, for its options.
      // biome-ignore lint/a11y/useKeyWithClickEvents: see above
      // biome-ignore lint/a11y/useFocusableInteractive: see above
      <div
        id={`row-${index}`}
        class="option"
        role="option"
        aria-selected={isSelected}
        aria-posinset={index + 1}
        aria-setsize={count}
        aria-label={words}
        title={words}
        style={{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}
        onClick={() => select(index)}
      >
        <svg class="drawing" width={geometry.width} height={rowHeight} aria-hidden="true">
          <RowDrawing row={row} geometry={geometry} origin={view.origin.value} />
        </svg>
      </div>
    ),
    [row, words, index, count, geometry, isSelected, language],
  );
}

/** The run as a sequence diagram. Only the rows that are seen are in the document, however many there are. */
export function Sequence() {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState<Window>({ width: 640, height: 600, top: 0 });
  const following = useRef(true);
  const { say, view } = useFlow();
  const all = view.rows.value;
  const selectedId = view.selected.value?.id;

  const look = () => {
    const { clientWidth, clientHeight, scrollTop, scrollHeight } = box.current as HTMLDivElement;
    following.current = scrollTop + clientHeight > scrollHeight - rowHeight;
    setSeen({ width: clientWidth, height: clientHeight, top: scrollTop });
  };
  useEffect(() => {
    const observer = new ResizeObserver(look);
    observer.observe(box.current as HTMLDivElement);
    return () => observer.disconnect();
  }, []);
  // New messages are followed, unless someone has scrolled back to look at older ones.
  useLayoutEffect(() => {
    const element = box.current as HTMLDivElement;
    if (following.current) element.scrollTop = element.scrollHeight;
  }, [all.length]);

  const select = (index: number) => {
    const row = all[Math.max(0, Math.min(all.length - 1, index))];
    if (!row) return;
    view.select(row.id);
    const top = headHeight + all.indexOf(row) * rowHeight;
    const element = box.current as HTMLDivElement;
    const { scrollTop, clientHeight } = element;
    if (top - headHeight < scrollTop) element.scrollTop = top - headHeight;
    else if (top + rowHeight > scrollTop + clientHeight)
      element.scrollTop = top + rowHeight - clientHeight;
  };
  const moves: Record<string, (index: number) => number> = {
    ArrowDown: (index) => index + 1,
    ArrowUp: (index) => (index < 0 ? all.length - 1 : index - 1),
    PageDown: (index) => index + 10,
    PageUp: (index) => index - 10,
    Home: () => 0,
    End: () => all.length - 1,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') view.close();
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    select(move(all.findIndex(({ id }) => id === selectedId)));
  };

  const geometry = useMemo(() => geometryOf(seen.width, all), [seen.width, all]);
  const first = Math.max(0, Math.floor(seen.top / rowHeight) - spare);
  const last = Math.min(all.length, Math.ceil((seen.top + seen.height) / rowHeight) + spare);
  const active = all.findIndex(({ id }) => id === selectedId);
  return (
    <div
      class="sequence"
      ref={box}
      role="listbox"
      tabIndex={0}
      aria-label={say(words.messages)}
      aria-activedescendant={active >= first && active < last ? `row-${active}` : undefined}
      onScroll={look}
      onKeyDown={onKeyDown}
    >
      <svg class="drawing lanes" width={seen.width} height={headHeight} aria-hidden="true">
        <Head geometry={geometry} />
      </svg>
      {all.length === 0 && (
        <div class="empty">
          <p>{say(words.empty)}</p>
          <p>{say(words.emptyHint)}</p>
        </div>
      )}
      <div class="rows" role="presentation" style={{ height: `${all.length * rowHeight}px` }}>
        {all.slice(first, last).map((row, offset) => (
          <Option
            key={row.id}
            row={row}
            index={first + offset}
            count={all.length}
            geometry={geometry}
            isSelected={first + offset === active}
            select={select}
          />
        ))}
      </div>
    </div>
  );
}
