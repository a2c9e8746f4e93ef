import './sheets.css';
import type { ComponentChildren } from 'preact';
import type { GivenFile } from '../../consent.ts';
import type { Sheet } from '../consent/consent.ts';
import { words } from '../consent/words.ts';
import { usePhone } from '../phone-context.ts';
import { Album } from './album.tsx';
import { download, readFile } from './given-file.ts';

/** 138****8000: enough digits to recognise it by. */
const masked = (number: string) => number.replace(/^(\d{3})\d+(\d{4})$/, '$1****$2');

function Half({ title, children }: { title: string; children: ComponentChildren }) {
  const { program, say } = usePhone();
  return (
    <div class="veil bottom">
      <div class="half" role="dialog" aria-modal="true" aria-label={title}>
        <header>
          <b aria-hidden="true">{program.value.title.slice(0, 1)}</b>
          {program.value.title} {say(words.asks)}
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
  const { consent, say } = usePhone();
  return (
    <div class="veil bottom">
      <div class="half" role="dialog" aria-modal="true" aria-label={consent.terms()}>
        <h2>{consent.terms()}</h2>
        <p>{say(words.termsText)}</p>
        <footer>
          <button type="button" class="no" onClick={() => answer()}>
            {say(words.close)}
          </button>
        </footer>
      </div>
    </div>
  );
}

function Privacy({ answer }: { answer(allowed: boolean): void }) {
  const { consent, say } = usePhone();
  return (
    <Half title={say(words.privacyTitle)}>
      <p>
        {say(words.privacyText)} <em>{consent.terms()}</em>
      </p>
      <Answers no={say(words.refuse)} yes={say(words.agree)} answer={answer} />
    </Half>
  );
}

function PhoneNumber({ answer }: { answer(allowed: boolean): void }) {
  const { consent, say } = usePhone();
  const { phone } = consent.holder();
  return (
    <Half title={say(words.phoneTitle)}>
      {phone ? (
        <div class="choice">
          <span>
            {phone.countryCode !== '86' && `+${phone.countryCode} `}
            {masked(phone.number)}
            <small>{say(words.bound)}</small>
          </span>
          <i aria-hidden="true">✓</i>
        </div>
      ) : (
        <p>{say(words.noPhone)}</p>
      )}
      <Answers
        no={say(words.refuse)}
        yes={say(words.allow)}
        able={phone !== undefined}
        answer={answer}
      />
    </Half>
  );
}

function Picture({ answer }: { answer(picture: GivenFile | undefined): void }) {
  const { consent, say } = usePhone();
  const { picture, nickName } = consent.holder();
  const pick = async (file: File | undefined) => answer(file && (await readFile(file)));
  return (
    <Half title={say(words.pictureTitle)}>
      <button type="button" class="choice" onClick={async () => answer(await download(picture))}>
        <img src={picture} alt="" />
        <span>
          {say(words.ownPicture)}
          <small>{nickName}</small>
        </span>
      </button>
      <label class="choice">
        {say(words.fromAlbum)}
        <input
          type="file"
          accept="image/*"
          onChange={({ currentTarget }) => pick(currentTarget.files?.[0])}
        />
      </label>
      <footer>
        <button type="button" class="no" onClick={() => answer(undefined)}>
          {say(words.cancel)}
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
    case 'album':
      return <Album {...asked} />;
  }
}

/** The nickname, above the keyboard that this phone does not have. */
function NicknameOffer() {
  const { consent, say } = usePhone();
  const choose = consent.nicknameOffer.value;
  if (!choose) return null;
  const { nickName } = consent.holder();
  return (
    <button
      type="button"
      class="nickname-offer"
      // The field keeps the focus, as it does under a keyboard of glass.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => choose(nickName)}
    >
      {say(words.useNickname)} <b>{nickName}</b>
    </button>
  );
}

/** What WeChat itself asks, on top of the mini program. */
export function ConsentSheets() {
  const { consent } = usePhone();
  return (
    <>
      {consent.sheet.value && shown(consent.sheet.value)}
      <NicknameOffer />
    </>
  );
}
