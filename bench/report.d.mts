/** What came of one peer in one case: a figure, or why there is none. */
type Cell = { readonly status: string; readonly why?: string; readonly median?: number; readonly first?: number };

type Report = {
  readonly peers: readonly { readonly name: string; readonly title: string; readonly missing?: string }[];
  readonly results: readonly {
    readonly name: string;
    readonly title: string;
    readonly dtype: string;
    readonly target?: number;
    readonly firstTarget?: number;
    readonly aims?: { readonly call?: number; readonly first?: number; readonly peak?: number };
    readonly peers: { readonly [peer: string]: Cell };
  }[];
  readonly date: string;
  readonly machine: string;
  readonly minutes: number;
  readonly effort: { readonly rounds: number; readonly budget: number };
  readonly bundles: readonly { readonly name: string; readonly minified: number; readonly gzipped: number }[];
};

/** The results of a run as Markdown. */
export declare const page: (report: Report) => string;
