import { useSignal } from '@preact/signals';
import type { Modal, ModalAnswer } from '../phone-protocol.ts';
import { usePhone } from './phone-context.ts';
import { ConsentSheets } from './sheets/consent-sheets.tsx';
import { words } from './words.ts';

const signs = { success: '✓', error: '!', none: '', loading: '' };

function ToastBox() {
  const shown = usePhone().display.toast.value;
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
  const { display, say } = usePhone();
  if (!display.actionSheet.value) return null;
  const { asked, answer } = display.actionSheet.value;
  return (
    <div class="veil bottom">
      <button
        type="button"
        class="away"
        aria-label={say(words.cancel)}
        onClick={() => answer(undefined)}
      />
      <div
        class="sheet"
        role="dialog"
        aria-modal="true"
        aria-label={asked.title || say(words.menu)}
      >
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
          {say(words.cancel)}
        </button>
      </div>
    </div>
  );
}

function Home() {
  const { atHome, program, say, comeBack } = usePhone();
  if (!atHome.value) return null;
  return (
    <div class="home">
      <button
        type="button"
        onClick={comeBack}
        aria-label={`${say(words.open)} ${program.value.title}`}
      >
        <b aria-hidden="true">{program.value.title.slice(0, 1)}</b>
        {program.value.title}
      </button>
    </div>
  );
}

/** All that lies on top of the page and its bars. */
export function Overlays() {
  const { display } = usePhone();
  const modal = display.modal.value;
  return (
    <>
      {modal && <Dialog key={modal.asked} {...modal} />}
      <Sheet />
      <ConsentSheets />
      <ToastBox />
      <Home />
    </>
  );
}
