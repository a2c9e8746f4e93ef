import { useSignal } from '@preact/signals';
import type { Modal, ModalAnswer } from '../phone-protocol.ts';
import { Consent } from './consent/sheets.tsx';
import { restart, screen } from './host.ts';
import { actionSheet, atHome, faults, modal, program, toast } from './state.ts';
import { word } from './words.ts';

const signs = { success: '✓', error: '!', none: '', loading: '' };

function ToastBox() {
  const shown = toast.value;
  if (!shown) return null;
  return (
    <div class={`veil clear ${shown.mask ? '' : 'through'}`}>
      <div class={`toast ${shown.icon}`} role="status">
        {shown.image ? (
          <img src={shown.image} alt="" />
        ) : shown.icon === 'loading' ? (
          <i class="turning" />
        ) : (
          signs[shown.icon] && <b aria-hidden="true">{signs[shown.icon]}</b>
        )}
        <span>{shown.title}</span>
      </div>
    </div>
  );
}

function Dialog({ asked, answer }: { asked: Modal; answer(answer: ModalAnswer): void }) {
  const content = useSignal(asked.content);
  return (
    <div class="veil">
      <div class="dialog" role="dialog" aria-modal="true" aria-label={asked.title || asked.content}>
        {asked.title && <h2>{asked.title}</h2>}
        {asked.editable ? (
          <input
            value={content}
            placeholder={asked.placeholder}
            onInput={({ currentTarget }) => {
              content.value = currentTarget.value;
            }}
          />
        ) : (
          asked.content && <p>{asked.content}</p>
        )}
        <footer>
          {asked.cancelText !== undefined && (
            <button
              type="button"
              style={{ color: asked.cancelColor }}
              onClick={() => answer({ confirm: false, content: content.value })}
            >
              {asked.cancelText}
            </button>
          )}
          <button
            type="button"
            class="confirm"
            style={{ color: asked.confirmColor }}
            onClick={() => answer({ confirm: true, content: content.value })}
          >
            {asked.confirmText}
          </button>
        </footer>
      </div>
    </div>
  );
}

function Sheet() {
  if (!actionSheet.value) return null;
  const { asked, answer } = actionSheet.value;
  return (
    <div class="veil bottom">
      <button
        type="button"
        class="away"
        aria-label={word('cancel')}
        onClick={() => answer(undefined)}
      />
      <div class="sheet" role="dialog" aria-modal="true" aria-label={asked.title || word('menu')}>
        {asked.title && <p>{asked.title}</p>}
        {asked.items.map((item, index) => (
          <button
            type="button"
            key={index}
            style={{ color: asked.color }}
            onClick={() => answer(index)}
          >
            {item}
          </button>
        ))}
        <button type="button" class="cancel" onClick={() => answer(undefined)}>
          {word('cancel')}
        </button>
      </div>
    </div>
  );
}

function Faults() {
  if (faults.value.length === 0) return null;
  const dismiss = () => {
    faults.value = [];
  };
  return (
    <div class="faults" role="alert">
      <h2>{word('faults')}</h2>
      <ul>
        {faults.value.map(({ message, where }, index) => (
          <li key={index}>
            {message}
            {where && <code>{where}</code>}
          </li>
        ))}
      </ul>
      <footer>
        <button type="button" onClick={dismiss}>
          {word('dismiss')}
        </button>
        <button type="button" onClick={restart}>
          {word('reload')}
        </button>
      </footer>
    </div>
  );
}

function Home() {
  if (!atHome.value) return null;
  const open = () => {
    atHome.value = false;
    screen?.shown();
  };
  return (
    <div class="home">
      <button type="button" onClick={open} aria-label={`${word('open')} ${program.value.title}`}>
        <b aria-hidden="true">{program.value.title.slice(0, 1)}</b>
        {program.value.title}
      </button>
    </div>
  );
}

/** All that lies on top of the page and its bars. */
export function Overlays() {
  return (
    <>
      {modal.value && <Dialog key={modal.value.asked} {...modal.value} />}
      <Sheet />
      <Consent />
      <ToastBox />
      <Home />
      <Faults />
    </>
  );
}
