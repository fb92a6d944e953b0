import { avalString } from '../core/aval.ts';
import type { Buffer } from '../kernel/expression.ts';
import { printKernel } from '../kernel/print.ts';
import type { CompiledProgram, Source, Step } from './program.ts';

const bufferText = ({ id, type, size }: Buffer): string => `b${id}:${type}[${size}]`;

const sourceText = (source: Source): string =>
  source.kind === 'known'
    ? `constant ${avalString(source.value)}`
    : source.kind === 'input'
      ? `input ${source.input}`
      : bufferText(source.buffer);

const stepText = (step: Step): string => {
  switch (step.kind) {
    case 'kernel':
      return printKernel(step.kernel);
    case 'upload':
      return `${bufferText(step.buffer)} = input ${step.input}`;
    case 'product': {
      const { batch, rows, columns, inner } = step.extents;
      return `${bufferText(step.output)} = b${step.lhs.buffer.id} · b${step.rhs.buffer.id} (${batch} of ${rows} × ${inner} × ${columns}${step.lowerOnly ? ', lower half' : ''}${step.partialSums > 1 ? `, ${step.partialSums} parts of the sum` : ''})`;
    }
    case 'rows': {
      const { before, product, after } = step;
      const text = stepText(product) + (before.length > 0 ? ', for each part after:' : ', and by rows:');
      const loops = [...before, ...after].map(({ kernel }) => printKernel(kernel).replaceAll('\n', '\n  '));
      return [text, ...loops].join('\n  ');
    }
    case 'mirror':
      return `b${step.buffer.id} = its lower half, mirrored`;
    case 'routine':
      return `${step.outputs.map(bufferText).join(', ')} = ${step.routine.name}(${step.inputs.map(({ buffer }) => bufferText(buffer)).join(', ')})`;
    case 'control': {
      const inner = step.programs.map(({ program }) => printProgram(program).replaceAll('\n', '\n  '));
      const results = step.outputs.map(bufferText).join(', ');
      return [`${results} = ${step.control.kind}(${step.inputs.map(bufferText).join(', ')})`, ...inner].join('\n  ');
    }
    case 'host':
      return `${step.outputs.map(bufferText).join(', ')} = ${step.equation.primitive.name}(${step.inputs.map(sourceText).join(', ')})`;
    default:
      return step satisfies never;
  }
};

/** A planned program as text: its steps, then where its outputs are. */
export const printProgram = ({ name, steps, outputs }: CompiledProgram): string =>
  [
    `program ${name}:`,
    ...steps.flatMap(step => stepText(step).split('\n')).map(line => `  ${line}`),
    `  return ${outputs.map(({ source }) => sourceText(source)).join(', ')}`,
  ].join('\n');
