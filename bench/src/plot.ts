/** One bar of a chart. */
export interface Bar {
  label: string;
  value: number;
  ours: boolean;
}

const row = 30;
const labels = 260;
const width = 760;
const bars = width - labels - 90;

const escapeText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Draws horizontal bars as an SVG that follows the reader's colour scheme. */
export const plot = (title: string, data: Bar[]): string => {
  const height = 50 + data.length * row;
  const largest = Math.max(...data.map(({ value }) => value));
  const drawn = data.map(({ label, value, ours }, index) => {
    const y = 44 + index * row;
    const length = Math.max(1, Math.round((value / largest) * bars));
    return `  <text class="label" x="${labels - 10}" y="${y + 15}">${escapeText(label)}</text>
  <rect class="${ours ? 'ours' : 'other'}" x="${labels}" y="${y}" width="${length}" height="20" rx="3"/>
  <text x="${labels + length + 8}" y="${y + 15}">${value.toLocaleString('en', { maximumSignificantDigits: 3 })}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
  <title>${escapeText(title)}</title>
  <style>
    text { font: 13px system-ui, sans-serif; fill: #24292f; }
    .title { font-weight: 600; font-size: 15px; }
    .label { text-anchor: end; }
    .ours { fill: #07c160; }
    .other { fill: #8c959f; }
    @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .other { fill: #6e7681; } }
  </style>
  <text class="title" x="10" y="24">${escapeText(title)}</text>
${drawn.join('\n')}
</svg>
`;
};
