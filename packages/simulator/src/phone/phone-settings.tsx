import { useEffect, useRef } from 'preact/hooks';
import type { PhonePerson } from '../phone-options.ts';
import type { Settings } from '../phone-protocol.ts';
import { places } from '../places.ts';
import { usePhone } from './phone-context.ts';
import { conditionHints, words } from './words.ts';

/** Conditions that few phones are in: each has a label and says what happens. */
const conditions = [
  'phoneQuotaUsedUp',
  'storageFull',
  'storageBroken',
  'lacksMethods',
  'nothingDeclared',
] as const;

interface Choice {
  value: string;
  text: string;
}

function Select(props: {
  name: string;
  label: string;
  value: string;
  choices: Choice[];
  choose(value: string): void;
}) {
  const { name, label, value, choices, choose } = props;
  return (
    <label class="field">
      <span>{label}</span>
      <select
        name={name}
        value={value}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
    </label>
  );
}

const languages: Choice[] = [
  { value: 'zh_CN', text: '中文' },
  { value: 'en', text: 'English' },
];

/** The name in the phone's language: the ids are the names in Latin letters. */
const nameOf = ({ id, name }: PhonePerson, language: Settings['language']) =>
  language === 'zh_CN' ? name : `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`;

/** What happens to a phone from outside: who holds it, its language, light and network. */
export function PhoneSettings() {
  const { settings, options, say, change, restart, clearStorage } = usePhone();
  const { personId, appId, theme, language, placeId, offline } = settings.value;
  // Another person's WeChat, another AppID or language: the mini program restarts.
  const restartWith = (changed: Partial<Settings>) => {
    change(changed);
    restart();
  };
  return (
    <section class="settings" aria-label={say(words.settings)}>
      <Select
        name="person"
        label={say(words.person)}
        value={personId}
        choices={options.people.map((person) => ({
          value: person.id,
          text: nameOf(person, language),
        }))}
        choose={(chosen) => restartWith({ personId: chosen })}
      />
      <Select
        name="appId"
        label={say(words.appId)}
        value={appId ?? ''}
        choices={[
          { value: '', text: say(words.ownAppId, options.appId) },
          ...options.appIds.map((id) => ({ value: id, text: id })),
        ]}
        choose={(chosen) => restartWith({ appId: chosen || undefined })}
      />
      <Select
        name="language"
        label={say(words.language)}
        value={language}
        choices={languages}
        choose={(chosen) => restartWith({ language: chosen as Settings['language'] })}
      />
      <Select
        name="placeId"
        label={say(words.place)}
        value={placeId}
        choices={places.map(({ id, name }) => ({ value: id, text: say(name) }))}
        choose={(chosen) => change({ placeId: chosen })}
      />
      <div class="toggles">
        <label class="toggle">
          <input
            type="checkbox"
            name="dark"
            checked={theme === 'dark'}
            onChange={({ currentTarget }) =>
              change({ theme: currentTarget.checked ? 'dark' : 'light' })
            }
          />
          {say(words.dark)}
        </label>
        <label class="toggle">
          <input
            type="checkbox"
            name="offline"
            checked={offline}
            onChange={({ currentTarget }) => change({ offline: currentTarget.checked })}
          />
          {say(words.offline)}
        </label>
      </div>
      <div class="actions">
        <Conditions />
        <button type="button" name="clear-storage" onClick={clearStorage}>
          {say(words.clearStorage)}
        </button>
        <button type="button" name="restart" onClick={restart}>
          {say(words.restart)}
        </button>
      </div>
    </section>
  );
}

/** A menu of the conditions, which closes with a click beside it. */
function Conditions() {
  const { settings, say, change, restart } = usePhone();
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = ({ target }: Event) => {
      if (menu.current && !menu.current.contains(target as Node)) menu.current.open = false;
    };
    // A click on the phone's screen takes the focus to another window.
    const leave = () => menu.current?.removeAttribute('open');
    addEventListener('pointerdown', close);
    addEventListener('blur', leave);
    return () => {
      removeEventListener('pointerdown', close);
      removeEventListener('blur', leave);
    };
  }, []);
  const met = conditions.filter((name) => settings.value[name]).length;
  return (
    <details class="conditions" ref={menu}>
      <summary>
        {say(words.conditions)}
        {met > 0 && <b>{met}</b>}
      </summary>
      <div class="list">
        {conditions.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              name={name}
              checked={settings.value[name]}
              onChange={({ currentTarget }) => {
                change({ [name]: currentTarget.checked });
                if (name === 'lacksMethods') restart();
              }}
            />
            <b>{say(words[name])}</b>
            <span>{say(conditionHints[name])}</span>
          </label>
        ))}
      </div>
    </details>
  );
}
