/** Opens a sheet with fields to choose from at the foot of the screen. */
export function openPickerSheet(options: {
  title: string;
  chinese: boolean;
  elements: HTMLElement[];
  done(): void;
  cancelled(): void;
}): void {
  const { title, chinese, elements, done, cancelled } = options;
  const veil = document.createElement('div');
  veil.className = 'picker';
  const close = (then: () => void) => {
    veil.remove();
    then();
  };
  const button = (text: string, act: () => void) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.addEventListener('click', act);
    return made;
  };
  const header = document.createElement('header');
  header.append(
    button(chinese ? '取消' : 'Cancel', () => close(cancelled)),
    title,
    button(chinese ? '确定' : 'Done', () => close(done)),
  );
  const sheet = document.createElement('form');
  sheet.append(header, ...elements);
  sheet.addEventListener('submit', (event) => {
    event.preventDefault();
    close(done);
  });
  veil.append(sheet);
  veil.addEventListener('click', (event) => {
    if (event.target === veil) close(cancelled);
  });
  document.body.append(veil);
}
