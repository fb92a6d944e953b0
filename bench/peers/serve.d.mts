type Numbers = Float32Array | Float64Array;
type Rows = { readonly indptr: Int32Array; readonly indices: Int32Array; readonly data: Numbers };

/** `setup` gives the function that is timed, `values` the numbers of its result. */
type Made<Result> = { setup: () => () => Result; values: (result: Result) => readonly Numbers[] | Rows };

export declare const serve: (
  version: string,
  cases: { readonly [name: string]: (dtype: 'float32' | 'float64') => Made<Numbers> | Made<Numbers[]> | Made<Rows> },
  options?: { readonly asynchronous?: boolean; readonly machine?: () => unknown },
) => Promise<void>;
