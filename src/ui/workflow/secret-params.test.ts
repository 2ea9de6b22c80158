import { describe, expect, test } from 'vitest';
import { aParam } from '#ui/testing/samples.ts';
import { isSecret } from './secret-params.ts';

describe('a param that reads like a secret', () => {
  test.each([
    'password',
    'dbPassword',
    'passphrase',
    'api_key',
    'apiKey',
    'ACCESS_TOKEN',
    'clientSecret',
    'pin',
    'user-pwd',
    '密码',
  ])('is known by its name: %s', (name) => {
    expect(isSecret(name, aParam({}))).toBe(true);
  });

  test('is known by what is written about it', () => {
    expect(isSecret('key', aParam({ description: 'The API key of the registry.' }))).toBe(true);
    expect(isSecret('x', aParam({ extra: new Map([['secret', true]]) }))).toBe(true);
    expect(isSecret('x', aParam({ extra: new Map([['format', 'password']]) }))).toBe(true);
  });

  test.each(['minimumDelay', 'passengers', 'author', 'spinner', 'keyColumn'])(
    'is not %s',
    (name) => {
      expect(isSecret(name, aParam({}))).toBe(false);
    },
  );
});
