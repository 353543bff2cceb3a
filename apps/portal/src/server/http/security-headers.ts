/** What a browser is told about what our pages may do. */
export function contentSecurityPolicy(options: {
  readonly nonce: string;
  /** Origins of console gateways, e.g. `wss://site-a.example`. */
  readonly consoleOrigins: readonly string[];
  readonly secure: boolean;
  readonly development: boolean;
}): string {
  const { nonce, consoleOrigins, secure, development } = options;
  const connect = ["'self'", ...consoleOrigins, ...(development ? ['ws:'] : [])];
  const evaluation = development ? " 'unsafe-eval'" : '';
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    // xterm and the dialogs' scroll lock write style elements of their own and know no nonce.
    "style-src 'self' 'unsafe-inline'",
    `connect-src ${connect.join(' ')}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

/** On every answer, page or not. */
export function securityHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()',
    ...(secure ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}

/** The origin of a WebSocket address, as a policy names it; `null` for what is no address. */
export function consoleOriginOf(consoleUrl: string): string | null {
  const url = URL.parse(consoleUrl);
  return url === null || !/^wss?:$/.test(url.protocol) ? null : `${url.protocol}//${url.host}`;
}
