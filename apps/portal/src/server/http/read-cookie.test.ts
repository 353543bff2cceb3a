import { expect, test } from 'vitest';
import { readCookie } from './read-cookie.ts';

const headers = (cookie: string) => new Headers({ cookie });

test('a cookie is found by its whole name', () => {
  expect(readCookie(headers('a=1; postern.session=x%20y; b=2'), 'postern.session')).toBe('x y');
  expect(readCookie(headers('xpostern.session=evil'), 'postern.session')).toBeUndefined();
});

test('what cannot be decoded is no cookie', () => {
  expect(readCookie(headers('a=%E0%A4%A'), 'a')).toBeUndefined();
  expect(readCookie(new Headers(), 'a')).toBeUndefined();
});
