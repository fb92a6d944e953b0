import { type Shape, shapeString } from '../../array/shape.ts';

/** The name of an axis: a letter, or for axes under an ellipsis `@` and the place counted from the right. */
export type Label = string;

export type EinsumSpec = {
  readonly operands: readonly (readonly Label[])[];
  readonly output: readonly Label[];
  readonly extents: ReadonlyMap<Label, number>;
};

const refuse = (spec: string, why: string): never => {
  throw new RangeError(`einsum('${spec}'): ${why}`);
};

/** What a spec says about operands of these shapes, with ellipses spelled out and extents checked. */
export const parseEinsum = (spec: string, shapes: readonly Shape[]): EinsumSpec => {
  if (typeof spec !== 'string')
    throw new TypeError(`einsum: the first argument must be a string such as 'ij,jk->ik', got ${typeof spec}`);
  const [inputs, output, ...more] = spec.replaceAll(/\s/g, '').split('->');
  if (more.length > 0) refuse(spec, "there can be only one '->'");
  const terms = inputs!.split(',');
  if (terms.length !== shapes.length) {
    refuse(spec, `${terms.length} terms for ${shapes.length} operands (${shapes.map(shapeString).join(', ')})`);
  }
  for (const term of [...terms, output ?? '']) checkTerm(spec, term);
  const operands = terms.map((term, i) => labelsOf(spec, term, shapes[i]!, i));
  const extents = extentsOf(spec, operands, shapes);
  return { operands, output: outputLabels(spec, operands, output), extents };
};

const checkTerm = (spec: string, term: string): void => {
  if (!/^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(term)) {
    refuse(spec, `the term '${term}' may hold letters and one '...' only`);
  }
};

/** The axes that an ellipsis stands for, named so that those of all operands align from the right. */
const ellipsisLabels = (count: number): Label[] => Array.from({ length: count }, (_, i) => `@${count - 1 - i}`);

const labelsOf = (spec: string, term: string, shape: Shape, operand: number): Label[] => {
  const [before, after] = term.split('...');
  const named = [...before!, ...(after ?? '')].length;
  const fits = after === undefined ? named === shape.length : named <= shape.length;
  if (!fits) refuse(spec, `the term '${term}' does not fit operand ${operand} of shape ${shapeString(shape)}`);
  return [...before!, ...ellipsisLabels(shape.length - named), ...(after ?? '')];
};

const extentsOf = (
  spec: string,
  operands: readonly (readonly Label[])[],
  shapes: readonly Shape[],
): ReadonlyMap<Label, number> => {
  const extents = new Map<Label, number>();
  operands.forEach((labels, i) => {
    const own = new Map<Label, number>();
    labels.forEach((label, axis) => {
      const extent = shapes[i]![axis]!;
      const twice = own.get(label);
      if (twice !== undefined && twice !== extent) {
        refuse(
          spec,
          `the axes '${label}' of operand ${i}, of shape ${shapeString(shapes[i]!)}, have extents ${twice} and ${extent}`,
        );
      }
      own.set(label, extent);
      const seen = extents.get(label);
      if (seen === undefined || seen === 1) extents.set(label, extent);
      else if (extent !== seen && extent !== 1) {
        const name = label.startsWith('@') ? "under '...'" : `'${label}'`;
        refuse(
          spec,
          `axis ${name} has extent ${extent} in operand ${i} and ${seen} before it (shapes ${shapes.map(shapeString).join(', ')})`,
        );
      }
    });
  });
  return extents;
};

/** Without an explicit output: the axes under ellipses, then in alphabetical order the letters that occur once. */
const outputLabels = (spec: string, operands: readonly (readonly Label[])[], output: string | undefined): Label[] => {
  const all = operands.flat();
  const ellipsis = ellipsisLabels(new Set(all.filter(label => label.startsWith('@'))).size);
  if (output === undefined) {
    const letters = [...new Set(all)].filter(
      label => !label.startsWith('@') && all.indexOf(label) === all.lastIndexOf(label),
    );
    return [...ellipsis, ...letters.sort()];
  }
  const [before, after] = output.split('...');
  const letters = [...before!, ...(after ?? '')];
  for (const [i, letter] of letters.entries()) {
    if (letters.indexOf(letter) !== i) refuse(spec, `'${letter}' occurs twice in the output`);
    if (!all.includes(letter)) refuse(spec, `'${letter}' of the output occurs in no operand`);
  }
  return [...before!, ...(after === undefined ? [] : ellipsis), ...(after ?? '')];
};
