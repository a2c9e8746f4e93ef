import { useSignal } from '@preact/signals';
import type { GivenFile } from '../../consent.ts';
import { words } from '../consent/words.ts';
import { usePhone } from '../phone-context.ts';
import { download, readFile } from './given-file.ts';

/** Sample pictures to choose from, and the files of the computer. */
export function Album(props: { count: number; answer(pictures: GivenFile[]): void }) {
  const { count, answer } = props;
  const { options, say } = usePhone();
  const chosen = useSignal<readonly string[]>([]);
  const toggle = (picture: string) => {
    const others = chosen.value.filter((other) => other !== picture);
    const room = others.length < chosen.value.length ? others : [...others, picture];
    chosen.value = count === 1 ? room.slice(-1) : room.slice(0, count);
  };
  return (
    <div class="veil bottom">
      <div class="half album" role="dialog" aria-modal="true" aria-label={say(words.album)}>
        <h2>{say(words.album)}</h2>
        <div class="pictures">
          {options.album.map((picture) => {
            const place = chosen.value.indexOf(picture);
            const name = picture.replace(/^.*\/|\.png$/g, '');
            return (
              <button
                type="button"
                key={picture}
                aria-pressed={place >= 0}
                onClick={() => toggle(picture)}
              >
                <img src={picture} alt={name} />
                <b aria-hidden="true">{place >= 0 && place + 1}</b>
              </button>
            );
          })}
        </div>
        <label class="choice">
          {say(words.fromComputer)}
          <input
            type="file"
            accept="image/*"
            multiple={count > 1}
            onChange={async ({ currentTarget }) =>
              answer(
                await Promise.all([...(currentTarget.files ?? [])].slice(0, count).map(readFile)),
              )
            }
          />
        </label>
        <footer>
          <button type="button" class="no" onClick={() => answer([])}>
            {say(words.cancel)}
          </button>
          <button
            type="button"
            class="yes"
            disabled={chosen.value.length === 0}
            onClick={async () => answer(await Promise.all(chosen.value.map(download)))}
          >
            {say(words.done)} {count > 1 && `${chosen.value.length}/${count}`}
          </button>
        </footer>
      </div>
    </div>
  );
}
