import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { px } from './device.ts';
import { usePhone } from './phone-context.ts';
import { words } from './words.ts';

// Without Intl, whose first use takes tens of milliseconds.
const clock = () => new Date().toTimeString().slice(0, 5);

function StatusBar() {
  const { device } = usePhone();
  const time = useSignal(clock());
  useEffect(() => {
    const timer = setInterval(() => {
      time.value = clock();
    }, 5_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div class="status" style={{ height: px(device.value.statusBarHeight) }} aria-hidden="true">
      <span>{time}</span>
      <svg aria-hidden="true" viewBox="0 0 68 14" width="68" height="14" fill="currentColor">
        <path d="M0 9h3v4H0zM5 6.5h3V13H5zM10 4h3v9h-3zM15 1h3v12h-3z" />
        <path d="M32 3.2c2.4 0 4.6.9 6.2 2.5l1.2-1.3A10.5 10.5 0 0 0 32 1.4a10.5 10.5 0 0 0-7.4 3l1.2 1.3A8.8 8.8 0 0 1 32 3.2m0 4c1.3 0 2.5.5 3.4 1.4l1.2-1.3a6.6 6.6 0 0 0-9.2 0l1.2 1.3c.9-.9 2.1-1.4 3.4-1.4m0 3.6 1.8 1.9-1.8 1.3-1.8-1.3z" />
        <rect
          x="44.5"
          y="1.5"
          width="20"
          height="11"
          rx="3"
          fill="none"
          stroke="currentColor"
          opacity=".5"
        />
        <rect x="46" y="3" width="17" height="8" rx="1.8" />
        <path d="M66 5v4c.8-.3 1.4-1.1 1.4-2S66.8 5.3 66 5" opacity=".5" />
      </svg>
    </div>
  );
}

function Capsule() {
  const { display, say, restart, goHome, forwards, takeBackConsent } = usePhone();
  const menu = async () => {
    const entries = [
      { name: words.restart, choose: restart },
      // Where there is no server, there is no one to tell.
      ...(forwards.list.value.length > 0
        ? [
            { name: words.revokeNumber, choose: () => takeBackConsent('8') },
            { name: words.revokeProfile, choose: () => takeBackConsent('6') },
          ]
        : []),
    ];
    const asked = { title: '', items: entries.map(({ name }) => say(name)), color: '' };
    const chosen = await display.askActionSheet(asked);
    if (chosen !== undefined) entries[chosen]?.choose();
  };
  return (
    <div class="capsule">
      <button type="button" aria-label={say(words.menu)} onClick={menu}>
        <svg aria-hidden="true" viewBox="0 0 20 20" width="20" height="20" fill="currentColor">
          <circle cx="4" cy="10" r="1.8" />
          <circle cx="10" cy="10" r="2.8" />
          <circle cx="16" cy="10" r="1.8" />
        </svg>
      </button>
      <button type="button" aria-label={say(words.close)} onClick={goHome}>
        <svg
          aria-hidden="true"
          viewBox="0 0 20 20"
          width="20"
          height="20"
          fill="none"
          stroke="currentColor"
        >
          <circle cx="10" cy="10" r="7.5" stroke-width="2" />
          <circle cx="10" cy="10" r="3" fill="currentColor" stroke="none" />
        </svg>
      </button>
    </div>
  );
}

/** Status bar, title, arrow and capsule; above the page, or on top of one that draws its own bar. */
export function TopBars() {
  const { display, device, say, screen } = usePhone();
  const bar = display.navigationBar.value;
  const style = {
    color: bar?.textStyle === 'white' ? '#fff' : '#000',
    background: bar?.custom ? 'transparent' : (bar?.background ?? '#ededed'),
  };
  return (
    <header
      class={`top ${bar?.textStyle ?? 'black'} ${bar?.custom ? 'floating' : ''}`}
      style={style}
    >
      <StatusBar />
      <div class="navigation" style={{ height: px(device.value.navigationBarHeight) }}>
        {bar && !bar.custom && bar.back && (
          <button
            type="button"
            class="back"
            aria-label={say(words.back)}
            onClick={() => screen.value?.back()}
          >
            <svg aria-hidden="true" viewBox="0 0 12 24" width="12" height="24" fill="currentColor">
              <path d="m10 4.6-1.2-1.2L.6 12l8.2 8.6L10 19.4 3 12z" />
            </svg>
          </button>
        )}
        {bar && !bar.custom && (
          <h1>
            {bar.loading && <i class="turning" />}
            {bar.title}
          </h1>
        )}
        <Capsule />
      </div>
    </header>
  );
}

/** WeChat shows at most three characters of a text; a space is a dot. */
const Badge = ({ text }: { text: string }) =>
  text.trim() === '' ? (
    <i class="badge dot" />
  ) : (
    <i class="badge">{[...text].length > 3 ? '…' : text}</i>
  );

export function BottomBar() {
  const { display, device, screen } = usePhone();
  const bar = display.tabBar.value;
  if (!bar) return null;
  return (
    <nav
      class={`tabs ${bar.borderStyle}`}
      style={{ background: bar.backgroundColor, paddingBottom: px(device.value.safeBottom) }}
    >
      {bar.list.map(({ pagePath, text, iconPath, selectedIconPath, badge }, index) => {
        const selected = index === bar.selected;
        const icon = selected ? (selectedIconPath ?? iconPath) : iconPath;
        return (
          <button
            type="button"
            key={pagePath}
            aria-current={selected ? 'page' : undefined}
            style={{ color: selected ? bar.selectedColor : bar.color }}
            onClick={() => screen.value?.selectTab(index)}
          >
            {icon && <img src={`/app/${icon.replace(/^\//, '')}`} alt="" />}
            {text}
            {badge && <Badge text={badge} />}
          </button>
        );
      })}
    </nav>
  );
}
