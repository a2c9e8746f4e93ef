import type { PhonePerson } from '../phone-options.ts';
import type { Settings } from '../phone-protocol.ts';
import { places } from '../places.ts';
import { usePhone } from './phone-context.ts';
import { words } from './words.ts';

type Switch =
  | 'offline'
  | 'phoneQuotaUsedUp'
  | 'nothingDeclared'
  | 'storageFull'
  | 'storageBroken'
  | 'lacksMethods';

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
  const { personId, appId, theme, language, placeId } = settings.value;
  // Another person's WeChat, another AppID or language: the mini program restarts.
  const restartWith = (changed: Partial<Settings>) => {
    change(changed);
    restart();
  };
  const toggle = (name: Switch, label: string, title?: string) => (
    <label class="toggle" title={title}>
      <input
        type="checkbox"
        name={name}
        checked={settings.value[name]}
        onChange={({ currentTarget }) => {
          const changed = { [name]: currentTarget.checked };
          if (name === 'lacksMethods') restartWith(changed);
          else change(changed);
        }}
      />
      {label}
    </label>
  );
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
          { value: '', text: say(words.ownAppId).replace('{}', options.appId) },
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
        {toggle('offline', say(words.offline))}
        {toggle('phoneQuotaUsedUp', say(words.phoneQuota), say(words.phoneQuotaHint))}
        {toggle('storageFull', say(words.storageFull), say(words.storageFullHint))}
        {toggle('storageBroken', say(words.storageBroken), say(words.storageBrokenHint))}
        {toggle('lacksMethods', say(words.lacksMethods), say(words.lacksMethodsHint))}
        {toggle('nothingDeclared', say(words.undeclared), say(words.undeclaredHint))}
      </div>
      <div class="actions">
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
