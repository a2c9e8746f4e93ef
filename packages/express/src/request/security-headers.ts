/**
 * Security headers in case a browser gets a response of this API: helmet's defaults as far as they matter to an
 * API, stricter where a page would break but JSON doesn't. There are no CORS headers, so scripts of other sites can't read
 * a response. A route that doesn't serve JSON sets its own policy. Alternating names and values.
 *
 * Helmet would set thirteen headers through as many functions on every request.
 */
export const securityHeaders: readonly string[] = Object.entries({
  // A response loads, frames and submits nothing.
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  // One year. Browsers honour it only over HTTPS, so it doesn't affect a server on a laptop.
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Nearly every response contains a token or personal data, and the rest isn't worth caching.
  'Cache-Control': 'no-store',
}).flat();
