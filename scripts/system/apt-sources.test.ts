import { expect, test } from 'vitest';
import { debianArchives } from './apt-sources.ts';

test('reads both archives from deb822 sources, whatever else is configured beside them', () => {
  const debian = `Types: deb
# https://example.org/archive/debian/2025
URIs: https://mirror.example.net/debian/
Suites: bookworm bookworm-updates

Types: deb
URIs: https://mirror.example.net/debian-security
Suites: bookworm-security`;
  const other = 'deb [signed-by=/x.gpg] https://packages.example.com/tools stable main';
  expect(debianArchives([other, debian])).toEqual({
    main: 'https://mirror.example.net/debian',
    security: 'https://mirror.example.net/debian-security',
  });
});

test('reads one-line sources and ignores what is commented out', () => {
  const text =
    '# deb http://old.example.org/debian bullseye main\ndeb http://mirror.example.org/debian bookworm main';
  expect(debianArchives([text])).toEqual({ main: 'http://mirror.example.org/debian', security: undefined });
});

test('says so when no Debian archive is named', () => {
  expect(debianArchives(['', 'deb https://packages.example.com/tools stable main'])).toBeUndefined();
});
