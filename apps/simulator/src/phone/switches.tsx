import type { Settings } from '../phone-protocol.ts';
import { clearStorage, restart } from './host.ts';
import { settings } from './settings.ts';
import { options } from './state.ts';
import { word } from './words.ts';

const change = (changed: Partial<Settings>) => {
  settings.value = { ...settings.value, ...changed };
};

/** What happens to a phone from outside: who holds it, light, language, network. */
export function Switches() {
  const { personId, appId, theme, language, offline, phoneQuotaUsedUp } = settings.value;
  return (
    <section class="switches" aria-label={word('switches')}>
      <label>
        {word('person')}
        <select
          name="person"
          value={personId}
          onChange={({ currentTarget }) => {
            change({ personId: currentTarget.value });
            // Another person's WeChat: the mini program starts with that person's storage.
            restart();
          }}
        >
          {options.value.people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        AppID
        <select
          name="appId"
          value={appId ?? ''}
          onChange={({ currentTarget }) => {
            change({ appId: currentTarget.value || undefined });
            restart();
          }}
        >
          <option value="">{word('ownAppId')}</option>
          {options.value.appIds.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </label>
      <label>
        {word('language')}
        <select
          name="language"
          value={language}
          onChange={({ currentTarget }) => {
            change({ language: currentTarget.value as Settings['language'] });
            restart();
          }}
        >
          <option value="zh_CN">中文</option>
          <option value="en">English</option>
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          name="dark"
          checked={theme === 'dark'}
          onChange={({ currentTarget }) =>
            change({ theme: currentTarget.checked ? 'dark' : 'light' })
          }
        />
        {word('dark')}
      </label>
      <label class="check">
        <input
          type="checkbox"
          name="offline"
          checked={offline}
          onChange={({ currentTarget }) => change({ offline: currentTarget.checked })}
        />
        {word('offline')}
      </label>
      <label class="check">
        <input
          type="checkbox"
          name="phoneQuotaUsedUp"
          checked={phoneQuotaUsedUp}
          onChange={({ currentTarget }) => change({ phoneQuotaUsedUp: currentTarget.checked })}
        />
        {word('phoneQuota')}
      </label>
      <button type="button" onClick={clearStorage}>
        {word('clearStorage')}
      </button>
      <button type="button" onClick={restart}>
        {word('reload')}
      </button>
    </section>
  );
}
