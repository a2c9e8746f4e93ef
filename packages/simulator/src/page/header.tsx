import type { ComponentChildren } from 'preact';
import { usePhone } from '../phone/phone-context.ts';
import { words } from './words.ts';

/** Names the product, the mini program's folder, and where its requests go. */
export function Header({ children }: { children: ComponentChildren }) {
  const { say, options, forwards } = usePhone();
  const list = forwards.list.value;
  const all = list.map(({ from, to }) => (from === to ? from : `${from} → ${to}`)).join('\n');
  const [first] = list;
  return (
    <header class="header">
      <strong class="product">
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <rect width="16" height="16" rx="4" fill="#07c160" />
          <path
            d="M8.5 3.5h3v9h-3M3.5 8h5m-2-2.2L8.7 8l-2.2 2.2"
            fill="none"
            stroke="#fff"
            stroke-width="1.4"
          />
        </svg>
        {say(words.product)}
      </strong>
      <dl>
        <div title={options.appDir}>
          <dt>{say(words.folder)}</dt>
          <dd>{tail(options.appDir)}</dd>
        </div>
        <div title={all}>
          <dt>{say(words.requests)}</dt>
          <dd>
            {first
              ? first.from === first.to
                ? first.to
                : `${hostOf(first.from)} → ${first.to}`
              : say(words.noForward)}
          </dd>
        </div>
      </dl>
      <a class="developer" href="/developer" target="_blank" rel="noreferrer">
        {say(words.developer)}
      </a>
      {children}
    </header>
  );
}

/** The last folders of a path, where programs differ. */
const tail = (folder: string) => folder.split(/[\\/]/).slice(-3).join('/');
const hostOf = (origin: string) => new URL(origin).host;
