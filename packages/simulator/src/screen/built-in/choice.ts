import { type BuiltIn, builtInOf, type Part } from './define.ts';

const properties = { value: '', checked: false, disabled: false, color: '#09BB07', name: '' };

/** An element that a tap or a key turns on or off. */
function toggling(part: Part, role: string, toggle: () => void) {
  const { element } = part;
  const tapped = () => {
    if (part.data.disabled !== true) toggle();
  };
  element.setAttribute('role', role);
  element.tabIndex = 0;
  element.addEventListener('click', tapped);
  element.addEventListener('keydown', (event) => {
    if (event.key !== ' ') return;
    event.preventDefault();
    tapped();
  });
  return {
    render() {
      element.toggleAttribute('checked', part.data.checked === true);
      element.toggleAttribute('disabled', part.data.disabled === true);
      element.setAttribute('aria-checked', String(part.data.checked === true));
      element.style.setProperty('--choice-color', String(part.data.color));
    },
    activate: tapped,
  };
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/checkbox.html */
export const checkbox: BuiltIn = {
  properties,
  create: (part) =>
    toggling(part, 'checkbox', () => {
      part.set('checked', part.data.checked !== true);
      changed(part, 'wx-checkbox-group');
    }),
};

/** https://developers.weixin.qq.com/miniprogram/dev/component/radio.html */
export const radio: BuiltIn = {
  properties,
  create: (part) =>
    toggling(part, 'radio', () => {
      if (part.data.checked === true) return;
      const group = part.element.closest('wx-radio-group');
      if (group) for (const other of membersOf(group)) other.set('checked', other === part);
      else part.set('checked', true);
      changed(part, 'wx-radio-group');
    }),
};

/** https://developers.weixin.qq.com/miniprogram/dev/component/switch.html */
export const switchComponent: BuiltIn = {
  properties: { checked: false, disabled: false, type: 'switch', color: '#04BE02', name: '' },
  create(part) {
    let first = false;
    const behaviour = toggling(part, 'switch', () => {
      part.set('checked', part.data.checked !== true);
      part.trigger('change', { value: part.data.checked });
    });
    return {
      ...behaviour,
      attached() {
        first = part.data.checked === true;
      },
      render() {
        part.element.setAttribute('type', String(part.data.type));
        behaviour.render();
      },
      value: () => part.data.checked === true,
      reset: () => part.set('checked', first),
    };
  },
};

/** https://developers.weixin.qq.com/miniprogram/dev/component/checkbox-group.html */
export const checkboxGroup: BuiltIn = {
  properties: { name: '' },
  create: (part) => ({ value: () => chosen(part.element), ...resetting(part) }),
};

/** https://developers.weixin.qq.com/miniprogram/dev/component/radio-group.html */
export const radioGroup: BuiltIn = {
  properties: { name: '' },
  create(part) {
    part.element.setAttribute('role', 'radiogroup');
    return { value: () => chosen(part.element)[0] ?? '', ...resetting(part) };
  },
};

const membersOf = (group: Element) =>
  [...group.querySelectorAll('wx-checkbox,wx-radio')].flatMap(
    (member) => builtInOf(member)?.part ?? [],
  );

const chosen = (group: Element) =>
  membersOf(group)
    .filter(({ data }) => data.checked === true)
    .map(({ data }) => data.value);

function changed(part: Part, groupTag: string): void {
  const group = part.element.closest(groupTag);
  if (!group) return;
  const values = chosen(group);
  const value = groupTag === 'wx-radio-group' ? (values[0] ?? '') : values;
  builtInOf(group)?.part.trigger('change', { value });
}

function resetting(part: Part) {
  let first: Part[] = [];
  return {
    attached() {
      first = membersOf(part.element).filter(({ data }) => data.checked === true);
    },
    reset() {
      for (const member of membersOf(part.element)) member.set('checked', first.includes(member));
    },
  };
}
