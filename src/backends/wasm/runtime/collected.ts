/** Calls back once objects have been collected; never, where the host has no FinalizationRegistry: what they hold stays. */
export const whenCollected = <Held>(release: (held: Held) => void): Pick<FinalizationRegistry<Held>, 'register'> =>
  typeof FinalizationRegistry === 'undefined' ? { register: () => {} } : new FinalizationRegistry(release);
