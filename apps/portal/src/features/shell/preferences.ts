/** What a browser remembers for its person: kept in cookies, so that the first paint is already right. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const themeCookie = 'postern-theme';
const timeZoneCookie = 'postern-time-zone';
const yearSeconds = 365 * 24 * 3600;

export interface Preferences {
  readonly theme: Theme;
  /** IANA name; UTC until the browser has said its own. */
  readonly timeZone: string;
}

/** Cookies are typed by whoever sends them: what is not known falls back. */
export function readPreferences(readCookie: (name: string) => string | undefined): Preferences {
  const theme = themes.find((each) => each === readCookie(themeCookie)) ?? 'system';
  const timeZone = decodeURIComponentOr(readCookie(timeZoneCookie) ?? '', 'UTC');
  return { theme, timeZone: isTimeZone(timeZone) ? timeZone : 'UTC' };
}

export function rememberTheme(theme: Theme): void {
  writeCookie(themeCookie, theme);
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function rememberTimeZone(timeZone: string): void {
  writeCookie(timeZoneCookie, encodeURIComponent(timeZone));
}

function writeCookie(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in two of the three engines
  document.cookie = `${name}=${value}; path=/; max-age=${yearSeconds}; samesite=lax`;
}

function isTimeZone(name: string): boolean {
  if (name === '') return false;
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function decodeURIComponentOr(text: string, fallback: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return fallback;
    throw error;
  }
}
