import { afterEach, expect, it, vi } from 'vitest';
import { whenCollected } from './collected.ts';
import { createMemory } from './memory.ts';
import { Residents } from './residents.ts';

afterEach(() => vi.unstubAllGlobals());

it('does without a FinalizationRegistry', () => {
  vi.stubGlobal('FinalizationRegistry', undefined);
  expect(() => whenCollected(() => {}).register({}, 1)).not.toThrow();
  expect(() => new Residents(createMemory(false))).not.toThrow();
});
