/** The pieces of text below an element, hidden ones left out, with one space between. */
export function readable(element: Element | null | undefined): string {
  const pieces = [...(element?.childNodes ?? [])].map((child) => {
    if (child.nodeName === 'SCRIPT' || child.nodeName === 'STYLE') return '';
    if (child.nodeType !== child.ELEMENT_NODE) return child.textContent ?? '';
    return (child as Element).hasAttribute('hidden') ? '' : readable(child as Element);
  });
  return pieces.join(' ').replace(/\s+/g, ' ').trim();
}

/** Not a view of the mini program's that has such a class. */
const openPage = 'body > .page[data-route]:not([hidden])';

/** The page of the mini program that is shown in a phone's document. */
export const shownPage = (document: Document): Element | undefined =>
  document
    .querySelector<HTMLIFrameElement>('.display > iframe')
    ?.contentDocument?.querySelector(openPage) ?? undefined;

/**
 * Finds what a finger would tap: what has exactly this text, or else what the selector finds, on the page first and then
 * around it.
 */
export function findTarget(document: Document, target: string): Element | undefined {
  const roots = [shownPage(document), document.body].filter((root) => root !== undefined);
  const named = roots
    .flatMap((root) => [...root.querySelectorAll('*')])
    .filter((element) => readable(element) === target);
  // The innermost, which is where a finger would land.
  const byText = named.find(
    (element) => !named.some((other) => other !== element && element.contains(other)),
  );
  return byText ?? roots.map((root) => select(root, target)).find((found) => found);
}

/** What a selector finds below an element; undefined for a text that is not a selector. */
export function select(root: Element, selector: string): Element | undefined {
  try {
    // Pages below this one may have the same ids, which a look-up by id would stop at.
    return root.querySelector(selector.replace(/#([\w-]+)/g, '[id="$1"]')) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Taps an element as a finger would. */
export function tapElement(element: Element): void {
  const { MouseEvent } = element.ownerDocument.defaultView as Window & typeof globalThis;
  for (const type of ['pointerdown', 'pointerup', 'click'])
    element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
}

/**
 * Types a text into a field, or into the field inside of a component, in place of what it holds.
 * @throws where there is no field
 */
export function typeInto(element: Element, text: string): void {
  const inside = element.querySelector<HTMLInputElement>('input, textarea');
  const field = 'value' in element ? (element as HTMLInputElement) : inside;
  if (!field) throw new Error('this is not a field');
  const { Event } = field.ownerDocument.defaultView as Window & typeof globalThis;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
