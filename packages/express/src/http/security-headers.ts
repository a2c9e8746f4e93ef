/**
 * What the browser is told, in case an answer of this API ends up in one: helmet's defaults as far as they matter to an
 * API, stricter where a page would break and JSON does not. There is no CORS header, so no other site's script can read
 * an answer. A route that serves something else than JSON sets its own policy. Names and values in turn.
 *
 * Helmet itself would set thirteen headers through as many functions on every request.
 */
export const securityHeaders: readonly string[] = Object.entries({
  // Nothing is loaded, framed or submitted from an answer.
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  // One year. Browsers heed it over HTTPS only, so it does not lock anyone out of a server on a laptop.
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Nearly every answer carries a token or personal data, and no other is worth a cache's while.
  'Cache-Control': 'no-store',
}).flat();
