import './phone.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { BottomBar, TopBars } from './bars.tsx';
import { px } from './device.ts';
import { Overlays } from './overlays.tsx';
import { usePhone } from './phone-context.ts';
import { words } from './words.ts';

/** Makes the phone as large as its place allows, never larger than life. */
function useScale(height: number) {
  const place = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState(1);
  useEffect(() => {
    const element = place.current as HTMLDivElement;
    const fit = () => setScale(Math.min(1, Math.max(0.4, element.clientHeight / height)));
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => observer.disconnect();
  }, [height]);
  return { place, scale };
}

const bezel = 12;

export function PhoneDrawing() {
  const { device, settings, display, starts, say } = usePhone();
  const { framed, width, height } = device.value;
  const { theme, appId } = settings.value;
  const full = { width: width + 2 * bezel, height: height + 2 * bezel };
  const { place, scale } = useScale(full.height);
  const floating = display.navigationBar.value?.custom === true;
  const screen = appId ? `/screen?${new URLSearchParams({ appId })}` : '/screen';
  return (
    <div class="place" ref={place}>
      <div
        class="scaled"
        style={framed ? { width: px(full.width * scale), height: px(full.height * scale) } : {}}
      >
        <main
          class={`phone ${framed ? 'framed' : ''} ${theme}`}
          style={
            framed ? { width: px(width), height: px(height), transform: `scale(${scale})` } : {}
          }
          aria-label={say(words.phone)}
        >
          {/* The bar's colour shows where bar and page round to different pixels. */}
          <div
            class={`display ${floating ? 'floating' : ''}`}
            style={{ background: display.navigationBar.value?.background ?? '' }}
          >
            <TopBars />
            <iframe key={starts.value} src={screen} title={say(words.phone)} />
            <BottomBar />
            <Loading />
            <Overlays />
            {framed && <div class="indicator" aria-hidden="true" />}
          </div>
        </main>
      </div>
    </div>
  );
}

/** Says what goes on while a large mini program is read; nothing of one that is quick. */
function Loading() {
  const { screen, problems, options, say, starts } = usePhone();
  if (screen.value || problems.errors.value.length > 0) return null;
  return (
    <div class="loading" role="status" key={starts.value}>
      <i class="turning" aria-hidden="true" />
      <p>{say(words.loading)}</p>
      <code>{options.appDir}</code>
    </div>
  );
}
