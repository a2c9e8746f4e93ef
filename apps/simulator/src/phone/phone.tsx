import { useEffect, useRef, useState } from 'preact/hooks';
import { BottomBar, TopBars } from './bars.tsx';
import { device, px } from './device.ts';
import { Overlays } from './overlays.tsx';
import { settings } from './settings.ts';
import { navigationBar, starts } from './state.ts';
import { word } from './words.ts';

/** Makes the phone as large as its column allows, never larger than life. */
function useScale(height: number) {
  const stage = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState(1);
  useEffect(() => {
    const fit = () => {
      const room = innerHeight - (stage.current?.offsetTop ?? 0) - 24;
      setScale(Math.min(1, Math.max(0.5, room / height)));
    };
    fit();
    addEventListener('resize', fit);
    return () => removeEventListener('resize', fit);
  }, [height]);
  return { stage, scale };
}

const bezel = 12;

const screenUrl = () => {
  const { appId } = settings.value;
  return appId ? `/screen?${new URLSearchParams({ appId })}` : '/screen';
};

export function Phone() {
  const { framed, width, height } = device.value;
  const full = { width: width + 2 * bezel, height: height + 2 * bezel };
  const { stage, scale: fitted } = useScale(full.height);
  const scale = framed ? fitted : 1;
  const outer = framed ? { width: px(full.width * scale), height: px(full.height * scale) } : {};
  const floating = navigationBar.value?.custom === true;
  return (
    <div class="stage" ref={stage} style={outer}>
      <main
        class={`phone ${framed ? 'framed' : ''} ${settings.value.theme}`}
        style={framed ? { width: px(width), height: px(height), transform: `scale(${scale})` } : {}}
        aria-label={word('phone')}
      >
        <div class={`display ${floating ? 'floating' : ''}`}>
          <TopBars />
          <iframe key={starts.value} src={screenUrl()} title="mini program" />
          <BottomBar />
          <Overlays />
          {framed && <div class="indicator" aria-hidden="true" />}
        </div>
      </main>
    </div>
  );
}
