/** A saved run of that many events: requests of a phone, and the responses. */
export function manyEvents(count: number): string {
  const events = Array.from({ length: count }, (_, index) => {
    const call = Math.floor(index / 2) + 1;
    const at = 1_800_000_000_000 + index * 400;
    const common = { call, at, name: 'request' };
    const event =
      index % 2 === 0
        ? { ...common, kind: 'called', input: { url: `http://127.0.0.1:2020/me?n=${call}` } }
        : { ...common, kind: 'ended', ok: true, output: { statusCode: 200, data: { n: call } } };
    return { source: 'phone', phone: 'this', run: 1, event };
  });
  return JSON.stringify({ format: 'weapp-login flow', version: 1, events });
}
