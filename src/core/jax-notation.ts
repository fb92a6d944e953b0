import { shapeString } from '../array/shape.ts';
import type { Params } from './primitive.ts';

/** How programs show the parameters of primitives: as JAX does. By name, so that programs that print nothing need not know. */

const snakeCase = (name: string): string => name.replace(/[A-Z]+/g, letters => `_${letters.toLowerCase()}`);

const inSnakeCase = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [snakeCase(name), value]));

type Axes = Readonly<Record<string, readonly number[]>>;

/** Named lists of axes, each with the name that JAX has for it. */
const axesText = (title: string, axes: unknown, names: Readonly<Record<string, string>>): string => {
  const fields = Object.entries(names).map(([own, shown]) => `${shown}=${shapeString((axes as Axes)[own]!)}`);
  return `${title}(${fields.join(', ')})`;
};

const pairsText = (pairs: unknown): string =>
  `(${(pairs as readonly (readonly number[])[]).map(list => `[${list.join(', ')}]`).join(', ')})`;

const modeText = (mode: unknown): string => `GatherScatterMode.${String(mode).toUpperCase()}`;

const scattered = ({ dims, mode, ...rest }: Params): Params => ({
  ...inSnakeCase(rest),
  dimension_numbers: axesText('ScatterDimensionNumbers', dims, {
    windowDims: 'update_window_dims',
    collapsedDims: 'inserted_window_dims',
    indexMap: 'scatter_dims_to_operand_dims',
    operandBatchingDims: 'operand_batching_dims',
    indicesBatchingDims: 'scatter_indices_batching_dims',
  }),
  mode: modeText(mode),
});

const selecting = ({ select, ...windows }: Params): Params => ({ ...inSnakeCase(windows), select_prim: select });

/** Where names in snake case would not do. */
const shown: Readonly<Record<string, (params: Params) => Params>> = {
  reshape: ({ shape }) => ({ dimensions: null, new_sizes: shape, sharding: null }),
  slice: ({ start, limit, strides }) => ({ limit_indices: limit, start_indices: start, strides }),
  dynamic_slice: ({ sizes }) => ({ slice_sizes: sizes }),
  pad: ({ config }) => ({ padding_config: config }),
  convert_element_type: ({ dtype, weakType }) => ({ new_dtype: dtype, weak_type: weakType }),
  integer_pow: ({ exponent }) => ({ y: exponent }),
  round: ({ roundingMethod }) => ({ rounding_method: roundingMethod === 'awayFromZero' ? 0 : 1 }),
  dot_general: ({ contracting, batch, preferredElementType, symmetric }) => ({
    dimension_numbers: `(${pairsText(contracting)}, ${pairsText(batch)})`,
    ...(preferredElementType === null ? {} : { preferred_element_type: preferredElementType }),
    ...(symmetric === true ? { symmetric: 'True' } : {}),
  }),
  conv_general_dilated: ({ axes, ...rest }) => ({
    ...inSnakeCase(rest),
    dimension_numbers: axesText('ConvDimensionNumbers', axes, { lhs: 'lhs_spec', rhs: 'rhs_spec', out: 'out_spec' }),
    out_sharding: null,
    precision: null,
  }),
  gather: ({ dims, mode, ...rest }) => ({
    ...inSnakeCase(rest),
    dimension_numbers: axesText('GatherDimensionNumbers', dims, {
      windowDims: 'offset_dims',
      collapsedDims: 'collapsed_slice_dims',
      indexMap: 'start_index_map',
      operandBatchingDims: 'operand_batching_dims',
      indicesBatchingDims: 'start_indices_batching_dims',
    }),
    mode: modeText(mode),
  }),
  scatter: scattered,
  'scatter-add': scattered,
  'scatter-mul': scattered,
  'scatter-min': scattered,
  'scatter-max': scattered,
  select_and_gather_add: selecting,
  // JAX knows this primitive without dilations
  select_and_scatter_add: params => {
    const { base_dilation, window_dilation, ...rest } = selecting(params);
    return [base_dilation, window_dilation].flat().every(factor => factor === 1)
      ? rest
      : { ...rest, base_dilation, window_dilation };
  },
  fft: ({ fftType, fftLengths }) => ({
    fft_lengths: fftLengths,
    fft_type: ['FFT', 'IFFT', 'RFFT', 'IRFFT'].indexOf(String(fftType)),
  }),
  lu: () => ({}),
  qr: params => ({ ...inSnakeCase(params), pivoting: false, use_magma: null }),
  eig: params => ({ ...inSnakeCase(params), implementation: null }),
  eigh: params => ({ ...params, algorithm: null, sort_eigenvalues: true, subset_by_index: null }),
  svd: params => ({ ...inSnakeCase(params), algorithm: null, subset_by_index: null }),
  linear_solve: ({ transposeA }) => ({ transpose_a: transposeA }),
  tridiagonal_solve: () => ({ perturb_singular: false }),
  while: ({ cond, condConstants, body, bodyConstants }) => ({
    body_jaxpr: body,
    body_nconsts: bodyConstants,
    cond_jaxpr: cond,
    cond_nconsts: condConstants,
  }),
  scan: ({ jaxpr, length, reverse, constants, carry }) => ({
    jaxpr,
    length,
    num_carry: carry,
    num_consts: constants,
    reverse,
    unroll: 1,
  }),
  custom_jvp_call: ({ name, jaxpr }) => ({ name, call_jaxpr: jaxpr }),
  custom_vjp_call: ({ name, jaxpr }) => ({ name, call_jaxpr: jaxpr }),
  custom_vjp_linear: ({ name, backward }) => ({ name, bwd: backward }),
  custom_root: ({ f, solve, tangentSolve }) => ({ f, solve, tangent_solve: tangentSolve }),
  custom_linear_solve: ({ operator, method }) => ({ matvec: operator, solve: method }),
};

/** Parameters with the names that JAX has for them. */
export const shownParams = (primitive: string, params: Params): Params => (shown[primitive] ?? inSnakeCase)(params);
