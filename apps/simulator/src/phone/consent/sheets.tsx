import './consent.css';
import type { ComponentChildren } from 'preact';
import type { GivenFile } from '../../consent.ts';
import { program } from '../state.ts';
import { consent, holder, nicknameOffer, type Sheet, sheet } from './state.ts';
import { word } from './words.ts';

/** 138****8000: the last digits tell it apart, and nobody reads it over a shoulder. */
const masked = (number: string) => number.replace(/^(\d{3})\d+(\d{4})$/, '$1****$2');

function Half({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="veil bottom">
      <div class="half" role="dialog" aria-modal="true" aria-label={title}>
        <header>
          <b aria-hidden="true">{program.value.title.slice(0, 1)}</b>
          {program.value.title} {word('asks')}
        </header>
        <h2>{title}</h2>
        {children}
      </div>
    </div>
  );
}

function Answers(props: { no: string; yes: string; able?: boolean; answer(yes: boolean): void }) {
  const { no, yes, able = true, answer } = props;
  return (
    <footer>
      <button type="button" class="no" onClick={() => answer(false)}>
        {no}
      </button>
      <button type="button" class="yes" disabled={!able} onClick={() => answer(true)}>
        {yes}
      </button>
    </footer>
  );
}

function Terms({ answer }: { answer(): void }) {
  return (
    <div class="veil bottom">
      <div class="half" role="dialog" aria-modal="true" aria-label={consent.terms()}>
        <h2>{consent.terms()}</h2>
        <p>{word('termsText')}</p>
        <footer>
          <button type="button" class="no" onClick={() => answer()}>
            {word('close')}
          </button>
        </footer>
      </div>
    </div>
  );
}

function Privacy({ answer }: { answer(allowed: boolean): void }) {
  return (
    <Half title={word('privacyTitle')}>
      <p>
        {word('privacyText')} <em>{consent.terms()}</em>
      </p>
      <Answers no={word('refuse')} yes={word('agree')} answer={answer} />
    </Half>
  );
}

function PhoneNumber({ answer }: { answer(allowed: boolean): void }) {
  const { phone } = holder();
  return (
    <Half title={word('phoneTitle')}>
      {phone ? (
        <div class="choice">
          <span>
            {phone.countryCode !== '86' && `+${phone.countryCode} `}
            {masked(phone.number)}
            <small>{word('bound')}</small>
          </span>
          <i aria-hidden="true">✓</i>
        </div>
      ) : (
        <p>{word('noPhone')}</p>
      )}
      <Answers no={word('refuse')} yes={word('allow')} able={phone !== undefined} answer={answer} />
    </Half>
  );
}

async function ownPicture(): Promise<GivenFile> {
  const answer = await fetch(new URL(holder().picture, location.href));
  const type = answer.headers.get('content-type') ?? '';
  return { bytes: new Uint8Array(await answer.arrayBuffer()), type };
}

function Picture({ answer }: { answer(picture: GivenFile | undefined): void }) {
  const { picture, nickName } = holder();
  const pick = async (file: File | undefined) =>
    answer(file && { bytes: new Uint8Array(await file.arrayBuffer()), type: file.type });
  return (
    <Half title={word('pictureTitle')}>
      <button type="button" class="choice" onClick={async () => answer(await ownPicture())}>
        <img src={picture} alt="" />
        <span>
          {word('ownPicture')}
          <small>{nickName}</small>
        </span>
      </button>
      <label class="choice">
        {word('fromAlbum')}
        <input
          type="file"
          accept="image/*"
          onChange={({ currentTarget }) => pick(currentTarget.files?.[0])}
        />
      </label>
      <footer>
        <button type="button" class="no" onClick={() => answer(undefined)}>
          {word('cancel')}
        </button>
      </footer>
    </Half>
  );
}

function shown(asked: Sheet) {
  switch (asked.kind) {
    case 'terms':
      return <Terms {...asked} />;
    case 'privacy':
      return <Privacy {...asked} />;
    case 'phone-number':
      return <PhoneNumber {...asked} />;
    case 'picture':
      return <Picture {...asked} />;
  }
}

/** The nickname, above the keyboard that this phone does not have. */
function NicknameOffer() {
  const choose = nicknameOffer.value;
  if (!choose) return null;
  const { nickName } = holder();
  return (
    <button
      type="button"
      class="nickname-offer"
      // The field keeps the focus, as it does under a keyboard of glass.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => choose(nickName)}
    >
      {word('useNickname')} <b>{nickName}</b>
    </button>
  );
}

/** What WeChat itself asks, on top of the mini program. */
export const Consent = () => (
  <>
    {sheet.value && shown(sheet.value)}
    <NicknameOffer />
  </>
);
