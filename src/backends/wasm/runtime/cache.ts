/** Counts of what a cache was asked for. */
export type CacheCounts = { readonly hits: number; readonly misses: number; readonly size: number };

/** A map that forgets what was not used for longest when it holds more than its limit. */
export class LeastRecentlyUsed<K, V> {
  private readonly limit: number;
  private readonly forget: (value: V) => void;
  private readonly entries = new Map<K, V>();
  private hits = 0;
  private misses = 0;

  constructor(limit: number, forget: (value: V) => void) {
    this.limit = limit;
    this.forget = forget;
  }

  get(key: K): V | undefined {
    const value = this.entries.get(key);
    if (value === undefined) {
      this.misses++;
      return undefined;
    }
    this.hits++;
    // a Map keeps the order of insertion
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  /** The same without counting, or keeping it for longer. */
  peek(key: K): V | undefined {
    return this.entries.get(key);
  }

  set(key: K, value: V): void {
    this.entries.set(key, value);
    if (this.entries.size <= this.limit) return;
    const [oldest, evicted] = [...this.entries][0]!;
    this.entries.delete(oldest);
    this.forget(evicted);
  }

  get counts(): CacheCounts {
    return { hits: this.hits, misses: this.misses, size: this.entries.size };
  }
}
