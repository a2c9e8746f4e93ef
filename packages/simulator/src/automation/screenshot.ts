/**
 * Draws the phone's display into a PNG, without the browser's help: each document becomes an SVG of its own with its
 * styles inside, and the page lies on the bars where its frame does.
 * @returns base64
 * @throws where there is no canvas, as in jsdom
 */
export async function takeScreenshot(document: Document): Promise<string> {
  const display = document.querySelector<HTMLElement>('.display') as HTMLElement;
  const frame = display.querySelector('iframe') as HTMLIFrameElement;
  const page = frame.contentDocument as Document;
  const [width, height] = [display.offsetWidth, display.offsetHeight];
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext?.('2d');
  if (!pen || width === 0) throw new Error('a screenshot takes a real browser');
  const scale = 2;
  canvas.width = width * scale;
  canvas.height = height * scale;
  pen.scale(scale, scale);
  const place = { x: frame.offsetLeft, y: frame.offsetTop };
  const size = { width: frame.offsetWidth, height: frame.offsetHeight };
  const inner = await toImage(page.documentElement, page, size);
  const outer = await toImage(display.closest('.phone') as Element, document, { width, height });
  pen.fillStyle = getComputedStyle(display).backgroundColor;
  pen.fillRect(0, 0, width, height);
  pen.drawImage(inner, place.x, place.y, size.width, size.height);
  pen.drawImage(outer, 0, 0, width, height);
  return canvas.toDataURL('image/png').replace(/^.*,/, '');
}

async function toImage(
  element: Element,
  document: Document,
  { width, height }: { width: number; height: number },
): Promise<HTMLImageElement> {
  const copy = element.cloneNode(true) as HTMLElement;
  await Promise.all([...copy.querySelectorAll('img')].map(inline));
  for (const part of copy.querySelectorAll('script, iframe, link')) part.remove();
  copyFields(element, copy);
  // The framework's own attributes have prefixes that XML does not know.
  for (const part of copy.querySelectorAll('*'))
    for (const { name } of [...part.attributes]) if (name.includes(':')) part.removeAttribute(name);
  // Of the outer document only the display is drawn, at its own size.
  if (copy.classList.contains('phone')) {
    copy.removeAttribute('style');
    copy.style.cssText = `width:${width}px;height:${height}px;padding:0;background:none`;
    copy.classList.remove('framed');
    const [display] = copy.getElementsByClassName('display');
    (display as HTMLElement).style.background = 'none';
  } else scrollTo(element, copy);
  const style = document.createElement('style');
  style.textContent = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .map(({ cssText }) => cssText)
    .join('\n');
  copy.prepend(style);
  const body = new XMLSerializer().serializeToString(copy);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><foreignObject width="100%" height="100%">${body}</foreignObject></svg>`;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  return image;
}

/** A picture inside of an SVG may not be loaded from elsewhere. */
async function inline(picture: HTMLImageElement): Promise<void> {
  const source = picture.getAttribute('src');
  if (!source || source.startsWith('data:')) return;
  const answer = await fetch(new URL(source, location.href)).catch(() => undefined);
  const blob = await answer?.blob();
  if (!blob) return picture.removeAttribute('src');
  picture.src = await new Promise<string>((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.readAsDataURL(blob);
  });
}

/** What was typed is not an attribute. */
function copyFields(from: Element, to: Element): void {
  const fields = 'input, textarea';
  const copies = to.querySelectorAll<HTMLInputElement>(fields);
  for (const [index, field] of from.querySelectorAll<HTMLInputElement>(fields).entries())
    copies[index]?.setAttribute('value', field.value);
}

/** The shown page scrolls inside of its document. */
function scrollTo(from: Element, to: Element): void {
  const { scrollTop = 0 } = from.querySelector('body > .page:not([hidden])') ?? {};
  const inner = to.querySelector<HTMLElement>('body > .page:not([hidden]) > *');
  if (inner && scrollTop > 0) inner.style.marginTop = `-${scrollTop}px`;
}
