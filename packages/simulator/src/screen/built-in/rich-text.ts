import type { BuiltIn } from './define.ts';

interface RichNode {
  type?: 'node' | 'text';
  name?: string;
  attrs?: Record<string, unknown>;
  children?: RichNode[];
  text?: string;
}

/** What WeChat draws of HTML, without what could run: https://developers.weixin.qq.com/miniprogram/dev/component/rich-text.html */
const allowed = new Set(
  [
    'a,abbr,address,article,aside,b,bdi,bdo,big,blockquote,br,caption,center,cite,code,col,colgroup,dd,del,div,dl,dt',
    'em,fieldset,font,footer,h1,h2,h3,h4,h5,h6,header,hr,i,img,ins,label,legend,li,mark,nav,ol,p,pre,q,rt,ruby,s',
    'section,small,span,strong,sub,sup,table,tbody,td,tfoot,th,thead,tr,tt,u,ul',
  ]
    .join()
    .split(','),
);
const attributes = new Set([
  'class',
  'style',
  'alt',
  'height',
  'width',
  'colspan',
  'rowspan',
  'align',
  'dir',
]);

export const richText: BuiltIn = {
  properties: { nodes: null, space: '', userSelect: false, mode: 'default' },
  create: (part) => ({
    render() {
      const nodes = part.data.nodes as unknown;
      part.element.replaceChildren(
        ...(Array.isArray(nodes) ? nodes : nodesOf(String(nodes ?? ''))).map((node: RichNode) =>
          draw(node),
        ),
      );
    },
  }),
};

/** Parsed apart from the page, so that nothing of it loads or runs. */
function nodesOf(html: string): RichNode[] {
  const read = (node: ChildNode): RichNode =>
    node.nodeType === 1
      ? {
          name: node.nodeName.toLowerCase(),
          attrs: Object.fromEntries(
            [...(node as Element).attributes].map(({ name, value }) => [name, value]),
          ),
          children: [...node.childNodes].map(read),
        }
      : { type: 'text', text: node.nodeType === 3 ? (node.textContent ?? '') : '' };
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return [...body.childNodes].map(read);
}

function draw({ type, name = '', attrs = {}, children = [], text = '' }: RichNode): Node {
  if (type === 'text') return document.createTextNode(text);
  const tag = name.toLowerCase();
  if (!allowed.has(tag)) return document.createTextNode('');
  const element = document.createElement(tag);
  for (const [attribute, value] of Object.entries(attrs))
    if (attributes.has(attribute)) element.setAttribute(attribute, String(value));
    else if (
      tag === 'img' &&
      attribute === 'src' &&
      /^(?:https?:|data:image\/|\/)/i.test(String(value))
    )
      element.setAttribute(
        'src',
        /^http/i.test(String(value))
          ? `/image?url=${encodeURIComponent(String(value))}`
          : String(value),
      );
  element.append(...children.map(draw));
  return element;
}
