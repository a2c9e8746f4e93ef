import type { WxmlNode } from '../automation/inspection.ts';

/** A page as WXML, its elements to unfold. */
export function Tree({ node }: { node: WxmlNode | string }) {
  if (typeof node === 'string') return <div class="leaf text">{node}</div>;
  const { tag, children } = node;
  const [only] = children;
  if (children.length === 0)
    return (
      <div class="leaf">
        <Tag node={node} end=" /" />
      </div>
    );
  if (children.length === 1 && typeof only === 'string' && only.length < 60)
    return (
      <div class="leaf">
        <Tag node={node} />
        {only}
        <span class="tag">{`</${tag}>`}</span>
      </div>
    );
  return (
    <details open>
      <summary>
        <Tag node={node} />
      </summary>
      {children.map((child, index) => (
        <Tree key={index} node={child} />
      ))}
      <div class="closing tag">{`</${tag}>`}</div>
    </details>
  );
}

function Tag({ node, end = '' }: { node: WxmlNode; end?: string }) {
  return (
    <>
      <span class="tag">{`<${node.tag}`}</span>
      {Object.entries(node.attributes).map(([name, value]) => (
        <span key={name}>
          {' '}
          <span class="attribute">{name}</span>="<span class="literal string">{value}</span>"
        </span>
      ))}
      <span class="tag">{`${end}>`}</span>
    </>
  );
}
