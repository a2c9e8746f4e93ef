/** The smallest of each kind that a decoder would take for one: what matters here is how they begin. */
export const pictures = {
  'image/jpeg': Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'),
  'image/png': Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108', 'hex'),
  'image/webp': Buffer.from('524946461a000000574542505650384c0d0000002f00000010', 'hex'),
};

/** A form as wx.uploadFile sends one. */
export function formWith(bytes: Uint8Array, changes: { field?: string; type?: string } = {}) {
  const { field = 'avatar', type = 'application/octet-stream' } = changes;
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(bytes)], { type }), 'tmp_4f2c.jpg');
  return form;
}
