import '../page/tokens.css';
import './developer.css';
import { render } from 'preact';
import type { Inspection } from '../automation/inspection.ts';
import type { Settings } from '../phone-protocol.ts';
import { createSay, type Say } from '../text.ts';
import { followStream } from './stream.ts';
import { Value } from './value.tsx';
import { words } from './words.ts';
import { Tree } from './wxml-tree.tsx';

const remembered = JSON.parse(
  localStorage.getItem('simulator.settings') ?? '{}',
) as Partial<Settings>;
const language = remembered.language ?? (navigator.language.startsWith('zh') ? 'zh_CN' : 'en');
const say = createSay(() => language);
const inspection = followStream(new URL('/developer/stream', location.href));

function Header({ shown }: { shown: Inspection | undefined }) {
  return (
    <header class="bar">
      <strong>{say(words.title)}</strong>
      {shown && (
        <span class="program">
          {shown.program.title} <code>{shown.pages.join(' › ')}</code>
        </span>
      )}
      <span class="hint">{say(words.hidden)}</span>
      <a href="/developer/stream">{say(words.stream)}</a>
    </header>
  );
}

function Waiting({ say }: { say: Say }) {
  return (
    <main class="waiting">
      <h2>{say(words.waiting)}</h2>
      <p>{say(words.waitingHint)}</p>
      <a href="/" target="_blank" rel="noreferrer">
        {say(words.openPhone)}
      </a>
    </main>
  );
}

function Console({ entries }: { entries: Inspection['console'] }) {
  if (entries.length === 0) return <p class="nothing">{say(words.quiet)}</p>;
  return (
    <ol>
      {entries.map(({ level, text, where, times, at }, index) => (
        <li key={`${at}${index}`} class={level}>
          <span class="line">{text}</span>
          {times > 1 && <b class="times">{times}</b>}
          {where && <code>{where}</code>}
        </li>
      ))}
    </ol>
  );
}

function Developer() {
  const shown = inspection.value;
  if (!shown)
    return (
      <>
        <Header shown={shown} />
        <Waiting say={say} />
      </>
    );
  const { tree, data, storage, console } = shown;
  return (
    <>
      <Header shown={shown} />
      <main class="panes">
        <section class="tree" aria-label={say(words.tree)}>
          <h2>{say(words.tree)}</h2>
          <div class="scroll" tabIndex={-1}>
            {tree ? <Tree node={tree} /> : <p class="nothing">{say(words.noPage)}</p>}
          </div>
        </section>
        <section class="data" aria-label={say(words.data)}>
          <h2>{say(words.data)}</h2>
          <div class="scroll">
            <Entries of={data} />
          </div>
        </section>
        <section class="storage" aria-label={say(words.storage)}>
          <h2>{say(words.storage)}</h2>
          <div class="scroll">
            <Entries of={storage} />
          </div>
        </section>
        <section class="console" aria-label={say(words.console)}>
          <h2>{say(words.console)}</h2>
          <div class="scroll">
            <Console entries={console} />
          </div>
        </section>
      </main>
    </>
  );
}

function Entries({ of: values }: { of: unknown }) {
  const entries = Object.entries(values ?? {});
  if (entries.length === 0) return <p class="nothing">{say(words.empty)}</p>;
  return entries.map(([name, value]) => <Value key={name} name={name} value={value} />);
}

document.documentElement.lang = language === 'zh_CN' ? 'zh-CN' : 'en';
render(<Developer />, document.getElementById('root') as HTMLElement);
