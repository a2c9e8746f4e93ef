import { type Element, Event as FrameworkEvent } from 'glass-easel';

/** A node as the framework hands it to listeners: itself, or in a component the caller of its methods. */
type Target = { _$?: Element } | Element;

const nodes = new WeakMap<object, Element>();

/** The node behind the target of an event. */
export const nodeOfTarget = (target: object): Element | undefined => nodes.get(target);

function plainTarget(target: Target) {
  const node = (target as { _$?: Element })._$ ?? (target as Element);
  const dom = node.getBackendElement() as unknown as HTMLElement | null;
  const { offsetLeft = 0, offsetTop = 0 } = dom ?? {};
  const plain = { id: node.id, dataset: { ...node.dataset }, offsetLeft, offsetTop };
  nodes.set(plain, node);
  return plain;
}

/**
 * Makes the events that scripts get what they are on the platform: objects with members of their own, which frameworks
 * look for and change. What they put in the place of stopPropagation does not keep the framework from its work.
 */
export function handOverPlainEvents(): void {
  const { prototype } = FrameworkEvent;
  const { wrapShadowedEvent } = prototype;
  prototype.wrapShadowedEvent = function (
    this: FrameworkEvent<never>,
    target,
    mark,
    currentTarget,
  ) {
    const event = wrapShadowedEvent.call(this, target, mark, currentTarget);
    const { type, timeStamp, detail, extraFields } = this;
    for (const name of ['stopPropagation', 'preventDefault', 'markMutated'] as const) {
      const own = this[name].bind(this);
      Object.defineProperty(event, name, { get: () => own, set() {} });
    }
    return Object.assign(event, { type, timeStamp, detail }, extraFields, {
      target: plainTarget(target),
      currentTarget: plainTarget(currentTarget),
    }) as never;
  };
}
