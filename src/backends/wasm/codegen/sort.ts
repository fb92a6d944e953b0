import { sizeOf, stridesOf } from '../../../array/shape.ts';
import type { Step } from '../../../compiler/program.ts';
import { type Buffer, bytesOfType } from '../../../kernel/expression.ts';
import type { SortRoutine } from '../../../kernel/lowering.ts';
import { Code, type Value } from '../library/code.ts';
import { type SortOrder, sortScratchBytes, writeSelection, writeSort } from '../library/sort.ts';
import type { Library } from './library.ts';
import { emitAddress, type Location } from './nodes.ts';
import type { Task } from './task.ts';

/** So many first elements are selected one by one; more are found by sorting all. */
const mostSelected = 32;

type RoutineStep = Extract<Step, { readonly kind: 'routine' }>;

/** Sorts as tasks over the lines along an axis: keys are brought together, indices sorted, elements fetched by these. */
export const sortTask = (
  library: Library,
  locate: (buffer: Buffer) => Location,
  { inputs, outputs, scratch }: RoutineStep,
  routine: SortRoutine,
): Task => {
  const { shape } = inputs[0]!.aval;
  const { axis } = routine;
  const extent = shape[axis]!;
  const stride = stridesOf(shape)[axis]!;
  const lines = sizeOf(shape) / extent;
  const isTop = routine.name === 'top_k';
  const order: SortOrder = isTop ? 'descending' : 'ascending';
  const numKeys = isTop ? 1 : routine.numKeys;
  const types = inputs.slice(0, numKeys).map(({ buffer }) => buffer.type);
  const kept = isTop ? routine.k : extent;
  const selects = isTop && kept <= mostSelected;
  const key = `${selects ? 'select' : 'sort'} ${order} ${types.join()}`;
  const callee = library.once(key, module =>
    selects ? writeSelection(module, types[0]!) : writeSort(module, types, order),
  );
  return {
    low: 0,
    high: lines,
    align: 1,
    work: sizeOf(shape) * Math.log2((selects ? kept : extent) + 1) * 4,
    divisible: lines > 1,
    partsPerThread: 2,
    write: body => {
      const code = new Code(body);
      const [, begin, end, thread] = body.params;
      const [line, first, firstKept, own, indices, i] = code.ints();
      /** The address of an element of a line, `start` being that of its first element. */
      const at = (buffer: Buffer, start: Value, index: Value) => (): void => {
        emitAddress(body, locate(buffer), 0);
        const place = code.i('add', start, code.i('mul', index, stride));
        code.int(code.i('mul', place, bytesOfType(buffer.type)));
        body.op('i32.add');
      };
      const copy = (to: Value, from: Value, bytes: 4 | 8): void => {
        const type = bytes === 8 ? 'i64' : 'i32';
        code.int(to);
        code.int(from);
        body.memory(`${type}.load`);
        body.memory(`${type}.store`);
      };
      const index = (): void => {
        code.int(code.i('add', indices, code.i('mul', i, 4)));
        body.memory('i32.load');
      };
      /** The first element of the line, in arrays whose axis has the given extent. */
      const start = (along: number) => (): void => {
        code.int(line);
        body.i32(stride);
        body.op('i32.div_u');
        body.i32(stride * along);
        body.op('i32.mul');
        code.int(line);
        body.i32(stride);
        body.op('i32.rem_u', 'i32.add');
      };
      code.set(own, () => {
        emitAddress(body, locate(scratch), 0);
        code.int(code.i('mul', thread!, sortScratchBytes(extent, numKeys)));
        body.op('i32.add');
      });
      code.for(line, begin!, end!, () => {
        code.set(first, start(extent));
        types.forEach((type, k) => {
          const bytes = bytesOfType(type);
          const { buffer } = inputs[k]!;
          code.for(i, 0, extent, () =>
            copy(
              code.i('add', code.i('add', own, 8 * extent * k), code.i('mul', i, bytes)),
              at(buffer, first, i),
              bytes,
            ),
          );
        });
        const lists = code.i('add', own, 8 * extent * numKeys);
        code.set(indices, code.call(callee, extent, ...(selects ? [kept] : []), own, lists));
        code.set(firstKept, start(kept));
        outputs.forEach((output, k) => {
          code.for(i, 0, kept, () => {
            const to = at(output, firstKept, i);
            if (isTop && k === 1) {
              code.int(to);
              index();
              body.memory('i32.store');
            } else copy(to, at(inputs[k]!.buffer, first, index), bytesOfType(output.type));
          });
        });
      });
    },
  };
};
