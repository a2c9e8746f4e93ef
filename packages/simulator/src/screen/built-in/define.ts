import type * as glassEasel from 'glass-easel';
import type { Regions } from '../../regions.ts';
import { type ExportedAnimation, playAnimation } from '../animation.ts';
import { aria, globalProperties } from './global-properties.ts';

/** What a property may hold, with its value where the template gives none. */
export type Property = string | number | boolean | null;

/** One element of a built-in component. */
export interface Part {
  readonly element: HTMLElement;
  /** Path of the component whose template has it. */
  readonly owner: string;
  /** The properties as they are now. */
  readonly data: Readonly<Record<string, Property>>;
  /** Changes a property from inside, as typing does; `model:` bindings follow. */
  set(name: string, value: Property): void;
  trigger(name: string, detail?: unknown, options?: { bubbles?: boolean }): void;
  /** Adds or removes a class that the page's style sheet defines. */
  toggleClass(names: string, on: boolean): void;
  context: BuiltInContext;
}

/** What a form, a label or a group may ask of the element. */
export interface Behaviour {
  /** Brings the DOM in line with the properties; called at first and after each change. */
  render?(): void;
  attached?(): void;
  detached?(): void;
  /** The value it adds to a form. */
  value?(): unknown;
  /** Back to what the template said, as a form's reset asks. */
  reset?(): void;
  /** What a tap on its label does. */
  activate?(): void;
}

export interface BuiltIn {
  properties?: Record<string, Property>;
  create?(part: Part): Behaviour;
}

/** What built-in components may ask of the mini program around them. */
export interface BuiltInContext {
  /** Calls an API of wx by its name. */
  call(name: string, options: Record<string, unknown>): void;
  /** What a button of that open-type does when it is tapped; undefined where there is no such type here. */
  openType(name: string): ((part: Part) => void) | undefined;
  /** Where the browser finds a file that the platform handed to the mini program. */
  fileUrl(path: string): string | undefined;
  /** Offers the person's nickname for a field. */
  nickname: { offer(choose: (nickname: string) => void): void; withdraw(): void };
  /** What a picker of regions offers. */
  regions(): Promise<Regions>;
  /** The phone's language is Chinese. */
  chinese(): boolean;
  /** Refuses something by its name, visibly. */
  refuse(part: Part, what: string): void;
}

const behaviours = new WeakMap<globalThis.Element, { part: Part; behaviour: Behaviour }>();

/** The built-in component that an element of the page belongs to. */
export const builtInOf = (element: globalThis.Element) => behaviours.get(element);

const typeOf = (value: Property) =>
  typeof value === 'string'
    ? String
    : typeof value === 'number'
      ? Number
      : typeof value === 'boolean'
        ? Boolean
        : null;

/** Makes a tag known to every template of a space. */
export function defineBuiltIn(
  space: glassEasel.ComponentSpace,
  tag: string,
  { properties = {}, create }: BuiltIn,
  context: BuiltInContext,
): void {
  const all: Record<string, Property> = { ...aria, ...globalProperties, ...properties };
  const definition = space.defineComponent({
    is: `wx://${tag}`,
    options: { multipleSlots: false },
    properties: Object.fromEntries(
      Object.entries(all).map(([name, value]) => [name, { type: typeOf(value), value }]),
    ) as Record<string, never>,
    observers: Object.keys(all).map((name) => ({
      fields: name,
      observer(this: glassEasel.GeneralComponent) {
        renderOf(this);
      },
    })),
    lifetimes: {
      created(this: glassEasel.GeneralComponent) {
        const part = createPart(this, context);
        behaviours.set(part.element, { part, behaviour: create?.(part) ?? {} });
        renderOf(this);
      },
      attached(this: glassEasel.GeneralComponent) {
        behaviours.get(elementOf(this))?.behaviour.attached?.();
      },
      detached(this: glassEasel.GeneralComponent) {
        behaviours.get(elementOf(this))?.behaviour.detached?.();
      },
    },
  });
  space.setGlobalUsingComponent(
    tag,
    definition as unknown as glassEasel.GeneralComponentDefinition,
  );
}

const elementOf = (component: glassEasel.GeneralComponent) =>
  component.getBackendElement() as unknown as HTMLElement;

function createPart(component: glassEasel.GeneralComponent, context: BuiltInContext): Part {
  const element = elementOf(component);
  return {
    element,
    owner: component.ownerShadowRoot?.getHostNode().is ?? '',
    context,
    get data() {
      return component.data as Record<string, Property>;
    },
    set(name, value) {
      component.setData({ [name]: value } as never);
    },
    trigger(name, detail = {}, { bubbles = false } = {}) {
      component.triggerEvent(name, detail, { bubbles, composed: bubbles });
    },
    toggleClass(names, on) {
      const scope = element.getAttribute('data-scope');
      for (const name of names.split(/\s+/).filter(Boolean))
        element.classList.toggle(scope ? `${scope}--${name}` : name, on);
    },
  };
}

/** The animation that each element has played. */
const played = new WeakMap<HTMLElement, object>();

function play(element: HTMLElement, animation: ExportedAnimation | null | undefined): void {
  if (!Array.isArray(animation?.actions) || played.get(element) === animation) return;
  played.set(element, animation);
  void playAnimation(element, animation);
}

function renderOf(component: glassEasel.GeneralComponent): void {
  const found = behaviours.get(elementOf(component));
  if (!found) return;
  const { element, data } = found.part;
  for (const name of Object.keys(aria)) {
    const value = data[name];
    const attribute = name === 'ariaRole' ? 'role' : `aria-${name.slice(4).toLowerCase()}`;
    if (value !== null && value !== undefined) element.setAttribute(attribute, String(value));
  }
  element.toggleAttribute('hidden', data.hidden === true);
  play(element, data.animation as ExportedAnimation | null | undefined);
  found.behaviour.render?.();
}
