/** A value of JSON, its objects to unfold. */
export function Value({ name, value }: { name?: string | undefined; value: unknown }) {
  const label = name === undefined ? null : <span class="key">{name}</span>;
  if (typeof value !== 'object' || value === null)
    return (
      <div class="leaf">
        {label}
        <span class={`literal ${value === null ? 'null' : typeof value}`}>
          {JSON.stringify(value) ?? 'undefined'}
        </span>
      </div>
    );
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0)
    return (
      <div class="leaf">
        {label}
        <span class="size">{Array.isArray(value) ? '[]' : '{}'}</span>
      </div>
    );
  return (
    <details open={entries.length < 20}>
      <summary>
        {label} <span class="size">{size}</span>
      </summary>
      {entries.map(([key, item]) => (
        <Value key={key} name={key} value={item} />
      ))}
    </details>
  );
}
