/** Numbers between -scale/2 and scale/2, the same for the same seed in every language. */
export declare const numbers: (count: number, seed: number, scale?: number) => Float64Array;
export declare const material: { readonly mu: number; readonly lambda: number };
/** Places of vertices, and three vertices a triangle. */
export declare const mesh: (cells: number) => { places: Float64Array; triangles: Int32Array };
/** Cameras of 11 parameters, then points of 3; who sees what where. */
export declare const bundle: () => {
  cameras: number;
  points: number;
  x: Float64Array;
  camera: Int32Array;
  point: Int32Array;
  features: Float64Array;
  weights: Float64Array;
};
