import type { Buffer, Expression } from './expression.ts';
import { postorder } from './expression.ts';
import type { Kernel } from './kernel.ts';

const bufferName = ({ id, type, size }: Buffer): string => `b${id}:${type}[${size}]`;

const variableName = (slot: number): string => (slot % 2 === 0 ? `i${slot / 2}` : `k${(slot - 1) / 2}`);

/** An expression on one line; `names` stand for those that are written elsewhere. */
export const printExpression = (expression: Expression, names: ReadonlyMap<Expression, string> = new Map()): string => {
  const name = names.get(expression);
  return name ?? written(expression, child => printExpression(child, names));
};

const written = (expression: Expression, show: (child: Expression) => string): string => {
  switch (expression.kind) {
    case 'constant':
      return Object.is(expression.value, -0) ? '-0' : String(expression.value);
    case 'variable':
      return variableName(expression.slot);
    case 'affine': {
      const terms = expression.terms.map(({ of, factor }) => (factor === 1 ? show(of) : `${factor}*${show(of)}`));
      return `(${[...terms, ...(expression.offset === 0 ? [] : [String(expression.offset)])].join(' + ')})`;
    }
    case 'quotient':
      return `(${show(expression.of)} / ${expression.by})`;
    case 'remainder':
      return `(${show(expression.of)} % ${expression.by})`;
    case 'load':
      return `b${expression.buffer.id}[${show(expression.index)}]`;
    case 'operation':
      return `${expression.name === 'convert' ? expression.type : expression.name}(${expression.operands.map(show).join(', ')})`;
    case 'function':
      return `${expression.name}(${expression.operands.map(show).join(', ')})`;
    case 'branch':
      return `branch(${[expression.condition, expression.rare, expression.usual].map(show).join(', ')})`;
    case 'reduce': {
      const loops = expression.variables.map(({ slot, low, high }) => `${variableName(slot)} in ${low}..${high}`);
      return `reduce_${expression.name}[${loops.join(', ')}](${show(expression.body)})`;
    }
    default:
      return expression satisfies never;
  }
};

/** A kernel as text: its loops, then values that are used more than once, then what is written where. */
export const printKernel = ({ variables, stores }: Kernel): string => {
  const roots = stores.flatMap(({ index, value, scatter }) => [index, value, ...(scatter ? [scatter.inside] : [])]);
  const order = postorder(roots);
  const uses = new Map<Expression, number>();
  for (const expression of order) {
    if (expression.kind !== 'operation' && expression.kind !== 'function') continue;
    for (const operand of expression.operands) uses.set(operand, (uses.get(operand) ?? 0) + 1);
  }
  const names = new Map<Expression, string>();
  const lines: string[] = variables.map(
    ({ slot, low, high }, depth) => `${'  '.repeat(depth)}for ${variableName(slot)} in ${low}..${high}:`,
  );
  const indent = '  '.repeat(variables.length);
  for (const expression of order) {
    const worthNaming = expression.kind === 'operation' || expression.kind === 'function';
    if (!worthNaming || (uses.get(expression) ?? 0) < 2) continue;
    lines.push(
      `${indent}t${names.size}:${expression.type} = ${written(expression, child => printExpression(child, names))}`,
    );
    names.set(expression, `t${names.size}`);
  }
  for (const { buffer, index, value, scatter } of stores) {
    const how = scatter === undefined ? '=' : scatter.combine === 'replace' ? ':=' : `${scatter.combine}=`;
    const when = scatter === undefined ? '' : ` if ${printExpression(scatter.inside, names)}`;
    lines.push(
      `${indent}${bufferName(buffer)}[${printExpression(index, names)}] ${how} ${printExpression(value, names)}${when}`,
    );
  }
  return lines.join('\n');
};
