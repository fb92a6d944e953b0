// src/array/dtype.ts
var facts = {
  float32: { kind: "float", bytes: 4, short: "f32", lanes: 1, construct: (n2) => new Float32Array(n2) },
  float64: { kind: "float", bytes: 8, short: "f64", lanes: 1, construct: (n2) => new Float64Array(n2) },
  int32: { kind: "int", bytes: 4, short: "i32", lanes: 1, construct: (n2) => new Int32Array(n2) },
  uint32: { kind: "int", bytes: 4, short: "u32", lanes: 1, construct: (n2) => new Uint32Array(n2) },
  bool: { kind: "bool", bytes: 1, short: "bool", lanes: 1, construct: (n2) => new Uint8Array(n2) },
  complex64: { kind: "complex", bytes: 8, short: "c64", lanes: 2, construct: (n2) => new Float32Array(2 * n2) },
  complex128: { kind: "complex", bytes: 16, short: "c128", lanes: 2, construct: (n2) => new Float64Array(2 * n2) }
};
var dtypes = Object.keys(facts);
var isDType = (value) => typeof value === "string" && Object.hasOwn(facts, value);
var kindOf = (dtype) => facts[dtype].kind;
var lanesOf = (dtype) => facts[dtype].lanes;
var allocate = (dtype, size) => facts[dtype].construct(size);
var isFloating = (dtype) => kindOf(dtype) === "float";
var isComplex = (dtype) => kindOf(dtype) === "complex";
var isInexact = (dtype) => isFloating(dtype) || isComplex(dtype);
var isInteger = (dtype) => kindOf(dtype) === "int";
var realOf = (dtype) => dtype === "complex64" ? "float32" : dtype === "complex128" ? "float64" : dtype;
var complexOf = (dtype) => dtype === "float64" || dtype === "complex128" ? "complex128" : "complex64";

// src/array/promotion.ts
var defaultFloat = "float32";
var setDefaultDtype = (dtype) => {
  if (dtype !== "float32" && dtype !== "float64") {
    throw new TypeError(`setDefaultDtype: expected 'float32' or 'float64', got ${JSON.stringify(dtype)}`);
  }
  defaultFloat = dtype;
};
var defaultDType = () => defaultFloat;
var kindRank = { bool: 0, int: 1, float: 2, complex: 3 };
var isDouble = (dtype) => dtype === "float64" || dtype === "complex128";
var promoteTypes = (operands) => {
  let rank = 0;
  for (const operand of operands) rank = Math.max(rank, kindRank[kindOf(operand.dtype)]);
  const strong = operands.filter((operand) => !operand.weakType).map((operand) => operand.dtype);
  if (rank === 0) return { dtype: "bool", weakType: false };
  if (rank === 1) {
    const integers5 = strong.filter((dtype2) => kindOf(dtype2) === "int");
    if (integers5.length === 0) {
      return { dtype: operands.find((operand) => kindOf(operand.dtype) === "int")?.dtype ?? "int32", weakType: true };
    }
    return { dtype: integers5.includes("int32") ? "int32" : "uint32", weakType: false };
  }
  const inexact = strong.filter((dtype2) => kindOf(dtype2) === "float" || kindOf(dtype2) === "complex");
  const double = inexact.length === 0 ? defaultFloat === "float64" : inexact.some(isDouble);
  const dtype = rank === 2 ? double ? "float64" : "float32" : double ? "complex128" : "complex64";
  return { dtype, weakType: inexact.length === 0 };
};
var promoteTypesInexact = (operands) => {
  const promoted = promoteTypes(operands);
  const kind = kindOf(promoted.dtype);
  return kind === "bool" || kind === "int" ? { dtype: defaultFloat, weakType: promoted.weakType } : promoted;
};

// src/array/shape.ts
var sizeOf = (shape) => {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
};
var shapesEqual = (a, b) => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};
var stridesOf = (shape) => {
  const strides = new Array(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
};
var shapeString = (shape) => shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
var tryBroadcastShapes = (shapes) => {
  const ndim = Math.max(0, ...shapes.map((shape) => shape.length));
  const result = new Array(ndim).fill(1);
  for (const shape of shapes) {
    const offset = ndim - shape.length;
    for (let axis = 0; axis < shape.length; axis++) {
      const extent = shape[axis];
      const seen = result[offset + axis];
      if (extent === seen || extent === 1) continue;
      if (seen !== 1) return void 0;
      result[offset + axis] = extent;
    }
  }
  return result;
};
var broadcastShapes = (what, shapes) => {
  const result = tryBroadcastShapes(shapes);
  if (result !== void 0) return result;
  throw new RangeError(
    `${what}: shapes ${shapes.map(shapeString).join(" and ")} do not broadcast: aligned from the right, extents must be equal or 1`
  );
};
var normalizeAxis = (what, axis, ndim) => {
  if (!Number.isInteger(axis)) throw new TypeError(`${what}: axis must be an integer, got ${String(axis)}`);
  if (axis < -ndim || axis >= ndim) {
    throw new RangeError(`${what}: axis ${axis} is out of bounds for an array of dimension ${ndim}`);
  }
  return axis < 0 ? axis + ndim : axis;
};
var normalizeAxes = (what, axes, ndim) => {
  if (axes === void 0 || axes === null) return Array.from({ length: ndim }, (_, axis) => axis);
  const list = (typeof axes === "number" ? [axes] : axes).map((axis) => normalizeAxis(what, axis, ndim));
  if (new Set(list).size !== list.length) throw new RangeError(`${what}: duplicate axis in (${list.join(", ")})`);
  return list;
};
var checkShape = (what, shape) => {
  const list = typeof shape === "number" ? [shape] : shape;
  if (!Array.isArray(list) || !list.every((extent) => Number.isInteger(extent) && extent >= 0)) {
    throw new TypeError(`${what}: a shape is a list of non-negative integers, got ${JSON.stringify(shape)}`);
  }
  return list;
};

// src/core/aval.ts
var avalOf = (array) => ({ shape: array.shape, dtype: array.dtype, weakType: array.weakType });
var makeAval = (shape, dtype, weakType = false) => ({ shape, dtype, weakType });
var avalString = (aval) => `${aval.dtype}[${aval.shape.join(",")}]`;

// src/core/jaxpr.ts
var makeVar = (aval) => ({ kind: "var", aval });
var outputAvals = (jaxpr) => jaxpr.outputs.map((output) => output.aval);
var inputAvals = (jaxpr) => jaxpr.inputs.map((input) => input.aval);

// src/array/print/digits.ts
var singleView = new Float32Array(1);
var singleBits = new Uint32Array(singleView.buffer);
var doubleView = new Float64Array(1);
var doubleBits = new BigUint64Array(doubleView.buffer);
function decompose(value, precision) {
  const single = precision === "single";
  if (single) singleView[0] = value;
  else doubleView[0] = value;
  const bits = single ? BigInt(singleBits[0]) : doubleBits[0];
  const fractionBits = single ? 23 : 52;
  const fraction2 = BigInt.asUintN(fractionBits, bits);
  const biased = Number(BigInt.asUintN(single ? 8 : 11, bits >> BigInt(fractionBits)));
  const unit = (single ? -150 : -1075) + Math.max(biased, 1);
  return {
    mantissa: biased === 0 ? fraction2 : fraction2 | 1n << BigInt(fractionBits),
    exponent: unit,
    lowerNeighbourNearer: fraction2 === 0n && biased > 1
  };
}
var powerOfTen = (exponent) => 10n ** BigInt(exponent);
function roundUp(digits, exponent) {
  const kept = digits.replace(/9+$/, "");
  if (kept === "") return { digits: "1", exponent: exponent + 1 };
  return { digits: kept.slice(0, -1) + String(Number(kept.at(-1)) + 1), exponent };
}
function decimalDigits(value, precision, limits = {}) {
  const { mantissa, exponent: unit, lowerNeighbourNearer } = decompose(value, precision);
  const even = (mantissa & 1n) === 0n;
  const factor = lowerNeighbourNearer ? 4n : 2n;
  let marginBelow = 1n << BigInt(Math.max(unit, 0));
  let marginAbove = lowerNeighbourNearer ? 2n * marginBelow : marginBelow;
  let remainder = factor * mantissa * (1n << BigInt(Math.max(unit, 0)));
  let scale = factor << BigInt(Math.max(-unit, 0));
  let first = Math.floor(Math.log10(value));
  const shrink = (by) => {
    remainder *= by;
    marginBelow *= by;
    marginAbove *= by;
  };
  if (first >= 0) scale *= powerOfTen(first);
  else shrink(powerOfTen(-first));
  if (remainder >= 10n * scale) {
    scale *= 10n;
    first += 1;
  } else if (remainder < scale) {
    shrink(10n);
    first -= 1;
  }
  const countEnd = limits.count === void 0 ? void 0 : first + 1 - limits.count;
  const stop = countEnd ?? limits.lastExponent ?? Number.NEGATIVE_INFINITY;
  let digits = "";
  for (let exponent = first; ; exponent -= 1) {
    const digit = remainder / scale;
    remainder %= scale;
    const unique2 = {
      down: even ? remainder <= marginBelow : remainder < marginBelow,
      up: even ? remainder + marginAbove >= scale : remainder + marginAbove > scale
    };
    digits += digit.toString();
    const mayStop = (unique2.down || unique2.up) && countEnd === void 0;
    if (mayStop || exponent <= stop) {
      const half = 2n * remainder;
      const nearest = half < scale || half === scale && digit % 2n === 0n;
      const down = unique2.down === unique2.up ? nearest : unique2.down;
      return down ? { digits, exponent: first } : roundUp(digits, first);
    }
    shrink(10n);
  }
}
function positional({ digits, exponent }) {
  const whole = exponent < 0 ? "0" : digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction2 = exponent < 0 ? "0".repeat(-exponent - 1) + digits : digits.slice(exponent + 1);
  return { whole, fraction: fraction2.replace(/0+$/, "") };
}
var exponentText = (exponent, width = 2) => (exponent < 0 ? "-" : "+") + String(Math.abs(exponent)).padStart(width, "0");

// src/array/print/columns.ts
var fractionDigits = 8;
var smallestFixed = 1e-4;
var largestRatio = 1e3;
function wantsExponent(values5, precision) {
  let largest = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (const value of values5) {
    const size = Math.abs(value);
    if (size === 0) continue;
    if (size > largest) largest = size;
    if (size < smallest) smallest = size;
  }
  if (largest === 0) return false;
  const round2 = precision === "single" ? Math.fround : (value) => value;
  return largest >= (precision === "single" ? 1e6 : 1e8) || smallest < round2(smallestFixed) || round2(largest / smallest) > largestRatio;
}
var signOf = (value, plus) => value < 0 || Object.is(value, -0) ? "-" : plus ? "+" : "";
function fixed(value, precision, plus) {
  const sign3 = signOf(value, plus);
  if (value === 0) return { whole: `${sign3}0`, fraction: "", exponent: 0 };
  const { whole, fraction: fraction2 } = positional(decimalDigits(Math.abs(value), precision, { lastExponent: -fractionDigits }));
  return { whole: sign3 + whole, fraction: fraction2, exponent: 0 };
}
function scientific(value, precision, plus, places) {
  const sign3 = signOf(value, plus);
  if (value === 0) return { whole: `${sign3}0`, fraction: "0".repeat(places ?? 0), exponent: 0 };
  const size = Math.abs(value);
  if (places !== void 0) {
    const { digits: digits2, exponent: exponent2 } = decimalDigits(size, precision, { count: places + 1 });
    return { whole: sign3 + digits2[0], fraction: digits2.slice(1).padEnd(places, "0"), exponent: exponent2 };
  }
  const short = decimalDigits(size, precision);
  const { digits, exponent } = short.digits.length <= fractionDigits + 1 ? short : decimalDigits(size, precision, { count: fractionDigits + 1 });
  return { whole: sign3 + digits[0], fraction: digits.slice(1).replace(/0+$/, ""), exponent };
}
var longest = (texts) => {
  let length = 0;
  for (const text of texts) length = Math.max(length, text.length);
  return length;
};
function floatColumn(values5, precision, plus) {
  const finite2 = values5.filter(Number.isFinite);
  const exponential = wantsExponent(finite2, precision);
  const written = finite2.map(
    (value) => exponential ? scientific(value, precision, plus) : fixed(value, precision, plus)
  );
  const places = longest(written.map((parts) => parts.fraction));
  const exponentWidth = longest(written.map((parts) => exponentText(parts.exponent))) - 1;
  const right = exponential ? exponentWidth + 2 + places : places;
  let left = longest(written.map((parts) => parts.whole));
  if (finite2.length < values5.length) {
    const signed = plus || values5.includes(Number.NEGATIVE_INFINITY);
    left = Math.max(left, "nan".length - right - 1, "inf".length + (signed ? 1 : 0) - right - 1);
  }
  return (value) => {
    if (!Number.isFinite(value)) {
      const text = Number.isNaN(value) ? plus ? "+nan" : "nan" : `${signOf(value, plus)}inf`;
      return text.padStart(left + right + 1);
    }
    if (!exponential) {
      const { whole: whole2, fraction: fraction3 } = fixed(value, precision, plus);
      return `${whole2.padStart(left)}.${fraction3.padEnd(right)}`;
    }
    const { whole, fraction: fraction2, exponent } = scientific(value, precision, plus, places);
    return `${whole.padStart(left)}.${fraction2}e${exponentText(exponent, exponentWidth)}`;
  };
}
function floatCell(data, offsets, precision) {
  const write2 = floatColumn(
    offsets.map((offset) => data[offset]),
    precision,
    false
  );
  return (offset) => write2(data[offset]);
}
function complexCell(data, offsets, precision) {
  const real2 = floatColumn(
    offsets.map((offset) => data[2 * offset]),
    precision,
    false
  );
  const imaginary2 = floatColumn(
    offsets.map((offset) => data[2 * offset + 1]),
    precision,
    true
  );
  return (offset) => {
    const second = imaginary2(data[2 * offset + 1]);
    const end = second.trimEnd().length;
    return `${real2(data[2 * offset])}${second.slice(0, end)}j${second.slice(end)}`;
  };
}
function integerCell(data, offsets) {
  const width = longest(offsets.map((offset) => String(data[offset])));
  return (offset) => String(data[offset]).padStart(width);
}
function cellWriter(dtype, data, offsets, scalar2) {
  switch (dtype) {
    case "bool":
      return (offset) => data[offset] === 0 ? "False" : scalar2 ? "True" : " True";
    case "int32":
    case "uint32":
      return integerCell(data, offsets);
    case "float32":
      return floatCell(data, offsets, "single");
    case "float64":
      return floatCell(data, offsets, "double");
    case "complex64":
      return complexCell(data, offsets, "single");
    case "complex128":
      return complexCell(data, offsets, "double");
  }
}

// src/array/print/layout.ts
var lineWidth = 75;
var threshold = 1e3;
var edgeItems = 3;
var gap = "...";
function shownPositions(length, summarised) {
  const range2 = (start, end) => Array.from({ length: end - start }, (_, step2) => start + step2);
  if (!summarised || length <= 2 * edgeItems) return range2(0, length);
  return [...range2(0, edgeItems), gap, ...range2(length - edgeItems, length)];
}
function shownOffsets(axes, strides) {
  let offsets = [0];
  axes.forEach((positions, axis) => {
    const steps = positions.filter((position) => position !== gap).map((position) => position * strides[axis]);
    offsets = offsets.flatMap((offset) => steps.map((step2) => offset + step2));
  });
  return offsets;
}
function row(words, separator, hanging, width) {
  const lines = [];
  let line = hanging;
  words.forEach((word, index) => {
    if (line.length + word.length > width && line.length > hanging.length) {
      lines.push(line.trimEnd());
      line = hanging;
    }
    line += index + 1 < words.length ? word + separator : word;
  });
  return [...lines, line].join("\n");
}
function layOut({ shape, dtype, data }, { separator, indent, width }) {
  const size = shape.reduce((product3, length) => product3 * length, 1);
  if (size === 0) return "[]";
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product3, length) => product3 * length, 1));
  const axes = shape.map((length) => shownPositions(length, size > threshold));
  const cell = cellWriter(dtype, data, shownOffsets(axes, strides), shape.length === 0);
  const block = (axis, offset) => {
    if (axis === shape.length) return cell(offset);
    const hanging = " ".repeat(indent + axis + 1);
    const parts = axes[axis].map(
      (position) => position === gap ? gap : block(axis + 1, offset + position * strides[axis])
    );
    if (axis === shape.length - 1) {
      return `[${row(parts, separator, hanging, width - axis - 1).slice(hanging.length)}]`;
    }
    const between3 = separator.trimEnd() + "\n".repeat(shape.length - axis - 1) + hanging;
    return `[${parts.join(between3)}]`;
  };
  return block(0, 0);
}

// src/array/print/scalar.ts
var nonFinite = (value) => Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
var isNegative = (value) => value < 0 || Object.is(value, -0);
var zero = { digits: "0", exponent: 0 };
function assemble(value, decimal, scientific2, point) {
  const sign3 = isNegative(value) ? "-" : "";
  if (scientific2) {
    const digits = decimal.digits.replace(/0+$/, "");
    const fraction3 = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${sign3}${digits[0]}${fraction3}e${exponentText(decimal.exponent)}`;
  }
  const { whole, fraction: fraction2 } = positional(decimal);
  return sign3 + whole + (fraction2 === "" ? point : `.${fraction2}`);
}
function numpyFloat(value, precision, point) {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (value === 0) return assemble(value, zero, false, point);
  const size = Math.abs(value);
  const scientific2 = size < 1e-4 || size >= (precision === "single" ? 1e6 : 1e16);
  return assemble(value, decimalDigits(size, precision), scientific2, point);
}
function complexText(real2, imaginary2, write2) {
  const second = write2(imaginary2);
  if (real2 === 0 && !isNegative(real2)) return `${second}j`;
  return `(${write2(real2)}${second.startsWith("-") ? "" : "+"}${second}j)`;
}
var boolText = (value) => value === 0 ? "False" : "True";
function integerText(value, dtype) {
  if (!Number.isInteger(value)) {
    throw new RangeError(`formatScalar: ${value} is not an integer, but the dtype is ${dtype}`);
  }
  return String(value);
}
function numpyScalar(value, dtype, imaginary2) {
  switch (dtype) {
    case "bool":
      return boolText(value);
    case "int32":
    case "uint32":
      return integerText(value, dtype);
    case "float32":
      return numpyFloat(value, "single", ".0");
    case "float64":
      return numpyFloat(value, "double", ".0");
    case "complex64":
      return complexText(value, imaginary2, (part2) => numpyFloat(part2, "single", ""));
    case "complex128":
      return complexText(value, imaginary2, (part2) => numpyFloat(part2, "double", ""));
  }
}

// src/array/print.ts
var opening = "Array(";
function checkSize(name2, { shape, dtype, data }) {
  const size = shape.reduce((product3, length) => product3 * length, 1);
  const entries = size * lanesOf(dtype);
  if (data.length !== entries) {
    throw new RangeError(
      `${name2}: an array of shape (${shape.join(", ")}) and dtype ${dtype} holds ${entries} entries, got ${data.length}`
    );
  }
  return size;
}
var tuple = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
function formatArray(array) {
  checkSize("formatArray", array);
  if (array.shape.length === 0) return numpyScalar(array.data[0], array.dtype, array.data[1] ?? 0);
  return layOut(array, { separator: " ", indent: 0, width: lineWidth });
}
function reprArray(array, indent = 0) {
  const size = checkSize("reprArray", array);
  const elements2 = size === 0 ? `[], shape=${tuple(array.shape)}` : layOut(array, { separator: ", ", indent: opening.length, width: lineWidth - 1 });
  const dtype = `dtype=${array.dtype}${array.weakType ? ", weak_type=True" : ""}`;
  const lastLine = elements2.length - elements2.lastIndexOf("\n") + 1;
  const space = " ".repeat(lastLine + dtype.length + 2 > lineWidth ? opening.length : 1);
  const text = `${opening}${elements2},${space}${dtype})`;
  return indent === 0 ? text : text.replaceAll("\n", `
${" ".repeat(indent)}`);
}

// src/array/ndarray.ts
var NDArray = class {
  get ndim() {
    return this.shape.length;
  }
  /** The number of elements. */
  get size() {
    return sizeOf(this.shape);
  }
  /** The length of the first axis. */
  get length() {
    const length = this.shape[0];
    if (length === void 0) throw new TypeError("a 0-d array has no length");
    return length;
  }
  /** The one element of an array of size 1, as a JS number (boolean for bool, `{ re, im }` for complex dtypes). */
  item() {
    if (this.size !== 1) {
      throw new TypeError(`item: only arrays of size 1 can be read as a number, got shape (${this.shape.join(", ")})`);
    }
    return elementAt(this.values("item()"), 0);
  }
  /** The elements as nested JS arrays; a 0-d array gives its element. */
  tolist() {
    const known = this.values("tolist()");
    let next = 0;
    const level = (axis) => axis === known.shape.length ? elementAt(known, next++) : Array.from({ length: known.shape[axis] }, () => level(axis + 1));
    return level(0);
  }
  /** A copy of the elements in row-major order; complex dtypes interleave real and imaginary parts. */
  toTypedArray() {
    return this.values("toTypedArray()").data.slice();
  }
  toString() {
    return formatArray(this.values("toString()"));
  }
  toJSON() {
    return this.tolist();
  }
  valueOf() {
    return primitiveValue(this.values("a JS operator or condition"));
  }
  [Symbol.toPrimitive](hint) {
    return hint === "string" ? this.toString() : this.valueOf();
  }
  [/* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom")]() {
    return reprArray(this.values("console.log"));
  }
};
var ConcreteArray = class extends NDArray {
  shape;
  dtype;
  weakType;
  /** The real value of every element, where the array was made by filling. */
  uniform;
  stored;
  constructor(shape, dtype, data, weakType = false) {
    super();
    this.shape = shape;
    this.dtype = dtype;
    this.weakType = weakType;
    if ("uniform" in data) this.uniform = data.uniform;
    else {
      if (data.length !== sizeOf(shape) * lanesOf(dtype)) {
        throw new Error(`nabla internal error: ${data.length} entries for ${dtype}[${shape.join(",")}]`);
      }
      this.uniform = void 0;
      this.stored = data;
    }
  }
  /** Never written to after construction. */
  get data() {
    return this.stored ??= this.fill();
  }
  fill() {
    const data = allocate(this.dtype, sizeOf(this.shape));
    const value = this.uniform ?? 0;
    if (value !== 0 || Object.is(value, -0)) {
      if (lanesOf(this.dtype) === 1) data.fill(value);
      else for (let i = 0; i < data.length; i += 2) data[i] = value;
    }
    return data;
  }
  values() {
    return this;
  }
};
var elementAt = (array, index) => {
  if (lanesOf(array.dtype) === 2) return { re: array.data[2 * index], im: array.data[2 * index + 1] };
  const value = array.data[index];
  return array.dtype === "bool" ? value !== 0 : value;
};
var primitiveValue = (array) => {
  if (array.size !== 1) {
    throw new TypeError(
      `an array of shape (${array.shape.join(", ")}) has no single value: use np.where, np.any or np.all instead of if, ?: and JS operators`
    );
  }
  const value = elementAt(array, 0);
  if (typeof value === "object")
    throw new TypeError("a complex number cannot be used as a JS number: take lax.real(x) or np.abs(x)");
  return value;
};
var scalar = (value, dtype, weakType = false) => {
  const data = allocate(dtype, 1);
  data[0] = Number(value);
  return new ConcreteArray([], dtype, data, weakType);
};

// src/util/errors.ts
var required = (value, what) => {
  if (value === void 0 || value === null) throw new Error(`nabla internal error: missing ${what}`);
  return value;
};
function invariant(condition, what) {
  if (!condition) throw new Error(`nabla internal error: ${what}`);
}

// src/core/tracer.ts
var Tracer = class extends NDArray {
  aval;
  builder;
  variable;
  constructor(builder, variable) {
    super();
    this.aval = variable.aval;
    this.builder = builder;
    this.variable = variable;
  }
  get shape() {
    return this.aval.shape;
  }
  get dtype() {
    return this.aval.dtype;
  }
  get weakType() {
    return this.aval.weakType;
  }
  /** The value, if the trace was started with known arguments and nothing on the way to it is unknown. */
  known() {
    return this.builder.valueOf(this.variable);
  }
  values(reader) {
    this.builder.checkActive(this);
    const known = this.known();
    if (known !== void 0) return known;
    throw new TypeError(
      `${reader} needs the value of an array that is being traced (${avalString(this.aval)} in ${this.builder.label}), which is not known here: under jit, vmap and control flow use np.where, lax.cond or lax.whileLoop instead of JS conditions, or pass the value as a static argument (jit: staticArgnums)`
    );
  }
  toString() {
    return `Tracer<${avalString(this.aval)}>`;
  }
  [/* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom")]() {
    return this.toString();
  }
};
var depth = 0;
var Builder = class {
  label;
  depth;
  equations = [];
  /** Values of outer traces and constants that the traced function closed over, with the variables standing for them. */
  captured = /* @__PURE__ */ new Map();
  producers = /* @__PURE__ */ new Map();
  knownInputs = /* @__PURE__ */ new Map();
  knownValues = /* @__PURE__ */ new Map();
  active = true;
  constructor(label) {
    this.label = label;
    this.depth = ++depth;
  }
  input(aval, known) {
    const tracer = new Tracer(this, makeVar(aval));
    if (known !== void 0) this.knownInputs.set(tracer.variable, known);
    return tracer;
  }
  finish() {
    this.active = false;
    depth--;
  }
  checkActive(tracer) {
    if (this.active) return;
    const producer = this.producers.get(tracer.variable);
    throw new Error(
      `a traced array escaped from the function it belongs to: ${avalString(tracer.aval)}, made by ${producer === void 0 ? "an argument" : `'${producer.primitive.name}'`} in ${this.label}, was used after that function had returned; return it (or use hasAux) instead of storing it outside`
    );
  }
  /** The atom that stands for a value in this program. */
  atom(value) {
    if (value instanceof Tracer) {
      value.builder.checkActive(value);
      if (value.builder === this) return value.variable;
    } else if (value.ndim === 0) {
      return { kind: "literal", aval: avalOf(value), value };
    }
    let variable = this.captured.get(value);
    if (variable === void 0) {
      variable = makeVar(avalOf(value));
      this.captured.set(value, variable);
      this.knownInputs.set(variable, () => knownValue(value));
    }
    return variable;
  }
  record(primitive, args, params) {
    const inputs = args.map((arg) => this.atom(arg));
    const avals = primitive.abstractEval(
      inputs.map((input) => input.aval),
      params
    );
    const outputs = avals.map(makeVar);
    const equation = { primitive, inputs, outputs, params };
    this.equations.push(equation);
    for (const output of outputs) this.producers.set(output, equation);
    return outputs.map((output) => new Tracer(this, output));
  }
  /** Evaluates what has been recorded so far, as far as the value asked for needs it. */
  valueOf(variable) {
    const needed = /* @__PURE__ */ new Set();
    const pending = [variable];
    for (let next = pending.pop(); next !== void 0; next = pending.pop()) {
      if (this.knownValues.has(next)) continue;
      const producer = this.producers.get(next);
      if (producer === void 0) {
        const known = this.knownInputs.get(next)?.();
        if (known === void 0) return void 0;
        this.knownValues.set(next, known);
      } else if (!needed.has(producer)) {
        needed.add(producer);
        for (const input of producer.inputs) if (input.kind === "var") pending.push(input);
      }
    }
    for (const equation of this.equations) {
      if (!needed.has(equation)) continue;
      const values5 = equation.inputs.map(
        (input) => input.kind === "literal" ? input.value : required(this.knownValues.get(input), "known value")
      );
      const results = equation.primitive.evaluate(values5, equation.params);
      equation.outputs.forEach((output, i) => this.knownValues.set(output, required(results[i], "result")));
    }
    return this.knownValues.get(variable);
  }
};
var knownValue = (value) => value instanceof Tracer ? value.known() : value;
var isConcrete = (value) => value instanceof ConcreteArray;
var bind = (primitive, args, params) => {
  let innermost;
  for (const arg of args) {
    if (arg instanceof Tracer) {
      arg.builder.checkActive(arg);
      if (innermost === void 0 || arg.builder.depth > innermost.depth) innermost = arg.builder;
    }
  }
  if (innermost !== void 0) return innermost.record(primitive, args, params);
  const concrete = args;
  primitive.abstractEval(concrete, params);
  return [...primitive.evaluate(concrete, params)];
};
var bindOne = (primitive, args, params) => required(bind(primitive, args, params)[0], "output");
var onTraced;
var trace = (f, avals, options) => {
  const builder = new Builder(options.label);
  try {
    const args = avals.map((aval, i) => builder.input(aval, options.known?.[i]));
    const { outputs, extra } = f([...args]);
    const outputAtoms = outputs.map((output) => builder.atom(output));
    const { equations, used } = liveEquations(builder.equations, outputAtoms);
    const captured = [...builder.captured].filter(([, variable]) => options.keepDead || used.has(variable));
    const outer2 = captured.filter(([value]) => !isConcrete(value));
    const jaxpr = {
      name: options.name ?? "f",
      constants: captured.flatMap(([value, variable]) => isConcrete(value) ? [{ variable, value }] : []),
      inputs: [...outer2.map(([, variable]) => variable), ...args.map((arg) => arg.variable)],
      equations: options.keepDead ? builder.equations : equations,
      outputs: outputAtoms
    };
    onTraced?.(jaxpr);
    return { jaxpr, captured: outer2.map(([value]) => value), extra };
  } finally {
    builder.finish();
  }
};
var traceClosed = (f, avals, name2) => {
  const { jaxpr, captured } = trace((args) => ({ outputs: f(args), extra: void 0 }), avals, { label: name2, name: name2 });
  invariant(captured.length === 0, `${name2} closed over a tracer`);
  return jaxpr;
};
var liveEquations = (equations, outputs) => {
  const used = /* @__PURE__ */ new Set();
  const use = (atom) => {
    if (atom.kind === "var") used.add(atom);
  };
  outputs.forEach(use);
  const live = [];
  for (let i = equations.length - 1; i >= 0; i--) {
    const equation = equations[i];
    if (!equation.outputs.some((output) => used.has(output))) continue;
    equation.inputs.forEach(use);
    live.push(equation);
  }
  return { equations: live.reverse(), used };
};

// src/transforms/environment.ts
var environmentOf = (jaxpr, args) => {
  const values5 = /* @__PURE__ */ new Map();
  const write2 = (variables, results) => variables.forEach((variable, i) => values5.set(variable, required(results[i], "value")));
  for (const { variable, value } of jaxpr.constants) values5.set(variable, value);
  write2(jaxpr.inputs, args);
  return {
    read: (atom) => atom.kind === "literal" ? atom.value : required(values5.get(atom), "variable"),
    write: write2
  };
};

// src/transforms/memoize.ts
var memoize = (transform) => {
  const cache = /* @__PURE__ */ new WeakMap();
  return (jaxpr, ...args) => {
    let results = cache.get(jaxpr);
    if (results === void 0) cache.set(jaxpr, results = /* @__PURE__ */ new Map());
    const key = JSON.stringify(args);
    let result = results.get(key);
    if (result === void 0) results.set(key, result = transform(jaxpr, ...args));
    return result;
  };
};

// src/transforms/jvp.ts
var jvpJaxpr = memoize((jaxpr, nonzero) => {
  let nonzeroOutputs = [];
  const primalCount = jaxpr.inputs.length;
  const avals = inputAvals(jaxpr);
  const tangentAvals = avals.filter((_, i) => nonzero[i]);
  const result = traceClosed(
    (args) => {
      let next = primalCount;
      const tangents = nonzero.map((flag) => flag ? required(args[next++], "tangent") : null);
      const { outputs, tangents: outputTangents } = pushForward(jaxpr, args.slice(0, primalCount), tangents, "jvp");
      nonzeroOutputs = outputTangents.map((tangent2) => tangent2 !== null);
      return [...outputs, ...outputTangents.filter((tangent2) => tangent2 !== null)];
    },
    [...avals, ...tangentAvals],
    `jvp(${jaxpr.name})`
  );
  return { jaxpr: result, nonzeroOutputs };
});
var pushForward = (jaxpr, primals, tangents, rule) => {
  const values5 = environmentOf(jaxpr, primals);
  const tangentOf = /* @__PURE__ */ new Map();
  const setTangent = (variable, tangent2) => {
    if (tangent2 !== null) tangentOf.set(variable, tangent2);
  };
  jaxpr.inputs.forEach((input, i) => setTangent(input, tangents[i] ?? null));
  for (const { primitive, inputs, outputs, params } of jaxpr.equations) {
    const args = inputs.map(values5.read);
    const argTangents = inputs.map((input) => input.kind === "var" ? tangentOf.get(input) ?? null : null);
    if (argTangents.every((tangent2) => tangent2 === null)) {
      values5.write(outputs, bind(primitive, args, params));
      continue;
    }
    const apply = (rule === "linearize" ? primitive.linearize : void 0) ?? primitive.jvp;
    const result = apply(args, argTangents, params);
    values5.write(outputs, result.primals);
    outputs.forEach((output, i) => setTangent(output, result.tangents[i] ?? null));
  }
  return {
    outputs: jaxpr.outputs.map(values5.read),
    tangents: jaxpr.outputs.map((output) => output.kind === "var" ? tangentOf.get(output) ?? null : null)
  };
};

// src/array/create.ts
var isTypedArray = (value) => ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof BigInt64Array) && !(value instanceof BigUint64Array);
var dtypeOfTypedArray = (data) => data instanceof Float64Array ? "float64" : data instanceof Float32Array ? "float32" : data instanceof Uint32Array ? "uint32" : "int32";
var isComplexValue = (value) => typeof value === "object" && value !== null && "re" in value && "im" in value && typeof value.re === "number" && typeof value.im === "number";
var filled = (shape, dtype, value, weakType = false) => new ConcreteArray(shape, dtype, { uniform: value }, weakType);
var castData = (data, from, to) => {
  if (from === to) return data;
  const stride = lanesOf(from);
  const size = data.length / stride;
  const result = allocate(to, size);
  const toKind = kindOf(to);
  if (toKind === "complex") {
    if (stride === 2) result.set(data);
    else for (let i = 0; i < size; i++) result[2 * i] = data[i];
  } else if (toKind === "bool") {
    for (let i = 0; i < size; i++)
      result[i] = data[i * stride] !== 0 || stride === 2 && data[2 * i + 1] !== 0 ? 1 : 0;
  } else if (toKind === "int" && (kindOf(from) === "float" || kindOf(from) === "complex")) {
    const [low2, high] = to === "int32" ? [-2147483648, 2147483647] : [0, 4294967295];
    for (let i = 0; i < size; i++) {
      const value = Math.trunc(data[i * stride]);
      result[i] = value < low2 ? low2 : value > high ? high : value;
    }
  } else {
    for (let i = 0; i < size; i++) result[i] = data[i * stride];
  }
  return result;
};
var castArray = (array, dtype, weakType = false) => array.uniform !== void 0 ? filled(array.shape, dtype, castData(new Float64Array([array.uniform]), "float64", dtype)[0], weakType) : new ConcreteArray(array.shape, dtype, castData(array.data, array.dtype, dtype), weakType);
var readNested = (what, data) => {
  const leaves = [];
  const shapeAt = (value, path) => {
    if (value instanceof NDArray || typeof value === "number" || typeof value === "boolean" || isComplexValue(value)) {
      leaves.push(value);
      return value instanceof NDArray ? value.shape : [];
    }
    if (isTypedArray(value)) {
      for (const element of value) leaves.push(element);
      return [value.length];
    }
    if (!Array.isArray(value)) {
      throw new TypeError(
        `${what}: ${describe(value)} at ${path || "the top"} is not a valid array type: expected a number, boolean, typed array, NDArray or nested arrays of these`
      );
    }
    let inner2;
    for (let i = 0; i < value.length; i++) {
      const shape = shapeAt(value[i], `${path}[${i}]`);
      if (inner2 !== void 0 && (inner2.length !== shape.length || inner2.some((extent, axis) => extent !== shape[axis]))) {
        throw new RangeError(
          `${what}: nested arrays must be rectangular: ${path}[${i}] has shape (${shape.join(", ")}), its neighbour before it (${inner2.join(", ")})`
        );
      }
      inner2 = shape;
    }
    return [value.length, ...inner2 ?? []];
  };
  return { shape: shapeAt(data, ""), leaves };
};
var describe = (value) => typeof value === "string" ? `the string ${JSON.stringify(value.length > 30 ? `${value.slice(0, 30)}\u2026` : value)}` : typeof value === "function" ? `the function ${value.name || "(anonymous)"}` : value === null || value === void 0 ? String(value) : value instanceof Promise ? "a Promise" : typeof value === "object" ? `an object of class ${value.constructor?.name ?? "null prototype"}` : `a ${typeof value} (${String(value)})`;
var packScalars = (what, shape, leaves, dtype) => {
  const kind = leaves.some(isComplexValue) ? "complex" : leaves.length > 0 && leaves.every((leaf) => typeof leaf === "boolean") ? "bool" : "float";
  const natural = kind === "complex" ? defaultDType() === "float64" ? "complex128" : "complex64" : kind === "bool" ? "bool" : defaultDType();
  const target = dtype ?? natural;
  if (kind === "complex" && kindOf(target) !== "complex")
    throw new TypeError(`${what}: complex numbers do not fit dtype ${target}`);
  const result = allocate(target, leaves.length);
  const stride = lanesOf(target);
  leaves.forEach((leaf, i) => {
    if (isComplexValue(leaf)) {
      result[2 * i] = leaf.re;
      result[2 * i + 1] = leaf.im;
    } else
      result[stride * i] = target === "bool" ? Number(Boolean(leaf)) : target === "int32" || target === "uint32" ? Math.trunc(Number(leaf)) : Number(leaf);
  });
  return new ConcreteArray(shape, target, result);
};
var fromTypedArray = (data, dtype) => {
  const natural = dtypeOfTypedArray(data);
  const storage = allocate(natural, data.length);
  storage.set(data);
  const array = new ConcreteArray([data.length], natural, storage);
  return dtype === void 0 || dtype === natural ? array : castArray(array, dtype);
};
var checkDType = (what, dtype) => {
  if (isDType(dtype)) return dtype;
  throw new TypeError(
    `${what}: ${JSON.stringify(dtype)} is not a dtype: expected 'float32', 'float64', 'int32', 'uint32', 'bool', 'complex64' or 'complex128'`
  );
};
var weakFloat = (value) => scalar(value, defaultDType(), true);

// src/core/primitive.ts
var linearInput = (aval) => ({ kind: "linear", aval });
var isLinear = (input) => "kind" in input && input.kind === "linear";
var unsupported = (primitive, rule, why) => () => {
  throw new TypeError(`${rule} of ${primitive} is not defined: ${why}`);
};

// src/primitives/linear.ts
var zerosLike = (like) => filled(like.shape, like.dtype, 0);
var instantiate = (tangent2, primal) => tangent2 ?? zerosLike(primal);
var linearJvp = (primitive) => (primals, tangents, params) => ({
  primals: bind(primitive(), primals, params),
  tangents: bind(
    primitive(),
    tangents.map((tangent2, i) => instantiate(tangent2, primals[i])),
    params
  )
});
var linear = (rules) => {
  const primitive = { ...rules, jvp: linearJvp(() => primitive) };
  return primitive;
};

// src/primitives/shape/strided.ts
var stridedCopy = (x, shape, strides, offset) => {
  const size = sizeOf(shape);
  const lanes = lanesOf(x.dtype);
  const source = x.data;
  const result = allocate(x.dtype, size);
  if (size > 0) {
    const ndim = shape.length;
    const inner2 = ndim === 0 ? 1 : shape[ndim - 1];
    const innerStride = ndim === 0 ? 0 : strides[ndim - 1];
    const index = new Array(ndim).fill(0);
    let position = offset;
    for (let next = 0; next < size; ) {
      for (let i = 0; i < inner2; i++, next++) {
        const from = (position + i * innerStride) * lanes;
        result[next * lanes] = source[from];
        if (lanes === 2) result[next * lanes + 1] = source[from + 1];
      }
      for (let axis = ndim - 2; axis >= 0; axis--) {
        position += strides[axis];
        if (++index[axis] < shape[axis]) break;
        position -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
  }
  return new ConcreteArray(shape, x.dtype, result, x.weakType);
};
var stridedStore = (target, source, shape, lanes) => {
  if (sizeOf(shape) === 0) return;
  const last = shape.length - 1;
  const copy = (axis, to, from) => {
    const extent = axis > last ? 1 : shape[axis];
    const targetStep = axis > last ? 0 : target.strides[axis];
    const sourceStep = axis > last ? 0 : source.strides[axis];
    for (let i = 0; i < extent; i++) {
      if (axis < last) copy(axis + 1, to + i * targetStep, from + i * sourceStep);
      else {
        const start = (to + i * targetStep) * lanes;
        const begin = (from + i * sourceStep) * lanes;
        target.data[start] = source.data[begin];
        if (lanes === 2) target.data[start + 1] = source.data[begin + 1];
      }
    }
  };
  copy(0, target.offset, source.offset);
};
var offsetsOf = (shape, strides) => {
  let offsets = [0];
  for (let axis = 0; axis < shape.length; axis++) {
    const extent = shape[axis];
    const stride = strides[axis];
    const next = new Array(offsets.length * extent);
    for (let k = 0, to = 0; k < offsets.length; k++)
      for (let i = 0; i < extent; i++) next[to++] = offsets[k] + i * stride;
    offsets = next;
  }
  return offsets;
};

// src/primitives/shape/transpose.ts
var transposePrimitive = linear({
  name: "transpose",
  abstractEval: ([x], { permutation }) => {
    const sorted = [...permutation].sort((a, b) => a - b);
    if (sorted.length !== x.shape.length || sorted.some((axis, i) => axis !== i)) {
      throw new RangeError(`transpose: (${permutation.join(", ")}) is no permutation of the axes of ${avalString(x)}`);
    }
    return [
      makeAval(
        permutation.map((axis) => x.shape[axis]),
        x.dtype,
        x.weakType
      )
    ];
  },
  evaluate: ([x], { permutation }) => {
    const shape = permutation.map((axis) => x.shape[axis]);
    if (x.uniform !== void 0) return [filled(shape, x.dtype, x.uniform, x.weakType)];
    const strides = stridesOf(x.shape);
    return [
      stridedCopy(
        x,
        shape,
        permutation.map((axis) => strides[axis]),
        0
      )
    ];
  },
  transpose: ([cotangent], [x], { permutation }) => [
    cotangent === null || !isLinear(x) ? null : transpose(cotangent, invertPermutation(permutation))
  ],
  batch: ([x], [axis], { permutation }) => ({
    outputs: [transpose(x, [axis, ...permutation.map((p) => p >= axis ? p + 1 : p)])],
    axes: [0]
  })
});
var invertPermutation = (permutation) => {
  const inverse = new Array(permutation.length);
  permutation.forEach((axis, i) => {
    inverse[axis] = i;
  });
  return inverse;
};
var transpose = (x, permutation) => permutation.every((axis, i) => axis === i) && permutation.length === x.ndim ? x : bindOne(transposePrimitive, [x], { permutation });
var moveAxis = (x, from, to) => {
  if (from === to) return x;
  const order = x.shape.map((_, axis) => axis).filter((axis) => axis !== from);
  order.splice(to, 0, from);
  return transpose(x, order);
};

// src/primitives/shape/reshape.ts
var reshapePrimitive = linear({
  name: "reshape",
  abstractEval: ([x], { shape }) => {
    if (sizeOf(shape) !== sizeOf(x.shape)) {
      throw new RangeError(
        `reshape: cannot reshape ${avalString(x)} (size ${sizeOf(x.shape)}) into (${shape.join(", ")}) (size ${sizeOf(shape)})`
      );
    }
    return [makeAval(shape, x.dtype, x.weakType)];
  },
  evaluate: ([x], { shape }) => [
    x.uniform !== void 0 ? filled(shape, x.dtype, x.uniform, x.weakType) : new ConcreteArray(shape, x.dtype, x.data, x.weakType)
  ],
  transpose: ([cotangent], [x]) => [cotangent === null || !isLinear(x) ? null : reshape(cotangent, x.aval.shape)],
  batch: ([x], [axis], { shape }, axisSize) => ({
    outputs: [reshape(moveAxis(x, axis, 0), [axisSize, ...shape])],
    axes: [0]
  }),
  printParams: ({ shape }) => ({ dimensions: null, new_sizes: shape, sharding: null })
});
var reshape = (x, shape) => shapesEqual(x.shape, shape) ? x : bindOne(reshapePrimitive, [x], { shape });
var expandDims = (x, axes) => {
  const shape = [...x.shape];
  for (const axis of [...axes].sort((a, b) => a - b)) shape.splice(axis, 0, 1);
  return reshape(x, shape);
};

// src/primitives/shape/broadcast.ts
var broadcastInDimPrimitive = linear({
  name: "broadcast_in_dim",
  abstractEval: ([x], { shape, dimensions }) => {
    const fits = dimensions.length === x.shape.length && dimensions.every((dim, axis) => dim >= 0 && dim < shape.length && (axis === 0 || dim > dimensions[axis - 1])) && dimensions.every((dim, axis) => x.shape[axis] === shape[dim] || x.shape[axis] === 1);
    if (!fits) {
      throw new RangeError(
        `broadcastInDim: ${avalString(x)} does not broadcast to (${shape.join(", ")}) along dimensions (${dimensions.join(", ")})`
      );
    }
    return [makeAval(shape, x.dtype, x.weakType)];
  },
  evaluate: ([x], { shape, dimensions }) => {
    if (x.uniform !== void 0) return [filled(shape, x.dtype, x.uniform, x.weakType)];
    if (x.ndim === 0 && lanesOf(x.dtype) === 1) return [filled(shape, x.dtype, x.data[0], x.weakType)];
    const own = stridesOf(x.shape);
    const strides = shape.map((_, dim) => {
      const axis = dimensions.indexOf(dim);
      return axis < 0 || x.shape[axis] === 1 ? 0 : own[axis];
    });
    return [stridedCopy(x, shape, strides, 0)];
  },
  transpose: ([cotangent], [x], { shape, dimensions }) => {
    if (cotangent === null || !isLinear(x)) return [null];
    const expanded = shape.map((_, dim) => dim).filter((dim) => {
      const axis = dimensions.indexOf(dim);
      return axis < 0 || x.aval.shape[axis] === 1 && shape[dim] !== 1;
    });
    return [reshape(reduceSum(cotangent, expanded), x.aval.shape)];
  },
  batch: ([x], [axis], { shape, dimensions }, axisSize) => {
    const first = moveAxis(x, axis, 0);
    return {
      outputs: [broadcastInDim(first, [axisSize, ...shape], [0, ...dimensions.map((dim) => dim + 1)])],
      axes: [0]
    };
  }
});
var broadcastInDim = (x, shape, dimensions) => x.ndim === shape.length && shapesEqual(x.shape, shape) ? x : bindOne(broadcastInDimPrimitive, [x], { shape, dimensions });
var batchFirst = (x, axis, axisSize) => axis === null ? broadcastInDim(
  x,
  [axisSize, ...x.shape],
  x.shape.map((_, k) => k + 1)
) : moveAxis(x, axis, 0);
var withoutAxes = (shape, axes) => shape.filter((_, axis) => !axes.includes(axis));
var shiftAxes = (axes) => axes.map((axis) => axis + 1);
var reduceSumPrimitive = linear({
  name: "reduce_sum",
  abstractEval: ([x], { axes }) => [makeAval(withoutAxes(x.shape, axes), x.dtype, x.weakType)],
  evaluate: ([x], { axes }) => [sumOver(x, axes)],
  transpose: ([cotangent], [x], { axes }) => {
    if (cotangent === null || !isLinear(x)) return [null];
    const shape = x.aval.shape;
    return [
      broadcastInDim(
        cotangent,
        shape,
        shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))
      )
    ];
  },
  batch: ([x], [axis], { axes }) => ({
    outputs: [reduceSum(moveAxis(x, axis, 0), shiftAxes(axes))],
    axes: [0]
  })
});
var reduceSum = (x, axes) => axes.length === 0 ? x : bindOne(reduceSumPrimitive, [x], { axes });
var sumOver = (x, axes) => {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const shape = kept.map((axis) => x.shape[axis]);
  const size = sizeOf(shape);
  const lanes = lanesOf(x.dtype);
  const count = size === 0 ? 0 : x.size / size;
  const strides = stridesOf(x.shape);
  const order = [...kept, ...axes];
  const arranged = stridedCopy(
    x,
    order.map((axis) => x.shape[axis]),
    order.map((axis) => strides[axis]),
    0
  ).data;
  const data = allocate(x.dtype, size);
  for (let i = 0; i < size; i++) {
    for (let lane = 0; lane < lanes; lane++) {
      data[i * lanes + lane] = pairwiseSum(arranged, i * count * lanes + lane, count, lanes);
    }
  }
  return new ConcreteArray(shape, x.dtype, data, x.weakType);
};
var pairwiseSum = (data, start, count, step2) => {
  if (count <= 16) {
    let sum3 = 0;
    for (let i = 0; i < count; i++) sum3 += data[start + i * step2];
    return sum3;
  }
  const half = count >> 1;
  return pairwiseSum(data, start, half, step2) + pairwiseSum(data, start + half * step2, count - half, step2);
};
var reduceTo = (cotangent, shape) => shapesEqual(cotangent.shape, shape) ? cotangent : reduceSum(
  cotangent,
  cotangent.shape.map((_, axis) => axis)
);

// src/transforms/batch.ts
var batchedAval = (aval, axis, size) => axis === null ? aval : makeAval([...aval.shape.slice(0, axis), size, ...aval.shape.slice(axis)], aval.dtype, aval.weakType);
var batchJaxpr = memoize((jaxpr, axisSize, axes, forced) => {
  let outputAxes = [];
  const result = traceClosed(
    (args) => {
      const batched = pushBatch(jaxpr, args, axes, axisSize);
      const outputs = batched.outputs.map(
        (output, i) => forced?.[i] ? placeBatchAxis(output, batched.axes[i] ?? null, 0, axisSize) : output
      );
      outputAxes = batched.axes.map((axis, i) => forced?.[i] ? 0 : axis);
      return outputs;
    },
    inputAvals(jaxpr).map((aval, i) => batchedAval(aval, axes[i] ?? null, axisSize)),
    `vmap(${jaxpr.name})`
  );
  return { jaxpr: result, outputAxes };
});
var pushBatch = (jaxpr, args, axes, axisSize) => {
  const values5 = environmentOf(jaxpr, args);
  const axisOf = /* @__PURE__ */ new Map();
  const setAxis = (variable, axis) => {
    if (axis !== null) axisOf.set(variable, axis);
  };
  jaxpr.inputs.forEach((input, i) => setAxis(input, axes[i] ?? null));
  for (const { primitive, inputs, outputs, params } of jaxpr.equations) {
    const inputValues = inputs.map(values5.read);
    const inputAxes = inputs.map((input) => input.kind === "var" ? axisOf.get(input) ?? null : null);
    if (inputAxes.every((axis) => axis === null)) {
      values5.write(outputs, bind(primitive, inputValues, params));
      continue;
    }
    const result = primitive.batch(inputValues, inputAxes, params, axisSize);
    values5.write(outputs, result.outputs);
    outputs.forEach((output, i) => setAxis(output, required(result.axes, "axes")[i] ?? null));
  }
  return {
    outputs: jaxpr.outputs.map(values5.read),
    axes: jaxpr.outputs.map((output) => output.kind === "var" ? axisOf.get(output) ?? null : null)
  };
};
var placeBatchAxis = (value, axis, to, axisSize) => {
  if (axis !== null) return moveAxis(value, axis, to);
  const shape = [...value.shape.slice(0, to), axisSize, ...value.shape.slice(to)];
  return broadcastInDim(
    value,
    shape,
    shape.map((_, k) => k).filter((k) => k !== to)
  );
};

// test/conformance/compare.ts
var magnitude = (numbers) => {
  let largest = 0;
  for (const value of numbers) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest;
};
var excess = (actual, expected, allowed) => {
  if (!Number.isFinite(expected) || !Number.isFinite(actual))
    return Object.is(actual, expected) ? 0 : Number.POSITIVE_INFINITY;
  const difference = Math.abs(actual - expected);
  return difference <= allowed ? 0 : difference / allowed;
};
var findMismatch = (actual, expected, allowed) => {
  if (actual.length !== expected.length) {
    return { index: 0, actual: NaN, expected: NaN, text: `${actual.length} numbers instead of ${expected.length}` };
  }
  let worst = 0;
  let index = -1;
  for (let i = 0; i < actual.length; i++) {
    const beyond = excess(actual[i], expected[i], allowed(i));
    if (beyond > worst) {
      worst = beyond;
      index = i;
    }
  }
  if (index < 0) return void 0;
  const [a, b] = [actual[index], expected[index]];
  return { index, actual: a, expected: b, text: `${a} instead of ${b}` };
};
var relativeTo = (expected, tolerance, floor2) => {
  const least = floor2 * magnitude(expected);
  return (index) => tolerance * Math.max(finite(expected[index]), least);
};
var finite = (value) => Number.isFinite(value) ? Math.abs(value) : 0;
var relativeToLines = (expected, size, tolerance) => {
  const rows2 = new Float64Array(size);
  const columns = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const value = finite(expected[i * size + j]);
      rows2[i] = Math.max(rows2[i], value);
      columns[j] = Math.max(columns[j], value);
    }
  }
  const least = 0.01 * magnitude(expected);
  return (index) => tolerance * Math.max(Math.min(rows2[Math.floor(index / size)], columns[index % size]), least);
};
var attempt = (what, check2) => {
  try {
    return check2();
  } catch (error) {
    return [`${what}: ${String(error)}`];
  }
};

// test/conformance/golden.ts
import { existsSync, readFileSync } from "node:fs";

// test/conformance/specification.ts
import { createHash } from "node:crypto";
var write = (values5) => Array.isArray(values5) ? values5.map(write) : Number.isFinite(values5) && !Object.is(values5, -0) ? values5 : Object.is(values5, -0) ? "-0" : String(values5);
var writeDomain = (domain) => typeof domain === "object" && "values" in domain ? { values: write(domain.values) } : domain;
var inputDType = ({ dtype = "float" }, precision) => {
  if (dtype === "float") return precision === 64 ? "float64" : "float32";
  if (dtype === "complex") return precision === 64 ? "complex128" : "complex64";
  return dtype;
};
var followsPrecision = ({ dtype = "float" }) => dtype === "float" || dtype === "complex";
var precisionsOf = (sample) => sample.inputs.some(followsPrecision) ? [32, 64] : [32];
var differentiatedInputs = (sample) => sample.inputs.flatMap((input, i) => isInexact(inputDType(input, 32)) && !sample.constant?.includes(i) ? [i] : []);
var isSpecial = (sample) => differentiatedInputs(sample).some((i) => {
  const domain = sample.inputs[i]?.domain;
  return typeof domain === "object" && "values" in domain;
});
var specificationOf = (sample) => ({
  name: sample.name,
  jax: sample.jax,
  inputs: sample.inputs.map(({ shape, dtype = "float", domain }) => ({ shape, dtype, domain: writeDomain(domain) })),
  differentiated: differentiatedInputs(sample),
  order: sample.order ?? 2,
  special: isSpecial(sample),
  precisions: precisionsOf(sample)
});
var specificationKey = (specification) => createHash("sha256").update(JSON.stringify(specification)).digest("base64").slice(0, 16);

// test/conformance/golden.ts
var compositions = ["jacfwd\u2218jacrev", "jacfwd\u2218jacfwd", "jacrev\u2218jacfwd", "jacrev\u2218jacrev"];
var readGoldenFile = (family) => {
  const path = new URL(`../golden/primitives/${family}.json`, import.meta.url);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : { jax: "", rows: {} };
};
var bytesOf = (text) => {
  const bytes = Buffer.from(text, "base64");
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
};
var floats = (text, precision) => precision === 32 ? new Float32Array(bytesOf(text)) : new Float64Array(bytesOf(text));
var decode = (text, dtype, precision) => {
  switch (kindOf(dtype)) {
    case "bool":
      return new Uint8Array(bytesOf(text));
    case "int":
      return dtype === "uint32" ? new Uint32Array(bytesOf(text)) : new Int32Array(bytesOf(text));
    case "float":
    case "complex":
      return floats(text, precision);
  }
};
var arrayOf = (numbers, shape, dtype) => {
  const values5 = [...numbers];
  const data = kindOf(dtype) === "bool" ? Uint8Array.from(values5) : dtype === "int32" ? Int32Array.from(values5) : dtype === "uint32" ? Uint32Array.from(values5) : realOf(dtype) === "float64" ? Float64Array.from(values5) : Float32Array.from(values5);
  return new ConcreteArray(shape, dtype, data);
};
var decodeAval = (text) => {
  const match = required(/^(\w+)\[([\d,]*)\](\*?)$/.exec(text), `aval in ${text}`);
  const shape = match[2] === "" ? [] : match[2].split(",").map(Number);
  return makeAval(shape, match[1], match[3] === "*");
};
var decodeMatrix = (text, size, precision) => {
  const matrix = new Float64Array(size * size);
  if (text.length === 0) return matrix;
  const [part2, maskText, valuesText] = text;
  const mask2 = new Uint8Array(bytesOf(maskText));
  const values5 = floats(valuesText, precision);
  const triangle = part2 === "lower";
  let bit = 0;
  let next = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < (triangle ? i + 1 : size); j++, bit++) {
      if ((mask2[bit >> 3] >> (bit & 7) & 1) === 0) continue;
      const value = values5[next++];
      matrix[i * size + j] = value;
      if (triangle) matrix[j * size + i] = value;
    }
  }
  invariant(next === values5.length, "as many values as bits");
  return matrix;
};
var decodeRun = (sample, text, precision) => {
  const avals = text.avals.map(decodeAval);
  const gradient = text.gradient === void 0 ? void 0 : floats(text.gradient, precision);
  const size = gradient?.length ?? 0;
  const { hessian } = text;
  return {
    precision,
    inputs: sample.inputs.map((input, i) => {
      const dtype = inputDType(input, precision);
      return arrayOf(decode(required(text.inputs[i], "input"), dtype, precision), input.shape, dtype);
    }),
    avals,
    values: avals.map((aval, i) => decode(required(text.values[i], "value"), aval.dtype, precision)),
    ...text.jvp === void 0 ? {} : { jvp: floats(text.jvp, precision) },
    ...gradient === void 0 ? {} : {
      gradient,
      forwardGradient: text.forwardGradient === void 0 ? gradient : floats(text.forwardGradient, precision)
    },
    ...hessian === void 0 ? {} : {
      hessian: Object.fromEntries(
        compositions.map((name2) => [name2, decodeMatrix(hessian[name2] ?? hessian["jacfwd\u2218jacrev"], size, precision)])
      )
    }
  };
};
var goldenOf = (family, file, sample) => {
  const row2 = file.rows[sample.name];
  const specification = specificationOf(sample);
  if (row2 === void 0 || row2.key !== specificationKey(specification)) {
    throw new Error(
      `the golden data of '${sample.name}' in test/golden/primitives/${family}.json ${row2 === void 0 ? "are missing" : "belong to another version of the row"}: run test/golden/primitives.py`
    );
  }
  return specification.precisions.map(
    (precision) => decodeRun(sample, required(row2.runs[precision], `golden data of ${sample.name}`), precision)
  );
};
var numbersOf = (array) => array.toTypedArray();

// src/core/evaluate.ts
var interpreter = {
  name: "reference",
  run: (jaxpr, args) => walk(jaxpr, args, (equation, inputs) => equation.primitive.evaluate(inputs, equation.params))
};
var executor = interpreter;
var evaluateJaxpr = (jaxpr, args) => {
  invariant(
    args.length === jaxpr.inputs.length,
    `${jaxpr.name}: ${args.length} arguments for ${jaxpr.inputs.length} inputs`
  );
  if (args.every(isConcrete)) return executor.run(jaxpr, args);
  return inlineJaxpr(jaxpr, args);
};
var inlineJaxpr = (jaxpr, args) => walk(jaxpr, args, (equation, inputs) => bind(equation.primitive, inputs, equation.params));
var walk = (jaxpr, args, apply) => {
  const environment = /* @__PURE__ */ new Map();
  jaxpr.constants.forEach(({ variable, value }) => environment.set(variable, value));
  jaxpr.inputs.forEach((input, i) => environment.set(input, required(args[i], "argument")));
  const read2 = (atom) => atom.kind === "literal" ? atom.value : required(environment.get(atom), "variable");
  const lastUses = lastUsesOf(jaxpr);
  jaxpr.equations.forEach((equation, i) => {
    const results = apply(equation, equation.inputs.map(read2));
    equation.outputs.forEach((output, k) => environment.set(output, required(results[k], "result")));
    for (const variable of lastUses[i] ?? []) environment.delete(variable);
  });
  return jaxpr.outputs.map(read2);
};
var lastUseCache = /* @__PURE__ */ new WeakMap();
var lastUsesOf = (jaxpr) => {
  const cached = lastUseCache.get(jaxpr);
  if (cached !== void 0) return cached;
  const seen = /* @__PURE__ */ new Set();
  for (const output of jaxpr.outputs) if (output.kind === "var") seen.add(output);
  const result = new Array(jaxpr.equations.length);
  for (let i = jaxpr.equations.length - 1; i >= 0; i--) {
    const equation = jaxpr.equations[i];
    const last = [];
    for (const atom of [...equation.inputs, ...equation.outputs]) {
      if (atom.kind === "var" && !seen.has(atom)) {
        seen.add(atom);
        last.push(atom);
      }
    }
    result[i] = last;
  }
  lastUseCache.set(jaxpr, result);
  return result;
};

// src/reference/scalar/compensated.ts
var low = 0;
var LN2 = Math.LN2;
var LN2_LOW = 23190468138462996e-33;
function sum(a, b) {
  const total = a + b;
  const share3 = total - a;
  low = a - (total - share3) + (b - share3);
  return total;
}
function product(a, b) {
  const total = a * b;
  const scaledA = 134217729 * a;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = 134217729 * b;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  low = lowA * lowB - (total - highA * highB - lowA * highB - highA * lowB);
  return total;
}
function add(a, aLow, b, bLow) {
  const total = sum(a, b);
  const rest = low + aLow + bLow;
  const high = total + rest;
  low = rest - (high - total);
  return high;
}
function multiply(a, aLow, b, bLow) {
  const total = product(a, b);
  const rest = low + (a * bLow + aLow * b);
  const high = total + rest;
  low = rest - (high - total);
  return high;
}
function divide(a, aLow, b, bLow) {
  const quotient = a / b;
  const back = product(quotient, b);
  const rest = (a - back - low + aLow - quotient * bLow) / b;
  const high = quotient + rest;
  low = rest - (high - quotient);
  return high;
}
function atanhRemainder(square2) {
  let total = 0;
  for (let n2 = 23; n2 >= 5; n2 -= 2) total = total * square2 + 1 / n2;
  return total;
}
function atanhExcess(s, sLow) {
  const square2 = multiply(s, sLow, s, sLow);
  const squareLow = low;
  const third = divide(s, sLow, 3, 0);
  const cubic = multiply(square2, squareLow, third, low);
  const cubicLow = low;
  return add(cubic, cubicLow, s * square2 * square2 * atanhRemainder(square2), 0);
}
function logarithm(x, complement) {
  const near = x > 0.7 && x < 1.42;
  const exponent = near ? 0 : Math.round(Math.log2(x));
  let s;
  if (near) {
    const width = sum(2, -complement);
    s = divide(-complement, 0, width, low);
  } else {
    const scaled = x * 2 ** -Math.ceil(exponent / 2) * 2 ** -Math.floor(exponent / 2);
    const difference = sum(scaled, -1);
    const differenceLow = low;
    const width = sum(scaled, 1);
    s = divide(difference, differenceLow, width, low);
  }
  const sLow = low;
  const excess2 = atanhExcess(s, sLow);
  const excessLow = low;
  const whole = multiply(exponent, 0, LN2, LN2_LOW);
  const partial = add(whole, low, 2 * s, 2 * sLow);
  return add(partial, low, 2 * excess2, 2 * excessLow);
}
function deviance(a, x, xLow) {
  if (a > 1e150 || x > 1e150) {
    const scaled = scaledDeviance(a * 2 ** -600, x * 2 ** -600, xLow * 2 ** -600);
    const scaledLow = low;
    low = Number.isFinite(scaled * 2 ** 600) ? scaledLow * 2 ** 600 : 0;
    return scaled * 2 ** 600;
  }
  return scaledDeviance(a, x, xLow);
}
function scaledDeviance(a, x, xLow) {
  if (a === 0 || x === 0) {
    low = 0;
    return a === 0 ? x : Number.POSITIVE_INFINITY;
  }
  const exponent = Math.round(Math.log2(x) - Math.log2(a));
  const up = 2 ** Math.floor(Math.abs(exponent) / 2);
  const rest = 2 ** Math.ceil(Math.abs(exponent) / 2);
  const near = exponent > 0 ? a * up * rest : a;
  const far = exponent < 0 ? x * up * rest : x;
  const farLow = exponent < 0 ? xLow * up * rest : xLow;
  const difference = add(far, farLow, -near, 0);
  const differenceLow = low;
  const width = add(far, farLow, near, 0);
  const s = divide(difference, differenceLow, width, low);
  const sLow = low;
  const excess2 = atanhExcess(s, sLow);
  const correction = multiply(-2 * a, 0, excess2, low);
  const correctionLow = low;
  if (exponent === 0) {
    const leading = multiply(difference, differenceLow, s, sLow);
    return add(leading, low, correction, correctionLow);
  }
  const gap2 = add(x, xLow, -a, 0);
  const gapLow = low;
  const steps = product(a, exponent);
  const power2 = multiply(steps, low, -LN2, -LN2_LOW);
  const partial = add(gap2, gapLow, power2, low);
  const partialLow = low;
  const linear2 = multiply(-2 * a, 0, s, sLow);
  const main = add(partial, partialLow, linear2, low);
  return add(main, low, correction, correctionLow);
}

// src/reference/scalar/complex/arithmetic.ts
var INFINITY = Number.POSITIVE_INFINITY;
function copySign(x, sign3) {
  const size = Math.abs(x);
  return sign3 < 0 || Object.is(sign3, -0) ? -size : size;
}
function scaleBy(x, k) {
  const third = Math.trunc(k / 3);
  return x * 2 ** third * 2 ** third * 2 ** (k - 2 * third);
}
function exponentOf(re, im) {
  const exponent = Math.floor(Math.log2(Math.max(Math.abs(re), Math.abs(im))));
  return Number.isFinite(exponent) ? exponent : 0;
}
function abs(re, im) {
  const larger = Math.max(Math.abs(re), Math.abs(im));
  if (!Number.isFinite(larger) || larger === 0) return Math.hypot(re, im);
  const exponent = exponentOf(re, im);
  const x = scaleBy(larger, -exponent);
  const y = scaleBy(Math.min(Math.abs(re), Math.abs(im)), -exponent);
  const squareX = product(x, x);
  const squareXLow = low;
  const squareY = product(y, y);
  const square2 = add(squareX, squareXLow, squareY, low);
  const root = Math.sqrt(square2);
  const lost = low - add(product(root, root), low, -square2, 0);
  return scaleBy(root + lost / (2 * root), exponent);
}
function sign(re, im) {
  if (Number.isNaN(re) || Number.isNaN(im)) return [Number.NaN, Number.NaN];
  if (re === 0 && im === 0) return [re, im];
  const infiniteRe = Math.abs(re) === INFINITY;
  const infiniteIm = Math.abs(im) === INFINITY;
  if (infiniteRe && infiniteIm) return [Number.NaN, Number.NaN];
  if (infiniteRe) return [Math.sign(re), copySign(0, im)];
  if (infiniteIm) return [copySign(0, re), Math.sign(im)];
  const exponent = exponentOf(re, im);
  const x = scaleBy(re, -exponent);
  const y = scaleBy(im, -exponent);
  const size = abs(x, y);
  return [x / size, y / size];
}
function mul(ar, ai, br, bi) {
  return [ar * br - ai * bi, ar * bi + ai * br];
}
function dot(p, q, r, s) {
  const first = product(p, q);
  const firstLow = low;
  const second = product(r, s);
  return add(first, firstLow, second, low);
}
function div(ar, ai, br, bi) {
  if (br === 0 && bi === 0) return [ar / br, ai / br];
  const finiteA = Number.isFinite(ar) && Number.isFinite(ai);
  const finiteB = Number.isFinite(br) && Number.isFinite(bi);
  if (finiteA && finiteB) {
    const exponentA = exponentOf(ar, ai);
    const exponentB = exponentOf(br, bi);
    const a = scaleBy(ar, -exponentA);
    const b = scaleBy(ai, -exponentA);
    const c = scaleBy(br, -exponentB);
    const d = scaleBy(bi, -exponentB);
    const square2 = dot(c, c, d, d);
    const exponent = exponentA - exponentB;
    return [scaleBy(dot(a, c, b, d) / square2, exponent), scaleBy(dot(b, c, -a, d) / square2, exponent)];
  }
  const infiniteA = Math.abs(ar) === INFINITY || Math.abs(ai) === INFINITY;
  const infiniteB = Math.abs(br) === INFINITY || Math.abs(bi) === INFINITY;
  if (infiniteA && finiteB) {
    const a = unitOf(ar);
    const b = unitOf(ai);
    return [INFINITY * (a * br + b * bi), INFINITY * (b * br - a * bi)];
  }
  if (infiniteB && finiteA) {
    const c = unitOf(br);
    const d = unitOf(bi);
    return [0 * (ar * c + ai * d), 0 * (ai * c - ar * d)];
  }
  return [Number.NaN, Number.NaN];
}
function unitOf(x) {
  return copySign(Math.abs(x) === INFINITY ? 1 : 0, x);
}
function reciprocal(re, im) {
  return div(1, 0, re, im);
}
function integerPower(re, im, n2) {
  if (!Number.isInteger(n2)) throw new RangeError(`integerPower: exponent must be an integer, but got ${n2}`);
  if (n2 === 0) return [1, 0];
  let square2 = [re, im];
  let result = null;
  for (let rest = Math.abs(n2); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === null ? square2 : mul(result[0], result[1], square2[0], square2[1]);
    if (rest > 1) square2 = mul(square2[0], square2[1], square2[0], square2[1]);
  }
  const [x, y] = result;
  return n2 < 0 ? reciprocal(x, y) : [x, y];
}

// src/reference/scalar/elementary.ts
function exp2(x) {
  return 2 ** x;
}
function rsqrt(x) {
  return 1 / Math.sqrt(x);
}
function cbrt(x) {
  return Math.cbrt(x);
}
function logistic(x) {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const exponential = Math.exp(x);
  return exponential / (1 + exponential);
}
function power(x, y) {
  if (x === 1 || x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) return 1;
  return x ** y;
}
function integerPower2(x, n2) {
  if (!Number.isInteger(n2)) throw new RangeError(`integerPower: exponent must be an integer, but got ${n2}`);
  let result = 1;
  let square2 = x;
  for (let rest = Math.abs(n2); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square2;
    square2 *= square2;
  }
  return n2 < 0 ? 1 / result : result;
}

// src/reference/scalar/complex/exponential.ts
var INFINITY2 = Number.POSITIVE_INFINITY;
var NAN = Number.NaN;
var LN2_LOW2 = 23190468138462996e-33;
function polar(exponent, cosine, sine) {
  if (Math.abs(exponent) < 700) {
    const size = Math.exp(exponent);
    return [size * cosine, size * sine];
  }
  const half = Math.exp(exponent / 2);
  return [half * cosine * half, half * sine * half];
}
function exp(re, im) {
  if (im === 0) return [Math.exp(re), im];
  if (!Number.isFinite(im)) {
    if (re === INFINITY2) return [re, NAN];
    return re === -INFINITY2 ? [0, copySign(0, im)] : [NAN, NAN];
  }
  return polar(re, Math.cos(im), Math.sin(im));
}
function exp22(re, im) {
  if (im === 0) return [2 ** re, im];
  if (!Number.isFinite(im) || Math.abs(im) > 1e300) return exp(re, im * Math.LN2);
  const angle = multiply(im, 0, Math.LN2, LN2_LOW2);
  const low2 = low;
  const cosine = Math.cos(angle) - low2 * Math.sin(angle);
  const sine = Math.sin(angle) + low2 * Math.cos(angle);
  if (Math.abs(re) < 1e3) return [2 ** re * cosine, 2 ** re * sine];
  return [2 ** (re / 2) * cosine * 2 ** (re / 2), 2 ** (re / 2) * sine * 2 ** (re / 2)];
}
function expm1(re, im) {
  if (im === 0) return [Math.expm1(re), im];
  if (!Number.isFinite(im) || !(Math.abs(re) < 40)) {
    const [x, y] = exp(re, im);
    return [x - 1, y];
  }
  const sine = Math.sin(im / 2);
  return [Math.expm1(re) * Math.cos(im) - 2 * sine * sine, Math.exp(re) * Math.sin(im)];
}
function logAbs(re, im) {
  const larger = Math.max(Math.abs(re), Math.abs(im));
  if (larger > 0.5 && larger < 2) {
    const squareRe = product(re, re);
    const squareReLow = low;
    const partial = add(squareRe, squareReLow, -1, 0);
    const partialLow = low;
    const squareIm = product(im, im);
    const excess2 = add(partial, partialLow, squareIm, low);
    if (excess2 > -0.6) return 0.5 * Math.log1p(excess2);
  }
  if (larger > 1e300) return Math.log(abs(re / 4, im / 4)) + 2 * Math.LN2;
  if (larger < 1e-300 && larger > 0) return Math.log(abs(re * 2 ** 100, im * 2 ** 100)) - 100 * Math.LN2;
  return Math.log(abs(re, im));
}
function log(re, im) {
  return [logAbs(re, im), Math.atan2(im, re)];
}
function log1p(re, im) {
  const angle = Math.atan2(im, 1 + re);
  if (im === 0 && re >= -1) return [Math.log1p(re), angle];
  if (Math.abs(re) < 4 && Math.abs(im) < 4) {
    const squareRe = product(re, re);
    const twice = add(squareRe, low, 2 * re, 0);
    const twiceLow = low;
    const squareIm = product(im, im);
    const excess2 = add(twice, twiceLow, squareIm, low);
    if (excess2 > -0.6) return [0.5 * Math.log1p(excess2), angle];
  }
  return [logAbs(1 + re, im), angle];
}
function sqrt(re, im) {
  if (Math.abs(im) === INFINITY2) return [INFINITY2, im];
  if (re === INFINITY2) return [re, Number.isNaN(im) ? im : copySign(0, im)];
  if (re === -INFINITY2) return Number.isNaN(im) ? [NAN, INFINITY2] : [0, copySign(INFINITY2, im)];
  if (re === 0 && im === 0) return [0, im];
  const larger = Math.max(Math.abs(re), Math.abs(im));
  if (larger > 1e300) {
    const [x, y] = sqrt(re / 16, im / 16);
    return [4 * x, 4 * y];
  }
  if (larger < 1e-280) {
    const [x, y] = sqrt(re * 2 ** 200, im * 2 ** 200);
    return [x * 2 ** -100, y * 2 ** -100];
  }
  const root = Math.sqrt((Math.abs(re) + abs(re, im)) / 2);
  return re >= 0 ? [root, im / (2 * root)] : [Math.abs(im) / (2 * root), copySign(root, im)];
}
function rsqrt2(re, im) {
  const [x, y] = sqrt(re, im);
  return reciprocal(x, y);
}
function logistic2(re, im) {
  const small2 = Math.exp(-Math.abs(re));
  const half = Math.cos(im / 2);
  const gap2 = -Math.expm1(-Math.abs(re));
  const square2 = gap2 * gap2 + 4 * small2 * half * half;
  if (im === 0) return [re >= 0 ? 1 / (1 + small2) : small2 / (1 + small2), small2 * im / square2];
  const imaginary2 = small2 * Math.sin(im) / square2;
  if (re >= 0) return [(gap2 + 2 * small2 * half * half) / square2, imaginary2];
  return [small2 * (2 * half * half - gap2) / square2, imaginary2];
}
function pow(ar, ai, br, bi) {
  if (br === 0 && bi === 0) return [1, 0];
  if (ar === 0 && ai === 0) return br > 0 && !Number.isNaN(bi) ? [0, 0] : [NAN, NAN];
  if (bi === 0) {
    if (ai === 0 && ar > 0) return [power(ar, br), 0];
    if (Number.isInteger(br) && Math.abs(br) <= 64) {
      const [x, y] = integerPower(ar, ai, br);
      if (!Number.isNaN(x) && !Number.isNaN(y)) return [x, y];
    }
  }
  const logarithm2 = logAbs(ar, ai);
  const angle = Math.atan2(ai, ar);
  return exp(br * logarithm2 - bi * angle, bi * logarithm2 + br * angle);
}

// src/reference/scalar/complex/hyperbolic.ts
var INFINITY3 = Number.POSITIVE_INFINITY;
var NAN2 = Number.NaN;
function sinh(re, im) {
  if (im === 0) return [Math.sinh(re), im];
  if (!Number.isFinite(im)) return [re === 0 || Math.abs(re) === INFINITY3 ? re : NAN2, NAN2];
  const cosine = Math.cos(im);
  const sine = Math.sin(im);
  if (Math.abs(re) < 700) return [Math.sinh(re) * cosine, Math.cosh(re) * sine];
  const half = Math.exp(Math.abs(re) / 2);
  return [0.5 * half * copySign(1, re) * cosine * half, 0.5 * half * sine * half];
}
function cosh(re, im) {
  if (im === 0) return [Math.cosh(re), im * copySign(1, re)];
  if (!Number.isFinite(im)) return [Math.abs(re) === INFINITY3 ? INFINITY3 : NAN2, re === 0 ? 0 : NAN2];
  const cosine = Math.cos(im);
  const sine = Math.sin(im);
  if (Math.abs(re) < 700) return [Math.cosh(re) * cosine, Math.sinh(re) * sine];
  const half = Math.exp(Math.abs(re) / 2);
  return [0.5 * half * cosine * half, 0.5 * half * copySign(1, re) * sine * half];
}
function tanh(re, im) {
  if (im === 0) return [Math.tanh(re), im];
  if (!Number.isFinite(im)) {
    if (Math.abs(re) === INFINITY3) return [Math.sign(re), copySign(0, im)];
    return [re === 0 ? re : NAN2, NAN2];
  }
  const cosine = Math.cos(im);
  const sine = Math.sin(im);
  if (Math.abs(re) > 20) return [Math.sign(re), 4 * sine * cosine * Math.exp(-2 * Math.abs(re))];
  const hyperbolic = Math.sinh(re);
  const square2 = hyperbolic * hyperbolic + cosine * cosine;
  return [hyperbolic * Math.cosh(re) / square2, sine * cosine / square2];
}
function sin(re, im) {
  const [x, y] = sinh(-im, re);
  return [y, -x];
}
function cos(re, im) {
  return cosh(-im, re);
}
function tan(re, im) {
  const [x, y] = tanh(-im, re);
  return [y, -x];
}

// src/reference/scalar/complex/inverse.ts
var INFINITY4 = Number.POSITIVE_INFINITY;
var NAN3 = Number.NaN;
var FAR = 1e10;
var asinReal = 0;
var acosReal = 0;
var imaginary = 0;
function setQuadrant(x, y) {
  if (Math.max(x, y) > FAR) {
    asinReal = Math.atan2(x, y);
    acosReal = Math.atan2(y, x);
    imaginary = logAbs(x, y) + Math.LN2;
    return;
  }
  const right = abs(x + 1, y);
  const left = abs(x - 1, y);
  const a = 0.5 * (right + left);
  const b = x / a;
  if (b <= 0.64) {
    asinReal = Math.asin(b);
    acosReal = Math.acos(b);
  } else {
    const sum3 = a + x;
    const root = x <= 1 ? Math.sqrt(0.5 * sum3 * (y * y / (right + x + 1) + (left + (1 - x)))) : y * Math.sqrt(0.5 * (sum3 / (right + x + 1) + sum3 / (left + (x - 1))));
    asinReal = Math.atan2(x, root);
    acosReal = Math.atan2(root, x);
  }
  if (x < 1 && y < 1e-140) {
    imaginary = y / Math.sqrt((1 - x) * (1 + x));
  } else if (a <= 1.5) {
    const near = left + Math.abs(1 - x);
    const excess2 = 0.5 * (y * y / (right + x + 1) + (x < 1 ? y * y / near : near));
    imaginary = Math.log1p(excess2 + Math.sqrt(excess2 * (a + 1)));
  } else {
    imaginary = Math.log(a + Math.sqrt(a * a - 1));
  }
}
function asin(re, im) {
  if (Number.isNaN(re) || Number.isNaN(im)) {
    if (Math.abs(im) === INFINITY4) return [NAN3, im];
    if (Math.abs(re) === INFINITY4) return [NAN3, re];
    return re === 0 ? [re, NAN3] : [NAN3, NAN3];
  }
  setQuadrant(Math.abs(re), Math.abs(im));
  return [copySign(asinReal, re), copySign(imaginary, im)];
}
function acos(re, im) {
  if (Number.isNaN(re) || Number.isNaN(im)) {
    if (Math.abs(im) === INFINITY4) return [NAN3, -im];
    if (Math.abs(re) === INFINITY4) return [NAN3, INFINITY4];
    return re === 0 ? [Math.PI / 2, NAN3] : [NAN3, NAN3];
  }
  setQuadrant(Math.abs(re), Math.abs(im));
  return [re < 0 || Object.is(re, -0) ? Math.PI - acosReal : acosReal, copySign(imaginary, -im)];
}
function asinh(re, im) {
  const [x, y] = asin(-im, re);
  return [y, -x];
}
function acosh(re, im) {
  const [x, y] = acos(re, im);
  if (Number.isNaN(x)) return [Math.abs(y), x];
  return [Math.abs(y), copySign(x, im)];
}
function atanh(re, im) {
  const x = Math.abs(re);
  const y = Math.abs(im);
  if (y === INFINITY4) return [copySign(0, re), copySign(Math.PI / 2, im)];
  if (x === INFINITY4) return [copySign(0, re), Number.isNaN(im) ? im : copySign(Math.PI / 2, im)];
  if (Number.isNaN(re) || Number.isNaN(im)) return [re === 0 ? re : NAN3, NAN3];
  if (im === 0 && x <= 1) return [Math.atanh(re), im];
  if (Math.max(x, y) > FAR) {
    const half = abs(x / 2, y / 2);
    return [copySign(x / half / half / 4, re), copySign(Math.PI / 2 - y / half / half / 4, im)];
  }
  const distance = abs(1 - x, y);
  const real2 = distance < 1e-4 ? 0.5 * (Math.log(abs(1 + x, y)) - Math.log(distance)) : 0.25 * Math.log1p(4 * x / (distance * distance));
  const squareX = product(x, x);
  const squareXLow = low;
  const rest = add(1, 0, -squareX, -squareXLow);
  const restLow = low;
  const squareY = product(y, y);
  const cosine = add(rest, restLow, -squareY, -low);
  return [copySign(real2, re), copySign(0.5 * Math.atan2(2 * y, cosine), im)];
}
function atan(re, im) {
  const [x, y] = atanh(-im, re);
  return [y, -x];
}

// src/reference/scalar/rounding.ts
function roundHalfEven(x) {
  if (!(Math.abs(x) < 2 ** 52) || x === 0) return x;
  return x > 0 ? x + 2 ** 52 - 2 ** 52 : -(2 ** 52 - x - 2 ** 52);
}
function roundAwayFromZero(x) {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}
var FLOAT64 = new Float64Array(1);
var BITS64 = new BigInt64Array(FLOAT64.buffer);
var FLOAT32 = new Float32Array(1);
var BITS32 = new Int32Array(FLOAT32.buffer);
function nextafter64(x, y) {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x === y) return y;
  if (x === 0) return y > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
  FLOAT64[0] = x;
  BITS64[0] += y > x === x > 0 ? 1n : -1n;
  return FLOAT64[0];
}
function nextafter32(x, y) {
  const from = Math.fround(x);
  const to = Math.fround(y);
  if (Number.isNaN(from) || Number.isNaN(to)) return Number.NaN;
  if (from === to) return to;
  if (from === 0) return to > 0 ? 2 ** -149 : -(2 ** -149);
  FLOAT32[0] = from;
  BITS32[0] += to > from === from > 0 ? 1 : -1;
  return FLOAT32[0];
}
function rem(x, y) {
  return x % y;
}
function divideInt32(x, y) {
  return y === 0 ? -1 : x / y | 0;
}
function remainderInt32(x, y) {
  return y === 0 ? x : x % y | 0;
}
function divideUint32(x, y) {
  return y === 0 ? 4294967295 : Math.floor(x / y);
}
function remainderUint32(x, y) {
  return y === 0 ? x : x % y;
}

// src/primitives/convert.ts
var convertElementTypePrimitive = {
  name: "convert_element_type",
  abstractEval: ([x], { dtype, weakType }) => [makeAval(x.shape, dtype, weakType)],
  evaluate: ([x], { dtype, weakType }) => [castArray(x, dtype, weakType)],
  jvp: ([x], [tangent2], { dtype, weakType }) => ({
    primals: [convertElementType(x, dtype, weakType)],
    tangents: [isInexact(dtype) ? convertElementType(tangent2, dtype, weakType) : null]
  }),
  transpose: ([cotangent], [x]) => [
    cotangent === null || !isLinear(x) ? null : convertElementType(cotangent, x.aval.dtype, x.aval.weakType)
  ],
  batch: ([x], [axis], { dtype, weakType }) => ({ outputs: [convertElementType(x, dtype, weakType)], axes: [axis] }),
  printParams: ({ dtype, weakType }) => ({ new_dtype: dtype, weak_type: weakType })
};
var convertElementType = (x, dtype, weakType = false) => x.dtype === dtype && x.weakType === weakType ? x : bindOne(convertElementTypePrimitive, [x], { dtype, weakType });
var toDType = (x, { dtype, weakType }) => x.dtype === dtype ? x : convertElementType(x, dtype, weakType);
var toArray = (what, value) => {
  if (value instanceof NDArray) return value;
  if (typeof value === "number") return weakFloat(value);
  if (typeof value === "boolean") return scalar(value, "bool");
  if (isComplexValue(value)) return packScalars(what, [], [value]);
  if (isTypedArray(value)) return fromTypedArray(value);
  if (!Array.isArray(value)) {
    throw new TypeError(
      `${what}: ${describe(value)} is not a valid array type: expected an NDArray, a number, a boolean, a typed array or nested arrays of numbers`
    );
  }
  const { shape, leaves } = readNested(what, value);
  const scalars = leaves.filter((leaf) => !(leaf instanceof NDArray));
  if (scalars.length === leaves.length) return packScalars(what, shape, scalars);
  throw new TypeError(`${what}: nested arrays that hold NDArrays must be stacked first: wrap them in array(\u2026)`);
};
var numberBeside = (what, value, others) => {
  const integers5 = others.length > 0 && others.every((other2) => kindOf(other2.dtype) === "int" || kindOf(other2.dtype) === "bool");
  if (!integers5 || !Number.isInteger(value)) {
    const double = others.some(({ dtype }) => dtype === "float64" || dtype === "complex128");
    return scalar(value, double ? "float64" : defaultDType(), true);
  }
  const unsigned = others.some((other2) => other2.dtype === "uint32") && others.every((other2) => other2.dtype !== "int32");
  const [low2, high] = unsigned ? [0, 4294967295] : [-2147483648, 2147483647];
  if (value < low2 || value > high)
    throw new RangeError(`${what}: ${value} does not fit ${unsigned ? "uint32" : "int32"}`);
  return scalar(value, unsigned ? "uint32" : "int32", true);
};
var toOperands = (what, values5) => {
  const arrays = values5.map((value) => typeof value === "number" ? void 0 : toArray(what, value));
  const known = arrays.filter((array) => array !== void 0);
  return values5.map((value, i) => arrays[i] ?? numberBeside(what, value, known));
};
var promoteOperands = (what, values5, promote = promoteTypes) => {
  const operands = toOperands(what, values5);
  const target = promote(operands);
  return operands.map((operand) => toDType(operand, target));
};

// src/primitives/elementwise/constant.ts
var constantLike = (x, value) => scalar(value, x.dtype, x.weakType);

// src/primitives/elementwise/kernels.ts
var findKernel = (kernels2, dtype) => {
  const kind = kindOf(dtype);
  const toNumber = kind === "float" ? kernels2.float : kind === "complex" ? kernels2.complexToReal : kind === "bool" ? kernels2.bool : dtype === "uint32" ? kernels2.uint ?? kernels2.int : kernels2.int;
  if (toNumber !== void 0) return { gives: "number", apply: toNumber };
  const toComplex2 = kind === "float" ? kernels2.floatToComplex : kind === "complex" ? kernels2.complex : void 0;
  return toComplex2 === void 0 ? void 0 : { gives: "complex", apply: toComplex2 };
};
var acceptedKinds = (kernels2) => {
  const kinds = [
    kernels2.bool && "bool",
    kernels2.int ? "int" : kernels2.uint && "uint32",
    (kernels2.float ?? kernels2.floatToComplex) && "float",
    (kernels2.complex ?? kernels2.complexToReal) && "complex"
  ].filter((kind) => kind !== void 0);
  return kinds.length === 1 ? `${kinds[0]}` : `${kinds.slice(0, -1).join(", ")} or ${kinds.at(-1)}`;
};
var kernelFor = (name2, kernels2, dtype) => {
  const kernel = findKernel(kernels2, dtype);
  if (kernel !== void 0) return kernel;
  throw new TypeError(
    `${name2}: does not accept dtype ${dtype}, only ${acceptedKinds(kernels2)} operands: convert with astype`
  );
};
var compact = (input) => input.uniform === void 0 ? input : new ConcreteArray([], input.dtype, { uniform: input.uniform });
var sourcesOf = (input) => {
  const lanes = lanesOf(input.dtype);
  const step2 = input.ndim === 0 ? 0 : lanes;
  return Array.from({ length: lanes }, (_, offset) => ({ data: input.data, step: step2, offset }));
};
var argumentsAt = (sources, i) => sources.map(({ data, step: step2, offset }) => data[i * step2 + offset]);
var fillNumbers = (result, count, apply, sources) => {
  const [a, b, c] = sources;
  if (sources.length === 1) {
    const { data, step: step2 } = a;
    for (let i = 0; i < count; i++) result[i] = apply(data[i * step2]);
  } else if (sources.length === 2) {
    const [p, q] = [a.data, b.data];
    for (let i = 0; i < count; i++) result[i] = apply(p[i * a.step + a.offset], q[i * b.step + b.offset]);
  } else if (sources.length === 3) {
    const [p, q, r] = [a.data, b.data, c.data];
    for (let i = 0; i < count; i++) result[i] = apply(p[i * a.step], q[i * b.step], r[i * c.step]);
  } else {
    for (let i = 0; i < count; i++) result[i] = apply(...argumentsAt(sources, i));
  }
};
var fillComplex = (result, count, apply, sources) => {
  for (let i = 0; i < count; i++) {
    const [re, im] = apply(...argumentsAt(sources, i));
    result[2 * i] = re;
    result[2 * i + 1] = im;
  }
};
var mapElements = (kernels2, name2, inputs, shape, dtype, weakType) => {
  const kernel = kernelFor(name2, kernels2, inputs[0].dtype);
  const operands = inputs.map(compact);
  const sources = operands.flatMap(sourcesOf);
  const fill = (count) => {
    const result = allocate(dtype, count);
    if (kernel.gives === "number") fillNumbers(result, count, kernel.apply, sources);
    else fillComplex(result, count, kernel.apply, sources);
    return result;
  };
  if (shape.length > 0 && lanesOf(dtype) === 1 && operands.every((operand) => operand.ndim === 0)) {
    return new ConcreteArray(shape, dtype, { uniform: fill(1)[0] }, weakType);
  }
  return new ConcreteArray(shape, dtype, fill(sizeOf(shape)), weakType);
};

// src/primitives/elementwise/construct.ts
var elementwiseShape = (name2, inputs) => {
  const shape = inputs.find((input) => input.shape.length > 0)?.shape ?? [];
  if (inputs.some((input) => input.shape.length > 0 && !shapesEqual(input.shape, shape))) {
    throw new RangeError(`${name2}: operands ${inputs.map(avalString).join(", ")} must have equal shapes or be scalars`);
  }
  return shape;
};
var batchElementwise = (primitive, inputs, axes, params, axisSize) => {
  if (inputs.length === 1) return { outputs: [bindOne(primitive, inputs, params)], axes: [axes[0]] };
  const ranks = inputs.map((input, i) => input.ndim - (axes[i] === null ? 0 : 1));
  const rank = Math.max(...ranks);
  const target = axes.find((axis, i) => axis !== null && ranks[i] === rank) ?? 0;
  const full = ranks.indexOf(rank);
  const element = inputs[full].shape.filter((_, axis) => axis !== axes[full]);
  const shape = [...element.slice(0, target), axisSize, ...element.slice(target)];
  const aligned = inputs.map((input, i) => {
    const axis = axes[i];
    if (ranks[i] === 0 && axis === null) return input;
    if (axis !== null && ranks[i] === rank) return moveAxis(input, axis, target);
    const dims = shape.map((_, k) => k).filter((k) => axis === null ? k !== target : k === target);
    return broadcastInDim(input, shape, dims);
  });
  return { outputs: [bindOne(primitive, aligned, params)], axes: [target] };
};
var addTangents = (add3, parts) => parts.reduce((sum3, part2) => sum3 === null ? part2 : part2 === null ? sum3 : add3(sum3, part2), null);
var onlyOne = () => {
  throw new Error("nabla internal error: a primitive of several operands needs a sum for its tangents");
};
var elementwise = (spec, sum3 = onlyOne) => {
  const { name: name2, kernels: kernels2, transpose: transpose3 } = spec;
  const kernelsOf = typeof kernels2 === "function" ? kernels2 : () => kernels2;
  const commonDType = (inputs) => {
    const dtypes2 = inputs.map((input) => input.dtype);
    const dtype = dtypes2.every((each) => each === dtypes2[0]) ? dtypes2[0] : spec.unify?.(dtypes2);
    if (dtype !== void 0) return dtype;
    throw new TypeError(`${name2}: operands must have one dtype, got ${inputs.map(avalString).join(", ")}`);
  };
  const outputOf = (inputs, params) => {
    const dtype = commonDType(inputs);
    const output = spec.output?.(dtype, params) ?? dtype;
    const weakType = output !== "bool" && inputs.every((input) => input.weakType);
    return makeAval(elementwiseShape(name2, inputs), output, weakType);
  };
  const primitive = {
    name: name2,
    abstractEval: (inputs, params) => {
      const dtype = commonDType(inputs);
      kernelFor(name2, kernelsOf(params, dtype), dtype);
      return [outputOf(inputs, params)];
    },
    evaluate: (inputs, params) => {
      const common = commonDType(inputs);
      const alike = inputs.map((input) => input.dtype === common ? input : castArray(input, common));
      const { shape, dtype, weakType } = outputOf(inputs, params);
      return [mapElements(kernelsOf(params, common), name2, alike, shape, dtype, weakType)];
    },
    jvp: (primals, tangents, params) => {
      const output = bindOne(primitive, primals, params);
      const parts = tangents.map((tangent2, i) => {
        const rule = spec.jvp[i];
        if (tangent2 === null || rule === null || rule === void 0) return null;
        const part2 = rule(tangent2, output, primals, params);
        return part2 === null || part2.ndim === output.ndim ? part2 : broadcastInDim(part2, output.shape, []);
      });
      return { primals: [output], tangents: [addTangents(sum3, parts)] };
    },
    transpose: transpose3 === void 0 ? unsupported(name2, "transpose", "it is not linear") : ([cotangent], inputs, params) => inputs.map(
      (input, i) => !isLinear(input) || cotangent === null || cotangent === void 0 ? null : reduceTo(transpose3(cotangent, inputs, i, params), input.aval.shape)
    ),
    batch: (inputs, axes, params, axisSize) => batchElementwise(primitive, inputs, axes, params, axisSize),
    ...spec.printParams === void 0 ? {} : { printParams: spec.printParams }
  };
  return primitive;
};
var alignShapes = (name2, operands) => {
  const shape = broadcastShapes(
    name2,
    operands.map((operand) => operand.shape)
  );
  return operands.map((operand) => {
    if (operand.ndim === 0 || shapesEqual(operand.shape, shape)) return operand;
    const offset = shape.length - operand.ndim;
    const kept = operand.shape.map((_, axis) => axis).filter((axis) => operand.shape[axis] === shape[offset + axis]);
    const squeezed = kept.length === operand.ndim ? operand : reshape(
      operand,
      kept.map((axis) => operand.shape[axis])
    );
    return broadcastInDim(
      squeezed,
      shape,
      kept.map((axis) => offset + axis)
    );
  });
};
var applyElementwise = (primitive, lift, values5, params) => {
  const operands = promoteOperands(primitive.name, values5, lift === "inexact" ? promoteTypesInexact : promoteTypes);
  return bindOne(primitive, operands.length === 1 ? operands : alignShapes(primitive.name, operands), params);
};
var noParams = Object.freeze({});

// src/primitives/elementwise/arithmetic.ts
var sum2 = (a, b) => bindOne(addPrimitive, [a, b], noParams);
var other = (inputs, operand) => {
  const value = inputs[1 - operand];
  if (isLinear(value)) {
    throw new TypeError(
      "a product of two linear values is not linear: only one operand may depend on what is transposed"
    );
  }
  return value;
};
var binary = (primitive) => (x, y) => applyElementwise(primitive, "keep", [x, y], noParams);
var addPrimitive = elementwise(
  {
    name: "add",
    kernels: {
      float: (x, y) => x + y,
      int: (x, y) => x + y,
      bool: (x, y) => x | y,
      complex: (a, b, c, d) => [a + c, b + d]
    },
    jvp: [(tangent2) => tangent2, (tangent2) => tangent2],
    transpose: (cotangent) => cotangent
  },
  (a, b) => sum2(a, b)
);
var add2 = binary(addPrimitive);
var negPrimitive = elementwise({
  name: "neg",
  kernels: { float: (x) => -x, int: (x) => -x, complex: (a, b) => [-a, -b] },
  jvp: [(tangent2) => neg(tangent2)],
  transpose: (cotangent) => neg(cotangent)
});
var neg = (x) => applyElementwise(negPrimitive, "keep", [x], noParams);
var subPrimitive = elementwise(
  {
    name: "sub",
    kernels: { float: (x, y) => x - y, int: (x, y) => x - y, complex: (a, b, c, d) => [a - c, b - d] },
    jvp: [(tangent2) => tangent2, (tangent2) => neg(tangent2)],
    transpose: (cotangent, _, operand) => operand === 0 ? cotangent : neg(cotangent)
  },
  sum2
);
var sub = binary(subPrimitive);
var mulPrimitive = elementwise(
  {
    name: "mul",
    kernels: {
      float: (x, y) => x * y,
      int: Math.imul,
      bool: (x, y) => x & y,
      complex: mul
    },
    jvp: [(tangent2, _, [, y]) => mul2(tangent2, y), (tangent2, _, [x]) => mul2(x, tangent2)],
    transpose: (cotangent, inputs, operand) => mul2(cotangent, other(inputs, operand))
  },
  sum2
);
var mul2 = binary(mulPrimitive);
var intPower = (x, exponent) => {
  let result = 1;
  let power2 = x;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = Math.imul(result, power2);
    power2 = Math.imul(power2, power2);
  }
  return result;
};
var integerPowPrimitive = elementwise({
  name: "integer_pow",
  kernels: ({ exponent }) => ({
    float: (x) => integerPower2(x, exponent),
    complex: (re, im) => integerPower(re, im, exponent),
    ...exponent < 0 ? {} : { int: (x) => intPower(x, exponent) }
  }),
  // x⁰ and x¹ have constant derivatives, not 0·x⁻¹ and 1·x⁰, which would be NaN at 0
  jvp: [
    (tangent2, _, [x], { exponent }) => exponent === 0 ? null : exponent === 1 ? tangent2 : mul2(tangent2, mul2(constantLike(x, exponent), exponent === 2 ? x : integerPow(x, exponent - 1)))
  ],
  printParams: ({ exponent }) => ({ y: exponent })
});
var integerPow = (x, exponent) => {
  if (!Number.isInteger(exponent)) {
    throw new TypeError(`integerPow: the exponent must be an integer number, got ${String(exponent)}: use pow`);
  }
  if (!Number.isSafeInteger(exponent))
    throw new RangeError(`integerPow: the exponent ${exponent} is beyond \xB12\u2075\xB3: use pow`);
  const [base] = promoteOperands("integerPow", [x]);
  if (exponent < 0 && isInteger(base.dtype)) {
    throw new TypeError(
      `integerPow: ${avalString(base)} cannot be raised to the power ${exponent}: convert it to float first`
    );
  }
  return bindOne(integerPowPrimitive, [base], { exponent: exponent + 0 });
};
var reciprocal2 = (x) => {
  const [operand] = promoteOperands("reciprocal", [x], promoteTypesInexact);
  return integerPow(operand, -1);
};
var divPrimitive = elementwise(
  {
    name: "div",
    kernels: { float: (x, y) => x / y, int: divideInt32, uint: divideUint32, complex: div },
    jvp: [
      (tangent2, _, [, y]) => mul2(tangent2, reciprocal2(y)),
      (tangent2, _, [x, y]) => mul2(tangent2, neg(mul2(x, integerPow(y, -2))))
    ],
    transpose: (cotangent, [, y]) => {
      if (isLinear(y)) throw new TypeError("div: is not linear in its second operand");
      return div2(cotangent, y);
    }
  },
  sum2
);
var div2 = binary(divPrimitive);

// src/primitives/elementwise/derivative.ts
var tangentRule = (name2, derivative) => {
  if (derivative === "zero") return null;
  if (typeof derivative === "function") {
    return (tangent2, value, operands) => mul2(tangent2, derivative(...operands, value));
  }
  if ("tangent" in derivative) return (tangent2, value, operands) => derivative.tangent(tangent2, ...operands, value);
  return () => {
    throw new TypeError(`${name2}: ${derivative.undefined}`);
  };
};

// src/primitives/elementwise/unary.ts
var unary = ({
  name: name2,
  value,
  lift = "inexact",
  output,
  derivative
}) => {
  const linear2 = typeof derivative === "object" && "transpose" in derivative;
  const primitive = elementwise({
    name: name2,
    kernels: typeof value === "function" ? (_, dtype) => value(dtype) : value,
    ...output === void 0 ? {} : { output },
    jvp: [linear2 ? (tangent2) => bindOne(primitive, [tangent2], noParams) : tangentRule(name2, derivative)],
    ...linear2 ? { transpose: (cotangent, [input]) => derivative.transpose(cotangent, isLinear(input) ? input.aval : input) } : {}
  });
  return (x) => applyElementwise(primitive, lift, [x], noParams);
};

// src/primitives/elementwise/complex.ts
var real = unary({
  name: "real",
  value: { complexToReal: (re) => re },
  lift: "keep",
  output: realOf,
  derivative: { transpose: (cotangent) => complex(cotangent, constantLike(cotangent, 0)) }
});
var imag = unary({
  name: "imag",
  value: { complexToReal: (_, im) => im },
  lift: "keep",
  output: realOf,
  derivative: { transpose: (cotangent) => complex(constantLike(cotangent, 0), neg(cotangent)) }
});
var complexPrimitive = elementwise(
  {
    name: "complex",
    kernels: { floatToComplex: (x, y) => [x, y] },
    output: complexOf,
    jvp: [(tangent2) => complex(tangent2, constantLike(tangent2, 0)), (tangent2) => complex(constantLike(tangent2, 0), tangent2)],
    transpose: (cotangent, _, operand) => operand === 0 ? real(cotangent) : imag(neg(cotangent))
  },
  add2
);
var complex = (x, y) => applyElementwise(complexPrimitive, "inexact", [x, y], noParams);
var conjPrimitive = elementwise({
  name: "conj",
  kernels: { complex: (re, im) => [re, -im], floatToComplex: (x) => [x, 0] },
  output: complexOf,
  jvp: [(tangent2) => conj(tangent2)],
  transpose: (cotangent, [input]) => isComplex(isLinear(input) ? input.aval.dtype : input.dtype) ? conj(cotangent) : real(cotangent),
  printParams: ({ inputDtype }) => ({ input_dtype: inputDtype })
});
var conj = (x) => {
  const [operand] = promoteOperands("conj", [x]);
  return bindOne(conjPrimitive, [operand], { inputDtype: operand.dtype });
};

// src/primitives/elementwise/nary.ts
var nary = (spec) => {
  const { name: name2, value, lift = "keep", output, derivatives, transpose: transpose3 } = spec;
  const primitive = elementwise(
    {
      name: name2,
      kernels: typeof value === "function" ? (_, dtype) => value(dtype) : value,
      ...output === void 0 ? {} : { output },
      jvp: derivatives.map((derivative) => tangentRule(name2, derivative)),
      ...transpose3 === void 0 ? {} : { transpose: transpose3 }
    },
    add2
  );
  return (operands) => applyElementwise(primitive, lift, operands, noParams);
};
var binary2 = (spec) => {
  const apply = nary(spec);
  return (x, y) => apply([x, y]);
};
var ternary = (spec) => {
  const apply = nary(spec);
  return (x, y, z) => apply([x, y, z]);
};

// src/primitives/elementwise/comparison.ts
var comparison = (name2, compare, complex7 = {}) => {
  const kernel = (x, y) => Number(compare(x, y));
  return binary2({
    name: name2,
    value: { float: kernel, int: kernel, bool: kernel, ...complex7 },
    output: () => "bool",
    derivatives: ["zero", "zero"]
  });
};
var eq = comparison("eq", (x, y) => x === y, { complexToReal: (a, b, c, d) => Number(a === c && b === d) });
var ne = comparison("ne", (x, y) => x !== y, { complexToReal: (a, b, c, d) => Number(a !== c || b !== d) });
var lt = comparison("lt", (x, y) => x < y);
var le = comparison("le", (x, y) => x <= y);
var gt = comparison("gt", (x, y) => x > y);
var ge = comparison("ge", (x, y) => x >= y);

// src/primitives/elementwise/logical.ts
var bitwiseAnd = binary2({
  name: "and",
  value: { int: (x, y) => x & y, bool: (x, y) => x & y },
  derivatives: ["zero", "zero"]
});
var bitwiseOr = binary2({
  name: "or",
  value: { int: (x, y) => x | y, bool: (x, y) => x | y },
  derivatives: ["zero", "zero"]
});
var bitwiseXor = binary2({
  name: "xor",
  value: { int: (x, y) => x ^ y, bool: (x, y) => x ^ y },
  derivatives: ["zero", "zero"]
});
var bitwiseNot = unary({
  name: "not",
  value: { int: (x) => ~x, bool: (x) => 1 - x },
  lift: "keep",
  derivative: "zero"
});

// src/primitives/elementwise/select.ts
var name = "select_n";
var caseOf = (which, count) => Math.min(Math.max(which, 0), count - 1);
var evaluateSelect = (which, options, { shape, dtype, weakType }) => {
  const cases = options.map(compact);
  const lanes = lanesOf(dtype);
  const data = allocate(dtype, sizeOf(shape));
  const steps = cases.map((option) => option.ndim === 0 ? 0 : lanes);
  const values5 = cases.map((option) => option.data);
  const whichStep = which.ndim === 0 ? 0 : 1;
  for (let i = 0; i * lanes < data.length; i++) {
    const chosen = caseOf(which.data[i * whichStep], cases.length);
    const from = i * steps[chosen];
    for (let lane = 0; lane < lanes; lane++) data[i * lanes + lane] = values5[chosen][from + lane];
  }
  return new ConcreteArray(shape, dtype, data, weakType);
};
var outputAval = ([which, ...cases]) => makeAval(
  elementwiseShape(name, [which, ...cases]),
  cases[0].dtype,
  cases.every((option) => option.weakType)
);
var selectPrimitive = {
  name,
  abstractEval: (inputs) => {
    const [which, ...cases] = inputs;
    const dtype = cases[0]?.dtype;
    if (cases.some((option) => option.dtype !== dtype)) {
      throw new TypeError(`${name}: cases must have one dtype, got ${cases.map(avalString).join(", ")}`);
    }
    if (which?.dtype !== "bool" && which?.dtype !== "int32" && which?.dtype !== "uint32") {
      throw new TypeError(
        `${name}: the predicate must be bool or int, got ${which === void 0 ? "none" : avalString(which)}`
      );
    }
    if (cases.length === 0 || which.dtype === "bool" && cases.length > 2) {
      throw new TypeError(`${name}: a predicate of dtype ${which.dtype} cannot choose among ${cases.length} cases`);
    }
    return [outputAval(inputs)];
  },
  evaluate: (inputs) => {
    const [which, ...cases] = inputs;
    return [evaluateSelect(which, cases, outputAval(inputs))];
  },
  jvp: ([which, ...cases], [, ...tangents]) => {
    const output = bindOne(selectPrimitive, [which, ...cases], noParams);
    const parts = cases.map((option, i) => tangents[i] ?? constantLike(option, 0));
    const tangent2 = bindOne(selectPrimitive, [which, ...parts], noParams);
    return {
      primals: [output],
      tangents: [tangent2.ndim === output.ndim ? tangent2 : broadcastInDim(tangent2, output.shape, [])]
    };
  },
  transpose: ([cotangent], [which, ...cases]) => {
    if (cotangent === null || cotangent === void 0) return [null, ...cases.map(() => null)];
    if (isLinear(which)) throw new TypeError(`${name}: is not linear in its predicate`);
    const zero2 = constantLike(cotangent, 0);
    const where2 = (chosen) => bindOne(selectPrimitive, [which, ...cases.map((_, i) => i === chosen ? cotangent : zero2)], noParams);
    return [null, ...cases.map((option, i) => isLinear(option) ? reduceTo(where2(i), option.aval.shape) : null)];
  },
  batch: (inputs, axes, params, axisSize) => batchElementwise(selectPrimitive, inputs, axes, params, axisSize)
};
var selectN = (which, ...cases) => {
  const operands = [toArray(name, which), ...promoteOperands(name, cases)];
  return bindOne(selectPrimitive, alignShapes(name, operands), noParams);
};
var select = (predicate, onTrue, onFalse) => {
  const which = toArray("select", predicate);
  if (which.dtype !== "bool") {
    throw new TypeError(
      `select: the predicate must be bool, got ${avalString(which)}: compare first, as in lax.ne(x, 0)`
    );
  }
  return selectN(which, onFalse, onTrue);
};
var replaceZero = (x) => select(eq(x, constantLike(x, 0)), constantLike(x, 1), x);
var inside = (low2, x, high) => bitwiseAnd(lt(low2, x), lt(x, high));
var clamp = ternary({
  name: "clamp",
  value: {
    float: (low2, x, high) => Math.min(Math.max(low2, x), high),
    int: (low2, x, high) => Math.min(Math.max(low2, x), high),
    bool: (low2, x, high) => (low2 | x) & high
  },
  derivatives: [
    {
      tangent: (tangent2, low2, x, high) => select(bitwiseAnd(lt(x, low2), lt(low2, high)), tangent2, constantLike(tangent2, 0))
    },
    { tangent: (tangent2, low2, x, high) => select(inside(low2, x, high), tangent2, constantLike(tangent2, 0)) },
    { tangent: (tangent2, _, x, high) => select(lt(high, x), tangent2, constantLike(tangent2, 0)) }
  ]
});

// src/primitives/shape/squeeze.ts
var squeezePrimitive = linear({
  name: "squeeze",
  abstractEval: ([x], { dimensions }) => {
    for (const axis of dimensions) {
      if (x.shape[axis] !== 1) {
        throw new RangeError(
          `squeeze: axis ${axis} of ${avalString(x)} has extent ${x.shape[axis]}, only axes of extent 1 can be dropped`
        );
      }
    }
    return [makeAval(withoutAxes(x.shape, dimensions), x.dtype, x.weakType)];
  },
  evaluate: ([x], { dimensions }) => {
    const shape = withoutAxes(x.shape, dimensions);
    return [
      x.uniform !== void 0 ? filled(shape, x.dtype, x.uniform, x.weakType) : new ConcreteArray(shape, x.dtype, x.data, x.weakType)
    ];
  },
  transpose: ([cotangent], [x]) => [
    cotangent === null || cotangent === void 0 || !isLinear(x) ? null : reshape(cotangent, x.aval.shape)
  ],
  batch: ([x], [axis], { dimensions }) => {
    const moved = dimensions.map((dimension) => dimension >= axis ? dimension + 1 : dimension);
    return { outputs: [squeeze(x, moved)], axes: [axis - moved.filter((dimension) => dimension < axis).length] };
  }
});
var squeeze = (x, dimensions) => {
  const operand = toArray("squeeze", x);
  const axes = normalizeAxes("squeeze", dimensions, operand.ndim).sort((a, b) => a - b);
  return axes.length === 0 ? operand : bindOne(squeezePrimitive, [operand], { dimensions: axes });
};

// src/primitives/shape/value-like.ts
var checkFits = (what, value, dtype) => {
  if (isInexact(dtype)) return value;
  const [low2, high] = dtype === "int32" ? [-2147483648, 2147483647] : dtype === "uint32" ? [0, 4294967295] : [0, 1];
  if (Number.isInteger(value) && value >= low2 && value <= high) return value;
  throw new TypeError(`${what}: ${value} does not fit an array of dtype ${dtype}: convert that with astype first`);
};
var valueLike = (what, value, like) => {
  const { dtype } = like;
  if (typeof value === "number") return filled([], dtype, checkFits(what, value, dtype), true);
  if (Array.isArray(value) && !isTypedArray(value)) {
    const { shape, leaves } = readNested(what, value);
    if (leaves.every((leaf) => typeof leaf === "number")) {
      for (const leaf of leaves) checkFits(what, leaf, dtype);
      return packScalars(what, shape, leaves, dtype);
    }
  }
  const array = toArray(what, value);
  const lossless = (isInexact(dtype) || !isInexact(array.dtype)) && (isComplex(dtype) || !isComplex(array.dtype));
  return array.weakType && lossless && array.dtype !== dtype ? convertElementType(array, dtype, true) : array;
};

// src/primitives/shape/slice.ts
var slicedShape = ({ start, limit, strides }) => start.map((first, axis) => Math.ceil((limit[axis] - first) / (strides?.[axis] ?? 1)));
var withAxis = (list, axis, value) => [
  ...list.slice(0, axis),
  value,
  ...list.slice(axis)
];
var slicePrimitive = linear({
  name: "slice",
  abstractEval: ([x], params) => {
    const { start, limit, strides } = params;
    const ndim = x.shape.length;
    if (start.length !== ndim || limit.length !== ndim || strides !== null && strides.length !== ndim) {
      throw new RangeError(
        `slice: start, limit and strides need one number an axis of ${avalString(x)}, got ${start.length}, ${limit.length} and ${strides?.length ?? ndim}`
      );
    }
    for (const [axis, extent] of x.shape.entries()) {
      const first = start[axis];
      const end = limit[axis];
      const stride = strides?.[axis] ?? 1;
      if (![first, end, stride].every(Number.isInteger)) {
        throw new TypeError(
          `slice: start, limit and strides must be integers, got ${first}, ${end} and ${stride} for axis ${axis}`
        );
      }
      if (first < 0 || first > end || end > extent) {
        throw new RangeError(
          `slice: need 0 <= start <= limit <= extent along each axis of ${avalString(x)}, got start ${first} and limit ${end} for axis ${axis} of extent ${extent}`
        );
      }
      if (stride < 1) throw new RangeError(`slice: strides must be at least 1, got ${stride} for axis ${axis}`);
    }
    return [makeAval(slicedShape(params), x.dtype, x.weakType)];
  },
  evaluate: ([x], params) => {
    const shape = slicedShape(params);
    if (x.uniform !== void 0) return [filled(shape, x.dtype, x.uniform, x.weakType)];
    const own = stridesOf(x.shape);
    const strides = own.map((stride, axis) => stride * (params.strides?.[axis] ?? 1));
    const offset = own.reduce((sum3, stride, axis) => sum3 + stride * params.start[axis], 0);
    return [stridedCopy(x, shape, strides, offset)];
  },
  transpose: ([cotangent], [x], { start, strides }) => {
    if (cotangent === null || cotangent === void 0 || !isLinear(x)) return [null];
    const config = x.aval.shape.map((extent, axis) => {
      const taken = cotangent.shape[axis];
      const stride = strides?.[axis] ?? 1;
      const spanned = taken === 0 ? 0 : 1 + (taken - 1) * stride;
      return [start[axis], extent - start[axis] - spanned, stride - 1];
    });
    return [pad(cotangent, valueLike("pad", 0, cotangent), config)];
  },
  batch: ([x], [axis], { start, limit, strides }, axisSize) => ({
    outputs: [
      slice(
        x,
        withAxis(start, axis, 0),
        withAxis(limit, axis, axisSize),
        strides === null ? void 0 : withAxis(strides, axis, 1)
      )
    ],
    axes: [axis]
  }),
  printParams: ({ start, limit, strides }) => ({ limit_indices: limit, start_indices: start, strides })
});
var slice = (x, start, limit, strides) => {
  const operand = toArray("slice", x);
  const steps = strides === void 0 || strides.every((stride) => stride === 1) ? null : strides;
  const whole = steps === null && start.every((first) => first === 0) && shapesEqual(limit, operand.shape);
  return whole && start.length === operand.ndim ? operand : bindOne(slicePrimitive, [operand], { start, limit, strides: steps });
};
var sliceInDim = (x, start, limit, stride = 1, axis = 0) => {
  const operand = toArray("sliceInDim", x);
  const along = normalizeAxis("sliceInDim", axis, operand.ndim);
  const extent = operand.shape[along];
  const wrap = (index) => index < 0 ? index + extent : index;
  const replace = (list, value) => list.map((old, k) => k === along ? value : old);
  const zeros = operand.shape.map(() => 0);
  return slice(
    operand,
    replace(zeros, wrap(start ?? 0)),
    replace(operand.shape, limit === null ? extent : wrap(limit)),
    replace(
      zeros.map(() => 1),
      stride
    )
  );
};
var indexInDim = (x, index, axis = 0, keepdims = true) => {
  const operand = toArray("indexInDim", x);
  const along = normalizeAxis("indexInDim", axis, operand.ndim);
  const extent = operand.shape[along];
  if (!Number.isInteger(index)) throw new TypeError(`indexInDim: the index must be an integer, got ${String(index)}`);
  const wrapped = index < 0 ? index + extent : index;
  if (wrapped < 0 || wrapped >= extent) {
    throw new RangeError(`indexInDim: index ${index} is out of bounds for axis ${along} with extent ${extent}`);
  }
  const result = sliceInDim(operand, wrapped, wrapped + 1, 1, along);
  return keepdims ? result : squeeze(result, [along]);
};
var paddedShape = (shape, config) => shape.map((extent, axis) => {
  const [low2, high, interior] = config[axis];
  return low2 + high + (extent === 0 ? 0 : 1 + (extent - 1) * (interior + 1));
});
var padPrimitive = linear({
  name: "pad",
  abstractEval: ([x, value], { config }) => {
    if (x.dtype !== value.dtype || value.shape.length > 0) {
      throw new TypeError(`pad: the padding value must be a scalar of dtype ${x.dtype}, got ${avalString(value)}`);
    }
    if (config.length !== x.shape.length || config.some((entry3) => entry3.length !== 3 || !entry3.every(Number.isInteger))) {
      throw new TypeError(
        `pad: the configuration needs three integers [low, high, interior] for each axis of ${avalString(x)}, got ${JSON.stringify(config)}`
      );
    }
    const shape = paddedShape(x.shape, config);
    for (const [axis, extent] of shape.entries()) {
      if (config[axis][2] < 0)
        throw new RangeError(`pad: interior padding cannot be negative, got ${config[axis][2]} for axis ${axis}`);
      if (extent < 0) {
        throw new RangeError(
          `pad: [${config[axis].join(", ")}] cuts more off axis ${axis} of ${avalString(x)} than there is`
        );
      }
    }
    return [makeAval(shape, x.dtype, x.weakType && value.weakType)];
  },
  evaluate: ([x, value], { config }) => {
    const shape = paddedShape(x.shape, config);
    const weak = x.weakType && value.weakType;
    const lanes = lanesOf(x.dtype);
    const [re, im] = value.data;
    if (lanes === 1 && x.uniform !== void 0 && Object.is(x.uniform, re))
      return [filled(shape, x.dtype, re, weak)];
    const data = allocate(x.dtype, sizeOf(shape));
    if (lanes === 1) data.fill(re);
    else for (let i = 0; i < data.length; i += 2) data.set([re, im], i);
    const from = x.shape.map((_, axis) => Math.max(0, Math.ceil(-config[axis][0] / (config[axis][2] + 1))));
    const until = x.shape.map(
      (extent, axis) => Math.min(extent, Math.floor((shape[axis] - 1 - config[axis][0]) / (config[axis][2] + 1)) + 1)
    );
    const own = stridesOf(x.shape);
    const target = stridesOf(shape);
    const dot4 = (a, b) => a.reduce((sum3, value2, i) => sum3 + value2 * b[i], 0);
    stridedStore(
      {
        data,
        strides: target.map((stride, axis) => stride * (config[axis][2] + 1)),
        offset: dot4(
          target,
          from.map((first, axis) => config[axis][0] + first * (config[axis][2] + 1))
        )
      },
      { data: x.data, strides: own, offset: dot4(own, from) },
      from.map((first, axis) => Math.max(0, until[axis] - first)),
      lanes
    );
    return [new ConcreteArray(shape, x.dtype, data, weak)];
  },
  transpose: ([cotangent], [x, value], { config }) => {
    if (cotangent === null || cotangent === void 0) return [null, null];
    const cropped = pad(
      cotangent,
      valueLike("pad", 0, cotangent),
      config.map(([low2, high]) => [-low2, -high, 0])
    );
    const taken = slice(
      cropped,
      config.map(() => 0),
      cropped.shape,
      config.map(([, , interior]) => interior + 1)
    );
    const sum3 = (y) => reduceSum(
      y,
      y.shape.map((_, axis) => axis)
    );
    return [isLinear(x) ? taken : null, isLinear(value) ? sub(sum3(cotangent), sum3(taken)) : null];
  },
  batch: ([x, value], [axis, valueAxis], { config }, axisSize) => {
    if (axis !== null && valueAxis === null) {
      const batched2 = [...config.slice(0, axis), [0, 0, 0], ...config.slice(axis)];
      return { outputs: [pad(x, value, batched2)], axes: [axis] };
    }
    const operand = batchFirst(x, axis, axisSize);
    const batched = [[0, 0, 0], ...config];
    const padded = pad(operand, valueLike("pad", 0, operand), batched);
    const isOperand = pad(filled(operand.shape, "bool", 1), filled([], "bool", 0), batched);
    return { outputs: [select(isOperand, padded, broadcastInDim(value, padded.shape, [0]))], axes: [0] };
  },
  printParams: ({ config }) => ({ padding_config: config })
});
var pad = (x, paddingValue, config) => {
  const operand = toArray("pad", x);
  const value = valueLike("pad", paddingValue, operand);
  const nothing = config.length === operand.ndim && config.every(([low2, high, interior]) => low2 === 0 && high === 0 && interior === 0);
  return nothing ? operand : bindOne(padPrimitive, [operand, value], { config });
};

// src/transforms/linearize.ts
var linearizeJaxpr = memoize(
  (jaxpr, nonzero) => {
    let rest;
    const tangentAvals = inputAvals(jaxpr).filter((_, i) => nonzero[i]);
    const primal = traceClosed(
      (primals) => {
        const linear2 = trace(
          (args) => {
            let next = 0;
            const tangents = nonzero.map((flag) => flag ? required(args[next++], "tangent") : null);
            const result = pushForward(jaxpr, primals, tangents, "linearize");
            return { outputs: result.tangents.filter((tangent2) => tangent2 !== null), extra: result };
          },
          tangentAvals,
          { label: `linearize(${jaxpr.name})`, name: `linear(${jaxpr.name})` }
        );
        rest = {
          linear: linear2.jaxpr,
          residualAvals: linear2.captured.map(avalOf),
          nonzeroOutputs: linear2.extra.tangents.map((tangent2) => tangent2 !== null)
        };
        const residuals = linear2.captured;
        return [...linear2.extra.outputs, ...residuals];
      },
      inputAvals(jaxpr),
      jaxpr.name
    );
    return { primal, ...required(rest, "linear program") };
  }
);

// src/transforms/transpose.ts
var transposeJaxpr = memoize((jaxpr, linear2, nonzero) => {
  let nonzeroOutputs = [];
  const avals = inputAvals(jaxpr);
  const nonlinearAvals = avals.filter((_, i) => !linear2[i]);
  const cotangentAvals = outputAvals(jaxpr).filter((_, i) => nonzero[i]);
  const result = traceClosed(
    (args) => {
      let nextCotangent = nonlinearAvals.length;
      let nextInput = 0;
      const inputs = linear2.map((flag, i) => flag ? linearInput(avals[i]) : required(args[nextInput++], "input"));
      const cotangents = nonzero.map((flag) => flag ? required(args[nextCotangent++], "cotangent") : null);
      const all = pullBack(jaxpr, inputs, cotangents).filter((_, i) => linear2[i]);
      nonzeroOutputs = all.map((cotangent) => cotangent !== null);
      return all.filter((cotangent) => cotangent !== null);
    },
    [...nonlinearAvals, ...cotangentAvals],
    `transpose(${jaxpr.name})`
  );
  return { jaxpr: result, nonzeroOutputs };
});
var pullBack = (jaxpr, inputs, cotangents) => {
  const values5 = /* @__PURE__ */ new Map();
  for (const { variable, value } of jaxpr.constants) values5.set(variable, value);
  jaxpr.inputs.forEach((variable, i) => {
    const input = required(inputs[i], "input");
    if (!isLinear(input)) values5.set(variable, input);
  });
  const read2 = (atom) => atom.kind === "literal" ? atom.value : values5.get(atom) ?? linearInput(atom.aval);
  const backwards2 = [];
  for (const equation of jaxpr.equations) {
    const args = equation.inputs.map(read2);
    const known = args.filter((arg) => !isLinear(arg));
    if (known.length < args.length) backwards2.push(equation);
    else
      bind(equation.primitive, known, equation.params).forEach((result, i) => values5.set(equation.outputs[i], result));
  }
  const accumulated = /* @__PURE__ */ new Map();
  const accumulate2 = (atom, cotangent) => {
    if (cotangent === null || atom.kind === "literal" || values5.has(atom)) return;
    const present = accumulated.get(atom);
    accumulated.set(atom, present === void 0 ? cotangent : add2(present, cotangent));
  };
  jaxpr.outputs.forEach((output, i) => accumulate2(output, cotangents[i] ?? null));
  for (const equation of backwards2.reverse()) {
    const outputCotangents = equation.outputs.map((output) => accumulated.get(output) ?? null);
    if (outputCotangents.every((cotangent) => cotangent === null)) continue;
    for (const output of equation.outputs) accumulated.delete(output);
    const results = equation.primitive.transpose(outputCotangents, equation.inputs.map(read2), equation.params);
    equation.inputs.forEach((input, i) => accumulate2(input, results[i] ?? null));
  }
  return jaxpr.inputs.map((input) => accumulated.get(input) ?? null);
};

// src/transforms/jacobian-jaxpr.ts
var standardBasis = (leaves) => {
  const total = leaves.reduce((sum3, { shape }) => sum3 + sizeOf(shape), 0);
  let offset = 0;
  return leaves.map(({ shape, dtype, weakType }) => {
    const size = sizeOf(shape);
    const lanes = lanesOf(dtype);
    const data = allocate(dtype, total * size);
    for (let i = 0; i < size; i++) data[((offset + i) * size + i) * lanes] = 1;
    offset += size;
    return new ConcreteArray([total, ...shape], dtype, data, weakType ?? false);
  });
};
var splitAlong = (x, axis, shapes) => {
  let offset = 0;
  return shapes.map((shape) => {
    const size = sizeOf(shape);
    const start = x.shape.map((_, k) => k === axis ? offset : 0);
    const limit = x.shape.map((extent, k) => k === axis ? offset + size : extent);
    offset += size;
    return reshape(slice(x, start, limit), [...x.shape.slice(0, axis), ...shape, ...x.shape.slice(axis + 1)]);
  });
};
var forwardJacobianJaxpr = memoize(
  (jaxpr, differentiated, outputCount) => traceClosed(
    (args) => {
      const leaves = inputAvals(jaxpr).filter((_, i) => differentiated[i]);
      const shapes = leaves.map((leaf) => leaf.shape);
      const basis = standardBasis(leaves);
      const total = basis[0]?.shape[0] ?? 0;
      const forward = jvpJaxpr(jaxpr, differentiated);
      const axes = [...jaxpr.inputs.map(() => null), ...basis.map(() => 0)];
      const batched = batchJaxpr(forward.jaxpr, total, axes);
      const results = evaluateJaxpr(batched.jaxpr, [...args, ...basis]);
      const avals = outputAvals(jaxpr);
      let next = avals.length;
      const blocks = avals.slice(0, outputCount).flatMap((aval, i) => {
        if (!forward.nonzeroOutputs[i]) return shapes.map((shape) => filled([...aval.shape, ...shape], aval.dtype, 0));
        const axis = batched.outputAxes[next] ?? null;
        const tangent2 = placeBatchAxis(required(results[next++], "tangent"), axis, aval.shape.length, total);
        return splitAlong(tangent2, aval.shape.length, shapes);
      });
      return [...results.slice(0, outputCount), ...blocks, ...results.slice(outputCount, avals.length)];
    },
    inputAvals(jaxpr),
    `jacfwd(${jaxpr.name})`
  )
);
var reverseJacobianJaxpr = memoize(
  (jaxpr, differentiated, outputCount) => traceClosed(
    (args) => {
      const avals = outputAvals(jaxpr);
      const leaves = inputAvals(jaxpr).filter((_, i) => differentiated[i]);
      const pullback = pullbackOf(
        jaxpr,
        differentiated,
        args,
        avals.map((_, i) => i < outputCount)
      );
      const outputs = avals.slice(0, outputCount);
      const rows2 = pullBackBasis(pullback, outputs.filter((_, i) => pullback.nonzero[i]).map(avalOf));
      let row2 = -1;
      const blocks = outputs.flatMap((output, i) => {
        if (pullback.nonzero[i]) row2++;
        return leaves.map(
          (leaf, k) => (pullback.nonzero[i] ? rows2[k]?.[row2] : void 0) ?? filled([...output.shape, ...leaf.shape], leaf.dtype, 0)
        );
      });
      return [...pullback.outputs.slice(0, outputCount), ...blocks, ...pullback.outputs.slice(outputCount)];
    },
    inputAvals(jaxpr),
    `jacrev(${jaxpr.name})`
  )
);
var pullBackBasis = (pullback, outputs) => {
  if (outputs.length === 0) return [];
  const shapes = outputs.map((output2) => output2.shape);
  const total = shapes.reduce((sum3, shape) => sum3 + sizeOf(shape), 0);
  const [output] = outputs;
  if (total === 1 && outputs.length === 1) {
    const results2 = evaluateJaxpr(pullback.jaxpr, [
      ...pullback.residuals,
      filled(output.shape, output.dtype, 1, output.weakType)
    ]);
    let next2 = 0;
    return pullback.nonzeroInputs.map((flag) => {
      if (!flag) return void 0;
      const cotangent = required(results2[next2++], "cotangent");
      return [reshape(cotangent, [...output.shape, ...cotangent.shape])];
    });
  }
  const basis = standardBasis(outputs);
  const axes = [...pullback.residuals.map(() => null), ...basis.map(() => 0)];
  const batched = batchJaxpr(pullback.jaxpr, total, axes);
  const results = evaluateJaxpr(batched.jaxpr, [...pullback.residuals, ...basis]);
  let next = 0;
  return pullback.nonzeroInputs.map((flag) => {
    if (!flag) return void 0;
    const axis = batched.outputAxes[next] ?? null;
    return splitAlong(placeBatchAxis(required(results[next++], "cotangent"), axis, 0, total), 0, shapes);
  });
};
var gradJaxpr = memoize(
  (jaxpr, differentiated) => traceClosed(
    (args) => {
      const pullback = pullbackOf(
        jaxpr,
        differentiated,
        args,
        jaxpr.outputs.map((_, i) => i === 0)
      );
      const leaves = inputAvals(jaxpr).filter((_, i) => differentiated[i]);
      const value = required(pullback.outputs[0], "value");
      const seed = filled([], value.dtype, 1, value.weakType);
      const results = pullback.nonzero[0] ? evaluateJaxpr(pullback.jaxpr, [...pullback.residuals, seed]) : [];
      let next = 0;
      const gradients = leaves.map(
        (leaf, k) => pullback.nonzero[0] && pullback.nonzeroInputs[k] ? required(results[next++], "gradient") : filled(leaf.shape, leaf.dtype, 0)
      );
      return [value, ...gradients, ...pullback.outputs.slice(1)];
    },
    inputAvals(jaxpr),
    `grad(${jaxpr.name})`
  )
);
var pullbackOf = (jaxpr, differentiated, args, wanted) => {
  const linearized = linearizeJaxpr(jaxpr, differentiated);
  const results = evaluateJaxpr(linearized.primal, args);
  const outputs = results.slice(0, jaxpr.outputs.length);
  const residuals = results.slice(jaxpr.outputs.length);
  const nonzero = linearized.nonzeroOutputs.map((flag, i) => flag && wanted[i] === true);
  const linearInputs = linearized.linear.inputs.map((_, i) => i >= residuals.length);
  const transposed = transposeJaxpr(
    linearized.linear,
    linearInputs,
    nonzero.filter((_, i) => linearized.nonzeroOutputs[i])
  );
  return { jaxpr: transposed.jaxpr, outputs, residuals, nonzero, nonzeroInputs: transposed.nonzeroOutputs };
};

// test/conformance/subject.ts
var listOf = (result) => result instanceof NDArray ? [result] : result;
var callSample = (sample, inputs) => listOf(sample.f(...inputs));
var part = (x, lane) => arrayOf(
  [...x.data].filter((_, i) => i % 2 === lane),
  x.shape,
  realOf(x.dtype)
);
var subjectOf = (sample, golden) => {
  const { precision } = golden;
  const chosen = differentiatedInputs(sample);
  const parts = golden.inputs.map(
    (x, i) => chosen.includes(i) && isComplex(x.dtype) ? [part(x, 0), part(x, 1)] : [x]
  );
  const inputs = parts.flat();
  const owners = parts.flatMap((list, i) => list.map(() => i));
  const differentiated = owners.map((owner) => chosen.includes(owner));
  const avals = inputs.map(avalOf);
  const values5 = traceClosed(
    (args) => {
      let next = 0;
      const given = parts.map((list) => {
        const x = required(args[next++], "input");
        return list.length === 2 ? complex(x, required(args[next++], "input")) : x;
      });
      return callSample(sample, given);
    },
    avals,
    sample.name
  );
  const differentiable = chosen.length > 0 && outputAvals(values5).some((aval) => isInexact(aval.dtype));
  const order = differentiable ? sample.order ?? 2 : 0;
  const scalarised = order === 0 ? values5 : traceClosed((args) => withWeightedSum(evaluateJaxpr(values5, args)), avals, sample.name);
  return {
    name: sample.name,
    precision,
    order,
    inputs,
    owners,
    differentiated,
    size: inputs.reduce((sum3, x, i) => sum3 + (differentiated[i] ? sizeOf(x.shape) : 0), 0),
    values: values5,
    scalarised,
    gradient: order === 0 ? values5 : gradJaxpr(scalarised, differentiated)
  };
};
var weight = (i) => Math.cos(1 + i);
var tangent = (i) => Math.sin(1 + i);
var weighted = (x, start, step2) => {
  const weights = Array.from({ length: x.size }, (_, i) => weight(start + step2 * i));
  return reduceSum(
    mul2(x, arrayOf(weights, x.shape, x.dtype)),
    x.shape.map((_, axis) => axis)
  );
};
var withWeightedSum = (outputs) => {
  let next = 0;
  const terms = outputs.filter((output) => isInexact(output.dtype)).flatMap((output) => {
    const start = next;
    const lanes = isComplex(output.dtype) ? 2 : 1;
    next += lanes * output.size;
    return lanes === 2 ? [weighted(real(output), start, 2), weighted(imag(output), start + 1, 2)] : [weighted(output, start, 1)];
  });
  return [terms.reduce((sum3, term) => add2(sum3, term)), ...outputs];
};
var run = (jaxpr, args) => evaluateJaxpr(jaxpr, args).map((result) => {
  invariant(isConcrete(result), "results are concrete");
  return result;
});
var joined = (arrays) => Float64Array.from(arrays.flatMap((array) => [...numbersOf(array)]));
var coordinateArrays = ({ inputs, differentiated }) => inputs.filter((_, i) => differentiated[i]);
var coordinateName = (subject, index) => {
  let rest = index;
  for (const [i, x] of subject.inputs.entries()) {
    if (!subject.differentiated[i]) continue;
    const owner = subject.owners[i];
    const imaginary2 = i > 0 && subject.owners[i - 1] === owner;
    const paired = imaginary2 || subject.owners[i + 1] === owner;
    if (rest < x.size)
      return `input ${owner} ${placeIn(x.shape, rest)}${paired ? ` (${imaginary2 ? "imaginary" : "real"} part)` : ""}`;
    rest -= x.size;
  }
  return `coordinate ${index}`;
};
var placeIn = (shape, position) => {
  let rest = position;
  const index = [...shape].reverse().map((extent) => {
    const place = rest % extent;
    rest = Math.floor(rest / extent);
    return place;
  });
  return `[${index.reverse().join(",")}]`;
};
var hessianBy = (subject, composition) => {
  const [outer2, inner2] = composition.split("\u2218").map((name2) => name2 === "jacfwd" ? forwardJacobianJaxpr : reverseJacobianJaxpr);
  const { scalarised, differentiated, size } = subject;
  const alone = { ...scalarised, outputs: scalarised.outputs.slice(0, 1) };
  const first = required(inner2, "inner")(alone, differentiated, 1);
  const gradient = { ...first, outputs: first.outputs.slice(1) };
  const count = gradient.outputs.length;
  const results = run(required(outer2, "outer")(gradient, differentiated, count), subject.inputs);
  const hessian = new Float64Array(size * size);
  let row2 = 0;
  for (let i = 0; i < count; i++) {
    const rows2 = required(results[i], "gradient").size;
    let column = 0;
    for (let j = 0; j < count; j++) {
      const block = required(results[count + i * count + j], "block");
      const columns = rows2 === 0 ? 0 : block.size / rows2;
      const data = numbersOf(block);
      for (let k = 0; k < data.length; k++)
        hessian[(row2 + Math.floor(k / columns)) * size + column + k % columns] = data[k];
      column += columns;
    }
    row2 += rows2;
  }
  return { gradient: joined(results.slice(0, count)), hessian };
};

// test/conformance/batching.ts
var batchSize = 3;
var variants = (x) => {
  const numbers = Array.from(numbersOf(x));
  return Array.from(
    { length: batchSize },
    (_, b) => arrayOf(
      isInexact(x.dtype) ? numbers.map((value, i) => value * (1 - 0.01 * b * (1 + 0.5 * Math.sin(i)))) : numbers.map((_2, i) => numbers[(i + b) % numbers.length]),
      x.shape,
      x.dtype
    )
  );
};
var stack = (elements2, like, axis) => {
  const { shape, dtype } = like;
  const lanes = lanesOf(dtype);
  const inner2 = lanes * sizeOf(shape.slice(axis));
  const outer2 = sizeOf(shape.slice(0, axis));
  const stacked = [];
  for (let i = 0; i < outer2; i++) {
    for (const element of elements2) for (let k = 0; k < inner2; k++) stacked.push(element[i * inner2 + k]);
  }
  return arrayOf(stacked, [...shape.slice(0, axis), elements2.length, ...shape.slice(axis)], dtype);
};
var subsetsOf = (inputs) => {
  if (inputs.length > 3) return [inputs, ...inputs.map((input) => [input])];
  return Array.from({ length: 2 ** inputs.length - 1 }, (_, k) => inputs.filter((_2, i) => k + 1 >> i & 1));
};
var layouts = [
  { name: "axis 0", axisOf: () => 0 },
  { name: "axis -1", axisOf: (_, ndim) => ndim }
];
var mixed = { name: "axes 0 and -1", axisOf: (input, ndim) => input % 2 === 0 ? 0 : ndim };
var layoutsFor = (subset, subject) => {
  const scalars = subject.inputs.every((x, i) => !subset.includes(subject.owners[i]) || x.ndim === 0);
  return scalars ? layouts.slice(0, 1) : subset.length > 1 ? [...layouts, mixed] : layouts;
};
var outputName = ({ gradient, values: values5, order }, index) => {
  const first = gradient.outputs.length - values5.outputs.length;
  return order === 0 || index >= first ? `output ${index - first}` : index === 0 ? "weighted sum" : `gradient ${index - 1}`;
};
var compareWithLoop = (result, elements2, axis, tolerance) => {
  const like = required(elements2[0], "element");
  const expected = axis === null ? like : stack(elements2.map(numbersOf), like, axis);
  if (result.dtype !== expected.dtype || !shapesEqual(result.shape, expected.shape)) {
    return `: ${avalString(result)} instead of ${avalString(expected)}`;
  }
  const numbers = numbersOf(expected);
  const allowed = isInexact(like.dtype) ? relativeTo(numbers, tolerance, 1) : () => 0;
  const mismatch = findMismatch(numbersOf(result), numbers, allowed);
  if (mismatch === void 0) return void 0;
  return ` ${placeIn(expected.shape, Math.floor(mismatch.index / lanesOf(like.dtype)))}: ${mismatch.text} by a loop`;
};
var checkBatching = (subject, tolerance) => {
  const { gradient: program, inputs, owners } = subject;
  const elements2 = inputs.map(variants);
  const failures = [];
  for (const subset of subsetsOf([...new Set(owners)])) {
    const batched = owners.map((owner) => subset.includes(owner));
    const loop = Array.from(
      { length: batchSize },
      (_, b) => run(
        program,
        inputs.map((x, i) => batched[i] ? required(elements2[i]?.[b], "element") : x)
      )
    );
    for (const { name: name2, axisOf } of layoutsFor(subset, subject)) {
      const what = `vmap over inputs ${subset.join(", ")} along ${name2}`;
      const found = attempt(what, () => {
        const axes = inputs.map((x, i) => batched[i] ? axisOf(i, x.ndim) : null);
        const { jaxpr, outputAxes } = batchJaxpr(program, batchSize, axes);
        const args = inputs.map((x, i) => {
          const axis = axes[i] ?? null;
          return axis === null ? x : stack(required(elements2[i], "elements").map(numbersOf), x, axis);
        });
        return run(jaxpr, args).flatMap((result, k) => {
          const outputs = loop.map((results) => required(results[k], "output"));
          const difference = compareWithLoop(result, outputs, outputAxes[k] ?? null, tolerance);
          return difference === void 0 ? [] : [`${what}, ${outputName(subject, k)}${difference}`];
        });
      });
      failures.push(...found);
    }
  }
  return failures;
};

// test/conformance/differences.ts
var gradientsAt = (subject, points) => {
  const { inputs, differentiated, size, gradient } = subject;
  const count = coordinateArrays(subject).length;
  const alone = { ...gradient, outputs: gradient.outputs.slice(1, 1 + count) };
  const axes = differentiated.map((flag) => flag ? 0 : null);
  const batched = batchJaxpr(
    alone,
    points.length,
    axes,
    alone.outputs.map(() => true)
  );
  let offset = 0;
  const args = inputs.map((x, i) => {
    if (!differentiated[i]) return x;
    const stacked = points.flatMap((point) => [...point.subarray(offset, offset + x.size)]);
    offset += x.size;
    return arrayOf(stacked, [points.length, ...x.shape], x.dtype);
  });
  const results = run(batched.jaxpr, args).map(numbersOf);
  return points.map((_, p) => {
    const row2 = new Float64Array(size);
    let at2 = 0;
    for (const result of results) {
      const length = result.length / points.length;
      for (let k = 0; k < length; k++) row2[at2++] = result[p * length + k];
    }
    return row2;
  });
};
var gradientsAround = (subject, centre, offsets) => {
  const moved = [...centre].map(
    (x, j) => offsets(x).map((offset) => {
      const point = centre.slice();
      point[j] = x + offset;
      return point;
    })
  );
  const gradients = gradientsAt(subject, moved.flat());
  return moved.map((points) => gradients.splice(0, points.length));
};
var centralDifferences = (subject, centre, step2) => {
  const { size } = subject;
  const matrix = new Float64Array(size * size);
  const around = gradientsAround(subject, centre, (x) => [-2 * step2(x), -step2(x), step2(x), 2 * step2(x)]);
  around.forEach(([a, b, c, d], j) => {
    const h = step2(centre[j]);
    for (let i = 0; i < size; i++) matrix[i * size + j] = (8 * (c[i] - b[i]) - (d[i] - a[i])) / (12 * h);
  });
  return matrix;
};
var kinks = (subject, centre) => {
  const { size } = subject;
  const middle = gradientsAt(subject, [centre])[0];
  const step2 = (x) => 1e-6 * Math.max(1, Math.abs(x));
  const distances = [-2, -1, 1, 2];
  const found = new Array(size * size).fill(false);
  const noise = 1e-6 * magnitude(middle);
  gradientsAround(subject, centre, (x) => distances.map((distance) => distance * step2(x))).forEach((gradients, j) => {
    const h = step2(centre[j]);
    for (let i = 0; i < size; i++) {
      const slopes = gradients.map((gradient, k) => (gradient[i] - middle[i]) / (distances[k] * h));
      const spread2 = Math.max(...slopes) - Math.min(...slopes);
      found[i * size + j] = !(spread2 <= 1e-3 * Math.max(...slopes.map(Math.abs)) + noise);
    }
  });
  return found;
};
var closer = (target, a, b) => Number.isFinite(b) && !(Math.abs(a - target) <= Math.abs(b - target)) ? b : a;
var differsFromDifferences = (subject, hessian, allowed, special) => {
  const centre = Float64Array.from(joined(coordinateArrays(subject)));
  const coarse = centralDifferences(subject, centre, (x) => 1e-3 * Math.max(1, Math.abs(x)));
  const rounding = 1e-9 * magnitude(coarse) + 1e-12 * magnitude(gradientsAt(subject, [centre])[0]);
  const room = (index) => allowed(index) + rounding;
  if (findMismatch(hessian, coarse, room) === void 0) return void 0;
  const fine = centralDifferences(subject, centre, (x) => 1e-3 * (x === 0 ? 1e-3 : Math.min(1, Math.abs(x))));
  const left = special ? kinks(subject, centre) : [];
  return findMismatch(
    hessian,
    coarse.map((value, i) => left[i] ? hessian[i] : closer(hessian[i], value, fine[i])),
    room
  );
};

// test/conformance/checks.ts
var tolerancesOf = (sample, golden) => {
  const single = [...golden.inputs, ...golden.avals].some(({ dtype }) => dtype === "float32" || dtype === "complex64");
  const least = sample.tolerance ?? 1e-12;
  return single ? { golden: Math.max(1e-5, least), inner: Math.max(1e-5, least) } : { golden: least, inner: Math.max(1e-11, least) };
};
var weakness = (aval) => `${avalString(aval)}${aval.weakType ? " (weak)" : ""}`;
var checkAvals = (actual, golden, what) => {
  const [seen, expected] = [actual.map(weakness).join(", "), golden.avals.map(weakness).join(", ")];
  return seen === expected ? [] : [`${what}: ${seen} instead of ${expected}`];
};
var checkValues = (actual, golden, tolerance, what) => golden.values.flatMap((expected, i) => {
  const aval = required(golden.avals[i], "aval");
  const allowed = isInexact(aval.dtype) ? relativeTo(expected, tolerance, 0.05) : () => 0;
  const mismatch = findMismatch(required(actual[i], "value"), expected, allowed);
  if (mismatch === void 0) return [];
  const lanes = expected.length / aval.shape.reduce((size, extent) => size * extent, 1);
  return [`${what}, output ${i} ${placeIn(aval.shape, Math.floor(mismatch.index / lanes))}: ${mismatch.text}`];
});
var checkVector = (subject, actual, expected, tolerance, what) => {
  const mismatch = findMismatch(actual, expected, relativeTo(expected, tolerance, 1));
  return mismatch === void 0 ? [] : [`${what}, ${coordinateName(subject, mismatch.index)}: ${mismatch.text}`];
};
var matrixPlace = (subject, index) => `${coordinateName(subject, Math.floor(index / subject.size))} by ${coordinateName(subject, index % subject.size)}`;
var checkMatrix = (subject, actual, expected, allowed, what) => {
  const mismatch = findMismatch(actual, expected, allowed);
  return mismatch === void 0 ? [] : [`${what}, ${matrixPlace(subject, mismatch.index)}: ${mismatch.text}`];
};
var directional = (subject) => {
  let next = 0;
  const tangents = coordinateArrays(subject).map(
    (x) => arrayOf(
      Array.from({ length: x.size }, () => tangent(next++)),
      x.shape,
      x.dtype
    )
  );
  const { jaxpr, nonzeroOutputs } = jvpJaxpr(subject.values, subject.differentiated);
  const avals = outputAvals(subject.values);
  const results = run(jaxpr, [...subject.inputs, ...tangents]).slice(avals.length);
  let result = 0;
  return joined(
    avals.flatMap((aval, i) => {
      const zero2 = arrayOf(new Float64Array(0), [0], aval.dtype);
      if (nonzeroOutputs[i]) return isInexact(aval.dtype) ? [required(results[result++], "tangent")] : [zero2];
      const lanes = aval.dtype.startsWith("complex") ? 2 : 1;
      const size = lanes * aval.shape.reduce((product3, extent) => product3 * extent, 1);
      return isInexact(aval.dtype) ? [arrayOf(new Float64Array(size), [size], "float64")] : [];
    })
  );
};
var dot2 = (a, b) => {
  let sum3 = 0;
  for (let i = 0; i < a.length; i++) sum3 += a[i] * b(i);
  return sum3;
};
var checkAdjoint = (forwards, backwards2, tolerance) => {
  const [left, right] = [dot2(backwards2, tangent), dot2(forwards, weight)];
  if (!Number.isFinite(left) || !Number.isFinite(right)) return [];
  const scale = Math.max(
    magnitude(forwards) * Math.sqrt(forwards.length),
    magnitude(backwards2) * Math.sqrt(backwards2.length)
  );
  return Math.abs(left - right) <= tolerance * scale ? [] : [`jvp and vjp disagree: <J\u1D40w, t> is ${left}, <w, J t> is ${right}`];
};
var checkHessians = (sample, subject, golden, tolerances) => {
  const expected = required(golden.hessian, "golden Hessian");
  const gradientOf = { jacfwd: golden.forwardGradient, jacrev: golden.gradient };
  const { size } = subject;
  const found = compositions.map((name2) => ({ name: name2, ...hessianBy(subject, name2) }));
  const reference = found[0];
  const failures = found.flatMap(({ name: name2, gradient: inner2, hessian }) => [
    ...checkVector(
      subject,
      inner2,
      required(gradientOf[name2.endsWith("jacfwd") ? "jacfwd" : "jacrev"], "golden gradient"),
      tolerances.golden,
      `gradient within ${name2}`
    ),
    ...checkMatrix(
      subject,
      hessian,
      expected[name2],
      relativeToLines(expected[name2], size, tolerances.golden),
      `Hessian by ${name2}`
    )
  ]);
  for (const { name: name2, hessian } of found.slice(1)) {
    if (!sameNumbers(expected[name2], expected[reference.name])) continue;
    const allowed = relativeToLines(reference.hessian, size, tolerances.inner);
    failures.push(
      ...checkMatrix(subject, hessian, reference.hessian, allowed, `Hessian by ${name2} against ${reference.name}`)
    );
  }
  if (golden.precision === 64 && tolerances.golden < 1e-5) {
    failures.push(...checkDifferences(sample, subject, reference.hessian, expected[reference.name]));
  }
  return failures;
};
var sameNumbers = (a, b) => Array.from(a).every((value, i) => Object.is(value, b[i]) || value === b[i]);
var checkDifferences = (sample, subject, hessian, expected) => {
  if (!Array.from(expected).every(Number.isFinite)) return [];
  const allowed = relativeToLines(expected, subject.size, 1e-5);
  const mismatch = differsFromDifferences(subject, hessian, allowed, isSpecial(sample));
  return mismatch === void 0 ? [] : [`Hessian against finite differences, ${matrixPlace(subject, mismatch.index)}: ${mismatch.text}`];
};
var withDefault = (dtype, body) => {
  const before = defaultDType();
  setDefaultDtype(dtype);
  try {
    return body();
  } finally {
    setDefaultDtype(before);
  }
};
var checkCall = (sample, golden, tolerance) => {
  const called = callSample(sample, golden.inputs);
  const failures = checkAvals(called.map(avalOf), golden, "types of the outputs");
  return failures.length > 0 ? failures : checkValues(called.map(numbersOf), golden, tolerance, "value");
};
var checkTraced = (subject, golden, tolerances) => {
  const traced = outputAvals(subject.values);
  const failures = checkAvals(traced, golden, "types of the outputs when traced");
  if (failures.length > 0) return failures;
  const results = run(subject.gradient, subject.inputs);
  const outputs = results.slice(results.length - traced.length);
  failures.push(...checkValues(outputs.map(numbersOf), golden, tolerances.golden, "value when traced"));
  if (subject.order === 0) return failures;
  const gradient = joined(results.slice(1, results.length - traced.length));
  const forwards = directional(subject);
  const expected = required(golden.jvp, "golden jvp");
  const mismatch = findMismatch(forwards, expected, relativeTo(expected, tolerances.golden, 1));
  if (mismatch !== void 0) failures.push(`jvp, output number ${mismatch.index}: ${mismatch.text}`);
  failures.push(
    ...checkVector(subject, gradient, required(golden.gradient, "golden gradient"), tolerances.golden, "gradient"),
    ...checkAdjoint(forwards, gradient, tolerances.inner)
  );
  return failures;
};
var checkRun = (sample, golden) => {
  const tolerances = tolerancesOf(sample, golden);
  const failures = [...attempt("value", () => checkCall(sample, golden, tolerances.golden))];
  const derivatives = attempt("tracing", () => {
    const subject = subjectOf(sample, golden);
    const inner2 = [...attempt("gradient", () => checkTraced(subject, golden, tolerances))];
    if (subject.order === 2)
      inner2.push(...attempt("Hessian", () => checkHessians(sample, subject, golden, tolerances)));
    if (golden.precision === Math.max(...precisionsOf(sample))) inner2.push(...checkBatching(subject, tolerances.inner));
    return inner2;
  });
  return [...failures, ...derivatives];
};
var checkSample = (sample, goldens) => goldens.flatMap((golden) => {
  const dtype = `float${golden.precision}`;
  return withDefault(dtype, () => checkRun(sample, golden)).map((failure) => `${sample.name} (${dtype}): ${failure}`);
});

// src/primitives/convert.samples.ts
var floats2 = { values: [-2.7, -0.5, 0, 0.5, 1.5, 3e9] };
var conversion = (from, to, scope = `np.${to}`) => ({
  name: `convert_element_type: ${from.dtype} to ${to}`,
  f: (x) => convertElementType(x, to),
  jax: `lambda x: lax.convert_element_type(x, ${scope})`,
  inputs: [from]
});
var complexValues = { values: [1.5, -2.5, 0, 1, 0, 0, -3, 0.25] };
var convertSamples = [
  conversion({ shape: [2, 3], domain: "normal", dtype: "float32" }, "complex64"),
  conversion({ shape: [4], domain: complexValues, dtype: "complex64" }, "float32"),
  conversion({ shape: [4], domain: complexValues, dtype: "complex64" }, "int32"),
  conversion({ shape: [4], domain: complexValues, dtype: "complex64" }, "bool"),
  conversion({ shape: [6], domain: floats2, dtype: "float32" }, "int32"),
  conversion({ shape: [5], domain: { values: [0, 0.5, 1.5, 3e9, 1e10] }, dtype: "float32" }, "uint32"),
  conversion({ shape: [6], domain: floats2, dtype: "float32" }, "bool"),
  conversion({ shape: [2, 3], domain: "normal", dtype: "float64" }, "float32"),
  conversion({ shape: [3], domain: "normal", dtype: "float64" }, "complex64"),
  conversion({ shape: [3], domain: "normal", dtype: "complex128" }, "complex64"),
  conversion({ shape: [4], domain: { values: [-1, 0, 7, 16777217] }, dtype: "int32" }, "float32"),
  conversion({ shape: [4], domain: { values: [-1, 0, 7, 16777217] }, dtype: "int32" }, "uint32"),
  conversion({ shape: [3], domain: { values: [0, 2, -2] }, dtype: "int32" }, "bool"),
  conversion({ shape: [3], domain: { values: [0, 7, 4294967295] }, dtype: "uint32" }, "int32"),
  conversion({ shape: [3], domain: { values: [0, 1, 1] }, dtype: "bool" }, "complex64"),
  {
    name: "convert_element_type: weak",
    f: (x) => convertElementType(x, x.dtype, true),
    jax: "lambda x: jax._src.lax.lax._convert_element_type(x, x.dtype, weak_type=True)",
    inputs: [{ shape: [3], domain: "normal" }]
  },
  {
    name: "convert_element_type: there and back",
    f: (x) => convertElementType(convertElementType(x, "float64"), "float32"),
    jax: "lambda x: lax.convert_element_type(x, np.float32)",
    inputs: [{ shape: [3], domain: "normal", dtype: "float32" }]
  }
];

// src/primitives/shape/rev.ts
var revPrimitive = linear({
  name: "rev",
  abstractEval: ([x]) => [makeAval(x.shape, x.dtype, x.weakType)],
  evaluate: ([x], { dimensions }) => {
    if (x.uniform !== void 0) return [filled(x.shape, x.dtype, x.uniform, x.weakType)];
    const own = stridesOf(x.shape);
    const offset = dimensions.reduce((sum3, axis) => sum3 + own[axis] * (x.shape[axis] - 1), 0);
    return [
      stridedCopy(
        x,
        x.shape,
        own.map((stride, axis) => dimensions.includes(axis) ? -stride : stride),
        offset
      )
    ];
  },
  transpose: ([cotangent], [x], { dimensions }) => [
    cotangent === null || cotangent === void 0 || !isLinear(x) ? null : rev(cotangent, dimensions)
  ],
  batch: ([x], [axis], { dimensions }) => ({
    outputs: [
      rev(
        x,
        dimensions.map((dimension) => dimension >= axis ? dimension + 1 : dimension)
      )
    ],
    axes: [axis]
  })
});
var rev = (x, dimensions) => {
  const operand = toArray("rev", x);
  const axes = normalizeAxes("rev", dimensions, operand.ndim);
  return axes.length === 0 ? operand : bindOne(revPrimitive, [operand], { dimensions: axes });
};

// src/primitives/contraction/conv-geometry.ts
var refuse = (why) => {
  throw new RangeError(`convGeneralDilated: ${why}`);
};
var take = (shape, axes) => axes.map((axis) => shape[axis]);
var dilate = (extent, dilation) => extent === 0 ? 0 : 1 + (extent - 1) * dilation;
var windowCount = (extent, window, stride) => extent < window ? 0 : Math.floor((extent - window) / stride) + 1;
var convExtents = (lhs, rhs, geometry) => {
  const { windowStrides, padding, lhsDilation, rhsDilation, axes, featureGroupCount, batchGroupCount } = geometry;
  const shapes = `lhs of shape ${shapeString(lhs)} and rhs of shape ${shapeString(rhs)}`;
  const [batch, features, ...space] = take(lhs, axes.lhs);
  const [outputs, inputs, ...kernel] = take(rhs, axes.rhs);
  if (features !== inputs * featureGroupCount) {
    refuse(
      `${shapes} do not fit: lhs has ${features} features, rhs takes ${inputs} in each of ${featureGroupCount} feature groups`
    );
  }
  const groups = featureGroupCount * batchGroupCount;
  if (outputs % groups !== 0) refuse(`the ${outputs} output features of rhs cannot be split into ${groups} groups`);
  if (batch % batchGroupCount !== 0)
    refuse(`the batch of ${batch} in lhs cannot be split into ${batchGroupCount} batch groups`);
  if (kernel.includes(0)) refuse(`${shapes}: windows must have at least one element along each axis`);
  const result = space.map((extent, i) => {
    const [low2, high] = padding[i];
    const padded = dilate(extent, lhsDilation[i]) + low2 + high;
    if (padded < 0) refuse(`padding [${low2}, ${high}] cuts more off spatial axis ${i} of ${shapes} than there is`);
    return windowCount(padded, dilate(kernel[i], rhsDilation[i]), windowStrides[i]);
  });
  return [batch / batchGroupCount, outputs, ...result];
};
var paddingForLhs = (space, kernel, output, geometry) => space.map((extent, i) => {
  const window = dilate(kernel[i], geometry.rhsDilation[i]);
  const low2 = window - 1 - geometry.padding[i][0];
  const wanted = dilate(extent, geometry.lhsDilation[i]) + window - 1;
  return [low2, wanted - dilate(output[i], geometry.windowStrides[i]) - low2];
});
var paddingForRhs = (space, kernel, output, geometry) => space.map((extent, i) => {
  const low2 = geometry.padding[i][0];
  const wanted = dilate(kernel[i], geometry.rhsDilation[i]) + dilate(output[i], geometry.windowStrides[i]) - 1;
  return [low2, wanted - dilate(extent, geometry.lhsDilation[i]) - low2];
});
var resolvePadding = (padding, space, windows2, strides) => {
  if (Array.isArray(padding)) {
    const fits = padding.length === space.length && padding.every((entry3) => Array.isArray(entry3) && entry3.length === 2 && entry3.every(Number.isInteger));
    if (!fits)
      refuse(
        `padding needs a pair of integers for each of ${space.length} spatial axes, got ${JSON.stringify(padding)}`
      );
    return padding;
  }
  switch (padding) {
    case "VALID":
      return space.map(() => [0, 0]);
    case "SAME":
    case "SAME_LOWER":
      return space.map((extent, i) => {
        const stride = strides[i];
        const total = Math.max((Math.ceil(extent / stride) - 1) * stride + windows2[i] - extent, 0);
        const smaller = Math.floor(total / 2);
        return padding === "SAME" ? [smaller, total - smaller] : [total - smaller, smaller];
      });
    default:
      return refuse(
        `padding must be 'SAME', 'SAME_LOWER', 'VALID' or pairs of integers, got ${JSON.stringify(padding)}`
      );
  }
};
var resolveAxes = (ndim, names) => {
  if (names === null || names === void 0) {
    const inOrder = Array.from({ length: ndim }, (_, axis) => axis);
    return { lhs: inOrder, rhs: inOrder, out: inOrder };
  }
  const [lhs, rhs, out] = names;
  const spatial = [...rhs].filter((name2) => name2 !== "O" && name2 !== "I");
  const places = (which, spec, wanted) => {
    if (spec.length !== ndim || new Set(spec).size !== ndim || !wanted.every((name2) => spec.includes(name2))) {
      refuse(`dimensionNumbers for ${which} must name ${ndim} axes, ${wanted.join(", ")} in some order, got '${spec}'`);
    }
    return wanted.map((name2) => spec.indexOf(name2));
  };
  return {
    lhs: places("lhs", lhs, ["N", "C", ...spatial]),
    rhs: places("rhs", rhs, ["O", "I", ...spatial]),
    out: places("out", out, ["N", "C", ...spatial])
  };
};

// src/primitives/contraction/product.ts
var elementsInOrder = (x, axes) => {
  if (axes.every((axis, i) => axis === i)) return x.data;
  const strides = stridesOf(x.shape);
  return stridedCopy(
    x,
    axes.map((axis) => x.shape[axis]),
    axes.map((axis) => strides[axis]),
    0
  ).data;
};
var multiplyRows = (left, right, extents2, result) => {
  const output = allocate(result, extents2.batch * extents2.rows * extents2.columns);
  switch (kindOf(result)) {
    case "complex":
      multiplyComplex(left, right, extents2, output);
      break;
    case "float":
      multiplyReal(left, right, extents2, output);
      break;
    case "int":
    case "bool":
      multiplyExact(left, right, extents2, output, result === "bool");
  }
  return output;
};
var multiplyReal = (left, right, extents2, output) => {
  const { batch, rows: rows2, columns, inner: inner2 } = extents2;
  for (let b = 0; b < batch; b++) {
    const leftStart = b * rows2 * inner2;
    const rightStart = b * columns * inner2;
    const outputStart = b * rows2 * columns;
    let i = 0;
    for (; i + 2 <= rows2; i += 2) {
      const p = leftStart + i * inner2;
      const q = p + inner2;
      const out = outputStart + i * columns;
      let j = 0;
      for (; j + 4 <= columns; j += 4) {
        const r = rightStart + j * inner2;
        const s = r + inner2;
        const t = s + inner2;
        const u = t + inner2;
        let p0 = 0;
        let p1 = 0;
        let p2 = 0;
        let p3 = 0;
        let q0 = 0;
        let q1 = 0;
        let q2 = 0;
        let q3 = 0;
        for (let k = 0; k < inner2; k++) {
          const x = left[p + k];
          const y = left[q + k];
          const c0 = right[r + k];
          const c1 = right[s + k];
          const c2 = right[t + k];
          const c3 = right[u + k];
          p0 += x * c0;
          p1 += x * c1;
          p2 += x * c2;
          p3 += x * c3;
          q0 += y * c0;
          q1 += y * c1;
          q2 += y * c2;
          q3 += y * c3;
        }
        output[out + j] = p0;
        output[out + j + 1] = p1;
        output[out + j + 2] = p2;
        output[out + j + 3] = p3;
        output[out + columns + j] = q0;
        output[out + columns + j + 1] = q1;
        output[out + columns + j + 2] = q2;
        output[out + columns + j + 3] = q3;
      }
      for (; j < columns; j++) {
        const r = rightStart + j * inner2;
        output[out + j] = dotRows(left, p, right, r, inner2);
        output[out + columns + j] = dotRows(left, q, right, r, inner2);
      }
    }
    for (; i < rows2; i++) {
      for (let j = 0; j < columns; j++) {
        output[outputStart + i * columns + j] = dotRows(
          left,
          leftStart + i * inner2,
          right,
          rightStart + j * inner2,
          inner2
        );
      }
    }
  }
};
var dotRows = (left, leftStart, right, rightStart, inner2) => {
  let sum3 = 0;
  for (let k = 0; k < inner2; k++) sum3 += left[leftStart + k] * right[rightStart + k];
  return sum3;
};
var multiplyComplex = (left, right, extents2, output) => {
  const { batch, rows: rows2, columns, inner: inner2 } = extents2;
  let next = 0;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < rows2; i++) {
      const p = 2 * (b * rows2 + i) * inner2;
      for (let j = 0; j < columns; j++) {
        const q = 2 * (b * columns + j) * inner2;
        let re = 0;
        let im = 0;
        for (let k = 0; k < 2 * inner2; k += 2) {
          const a = left[p + k];
          const c = left[p + k + 1];
          const d = right[q + k];
          const e = right[q + k + 1];
          re += a * d - c * e;
          im += a * e + c * d;
        }
        output[next++] = re;
        output[next++] = im;
      }
    }
  }
};
var multiplyExact = (left, right, extents2, output, bool) => {
  const { batch, rows: rows2, columns, inner: inner2 } = extents2;
  let next = 0;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < rows2; i++) {
      const p = (b * rows2 + i) * inner2;
      for (let j = 0; j < columns; j++) {
        const q = (b * columns + j) * inner2;
        let sum3 = 0;
        for (let k = 0; k < inner2; k++) sum3 = sum3 + Math.imul(left[p + k], right[q + k]) | 0;
        output[next++] = bool ? Number(sum3 !== 0) : sum3;
      }
    }
  }
};

// src/primitives/contraction/conv-evaluate.ts
var blockEntries = 1 << 20;
var convolve = (lhs, rhs, geometry, dtype) => {
  const { axes, featureGroupCount, batchGroupCount } = geometry;
  const extents2 = convExtents(lhs.shape, rhs.shape, geometry);
  const [batch, outputs, ...outputSpace] = extents2;
  const [, features, ...space] = take(lhs.shape, axes.lhs);
  const [, inputs, ...kernel] = take(rhs.shape, axes.rhs);
  const groups = featureGroupCount * batchGroupCount;
  const columns = outputs / groups;
  const taps = sizeOf(kernel);
  const inner2 = inputs * taps;
  const positions = sizeOf(outputSpace);
  const spaceSize = sizeOf(space);
  const lanes = lanesOf(lhs.dtype);
  const source = elementsInOrder(lhs, axes.lhs);
  const weights = elementsInOrder(rhs, axes.rhs);
  const result = allocate(dtype, sizeOf(extents2));
  const tapsAt = tapFinder(space, kernel, outputSpace, geometry);
  const rows2 = batch * positions;
  const blockRows = Math.max(1, Math.min(rows2, Math.floor(blockEntries / Math.max(1, inner2))));
  const windows2 = allocate(lhs.dtype, blockRows * inner2);
  const outputLanes = lanesOf(dtype);
  for (let group = 0; group < groups; group++) {
    const right = weights.subarray(group * columns * inner2 * lanes, (group + 1) * columns * inner2 * lanes);
    const firstFeature = featureGroupCount > 1 ? group * inputs : 0;
    const firstBatch = batchGroupCount > 1 ? group * batch : 0;
    for (let firstRow = 0; firstRow < rows2; firstRow += blockRows) {
      const count = Math.min(blockRows, rows2 - firstRow);
      for (let row2 = 0; row2 < count; row2++) {
        const n2 = Math.floor((firstRow + row2) / positions);
        const offsets = tapsAt((firstRow + row2) % positions);
        const from = (firstBatch + n2) * features + firstFeature;
        for (let feature = 0, next = row2 * inner2; feature < inputs; feature++) {
          const start = (from + feature) * spaceSize;
          for (let tap = 0; tap < taps; tap++, next++) {
            const offset = offsets[tap];
            windows2[next * lanes] = offset < 0 ? 0 : source[(start + offset) * lanes];
            if (lanes === 2) windows2[next * 2 + 1] = offset < 0 ? 0 : source[(start + offset) * 2 + 1];
          }
        }
      }
      const product3 = multiplyRows(windows2, right, { batch: 1, rows: count, columns, inner: inner2 }, dtype);
      for (let row2 = 0; row2 < count; row2++) {
        const n2 = Math.floor((firstRow + row2) / positions);
        const position = (firstRow + row2) % positions;
        for (let column = 0; column < columns; column++) {
          const to = ((n2 * outputs + group * columns + column) * positions + position) * outputLanes;
          for (let lane = 0; lane < outputLanes; lane++) {
            result[to + lane] = product3[(row2 * columns + column) * outputLanes + lane];
          }
        }
      }
    }
  }
  const weakType = lhs.weakType && rhs.weakType;
  const inOrder = new ConcreteArray(extents2, dtype, result, weakType);
  const order = invertPermutation(axes.out);
  return new ConcreteArray(take(extents2, order), dtype, elementsInOrder(inOrder, order), weakType);
};
var tapFinder = (space, kernel, outputSpace, { windowStrides, padding, lhsDilation, rhsDilation }) => {
  const along = space.map((extent, i) => {
    const table = new Int32Array(outputSpace[i] * kernel[i]);
    for (let p = 0; p < outputSpace[i]; p++) {
      for (let k = 0; k < kernel[i]; k++) {
        const place = p * windowStrides[i] + k * rhsDilation[i] - padding[i][0];
        const index = place / lhsDilation[i];
        table[p * kernel[i] + k] = Number.isInteger(index) && index >= 0 && index < extent ? index : -1;
      }
    }
    return table;
  });
  const offsets = new Int32Array(sizeOf(kernel));
  return (position) => {
    offsets.fill(0);
    let rest = position;
    let spaceStride = 1;
    let kernelStride = 1;
    for (let i = space.length - 1; i >= 0; i--) {
      const row2 = rest % outputSpace[i] * kernel[i];
      rest = Math.floor(rest / outputSpace[i]);
      for (let tap = 0; tap < offsets.length; tap++) {
        const index = along[i][row2 + Math.floor(tap / kernelStride) % kernel[i]];
        offsets[tap] = index < 0 || offsets[tap] < 0 ? -1 : offsets[tap] + index * spaceStride;
      }
      spaceStride *= space[i];
      kernelStride *= kernel[i];
    }
    return offsets;
  };
};

// src/primitives/contraction/conv.ts
var printList = (list) => list.length === 1 ? `(${list[0]},)` : `(${list.join(", ")})`;
var convGeneralDilatedPrimitive = {
  name: "conv_general_dilated",
  abstractEval: ([lhs, rhs], params) => {
    if (lhs.dtype !== rhs.dtype || lhs.shape.length !== rhs.shape.length) {
      throw new TypeError(
        `convGeneralDilated: operands must have one dtype and as many axes, got ${avalString(lhs)} and ${avalString(rhs)}`
      );
    }
    const extents2 = convExtents(lhs.shape, rhs.shape, params);
    const dtype = params.preferredElementType ?? lhs.dtype;
    return [makeAval(take(extents2, invertPermutation(params.axes.out)), dtype, lhs.weakType && rhs.weakType)];
  },
  evaluate: ([lhs, rhs], params) => [convolve(lhs, rhs, params, params.preferredElementType ?? lhs.dtype)],
  jvp: ([lhs, rhs], [lhsTangent, rhsTangent], params) => {
    const conv = (left, right) => bindConv(left, right, params);
    return {
      primals: [conv(lhs, rhs)],
      tangents: [
        addTangents(add2, [
          lhsTangent === null ? null : conv(lhsTangent, rhs),
          rhsTangent === null ? null : conv(lhs, rhsTangent)
        ])
      ]
    };
  },
  transpose: ([cotangent], [lhs, rhs], params) => {
    if (isLinear(lhs) && isLinear(rhs)) {
      throw new TypeError(
        "a convolution of two linear values is not linear: only one operand may depend on what is transposed"
      );
    }
    return isLinear(lhs) ? [pullBackToLhs(cotangent, lhs, rhs, params), null] : [null, pullBackToRhs(cotangent, lhs, rhs, params)];
  },
  batch: ([lhs, rhs], [lhsAxis, rhsAxis], params, axisSize) => batchConv(lhs, rhs, lhsAxis, rhsAxis, params, axisSize),
  printParams: (params) => ({
    batch_group_count: params.batchGroupCount,
    dimension_numbers: `ConvDimensionNumbers(lhs_spec=${printList(params.axes.lhs)}, rhs_spec=${printList(params.axes.rhs)}, out_spec=${printList(params.axes.out)})`,
    feature_group_count: params.featureGroupCount,
    lhs_dilation: params.lhsDilation,
    out_sharding: null,
    padding: params.padding,
    precision: null,
    preferred_element_type: params.preferredElementType,
    rhs_dilation: params.rhsDilation,
    window_strides: params.windowStrides
  })
};
var bindConv = (lhs, rhs, params) => bindOne(convGeneralDilatedPrimitive, [lhs, rhs], params);
var swapFirstTwo = ([first, second, ...rest]) => [second, first, ...rest];
var splitAxis = (x, axis, outer2) => reshape(x, [...x.shape.slice(0, axis), outer2, x.shape[axis] / outer2, ...x.shape.slice(axis + 1)]);
var mergeAxis = (x, axis, into) => {
  const moved = moveAxis(x, axis, into);
  const shape = [...moved.shape];
  shape.splice(into, 2, shape[into] * shape[into + 1]);
  return reshape(moved, shape);
};
var moveGroups = (x, from, to, groups) => groups === 1 ? x : mergeAxis(splitAxis(x, from, groups), from, to);
var pullBackToLhs = (cotangent, lhs, rhs, params) => {
  if (cotangent === null || cotangent.size === 0) return null;
  const { axes, featureGroupCount, batchGroupCount } = params;
  const groups = featureGroupCount * batchGroupCount;
  const [lhsSpace, rhsSpace, outSpace] = [axes.lhs.slice(2), axes.rhs.slice(2), axes.out.slice(2)];
  const kernel = rev(moveGroups(rhs, axes.rhs[0], axes.rhs[1], groups), rhsSpace);
  const result = bindConv(cotangent, toDType(kernel, cotangent), {
    windowStrides: params.lhsDilation,
    padding: paddingForLhs(
      take(lhs.aval.shape, lhsSpace),
      take(rhs.shape, rhsSpace),
      take(cotangent.shape, outSpace),
      params
    ),
    lhsDilation: params.windowStrides,
    rhsDilation: params.rhsDilation,
    axes: { lhs: axes.out, rhs: swapFirstTwo(axes.rhs), out: axes.lhs },
    featureGroupCount: groups,
    batchGroupCount: 1,
    preferredElementType: null
  });
  return toDType(moveGroups(result, axes.lhs[1], axes.lhs[0], batchGroupCount), lhs.aval);
};
var pullBackToRhs = (cotangent, lhs, rhs, params) => {
  if (cotangent === null || cotangent.size === 0 || lhs.size === 0) return null;
  const { axes } = params;
  const [lhsSpace, rhsSpace, outSpace] = [axes.lhs.slice(2), axes.rhs.slice(2), axes.out.slice(2)];
  const result = bindConv(toDType(lhs, cotangent), cotangent, {
    windowStrides: params.rhsDilation,
    padding: paddingForRhs(
      take(lhs.shape, lhsSpace),
      take(rhs.aval.shape, rhsSpace),
      take(cotangent.shape, outSpace),
      params
    ),
    lhsDilation: params.lhsDilation,
    rhsDilation: params.windowStrides,
    axes: { lhs: swapFirstTwo(axes.lhs), rhs: swapFirstTwo(axes.out), out: swapFirstTwo(axes.rhs) },
    featureGroupCount: params.batchGroupCount,
    batchGroupCount: params.featureGroupCount,
    preferredElementType: null
  });
  return toDType(result, rhs.aval);
};
var foldBatch = (x, batchAxis, axis, groups) => {
  const first = moveAxis(x, batchAxis, 0);
  const [batch, ...shape] = first.shape;
  const split2 = splitAxis(first, axis + 1, groups);
  const folded = moveAxis(split2, 0, axis + 1);
  return reshape(
    folded,
    shape.map((extent, k) => k === axis ? extent * batch : extent)
  );
};
var unfoldBatch = (x, axis, groups, batch) => {
  const split2 = splitAxis(splitAxis(x, axis, groups), axis + 1, batch);
  const first = moveAxis(split2, axis + 1, 0);
  return reshape(first, [batch, ...x.shape.map((extent, k) => k === axis ? extent / batch : extent)]);
};
var batchConv = (lhs, rhs, lhsAxis, rhsAxis, params, axisSize) => {
  const { axes, featureGroupCount, batchGroupCount } = params;
  if (axisSize === 0) {
    const element = (x, axis) => x.shape.filter((_, k) => k !== axis);
    const extents2 = convExtents(element(lhs, lhsAxis), element(rhs, rhsAxis), params);
    const dtype = params.preferredElementType ?? lhs.dtype;
    return { outputs: [filled([0, ...take(extents2, invertPermutation(axes.out))], dtype, 0)], axes: [0] };
  }
  const grouped = batchGroupCount > 1;
  if (lhsAxis !== null && rhsAxis !== null) {
    const left = foldBatch(lhs, lhsAxis, axes.lhs[grouped ? 0 : 1], 1);
    const right = foldBatch(rhs, rhsAxis, axes.rhs[0], 1);
    const output2 = bindConv(left, right, {
      ...params,
      featureGroupCount: grouped ? featureGroupCount : featureGroupCount * axisSize,
      batchGroupCount: grouped ? batchGroupCount * axisSize : batchGroupCount
    });
    return { outputs: [unfoldBatch(output2, axes.out[1], 1, axisSize)], axes: [0] };
  }
  if (lhsAxis !== null) {
    const output2 = bindConv(foldBatch(lhs, lhsAxis, axes.lhs[0], batchGroupCount), rhs, params);
    return { outputs: [unfoldBatch(output2, axes.out[0], 1, axisSize)], axes: [0] };
  }
  const groups = featureGroupCount * batchGroupCount;
  const output = bindConv(lhs, foldBatch(rhs, rhsAxis, axes.rhs[0], groups), params);
  return { outputs: [unfoldBatch(output, axes.out[1], groups, axisSize)], axes: [0] };
};
var checkCounts = (what, counts, length) => {
  if (counts.length !== length || !counts.every((count) => Number.isInteger(count) && count >= 1)) {
    throw new RangeError(`convGeneralDilated: ${what} needs ${length} positive integers, got [${counts.join(", ")}]`);
  }
  return counts;
};
var convGeneralDilated = (lhs, rhs, windowStrides, padding, options = {}) => {
  const [left, right] = promoteOperands("convGeneralDilated", [lhs, rhs]);
  const ndim = left.ndim;
  if (ndim < 2 || right.ndim !== ndim) {
    throw new RangeError(
      `convGeneralDilated: operands need the same number of axes, at least 2, got ${avalString(left)} and ${avalString(right)}`
    );
  }
  const { featureGroupCount = 1, batchGroupCount = 1, preferredElementType = null } = options;
  checkCounts("featureGroupCount", [featureGroupCount], 1);
  checkCounts("batchGroupCount", [batchGroupCount], 1);
  if (featureGroupCount > 1 && batchGroupCount > 1) {
    throw new RangeError("convGeneralDilated: only one of featureGroupCount and batchGroupCount can be greater than 1");
  }
  if (preferredElementType !== null && kindOf(preferredElementType) !== kindOf(left.dtype)) {
    throw new TypeError(
      `convGeneralDilated: preferredElementType ${preferredElementType} is not of the kind of ${left.dtype}`
    );
  }
  const ones = new Array(ndim - 2).fill(1);
  const strides = checkCounts("windowStrides", windowStrides, ndim - 2);
  const lhsDilation = checkCounts("lhsDilation", options.lhsDilation ?? ones, ndim - 2);
  const rhsDilation = checkCounts("rhsDilation", options.rhsDilation ?? ones, ndim - 2);
  if (typeof padding === "string" && padding !== "VALID" && lhsDilation.some((dilation) => dilation > 1)) {
    throw new RangeError(`convGeneralDilated: with lhsDilation give padding as pairs of integers, not as '${padding}'`);
  }
  const axes = resolveAxes(ndim, options.dimensionNumbers);
  const space = take(left.shape, axes.lhs.slice(2));
  const windows2 = take(right.shape, axes.rhs.slice(2)).map((extent, i) => dilate(extent, rhsDilation[i]));
  return bindConv(left, right, {
    windowStrides: strides,
    padding: resolvePadding(padding, space, windows2, strides),
    lhsDilation,
    rhsDilation,
    axes,
    featureGroupCount,
    batchGroupCount,
    preferredElementType
  });
};

// src/primitives/contraction/dot-general.ts
var axesWithout = (ndim, ...used) => Array.from({ length: ndim }, (_, axis) => axis).filter((axis) => !used.some((axes) => axes.includes(axis)));
var extentsOf = (shape, axes) => axes.map((axis) => shape[axis]);
var resultShape = ([lhs, rhs], { contracting, batch }) => [
  ...extentsOf(lhs.shape, batch[0]),
  ...extentsOf(lhs.shape, axesWithout(lhs.shape.length, contracting[0], batch[0])),
  ...extentsOf(rhs.shape, axesWithout(rhs.shape.length, contracting[1], batch[1]))
];
var checkPairs = (kind, [lhs, rhs], pairs) => {
  const [left, right] = pairs;
  const seen = `${avalString(lhs)} and ${avalString(rhs)} with ${kind} axes (${left.join(", ")}) and (${right.join(", ")})`;
  if (left.length !== right.length) {
    throw new RangeError(`dotGeneral: both operands must have the same number of ${kind} axes, got ${seen}`);
  }
  if (left.some((axis, i) => lhs.shape[axis] !== rhs.shape[right[i]])) {
    throw new RangeError(`dotGeneral: ${kind} axes must have the same extents, got ${seen}`);
  }
};
var checkDisjoint = (side, contracting, batch) => {
  const shared = contracting.find((axis) => batch.includes(axis));
  if (shared !== void 0) {
    throw new RangeError(`dotGeneral: axis ${shared} of ${side} cannot be both a contracting and a batch axis`);
  }
};
var dotGeneralPrimitive = {
  name: "dot_general",
  abstractEval: (inputs, params) => {
    const [lhs, rhs] = inputs;
    if (lhs.dtype !== rhs.dtype) {
      throw new TypeError(`dotGeneral: operands must have one dtype, got ${avalString(lhs)} and ${avalString(rhs)}`);
    }
    checkDisjoint("lhs", params.contracting[0], params.batch[0]);
    checkDisjoint("rhs", params.contracting[1], params.batch[1]);
    checkPairs("contracting", inputs, params.contracting);
    checkPairs("batch", inputs, params.batch);
    const dtype = params.preferredElementType ?? lhs.dtype;
    return [makeAval(resultShape(inputs, params), dtype, lhs.weakType && rhs.weakType)];
  },
  evaluate: ([lhs, rhs], params) => {
    const { contracting, batch } = params;
    const dtype = params.preferredElementType ?? lhs.dtype;
    const lhsFree = axesWithout(lhs.ndim, contracting[0], batch[0]);
    const rhsFree = axesWithout(rhs.ndim, contracting[1], batch[1]);
    const extents2 = {
      batch: sizeOf(extentsOf(lhs.shape, batch[0])),
      rows: sizeOf(extentsOf(lhs.shape, lhsFree)),
      columns: sizeOf(extentsOf(rhs.shape, rhsFree)),
      inner: sizeOf(extentsOf(lhs.shape, contracting[0]))
    };
    const left = elementsInOrder(lhs, [...batch[0], ...lhsFree, ...contracting[0]]);
    const right = elementsInOrder(rhs, [...batch[1], ...rhsFree, ...contracting[1]]);
    const data = multiplyRows(left, right, extents2, dtype);
    return [new ConcreteArray(resultShape([lhs, rhs], params), dtype, data, lhs.weakType && rhs.weakType)];
  },
  jvp: ([lhs, rhs], [lhsTangent, rhsTangent], params) => {
    const product3 = (left, right) => bindOne(dotGeneralPrimitive, [left, right], params);
    return {
      primals: [product3(lhs, rhs)],
      tangents: [
        addTangents(add2, [
          lhsTangent === null ? null : product3(lhsTangent, rhs),
          rhsTangent === null ? null : product3(lhs, rhsTangent)
        ])
      ]
    };
  },
  transpose: ([cotangent], [lhs, rhs], params) => {
    if (isLinear(lhs) && isLinear(rhs)) {
      throw new TypeError(
        "a product of two linear values is not linear: only one operand may depend on what is transposed"
      );
    }
    return isLinear(lhs) ? [pullBackTo("lhs", cotangent, lhs, rhs, params), null] : [null, pullBackTo("rhs", cotangent, rhs, lhs, params)];
  },
  batch: ([lhs, rhs], [lhsAxis, rhsAxis], params) => batchProduct(lhs, rhs, lhsAxis, rhsAxis, params),
  printParams: ({ contracting, batch, preferredElementType }) => ({
    dimension_numbers: `(${printPairs(contracting)}, ${printPairs(batch)})`,
    ...preferredElementType === null ? {} : { preferred_element_type: preferredElementType }
  })
};
var printPairs = ([lhs, rhs]) => `([${lhs.join(", ")}], [${rhs.join(", ")}])`;
var pullBackTo = (side, cotangent, linear2, other2, params) => {
  if (cotangent === null) return null;
  const [own, its] = side === "lhs" ? [0, 1] : [1, 0];
  const { aval } = linear2;
  const { contracting, batch } = params;
  const ownFree = axesWithout(aval.shape.length, contracting[own], batch[own]);
  const otherFree = axesWithout(other2.ndim, contracting[its], batch[its]);
  const batchCount = batch[0].length;
  const freeStart = batchCount + (side === "lhs" ? ownFree.length : 0);
  const result = dotGeneral(cotangent, toDType(other2, cotangent), {
    contracting: [otherFree.map((_, i) => freeStart + i), otherFree],
    batch: [batch[its].map((_, i) => i), batch[its]]
  });
  const remaining = [...contracting[its]].sort((a, b) => a - b).map((axis) => contracting[own][contracting[its].indexOf(axis)]);
  const arranged = transpose(result, invertPermutation([...batch[own], ...ownFree, ...remaining]));
  return toDType(arranged, aval);
};
var batchProduct = (lhs, rhs, lhsAxis, rhsAxis, params) => {
  const shift2 = (axes, at2) => axes.map((axis) => at2 !== null && axis >= at2 ? axis + 1 : axis);
  const both = lhsAxis !== null && rhsAxis !== null;
  const contracting = [shift2(params.contracting[0], lhsAxis), shift2(params.contracting[1], rhsAxis)];
  const batch = [
    [...both ? [lhsAxis] : [], ...shift2(params.batch[0], lhsAxis)],
    [...both ? [rhsAxis] : [], ...shift2(params.batch[1], rhsAxis)]
  ];
  const output = bindOne(dotGeneralPrimitive, [lhs, rhs], { ...params, contracting, batch });
  if (both) return { outputs: [output], axes: [0] };
  const lhsFree = axesWithout(lhs.ndim, contracting[0], batch[0]);
  const rhsFree = axesWithout(rhs.ndim, contracting[1], batch[1]);
  const place = lhsAxis !== null ? lhsFree.indexOf(lhsAxis) : lhsFree.length + rhsFree.indexOf(rhsAxis);
  return { outputs: [output], axes: [batch[0].length + place] };
};
var dotGeneral = (lhs, rhs, options) => {
  const preferred = options.preferredElementType ?? null;
  const operands = promoteOperands("dotGeneral", [lhs, rhs]);
  const dtype = operands[0].dtype;
  if (preferred !== null && kindRank2[kindOf(preferred)] < kindRank2[kindOf(dtype)]) {
    throw new TypeError(`dotGeneral: preferredElementType ${preferred} cannot hold products of ${dtype}`);
  }
  const [left, right] = preferred !== null && kindOf(preferred) !== kindOf(dtype) ? operands.map((operand) => convertElementType(operand, preferred, operand.weakType)) : operands;
  const pairs = (axes) => [
    normalizeAxes("dotGeneral: lhs", axes[0], left.ndim),
    normalizeAxes("dotGeneral: rhs", axes[1], right.ndim)
  ];
  return bindOne(dotGeneralPrimitive, [left, right], {
    contracting: pairs(options.contracting),
    batch: pairs(options.batch ?? [[], []]),
    preferredElementType: preferred
  });
};
var kindRank2 = { bool: 0, int: 1, float: 2, complex: 3 };

// src/primitives/contraction/diagonal.ts
var diagonalOf = (x, axis1, axis2) => {
  const extent = x.shape[axis1];
  const others = axesWithout(x.ndim, [axis1, axis2]);
  const stack3 = others.map((axis) => x.shape[axis]);
  const flat = reshape(transpose(x, [...others, axis1, axis2]), [...stack3, extent * extent]);
  return slice(flat, [...stack3.map(() => 0), 0], [...stack3, extent * extent], [...stack3.map(() => 1), extent + 1]);
};

// src/primitives/contraction/einsum-spec.ts
var refuse2 = (spec, why) => {
  throw new RangeError(`einsum('${spec}'): ${why}`);
};
var parseEinsum = (spec, shapes) => {
  if (typeof spec !== "string")
    throw new TypeError(`einsum: the first argument must be a string such as 'ij,jk->ik', got ${typeof spec}`);
  const [inputs, output, ...more] = spec.replaceAll(/\s/g, "").split("->");
  if (more.length > 0) refuse2(spec, "there can be only one '->'");
  const terms = inputs.split(",");
  if (terms.length !== shapes.length) {
    refuse2(spec, `${terms.length} terms for ${shapes.length} operands (${shapes.map(shapeString).join(", ")})`);
  }
  for (const term of [...terms, output ?? ""]) checkTerm(spec, term);
  const operands = terms.map((term, i) => labelsOf(spec, term, shapes[i], i));
  const extents2 = extentsOf2(spec, operands, shapes);
  return { operands, output: outputLabels(spec, operands, output), extents: extents2 };
};
var checkTerm = (spec, term) => {
  if (!/^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(term)) {
    refuse2(spec, `the term '${term}' may hold letters and one '...' only`);
  }
};
var ellipsisLabels = (count) => Array.from({ length: count }, (_, i) => `@${count - 1 - i}`);
var labelsOf = (spec, term, shape, operand) => {
  const [before, after] = term.split("...");
  const named = [...before, ...after ?? ""].length;
  const fits = after === void 0 ? named === shape.length : named <= shape.length;
  if (!fits) refuse2(spec, `the term '${term}' does not fit operand ${operand} of shape ${shapeString(shape)}`);
  return [...before, ...ellipsisLabels(shape.length - named), ...after ?? ""];
};
var extentsOf2 = (spec, operands, shapes) => {
  const extents2 = /* @__PURE__ */ new Map();
  operands.forEach((labels, i) => {
    const own = /* @__PURE__ */ new Map();
    labels.forEach((label, axis) => {
      const extent = shapes[i][axis];
      const twice = own.get(label);
      if (twice !== void 0 && twice !== extent) {
        refuse2(
          spec,
          `the axes '${label}' of operand ${i}, of shape ${shapeString(shapes[i])}, have extents ${twice} and ${extent}`
        );
      }
      own.set(label, extent);
      const seen = extents2.get(label);
      if (seen === void 0 || seen === 1) extents2.set(label, extent);
      else if (extent !== seen && extent !== 1) {
        const name2 = label.startsWith("@") ? "under '...'" : `'${label}'`;
        refuse2(
          spec,
          `axis ${name2} has extent ${extent} in operand ${i} and ${seen} before it (shapes ${shapes.map(shapeString).join(", ")})`
        );
      }
    });
  });
  return extents2;
};
var outputLabels = (spec, operands, output) => {
  const all = operands.flat();
  const ellipsis = ellipsisLabels(new Set(all.filter((label) => label.startsWith("@"))).size);
  if (output === void 0) {
    const letters2 = [...new Set(all)].filter(
      (label) => !label.startsWith("@") && all.indexOf(label) === all.lastIndexOf(label)
    );
    return [...ellipsis, ...letters2.sort()];
  }
  const [before, after] = output.split("...");
  const letters = [...before, ...after ?? ""];
  for (const [i, letter] of letters.entries()) {
    if (letters.indexOf(letter) !== i) refuse2(spec, `'${letter}' occurs twice in the output`);
    if (!all.includes(letter)) refuse2(spec, `'${letter}' of the output occurs in no operand`);
  }
  return [...before, ...after === void 0 ? [] : ellipsis, ...after ?? ""];
};

// src/primitives/contraction/einsum.ts
var einsum = (spec, ...operands) => {
  const arrays = promoteOperands("einsum", operands);
  const {
    operands: labels,
    output,
    extents: extents2
  } = parseEinsum(
    spec,
    arrays.map((array) => array.shape)
  );
  const named = arrays.map((array, i) => dropUnitAxes(takeDiagonals({ array, labels: labels[i] }), extents2));
  const result = contractAll(named, output, extents2);
  return transpose(
    result.array,
    output.map((label) => result.labels.indexOf(label))
  );
};
var takeDiagonals = ({ array, labels }) => {
  const again = labels.findIndex((label, axis) => labels.indexOf(label) < axis);
  if (again < 0) return { array, labels };
  const first = labels.indexOf(labels[again]);
  const rest = labels.filter((_, axis) => axis !== first && axis !== again);
  return takeDiagonals({ array: diagonalOf(array, first, again), labels: [...rest, labels[again]] });
};
var dropUnitAxes = ({ array, labels }, extents2) => {
  const kept = labels.map((_, axis) => axis).filter((axis) => array.shape[axis] === extents2.get(labels[axis]));
  return {
    array: reshape(
      array,
      kept.map((axis) => array.shape[axis])
    ),
    labels: kept.map((axis) => labels[axis])
  };
};
var sumAllBut = ({ array, labels }, wanted) => {
  const summed = labels.map((_, axis) => axis).filter((axis) => !wanted(labels[axis]));
  return { array: reduceSum(array, summed), labels: labels.filter(wanted) };
};
var contractAll = (operands, output, extents2) => {
  const [first, second, ...rest] = operands;
  if (second === void 0) return sumAllBut(required(first, "operand of einsum"), (label) => output.includes(label));
  const [i, j] = rest.length === 0 ? [0, 1] : bestPair(
    operands.map((operand) => operand.labels),
    output,
    extents2
  ).pair;
  const others = operands.filter((_, k) => k !== i && k !== j);
  const wanted = (label) => output.includes(label) || others.some((other2) => other2.labels.includes(label));
  const product3 = contractPair(operands[i], operands[j], wanted, others.length === 0 ? output : void 0);
  return contractAll([...others, product3], output, extents2);
};
var contractPair = (a, b, wanted, output) => {
  const x = sumAllBut(a, (label) => wanted(label) || b.labels.includes(label));
  const y = sumAllBut(b, (label) => wanted(label) || a.labels.includes(label));
  const shared = x.labels.filter((label) => y.labels.includes(label));
  const contracting = shared.filter((label) => !wanted(label));
  const batch = shared.filter(wanted);
  const free = (operand) => operand.labels.filter((label) => !shared.includes(label));
  if (contracting.length === 0) return multiplyPair(x, y, [...batch, ...free(x), ...free(y)]);
  const swapped = [...batch, ...free(y), ...free(x)];
  const swap = output !== void 0 && swapped.every((label, i) => label === output[i]);
  const [left, right] = swap ? [y, x] : [x, y];
  const axes = (operand, names) => names.map((label) => operand.labels.indexOf(label));
  return {
    array: dotGeneral(left.array, right.array, {
      contracting: [axes(left, contracting), axes(right, contracting)],
      batch: [axes(left, batch), axes(right, batch)],
      preferredElementType: left.array.dtype
    }),
    labels: [...batch, ...free(left), ...free(right)]
  };
};
var multiplyPair = (x, y, labels) => {
  const extent = (label) => {
    const axis = x.labels.indexOf(label);
    return axis >= 0 ? x.array.shape[axis] : y.array.shape[y.labels.indexOf(label)];
  };
  const shape = labels.map(extent);
  const spread2 = (operand) => {
    if (operand.labels.length === 0) return operand.array;
    const own = labels.filter((label) => operand.labels.includes(label));
    const ordered = transpose(
      operand.array,
      own.map((label) => operand.labels.indexOf(label))
    );
    return broadcastInDim(
      ordered,
      shape,
      own.map((label) => labels.indexOf(label))
    );
  };
  return { array: mul2(spread2(x), spread2(y)), labels };
};
var exhaustiveUpTo = 4;
var bestPair = (terms, output, extents2) => {
  let best = { pair: [0, 1], cost: Number.POSITIVE_INFINITY };
  for (let i = 0; i < terms.length; i++) {
    for (let j = i + 1; j < terms.length; j++) {
      const both = [.../* @__PURE__ */ new Set([...terms[i], ...terms[j]])];
      const others = terms.filter((_, k) => k !== i && k !== j);
      const result = both.filter((label) => output.includes(label) || others.some((other2) => other2.includes(label)));
      let cost = both.reduce((product3, label) => product3 * extents2.get(label), 1);
      if (terms.length <= exhaustiveUpTo && terms.length > 2)
        cost += bestPair([...others, result], output, extents2).cost;
      if (cost < best.cost) best = { pair: [i, j], cost };
    }
  }
  return best;
};

// src/primitives/contraction/matmul.ts
var pair = (what, a, b) => promoteOperands(what, [a, b]);
var contract = (a, b, axis, otherAxis) => dotGeneral(a, b, { contracting: [[axis], [otherAxis]], preferredElementType: a.dtype });
var refuse3 = (what, a, b, why) => {
  throw new RangeError(`${what}: shapes ${shapeString(a.shape)} and ${shapeString(b.shape)} do not fit: ${why}`);
};
var checkExtents = (what, a, b, axis, otherAxis) => {
  const [m, n2] = [a.shape[axis], b.shape[otherAxis]];
  if (m !== n2)
    refuse3(
      what,
      a,
      b,
      `extent ${m} of axis ${axis} of the first must equal extent ${n2} of axis ${otherAxis} of the second`
    );
};
var innerAxis = (b) => Math.max(0, b.ndim - 2);
var matmul = (a, b) => {
  const [x, y] = pair("matmul", a, b);
  if (x.ndim === 0 || y.ndim === 0) {
    refuse3("matmul", x, y, "both operands must have at least one axis; multiply by scalars with mul");
  }
  checkExtents("matmul", x, y, x.ndim - 1, innerAxis(y));
  const stackX = x.shape.slice(0, Math.max(0, x.ndim - 2));
  const stackY = y.shape.slice(0, Math.max(0, y.ndim - 2));
  const stack3 = tryBroadcastShapes([stackX, stackY]) ?? refuse3(
    "matmul",
    x,
    y,
    `the axes before the last two, ${shapeString(stackX)} and ${shapeString(stackY)}, must broadcast`
  );
  return stackedProduct(withoutUnitAxes(x, stackX, stack3), withoutUnitAxes(y, stackY, stack3), stack3);
};
var withoutUnitAxes = (x, own, stack3) => {
  const offset = stack3.length - own.length;
  const kept = own.map((_, axis) => axis).filter((axis) => own[axis] === stack3[offset + axis]);
  const shape = [...kept.map((axis) => own[axis]), ...x.shape.slice(own.length)];
  return { array: reshape(x, shape), places: kept.map((axis) => offset + axis) };
};
var stackedProduct = (x, y, stack3) => {
  const shared = x.places.filter((place) => y.places.includes(place));
  const onlyX = x.places.filter((place) => !shared.includes(place));
  const onlyY = y.places.filter((place) => !shared.includes(place));
  const result = dotGeneral(x.array, y.array, {
    contracting: [[x.array.ndim - 1], [y.places.length]],
    batch: [shared.map((place) => x.places.indexOf(place)), shared.map((place) => y.places.indexOf(place))],
    preferredElementType: x.array.dtype
  });
  const row2 = x.array.ndim - 1 > x.places.length ? [stack3.length] : [];
  const column = y.array.ndim - 1 > y.places.length ? [stack3.length + row2.length] : [];
  return transpose(result, invertPermutation([...shared, ...onlyX, ...row2, ...onlyY, ...column]));
};
var dot3 = (a, b) => {
  const [x, y] = pair("dot", a, b);
  if (x.ndim === 0 || y.ndim === 0) return mul2(x, y);
  checkExtents("dot", x, y, x.ndim - 1, innerAxis(y));
  return contract(x, y, x.ndim - 1, innerAxis(y));
};
var inner = (a, b) => {
  const [x, y] = pair("inner", a, b);
  if (x.ndim === 0 || y.ndim === 0) return mul2(x, y);
  checkExtents("inner", x, y, x.ndim - 1, y.ndim - 1);
  return contract(x, y, x.ndim - 1, y.ndim - 1);
};
var vdot = (a, b) => {
  const [x, y] = pair("vdot", a, b);
  if (x.size !== y.size) refuse3("vdot", x, y, `they have ${x.size} and ${y.size} elements, which must be as many`);
  const left = reshape(isComplex(x.dtype) ? conj(x) : x, [x.size]);
  return contract(left, reshape(y, [y.size]), 0, 0);
};
var outer = (a, b) => {
  const [x, y] = pair("outer", a, b);
  const shape = [x.size, y.size];
  return mul2(broadcastInDim(reshape(x, [x.size]), shape, [0]), broadcastInDim(reshape(y, [y.size]), shape, [1]));
};
var tensordot = (a, b, axes = 2) => {
  const [x, y] = pair("tensordot", a, b);
  const contracting = tensordotPairs(x, y, axes);
  if (contracting[0].length !== contracting[1].length) {
    refuse3(
      "tensordot",
      x,
      y,
      `axes lists ${contracting[0].length} axes of the first and ${contracting[1].length} of the second`
    );
  }
  for (const [i, axis] of contracting[0].entries()) checkExtents("tensordot", x, y, axis, contracting[1][i]);
  return dotGeneral(x, y, { contracting, preferredElementType: x.dtype });
};
var tensordotPairs = (x, y, axes) => {
  if (typeof axes !== "number") {
    return [
      normalizeAxes("tensordot: first operand", axes[0], x.ndim),
      normalizeAxes("tensordot: second operand", axes[1], y.ndim)
    ];
  }
  if (!Number.isInteger(axes) || axes < 0)
    throw new RangeError(`tensordot: axes must be a count or two lists of axes, got ${axes}`);
  if (axes > Math.min(x.ndim, y.ndim)) refuse3("tensordot", x, y, `both must have at least ${axes} axes to sum over`);
  const axesOfX = axesWithout(x.ndim);
  return [axesOfX.slice(x.ndim - axes), axesWithout(y.ndim).slice(0, axes)];
};

// src/primitives/contraction/contraction.samples.ts
var normal = (shape) => ({ shape, domain: "normal" });
var complex2 = (shape) => ({ shape, domain: "normal", dtype: "complex" });
var dotSample = (special, inputs, contracting, batch = [[], []]) => ({
  name: `dot_general: ${special}`,
  f: (x, y) => dotGeneral(x, y, { contracting, batch }),
  jax: `lambda x, y: lax.dot_general(x, y, (${JSON.stringify(contracting)}, ${JSON.stringify(batch)}))`,
  inputs
});
var dotSamples = [
  dotSample("matrices", [normal([2, 3]), normal([3, 4])], [[1], [0]]),
  dotSample("first axes", [normal([3, 2]), normal([3, 2])], [[0], [0]]),
  dotSample("vectors", [normal([3]), normal([3])], [[0], [0]]),
  dotSample("scalar", [normal([]), normal([3])], [[], []]),
  dotSample("outer", [normal([2]), normal([3])], [[], []]),
  dotSample(
    "two axes",
    [normal([2, 3, 2]), normal([2, 2, 3])],
    [
      [1, 2],
      [2, 0]
    ]
  ),
  dotSample("batch", [normal([2, 2, 3]), normal([2, 3, 2])], [[2], [1]], [[0], [0]]),
  dotSample(
    "batch axes anywhere",
    [normal([2, 2, 3]), normal([3, 2, 2])],
    [[1], [2]],
    [
      [2, 0],
      [0, 1]
    ]
  ),
  dotSample(
    "all batch",
    [normal([2, 3]), normal([3, 2])],
    [[], []],
    [
      [0, 1],
      [1, 0]
    ]
  ),
  dotSample("empty sum", [normal([2, 0]), normal([0, 3])], [[1], [0]]),
  dotSample("empty result", [normal([0, 2]), normal([2, 3])], [[1], [0]]),
  dotSample("complex", [complex2([2, 2]), complex2([2, 3])], [[1], [0]]),
  dotSample("complex batch", [complex2([2, 2]), complex2([2, 2])], [[1], [1]], [[0], [0]]),
  {
    name: "dot_general: preferred dtype",
    f: (x) => dotGeneral(x, x, { contracting: [[0], [0]], preferredElementType: x.dtype }),
    jax: "lambda x: lax.dot_general(x, x, (([0], [0]), ([], [])), preferred_element_type=x.dtype)",
    inputs: [normal([3])]
  },
  {
    name: "dot_general: int32",
    f: (x, y) => dotGeneral(x, y, { contracting: [[1], [0]] }),
    jax: "lambda x, y: lax.dot_general(x, y, (([1], [0]), ([], [])))",
    inputs: [
      {
        shape: [2, 2],
        domain: {
          values: [
            [1, -2],
            [3, 2147483647]
          ]
        },
        dtype: "int32"
      },
      { shape: [2, 1], domain: { values: [[5], [7]] }, dtype: "int32" }
    ],
    order: 0,
    reason: "integers have no derivatives"
  },
  {
    name: "dot_general: bool",
    f: (x, y) => dotGeneral(x, y, { contracting: [[1], [0]] }),
    jax: "lambda x, y: lax.dot_general(x, y, (([1], [0]), ([], [])))",
    inputs: [
      {
        shape: [2, 2],
        domain: {
          values: [
            [1, 0],
            [0, 0]
          ]
        },
        dtype: "bool"
      },
      { shape: [2, 1], domain: { values: [[1], [1]] }, dtype: "bool" }
    ],
    order: 0,
    reason: "bools have no derivatives"
  }
];
var productSamples = [
  ["matrices", [2, 3], [3, 2]],
  ["vectors", [3], [3]],
  ["row", [3], [3, 2]],
  ["column", [2, 3], [3]],
  ["stack by matrix", [2, 2, 3], [3, 2]],
  ["stacks that broadcast", [2, 1, 1, 2], [1, 3, 2, 2]],
  ["row by stack", [2], [2, 2, 3]],
  ["stack by column", [3, 2, 2], [2]],
  ["unit stack", [1, 2, 2], [3, 2, 1]]
].map(([special, lhs, rhs]) => ({
  name: `matmul: ${special}`,
  f: (x, y) => matmul(x, y),
  jax: "lambda x, y: jnp.matmul(x, y)",
  inputs: [normal(lhs), normal(rhs)]
}));
var tensordotSample = (axes, lhs, rhs) => ({
  name: `tensordot: axes ${JSON.stringify(axes)}`,
  f: (x, y) => tensordot(x, y, axes),
  jax: `lambda x, y: jnp.tensordot(x, y, axes=${JSON.stringify(axes)})`,
  inputs: [normal(lhs), normal(rhs)]
});
var namedSamples = [
  {
    name: "dot: stacks",
    f: (x, y) => dot3(x, y),
    jax: "lambda x, y: jnp.dot(x, y)",
    inputs: [normal([2, 1, 2]), normal([3, 2, 2])]
  },
  {
    name: "dot: scalar",
    f: (x, y) => dot3(x, y),
    jax: "lambda x, y: jnp.dot(x, y)",
    inputs: [normal([]), normal([2, 2])]
  },
  {
    name: "inner",
    f: (x, y) => inner(x, y),
    jax: "lambda x, y: jnp.inner(x, y)",
    inputs: [normal([2, 2]), normal([3, 1, 2])]
  },
  {
    name: "outer",
    f: (x, y) => outer(x, y),
    jax: "lambda x, y: jnp.outer(x, y)",
    inputs: [normal([2, 2]), normal([3])]
  },
  {
    name: "vdot",
    f: (x, y) => vdot(x, y),
    jax: "lambda x, y: jnp.vdot(x, y)",
    inputs: [normal([2, 3]), normal([6])]
  },
  {
    name: "vdot: complex",
    f: (x, y) => vdot(x, y),
    jax: "lambda x, y: jnp.vdot(x, y)",
    inputs: [complex2([3]), complex2([3])]
  },
  tensordotSample(0, [2], [3]),
  tensordotSample(1, [2, 3], [3, 2]),
  tensordotSample(2, [2, 2, 3], [2, 3, 2]),
  tensordotSample([1, 0], [2, 3], [3, 2]),
  tensordotSample(
    [
      [-1, 0],
      [0, 2]
    ],
    [2, 2, 3],
    [3, 1, 2]
  )
];
var einsumSamples = [
  ["ij,jk->ik", [2, 3], [3, 2]],
  ["ij,jk->ki", [2, 3], [3, 2]],
  ["ij,jk", [2, 3], [3, 2]],
  ["ba", [2, 3]],
  ["ii", [3, 3]],
  ["ii->i", [3, 3]],
  ["iji->ji", [2, 3, 2]],
  ["iij,jj->i", [2, 2, 2], [2, 2]],
  ["ij->", [2, 3]],
  ["ij->j", [2, 3]],
  ["i,i->i", [3], [3]],
  ["i,j->ji", [2], [3]],
  ["ij,kl->jk", [2, 2], [3, 2]],
  ["i,i->i", [3], [1]],
  ["ij,jk->ik", [2, 1], [3, 2]],
  ["...ij,...jk->...ik", [2, 1, 2], [2, 2]],
  ["...i,...i", [2, 3], [3]],
  ["i...,i...->...", [2, 3], [2, 1]],
  ["...", [2, 2]],
  ["...i->i", [2, 2]],
  ["bij,bjk->bik", [2, 1, 3], [2, 3, 2]],
  ["bi,bj->ijb", [2, 2], [2, 3]],
  ["ij,jk,kl->il", [2, 3], [3, 2], [2, 2]],
  ["i,ij,j", [2], [2, 3], [3]],
  ["ab,bc,cd,da->", [2, 2], [2, 1], [1, 2], [2, 2]],
  [",ij->ji", [], [2, 2]]
].map(([spec, ...shapes]) => ({
  name: `einsum: ${spec} of ${shapes.map((shape) => `(${shape.join(", ")})`).join(" and ")}`,
  f: (...operands) => einsum(spec, ...operands),
  jax: `lambda *xs: jnp.einsum('${spec}', *xs)`,
  inputs: shapes.map(normal)
}));
var convSample = ({ special, lhs, rhs, strides, padding, options = {}, complex: isComplex2 }) => {
  const keywords = [
    ["lhs_dilation", options.lhsDilation],
    ["rhs_dilation", options.rhsDilation],
    ["dimension_numbers", options.dimensionNumbers],
    ["feature_group_count", options.featureGroupCount],
    ["batch_group_count", options.batchGroupCount]
  ].flatMap(([name2, value]) => value === void 0 ? [] : [`, ${name2}=${JSON.stringify(value)}`]);
  const input = isComplex2 ? complex2 : normal;
  return {
    name: `conv_general_dilated: ${special}`,
    f: (x, y) => convGeneralDilated(x, y, strides, padding, options),
    jax: `lambda x, y: lax.conv_general_dilated(x, y, ${JSON.stringify(strides)}, ${JSON.stringify(padding)}${keywords.join("")})`,
    inputs: [input(lhs), input(rhs)]
  };
};
var convSamples = [
  { special: "one axis", lhs: [1, 2, 4], rhs: [2, 2, 2], strides: [1], padding: "VALID" },
  { special: "no axis", lhs: [2, 3], rhs: [2, 3], strides: [], padding: [] },
  { special: "same", lhs: [1, 1, 5], rhs: [1, 1, 2], strides: [2], padding: "SAME" },
  { special: "same lower", lhs: [1, 1, 5], rhs: [1, 1, 2], strides: [1], padding: "SAME_LOWER" },
  { special: "padding", lhs: [1, 1, 4], rhs: [2, 1, 3], strides: [2], padding: [[2, 1]] },
  { special: "negative padding", lhs: [1, 1, 6], rhs: [1, 1, 2], strides: [1], padding: [[-1, -2]] },
  {
    special: "lhs dilation",
    lhs: [1, 1, 3],
    rhs: [1, 1, 3],
    strides: [1],
    padding: [[2, 1]],
    options: { lhsDilation: [2] }
  },
  {
    special: "rhs dilation",
    lhs: [1, 1, 7],
    rhs: [1, 1, 3],
    strides: [2],
    padding: [[1, 2]],
    options: { rhsDilation: [2] }
  },
  {
    special: "two axes",
    lhs: [1, 1, 3, 4],
    rhs: [1, 1, 2, 2],
    strides: [1, 2],
    padding: [
      [1, 0],
      [-1, 1]
    ],
    options: { lhsDilation: [2, 1], rhsDilation: [1, 2] }
  },
  {
    special: "channels last",
    lhs: [1, 2, 3, 2],
    rhs: [1, 2, 2, 3],
    strides: [1, 1],
    padding: "SAME",
    options: { dimensionNumbers: ["NHWC", "HWIO", "NHWC"] }
  },
  {
    special: "axes in any order",
    lhs: [3, 1, 2, 2],
    rhs: [1, 2, 2, 2],
    strides: [2, 1],
    padding: [
      [1, 1],
      [0, 1]
    ],
    options: { dimensionNumbers: ["WCNH", "IHOW", "HNCW"] }
  },
  { special: "three axes", lhs: [1, 1, 2, 2, 3], rhs: [1, 1, 1, 2, 2], strides: [1, 1, 2], padding: "SAME" },
  {
    special: "feature groups",
    lhs: [1, 4, 3],
    rhs: [2, 2, 2],
    strides: [1],
    padding: "SAME",
    options: { featureGroupCount: 2 }
  },
  {
    special: "depthwise",
    lhs: [1, 3, 4],
    rhs: [3, 1, 2],
    strides: [2],
    padding: [[1, 0]],
    options: { featureGroupCount: 3 }
  },
  {
    special: "batch groups",
    lhs: [4, 1, 3],
    rhs: [4, 1, 2],
    strides: [1],
    padding: "VALID",
    options: { batchGroupCount: 2 }
  },
  { special: "complex", lhs: [1, 1, 4], rhs: [1, 1, 2], strides: [1], padding: [[1, 0]], complex: true }
].map(convSample);
var contractionSamples = [
  ...dotSamples,
  ...productSamples,
  ...namedSamples,
  ...einsumSamples,
  ...convSamples
];

// src/primitives/elementwise/absolute.ts
var abs2 = unary({
  name: "abs",
  value: { float: Math.abs, int: Math.abs, complexToReal: abs },
  lift: "keep",
  output: realOf,
  derivative: {
    tangent: (tangent2, x, y) => {
      if (!isComplex(x.dtype)) {
        return mul2(tangent2, select(ge(x, constantLike(x, 0)), constantLike(x, 1), constantLike(x, -1)));
      }
      const length = convertElementType(y, x.dtype, x.weakType);
      return real(mul2(tangent2, div2(conj(x), replaceZero(length))));
    }
  }
});
var sign2 = unary({
  name: "sign",
  value: {
    float: Math.sign,
    int: Math.sign,
    complex: sign
  },
  lift: "keep",
  derivative: "zero"
});

// src/reference/scalar/polynomial.ts
function polynomial(coefficients, x) {
  let sum3 = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum3 = sum3 * x + coefficients[i];
  return sum3;
}

// src/reference/scalar/bessel.ts
var I0_SMALL = [
  1,
  0.25,
  0.02777777777777778,
  0.0017361111111111106,
  6944444444444523e-20,
  1929012345678419e-21,
  3936759889170454e-23,
  6151187325755852e-25,
  759405845371784e-26,
  7594057959497694e-29,
  6276087726660225e-31,
  4358324987723104e-33,
  25794178351052894e-36,
  13130874489257475e-38,
  5952735587576793e-40,
  2013075286051257e-42,
  12002672023650634e-45
];
var I1_SMALL = [
  0.5,
  0.08333333333333333,
  0.006944444444444444,
  3472222222222222e-19,
  11574074074074114e-21,
  27557319223982823e-23,
  4920949861441355e-24,
  6834652584783329e-26,
  7594058441354712e-28,
  690368923783708e-29,
  5230071087726802e-32,
  33525740185918085e-35,
  1842345089173867e-36,
  8757924724769851e-39,
  37092713417294716e-42,
  12029294150405264e-44,
  6525161138164069e-46
];
var I0_LARGE = [
  0.4021765094450081,
  0.0033605519836678913,
  13621607438951463e-20,
  1114303378845176e-20,
  14838476780922646e-22,
  29735992084667734e-23,
  8872014585661555e-23,
  3932512321137824e-23,
  2156780676115673e-23,
  7559364098665437e-24,
  -6856484545962442e-24,
  -13427511481900905e-24,
  -50175940345046716e-25,
  7600254486433509e-24,
  6522264862032271e-24,
  -35862834111582305e-25,
  -45305710768621196e-25,
  16084886155781772e-25,
  2163681278413876e-24,
  -6327909921997027e-25,
  -6494591114401118e-25,
  17698085539456536e-26,
  9114760157514253e-26,
  -24421972688131832e-27
];
var I1_LARGE = [
  0.38939845902587233,
  -0.009749577193235765,
  -21923576383137776e-20,
  -15038547198221758e-21,
  -18349102493990178e-22,
  -34838563464253135e-23,
  -10001075046243961e-23,
  -43128498031006734e-24,
  -23394122958362557e-24,
  -8432168972932417e-24,
  684757829926934e-23,
  14051746928735543e-24,
  55720183980930355e-25,
  -7687251308765992e-24,
  -69444186339873875e-25,
  3501765193290176e-24,
  4763780078020254e-24,
  -15218214060680734e-25,
  -22624401109204446e-25,
  5870664618471487e-25,
  67727478454462e-23,
  -16283264322621244e-26,
  -9491890392992048e-26,
  22421768596847442e-27
];
var LIMIT = 8;
function i0Small(x) {
  const q = 0.25 * x * x;
  return 1 + q * polynomial(I0_SMALL, q);
}
function i1Small(x) {
  const q = 0.25 * x * x;
  return 0.5 * x * (1 + q * polynomial(I1_SMALL, q));
}
function i0e(x) {
  const size = Math.abs(x);
  if (size <= LIMIT) return Math.exp(-size) * i0Small(size);
  return polynomial(I0_LARGE, 16 / size - 1) / Math.sqrt(size);
}
function i1e(x) {
  const size = Math.abs(x);
  if (size <= LIMIT) return Math.exp(-size) * i1Small(x);
  const value = polynomial(I1_LARGE, 16 / size - 1) / Math.sqrt(size);
  return x < 0 ? -value : value;
}

// src/primitives/elementwise/bessel.ts
var besselI0e = unary({
  name: "bessel_i0e",
  value: { float: i0e },
  derivative: (x, y) => sub(besselI1e(x), mul2(sign2(x), y))
});
var epsilonOf = (dtype) => dtype === "float64" ? 2 ** -52 : 2 ** -23;
var besselI1e = unary({
  name: "bessel_i1e",
  value: { float: i1e },
  // I₁'(x) = I₀(x) - I₁(x)/x; at 0 the quotient's limit 1/2 is put in
  derivative: (x, y) => {
    const epsilon = constantLike(x, epsilonOf(x.dtype));
    const regular = gt(abs2(x), epsilon);
    const safe = select(regular, x, epsilon);
    const slope = sub(besselI0e(safe), mul2(y, add2(sign2(safe), reciprocal2(safe))));
    return select(regular, slope, constantLike(x, 0.5));
  }
});

// src/primitives/elementwise/bits.ts
var isShift = (amount) => amount >= 0 && amount < 32;
var shiftLeft = binary2({
  name: "shift_left",
  value: { int: (x, y) => isShift(y) ? x << y : 0 },
  derivatives: ["zero", "zero"]
});
var shiftRightLogical = binary2({
  name: "shift_right_logical",
  value: { int: (x, y) => isShift(y) ? x >>> y : 0 },
  derivatives: ["zero", "zero"]
});
var shiftRightArithmetic = binary2({
  name: "shift_right_arithmetic",
  value: { int: (x, y) => x >> (isShift(y) ? y : 31) },
  derivatives: ["zero", "zero"]
});
var countOnes = (x) => {
  const pairs = x - (x >>> 1 & 1431655765);
  const fours = (pairs & 858993459) + (pairs >>> 2 & 858993459);
  return Math.imul(fours + (fours >>> 4) & 252645135, 16843009) >>> 24;
};
var populationCount = unary({
  name: "population_count",
  value: { int: countOnes },
  lift: "keep",
  derivative: "zero"
});
var clz = unary({ name: "clz", value: { int: Math.clz32 }, lift: "keep", derivative: "zero" });

// src/reference/scalar/error.ts
var ERF_NUMERATOR = [
  1.1283791670955126,
  0.10406449085685067,
  0.042350121532612514,
  5400388398301058e-19,
  20111846244768686e-20,
  -4030570187205767e-21,
  10534683259983577e-23
];
var ERF_DENOMINATOR = [
  1,
  0.42555808711420673,
  0.07938451370313326,
  0.008193816626464867,
  47376321295764434e-20,
  12474306149864762e-21
];
var ERFCX_NUMERATOR = [
  1,
  2.0125116238222476,
  2.0250526398262245,
  1.2953377779505966,
  0.572968391173309,
  0.18059481479517173,
  0.040472062085315695,
  0.006224081197699236,
  5983495077563341e-19,
  27608292855081715e-21
];
var ERFCX_DENOMINATOR = [
  1,
  3.1408907909177595,
  4.569168374419992,
  4.062454169743386,
  2.4505324922372105,
  1.0508957764329967,
  0.32558758111476654,
  0.07226512715991351,
  0.011056364328556768,
  0.0010605468753260132,
  489344252064207e-19
];
var ERFCX_TAIL_NUMERATOR = [
  1,
  29.76141211745414,
  306.55126069760456,
  1336.2832296010142,
  2402.7612908649767,
  1430.34124196123,
  123.41433337471179
];
var ERFCX_TAIL_DENOMINATOR = [
  1,
  30.261412117454135,
  320.9319667563323,
  1475.9281538908365,
  2950.2040405147636,
  2231.1853109808726,
  418.83921758984917
];
var SQRT_PI = 1.772453850905516;
function erfCentre(x) {
  const s = x * x;
  return x * (polynomial(ERF_NUMERATOR, s) / polynomial(ERF_DENOMINATOR, s));
}
function gaussian(x) {
  const scaled = 134217729 * x;
  const high = scaled - (scaled - x);
  return Math.exp(-high * high) * Math.exp(-(x - high) * (x + high));
}
function erfcx(x) {
  if (x < 0) {
    if (x < -27) return Number.POSITIVE_INFINITY;
    return 2 / gaussian(x) - erfcx(-x);
  }
  if (x <= 4) return polynomial(ERFCX_NUMERATOR, x) / polynomial(ERFCX_DENOMINATOR, x);
  if (x > 1e8) return 1 / (SQRT_PI * x);
  const s = 1 / (x * x);
  return polynomial(ERFCX_TAIL_NUMERATOR, s) / (polynomial(ERFCX_TAIL_DENOMINATOR, s) * SQRT_PI * x);
}
function erf(x) {
  if (Math.abs(x) < 1) return erfCentre(x);
  if (x >= 6) return 1;
  if (x <= -6) return -1;
  return x > 0 ? 1 - gaussian(x) * erfcx(x) : gaussian(x) * erfcx(-x) - 1;
}
function erfc(x) {
  if (x < 0.25) {
    if (x <= -6) return 2;
    return x > -1 ? 1 - erfCentre(x) : 2 - gaussian(x) * erfcx(-x);
  }
  if (x > 27.5) return 0;
  return gaussian(x) * erfcx(x);
}
function erfInv(y) {
  const size = Math.abs(y);
  if (!(size < 1)) return size === 1 ? y * Number.POSITIVE_INFINITY : Number.NaN;
  if (size < 1e-9) return y * (SQRT_PI / 2);
  const logarithm2 = Math.log1p(-size * size);
  const middle = 2 / (Math.PI * 0.147) + logarithm2 / 2;
  let x = Math.sqrt(Math.sqrt(middle * middle - logarithm2 / 0.147) - middle);
  for (let i = 0; i < 3; i++) {
    const excess2 = size < 0.5 ? erf(x) - size : 1 - size - erfc(x);
    const newton = excess2 * SQRT_PI / (2 * gaussian(x));
    x -= newton / (1 + x * newton);
  }
  return y < 0 ? -x : x;
}

// src/primitives/elementwise/exponential.ts
var exp3 = unary({
  name: "exp",
  value: { float: Math.exp, complex: exp },
  derivative: (_, y) => y
});
var exp23 = unary({
  name: "exp2",
  value: { float: exp2, complex: exp22 },
  derivative: (x, y) => mul2(constantLike(x, Math.LN2), y)
});
var expm12 = unary({
  name: "expm1",
  value: { float: Math.expm1, complex: expm1 },
  derivative: (x, y) => add2(y, constantLike(x, 1))
});
var log2 = unary({
  name: "log",
  value: { float: Math.log, complex: log },
  derivative: (x) => reciprocal2(x)
});
var log1p2 = unary({
  name: "log1p",
  value: { float: Math.log1p, complex: log1p },
  derivative: (x) => reciprocal2(add2(x, constantLike(x, 1)))
});
var logistic3 = unary({
  name: "logistic",
  value: { float: logistic, complex: logistic2 },
  derivative: (x, y) => mul2(y, sub(constantLike(x, 1), y))
});

// src/primitives/elementwise/power.ts
var powerRule = (x, y) => {
  const exponent = toDType(y, x);
  const lowered = bindOne(powPrimitive, alignShapes("pow", [x, sub(exponent, constantLike(exponent, 1))]), noParams);
  if (!isInteger(y.dtype)) return mul2(exponent, lowered);
  const zero2 = constantLike(exponent, 0);
  return select(eq(exponent, zero2), zero2, mul2(replaceZero(exponent), lowered));
};
var powPrimitive = elementwise(
  {
    name: "pow",
    kernels: { float: power, complex: pow },
    unify: ([base, exponent]) => isInexact(base) && isInteger(exponent) ? base : void 0,
    jvp: [
      (tangent2, _, [x, y]) => mul2(tangent2, powerRule(x, y)),
      (tangent2, value, [x]) => mul2(tangent2, mul2(log2(replaceZero(x)), value))
    ]
  },
  add2
);
var pow2 = (x, y) => {
  if (typeof y === "number" && Number.isSafeInteger(y)) return integerPow(x, y);
  const exponent = typeof y === "number" ? void 0 : toArray("pow", y);
  if (exponent !== void 0 && isInteger(exponent.dtype)) {
    const [base] = promoteOperands("pow", [x], promoteTypesInexact);
    return bindOne(powPrimitive, alignShapes("pow", [base, exponent]), noParams);
  }
  return bindOne(powPrimitive, alignShapes("pow", promoteOperands("pow", [x, y], promoteTypesInexact)), noParams);
};
var square = unary({
  name: "square",
  value: { float: (x) => x * x, int: (x) => Math.imul(x, x), complex: (a, b) => [(a - b) * (a + b), 2 * a * b] },
  lift: "keep",
  derivative: (x) => mul2(constantLike(x, 2), x)
});
var sqrt2 = unary({
  name: "sqrt",
  value: { float: Math.sqrt, complex: sqrt },
  derivative: (x, y) => div2(constantLike(x, 0.5), y)
});
var rsqrt3 = unary({
  name: "rsqrt",
  value: { float: rsqrt, complex: rsqrt2 },
  derivative: (x, y) => mul2(constantLike(x, -0.5), div2(y, x))
});
var cbrt2 = unary({
  name: "cbrt",
  value: { float: cbrt },
  derivative: (x, y) => mul2(constantLike(x, 1 / 3), integerPow(y, -2))
});

// src/primitives/elementwise/error-function.ts
var twoOverRootPi = 2 / Math.sqrt(Math.PI);
var gaussian2 = (x, factor) => mul2(constantLike(x, factor), exp3(neg(square(x))));
var erf2 = unary({
  name: "erf",
  value: { float: erf },
  derivative: (x) => gaussian2(x, twoOverRootPi)
});
var erfc2 = unary({
  name: "erfc",
  value: { float: erfc },
  derivative: (x) => gaussian2(x, -twoOverRootPi)
});
var erfInv2 = unary({
  name: "erf_inv",
  value: { float: erfInv },
  derivative: (x, y) => mul2(constantLike(x, 1 / twoOverRootPi), exp3(square(y)))
});

// src/primitives/elementwise/extrema.ts
var share = (x, y, value) => {
  const [one, two] = [constantLike(value, 1), constantLike(value, 2)];
  return div2(select(eq(x, value), one, constantLike(value, 0)), select(eq(y, value), two, one));
};
var greater = (a, b, c, d) => a > c || a === c && b > d;
var max = binary2({
  name: "max",
  value: {
    float: Math.max,
    int: Math.max,
    bool: (x, y) => x | y,
    complex: (a, b, c, d) => greater(a, b, c, d) ? [a, b] : [c, d]
  },
  derivatives: [(x, y, value) => share(x, y, value), (x, y, value) => share(y, x, value)]
});
var min = binary2({
  name: "min",
  value: {
    float: Math.min,
    int: Math.min,
    bool: (x, y) => x & y,
    complex: (a, b, c, d) => greater(c, d, a, b) ? [a, b] : [c, d]
  },
  derivatives: [(x, y, value) => share(x, y, value), (x, y, value) => share(y, x, value)]
});

// src/reference/scalar/gamma.ts
var LOG_GAMMA_AT_ONE_NUMERATOR = [
  1.1350284418957346,
  7.046304476974644,
  17.123225969040647,
  20.687816562468957,
  13.054967745477468,
  4.141295119528055,
  0.5799398854502718,
  0.025929801749400953,
  7916027596968201e-20
];
var LOG_GAMMA_AT_ONE_DENOMINATOR = [
  1,
  7.093538678576017,
  20.213985185515423,
  29.672421647123123,
  23.946867960778274,
  10.524175982274405,
  2.347423214074278,
  0.22629305401900926,
  0.006369890668015434
];
var LOG_GAMMA_AT_TWO_NUMERATOR = [
  0.3624397196559534,
  0.61464845795087,
  0.37906795648269265,
  0.10317531008019994,
  0.011876193799312571,
  43976228683940917e-20,
  1267497826413545e-21
];
var LOG_GAMMA_AT_TWO_DENOMINATOR = [
  1,
  1.9591313680538416,
  1.456336527916708,
  0.5118813654530587,
  0.0862312612023566,
  0.006190395013993297,
  13136548474401876e-20
];
var DIGAMMA_ROOT = 1.4616321449683622;
var DIGAMMA_ROOT_LOW = 9549995429965697e-32;
var DIGAMMA_NUMERATOR = [
  1.2503801375034054,
  1.8675925104074453,
  0.9711327526262392,
  0.21631407251432455,
  0.01996408274151926,
  5811135063985677e-19,
  10894678528383955e-22
];
var DIGAMMA_DENOMINATOR = [
  1,
  2.1771665986671342,
  1.6630736963665909,
  0.5710455727133128,
  0.09111902253303285,
  0.006100975692434821,
  12043151172286901e-20
];
var STIRLING = [
  0.08333333333333333,
  -0.002777777777777778,
  7936507936507937e-19,
  -5952380952380953e-19,
  8417508417508417e-19,
  -0.0019175269175269176,
  0.00641025641025641,
  -0.029550653594771242,
  0.17964437236883057,
  -1.3924322169059011
];
var DIGAMMA_TAIL = [
  0.08333333333333333,
  -0.008333333333333333,
  0.003968253968253968,
  -0.004166666666666667,
  0.007575757575757576,
  -0.021092796092796094,
  0.08333333333333333,
  -0.4432598039215686,
  3.0539543302701198,
  -26.456212121212122
];
var BERNOULLI_OVER_FACTORIAL = [
  0.08333333333333333,
  -0.001388888888888889,
  3306878306878307e-20,
  -8267195767195768e-22,
  208767569878681e-22,
  -5284190138687493e-25,
  13382536530684679e-27,
  -33896802963225827e-29,
  8586062056277845e-30,
  -2174868698558062e-31,
  55090028283602295e-34,
  -13954464685812522e-35,
  3534707039629467e-36,
  -8953517427037546e-38,
  2267952452337683e-39,
  -5744790668872202e-41
];
var EULER = 0.5772156649015329;
var ONE_MINUS_EULER = 0.42278433509846713;
var LOG_PI = 1.1447298858494002;
var HALF_LOG_TWO_PI_OVER_E = 0.4189385332046727;
var SQRT_TWO_PI = 2.5066282746310007;
function logGammaOnePlus(z) {
  if (z <= 0.5) {
    const t2 = z + 0.5;
    return z * (z * (polynomial(LOG_GAMMA_AT_ONE_NUMERATOR, t2) / polynomial(LOG_GAMMA_AT_ONE_DENOMINATOR, t2)) - EULER);
  }
  const t = z - 0.5;
  const w = z - 1;
  return w * (w * (polynomial(LOG_GAMMA_AT_TWO_NUMERATOR, t) / polynomial(LOG_GAMMA_AT_TWO_DENOMINATOR, t)) + ONE_MINUS_EULER);
}
function gammaOnePlus(a) {
  const steps = Math.round(a);
  let value = Math.exp(logGammaOnePlus(a - steps));
  for (let i = 0; i < steps; i++) value *= a - i;
  return value;
}
function stirlingCorrection(x) {
  return x > 1e8 ? 1 / (12 * x) : polynomial(STIRLING, 1 / (x * x)) / x;
}
function stirlingFactor(a) {
  if (a >= 10) return Math.exp(stirlingCorrection(a));
  return gammaOnePlus(a) * Math.exp(a) / (SQRT_TWO_PI * Math.sqrt(a) * a ** a);
}
function sinPi(x) {
  const fraction2 = x - Math.floor(x);
  return Math.sin(Math.PI * (fraction2 > 0.5 ? 1 - fraction2 : fraction2));
}
function lgamma(x) {
  if (x >= 10) {
    if (x === Number.POSITIVE_INFINITY) return x;
    return (x - 0.5) * (Math.log(x) - 1) + (HALF_LOG_TWO_PI_OVER_E + stirlingCorrection(x));
  }
  if (x >= 2.5) {
    let product3 = 1;
    let base = x;
    while (base >= 2.5) product3 *= base -= 1;
    return Math.log(product3) + logGammaOnePlus(base - 1);
  }
  if (x >= 0.5) return logGammaOnePlus(x - 1);
  if (x > -0.5) return x === 0 ? Number.POSITIVE_INFINITY : logGammaOnePlus(x) - Math.log(Math.abs(x));
  if (Number.isNaN(x)) return x;
  if (x === Math.floor(x)) return Number.POSITIVE_INFINITY;
  return LOG_PI - Math.log(-x * sinPi(-x)) - lgamma(-x);
}
function digamma(x) {
  if (x >= 10) {
    if (x > 1e16) return Math.log(x);
    const s = 1 / (x * x);
    return Math.log(x) - (0.5 / x + s * polynomial(DIGAMMA_TAIL, s));
  }
  if (x >= 1) {
    let harmonic = 0;
    let base = x;
    while (base >= 2) harmonic += 1 / (base -= 1);
    const t = base - 1;
    const slope = polynomial(DIGAMMA_NUMERATOR, t) / polynomial(DIGAMMA_DENOMINATOR, t);
    return harmonic + (base - DIGAMMA_ROOT - DIGAMMA_ROOT_LOW) * slope;
  }
  if (x === Math.floor(x)) return Number.NaN;
  if (x > -0.5) return digamma(1 + x) - 1 / x;
  if (x > -1) return digamma(2 + x) - 1 / (1 + x) - 1 / x;
  if (!(x > Number.NEGATIVE_INFINITY)) return Number.NaN;
  const fraction2 = -x - Math.floor(-x);
  const cotangent = fraction2 > 0.5 ? -1 / Math.tan(Math.PI * (1 - fraction2)) : 1 / Math.tan(Math.PI * fraction2);
  return digamma(-x) + Math.PI * cotangent - 1 / x;
}
function hurwitzRatio(s, q) {
  let total = 0;
  const start = Math.max(12, s);
  let k = 0;
  while (q + k < start) {
    const term = Math.exp(-s * Math.log1p(k / q));
    total += term;
    if (term * (1 + (q + k) / (s - 1)) < 1e-17 * total) return total;
    k++;
  }
  const a = q + k;
  let rising = s / a;
  let tail = 0.5;
  for (let i = 0; i < BERNOULLI_OVER_FACTORIAL.length; i++) {
    const term = BERNOULLI_OVER_FACTORIAL[i] * rising;
    tail += term;
    if (Math.abs(term) < 1e-17 * (tail + a / (s - 1))) break;
    rising *= (s + (2 * i + 1)) / a * ((s + (2 * i + 2)) / a);
  }
  return total + Math.exp(-s * Math.log1p(k / q)) * (a / (s - 1) + tail);
}
function hurwitz(s, q) {
  if (q < 1) return q ** -s + hurwitz(s, 1 + q);
  return q ** (1 - s) * (hurwitzRatio(s, q) / q);
}
function hurwitzNegative(s, q) {
  const sign3 = s % 2 === 0 ? 1 : -1;
  const count = Math.ceil(-q);
  const fraction2 = -q - (count - 1);
  let below = 0;
  if (count <= 40) for (let i = count - 1; i >= 0; i--) below += (-q - i) ** -s;
  else below = hurwitz(s, fraction2) - hurwitz(s, 1 - q);
  return hurwitz(s, 1 - fraction2) + sign3 * below;
}
function zeta(x, q) {
  if (Number.isNaN(x) || Number.isNaN(q) || x < 1) return Number.NaN;
  if (x === 1) return Number.POSITIVE_INFINITY;
  if (q <= 0) {
    if (q === Math.floor(q)) return Number.POSITIVE_INFINITY;
    return x === Math.floor(x) && x < Number.POSITIVE_INFINITY ? hurwitzNegative(x, q) : Number.NaN;
  }
  if (q === Number.POSITIVE_INFINITY) return 0;
  if (x === Number.POSITIVE_INFINITY) return q > 1 ? 0 : q === 1 ? 1 : x;
  return hurwitz(x, q);
}
function factorial(n2) {
  let high = 2 ** -64;
  let low2 = 0;
  for (let i = 2; i <= n2; i++) {
    high = multiply(high, low2, i, 0);
    low2 = low;
  }
  return high * 2 ** 64;
}
function polygamma(n2, x) {
  if (n2 === 0) return digamma(x);
  if (!(n2 > 0) || n2 !== Math.floor(n2) || n2 === Number.POSITIVE_INFINITY || Number.isNaN(x)) return Number.NaN;
  const sign3 = n2 % 2 === 0 ? -1 : 1;
  if (x === Number.POSITIVE_INFINITY) return sign3 * 0;
  if (x === Number.NEGATIVE_INFINITY) return Number.NaN;
  if (x <= 0) {
    if (x === Math.floor(x)) return sign3 === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
    const value = hurwitzNegative(n2 + 1, x);
    if (n2 <= 170) return sign3 * factorial(n2) * value;
    return sign3 * Math.sign(value) * Math.exp(Math.log(Math.abs(value)) + lgamma(n2 + 1));
  }
  if (x < 1) return sign3 * (n2 <= 170 ? factorial(n2) * hurwitz(n2 + 1, x) : Number.POSITIVE_INFINITY);
  const ratio = hurwitzRatio(n2 + 1, x);
  const power2 = x ** -n2;
  if (n2 < 10 || n2 <= 170 && power2 > 1e-290 && power2 < 1e290) return sign3 * factorial(n2) * power2 * (ratio / x);
  const logOrder = logarithm(n2, 1 - n2);
  const logOrderLow = low;
  const logPoint = logarithm(x, 1 - x);
  const logRatio = add(logOrder, logOrderLow, -logPoint, -low);
  const scaled = multiply(n2, 0, logRatio, low);
  const exponent = add(scaled, low, -n2, 0);
  const scale = Math.exp(exponent) * (1 + low);
  return sign3 * scale * SQRT_TWO_PI * Math.sqrt(n2) * stirlingFactor(n2) * (ratio / x);
}

// src/primitives/elementwise/gamma.ts
var lgamma2 = unary({ name: "lgamma", value: { float: lgamma }, derivative: (x) => digamma2(x) });
var digamma2 = unary({
  name: "digamma",
  value: { float: digamma },
  derivative: (x) => polygamma2(constantLike(x, 1), x)
});
var polygamma2 = binary2({
  name: "polygamma",
  value: { float: polygamma },
  lift: "inexact",
  derivatives: [
    { undefined: "has no derivative with respect to the order m: wrap it in stopGradient" },
    (m, x) => polygamma2(add2(m, constantLike(m, 1)), x)
  ]
});
var zeta2 = binary2({
  name: "zeta",
  value: { float: zeta },
  lift: "inexact",
  derivatives: [
    { undefined: "has no derivative with respect to the exponent x: wrap it in stopGradient" },
    (x, q) => mul2(neg(x), zeta2(add2(x, constantLike(x, 1)), q))
  ]
});

// src/primitives/elementwise/hyperbolic.ts
var sinh2 = unary({
  name: "sinh",
  value: { float: Math.sinh, complex: sinh },
  derivative: (x) => cosh2(x)
});
var cosh2 = unary({
  name: "cosh",
  value: { float: Math.cosh, complex: cosh },
  derivative: (x) => sinh2(x)
});
var tanh2 = unary({
  name: "tanh",
  value: { float: Math.tanh, complex: tanh },
  // (1 + y)(1 - y) keeps the digits of 1 - y² near |y| = 1
  derivative: (x, y) => mul2(add2(constantLike(x, 1), y), sub(constantLike(x, 1), y))
});
var asinh2 = unary({
  name: "asinh",
  value: { float: Math.asinh, complex: asinh },
  derivative: (x) => rsqrt3(add2(square(x), constantLike(x, 1)))
});
var acosh2 = unary({
  name: "acosh",
  value: { float: Math.acosh, complex: acosh },
  derivative: (x) => rsqrt3(sub(square(x), constantLike(x, 1)))
});
var atanh2 = unary({
  name: "atanh",
  value: { float: Math.atanh, complex: atanh },
  derivative: (x) => mul2(reciprocal2(add2(constantLike(x, 1), x)), reciprocal2(sub(constantLike(x, 1), x)))
});

// src/reference/scalar/incomplete/uniform.ts
var GAMMA_SERIES = [
  1,
  -0.3333333333333333,
  0.08333333333333333,
  -0.014814814814814815,
  0.0011574074074074073,
  3527336860670194e-19,
  -1787551440329218e-19,
  3919263178522438e-20,
  -2185448510679992e-21,
  -185406221071516e-20,
  8296711340953087e-22,
  -17665952736826078e-23,
  6707853543401498e-24,
  10261809784240309e-24,
  -4382036018453353e-24,
  914769958223679e-24,
  -25514193994946248e-27,
  -5830772132550426e-26,
  24361948020667415e-27,
  -50276692801141755e-28,
  11004392031956135e-29,
  3371763262400985e-28,
  -1392388722418162e-28,
  28534893807047445e-30,
  -5139111834242572e-31,
  -19752288294349442e-31,
  8099521156704561e-31,
  -16522531216398162e-32
];
var normalisation = 1;
var slopeAlpha = 0;
var slopeTheta = 0;
function uniform(coefficients, alpha, theta) {
  let above = 0;
  let current = 0;
  let total = 0;
  for (let n2 = coefficients.length - 2; n2 >= 0; n2--) {
    const value = coefficients[n2 + 1] + (n2 + 2) / alpha * above;
    above = current;
    current = value;
    total = total * theta + value;
  }
  normalisation = 1 + above / alpha;
  return total / normalisation;
}
function uniformGradient(coefficients, alpha, theta) {
  let above = 0;
  let current = 0;
  let total = 0;
  let aboveSlope = 0;
  let currentSlope = 0;
  let totalSlope = 0;
  let byTheta = 0;
  for (let n2 = coefficients.length - 2; n2 >= 0; n2--) {
    const ratio = (n2 + 2) / alpha;
    const value = coefficients[n2 + 1] + ratio * above;
    const slope = ratio * (aboveSlope - above / alpha);
    above = current;
    current = value;
    aboveSlope = currentSlope;
    currentSlope = slope;
    byTheta = byTheta * theta + total;
    total = total * theta + value;
    totalSlope = totalSlope * theta + slope;
  }
  normalisation = 1 + above / alpha;
  const normalisationSlope = (aboveSlope - above / alpha) / alpha;
  slopeTheta = byTheta / normalisation;
  slopeAlpha = (totalSlope - total * normalisationSlope / normalisation) / normalisation;
  return total / normalisation;
}

// src/reference/scalar/incomplete/gamma.ts
var SQRT_TWO_PI2 = 2.5066282746310007;
var EPSILON = 2 ** -54;
var LARGE = 20;
function gammaPrefactor(a, x) {
  if (a < 10) {
    if (x > 1500) return 0;
    const half = Math.exp(-x / 2);
    return x ** a * half / gammaOnePlus(a) * half;
  }
  const deviance2 = deviance(a, x, 0);
  return Math.exp(-deviance2) * (1 - low) / (SQRT_TWO_PI2 * Math.sqrt(a) * stirlingFactor(a));
}
function isUniform(a, x) {
  return a >= LARGE && x > 0.35 * a && x < 2.2 * a;
}
function lowerSeries(a, x) {
  let term = 1;
  let total = 1;
  for (let n2 = 1; term > EPSILON * total; n2++) {
    term *= x / (a + n2);
    total += term;
  }
  return total;
}
function upperFraction(a, x) {
  let denominator = x + 1 - a;
  let inverse = 1 / denominator;
  let term = inverse;
  let total = inverse;
  for (let n2 = 1; Math.abs(term) > EPSILON * total; n2++) {
    const numerator = n2 * (a - n2);
    denominator += 2;
    const next = 1 / (denominator + numerator * inverse);
    term *= -numerator * inverse * next;
    inverse = next;
    total += term;
  }
  return total;
}
function upperSmall(a, x) {
  const exponent = a * Math.log(x) - logGammaOnePlus(a);
  let power2 = 1;
  let total = 0;
  for (let n2 = 1; ; n2++) {
    power2 *= -x / n2;
    const term = power2 / (a + n2);
    total += term;
    if (Math.abs(term) <= EPSILON * Math.abs(total)) break;
  }
  return -Math.expm1(exponent) - Math.exp(exponent) * a * total;
}
function uniformTail(a, x) {
  const deviance2 = deviance(a, x, 0);
  const factor = Math.exp(-deviance2) * (1 - low);
  const eta = x < a ? -Math.sqrt(2 * deviance2 / a) : Math.sqrt(2 * deviance2 / a);
  const correction = uniform(GAMMA_SERIES, a, eta) / (SQRT_TWO_PI2 * Math.sqrt(a));
  const main = 0.5 * erfcx(Math.sqrt(deviance2));
  return factor * (x < a ? main - correction : main + correction);
}
function regularised(a, x, upper) {
  if (isUniform(a, x)) {
    const tail2 = uniformTail(a, x);
    return x >= a === upper ? tail2 : 1 - tail2;
  }
  if (a < 1 && x < 1) {
    const tail2 = upperSmall(a, x);
    if (upper) return tail2;
    return tail2 < 0.5 ? 1 - tail2 : gammaPrefactor(a, x) * lowerSeries(a, x);
  }
  if (x < Math.max(a, 1)) {
    const tail2 = gammaPrefactor(a, x) * lowerSeries(a, x);
    return upper ? 1 - tail2 : tail2;
  }
  const factor = gammaPrefactor(a, x) * a;
  const tail = factor === 0 ? 0 : factor * upperFraction(a, x);
  return upper ? tail : 1 - tail;
}
function igamma(a, x) {
  if (!(a >= 0 && x >= 0) || a === 0 && x === 0) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY || a === 0) return 1;
  if (x === 0 || a === Number.POSITIVE_INFINITY) return 0;
  return regularised(a, x, false);
}
function igammac(a, x) {
  if (!(a >= 0 && x >= 0) || a === 0 && x === 0) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY || a === 0) return 0;
  if (x === 0 || a === Number.POSITIVE_INFINITY) return 1;
  return regularised(a, x, true);
}
function scaledGradient(a, x) {
  if (isUniform(a, x)) return uniformGradientScaled(a, x);
  const logarithm2 = Math.log(x) - digamma(1 + a);
  if (x < Math.max(a, 1)) {
    let term2 = 1;
    let total2 = 1;
    let harmonic = 0;
    let slope = 0;
    for (let n2 = 1; ; n2++) {
      term2 *= x / (a + n2);
      harmonic += 1 / (a + n2);
      total2 += term2;
      slope += term2 * harmonic;
      if (term2 * harmonic <= EPSILON * slope && term2 <= EPSILON * total2) break;
    }
    return logarithm2 * total2 - slope;
  }
  let denominator = x + 1 - a;
  let inverse = 1 / denominator;
  let inverseSlope = inverse * inverse;
  let term = inverse;
  let termSlope = inverseSlope;
  let total = term;
  let totalSlope = termSlope;
  for (let n2 = 1; Math.abs(term) > EPSILON * total || Math.abs(termSlope) > EPSILON * totalSlope; n2++) {
    const numerator = n2 * (a - n2);
    denominator += 2;
    const next = 1 / (denominator + numerator * inverse);
    const nextSlope = next * next * (1 - n2 * inverse - numerator * inverseSlope);
    const ratio = -numerator * inverse * next;
    const ratioSlope = -n2 * inverse * next - numerator * (inverseSlope * next + inverse * nextSlope);
    termSlope = ratioSlope * term + ratio * termSlope;
    term *= ratio;
    inverse = next;
    inverseSlope = nextSlope;
    total += term;
    totalSlope += termSlope;
  }
  return -(total * (a * logarithm2 + 1) + a * totalSlope);
}
function uniformGradientScaled(a, x) {
  const deviance2 = deviance(a, x, 0);
  const eta = x < a ? -Math.sqrt(2 * deviance2 / a) : Math.sqrt(2 * deviance2 / a);
  const excess2 = (x - a) / a;
  const logarithm2 = Math.log1p(excess2);
  const value = uniformGradient(GAMMA_SERIES, a, eta);
  const etaSlope = -(eta === 0 ? 1 : excess2 / eta) / a;
  const main = eta === 0 ? 1 : logarithm2 / eta;
  return -normalisation * (main + (logarithm2 - 0.5 / a) * value + slopeAlpha + slopeTheta * etaSlope);
}
function igammaGradA(a, x) {
  if (x === 0 && a > 0) return 0;
  if (!(a > 0 && x > 0 && x < Number.POSITIVE_INFINITY && a < Number.POSITIVE_INFINITY)) return Number.NaN;
  const factor = gammaPrefactor(a, x);
  return factor === 0 ? -0 : scaledGradient(a, x) * factor;
}
function randomGammaGrad(a, x) {
  if (x === 0 && a > 0) return 0;
  if (!(a > 0 && x > 0 && x < Number.POSITIVE_INFINITY && a < Number.POSITIVE_INFINITY)) return Number.NaN;
  return -scaledGradient(a, x) * (x / a);
}

// src/reference/scalar/incomplete/beta.ts
var SQRT_TWO_PI3 = 2.5066282746310007;
var EPSILON2 = 2 ** -54;
var LARGE2 = 20;
var deviation = 0;
var deviationLow = 0;
function setDeviation(a, b, x, xLow, y, yLow) {
  const size = sum(a, b);
  const sizeLow = low;
  const meanA = multiply(size, sizeLow, x, xLow);
  const partA = deviance(a, meanA, low);
  const partALow = low;
  const meanB = multiply(size, sizeLow, y, yLow);
  const partB = deviance(b, meanB, low);
  deviation = add(partA, partALow, partB, low);
  deviationLow = low;
}
function betaPrefactor(a, b, x, xLow, y, yLow) {
  const size = sum(a, b);
  if (size <= 20) {
    const lost = a * xLow / x + b * yLow / y + low * Math.log(size + 0.5);
    const gammas = gammaOnePlus(size) / (gammaOnePlus(a) * gammaOnePlus(b));
    return x ** a * y ** b * (1 + lost) * (b / size) * gammas;
  }
  setDeviation(a, b, x, xLow, y, yLow);
  const scale = Math.sqrt(b / size) / (SQRT_TWO_PI3 * Math.sqrt(a));
  const factor = stirlingFactor(size) / (stirlingFactor(a) * stirlingFactor(b));
  return Math.exp(-deviation) * (1 - deviationLow) * scale * factor;
}
function positiveSeries(a, b, x) {
  let term = 1;
  let total = 1;
  for (let n2 = 0; term > EPSILON2 * total; n2++) {
    term *= (a + b + n2) * x / (a + 1 + n2);
    total += term;
  }
  return total;
}
function fraction(a, b, x) {
  let inverse = 1;
  let term = 1;
  let total = 1;
  for (let n2 = 1; Math.abs(term) > EPSILON2 * total; n2++) {
    const m = n2 >> 1;
    const coefficient = n2 % 2 === 0 ? m * (b - m) / (a + 2 * m - 1) * (x / (a + 2 * m)) : -((a + m) / (a + 2 * m)) * ((a + b + m) / (a + 2 * m + 1)) * x;
    const next = 1 / (1 + coefficient * inverse);
    term *= -coefficient * inverse * next;
    inverse = next;
    total += term;
  }
  return total;
}
var POWERS = new Float64Array(64);
var SINH = Float64Array.from({ length: 64 }, (_, k) => {
  let value = 1;
  for (let i = 1; i <= k; i++) value /= 4 * (2 * i) * (2 * i + 1);
  return value;
});
function gammaSeries(a, b, x, xLow, y) {
  const logarithm2 = logarithm(x, y);
  const logarithmLow = low + (x > 0.7 ? 0 : xLow / x);
  const size = sum(a, 0.5 * (b - 1));
  const z = multiply(size, low, -logarithm2, -logarithmLow);
  const zLow = low;
  let density = gammaPrefactor(b, z);
  let upper = igammac(b, z) - zLow * density * b / z;
  let weight2 = 1;
  let weighted2 = upper;
  let weights = 1;
  POWERS[0] = 1;
  for (let n2 = 1; n2 < POWERS.length; n2++) {
    let power2 = 0;
    for (let k = 1; k <= n2; k++) power2 += ((b - 1) * k - (n2 - k)) * SINH[k] * POWERS[n2 - k];
    POWERS[n2] = power2 / n2;
    const shape = b + (2 * n2 - 2);
    upper += density;
    density *= z / (shape + 1);
    upper += density;
    density *= z / (shape + 2);
    weight2 *= shape / size * ((shape + 1) / size);
    const term = POWERS[n2] * weight2;
    weights += term;
    weighted2 += term * upper;
    if (Math.abs(term) <= EPSILON2 * weights && Math.abs(term) * upper <= EPSILON2 * weighted2) break;
  }
  return weighted2 / weights;
}
function lowerTail(a, b, x, xLow, y, yLow) {
  if (x > 0.5) {
    const size = a + 0.5 * (b - 1);
    const reach = Math.max(-Math.log(x), (b + 1) / size);
    if (size >= 40 && b * reach * reach <= 4) return gammaSeries(a, b, x, xLow, y);
  }
  const factor = betaPrefactor(a, b, x, xLow, y, yLow);
  if (factor === 0) return 0;
  return factor * (x <= 0.5 ? positiveSeries(a, b, x) : fraction(a, b, x));
}
function logGammaRatio(a, b) {
  let correction = 0;
  let base = a;
  for (; base < 10; base++) correction -= Math.log1p(b / base);
  const growth = Math.log1p(b / base);
  let power2 = 1 / base;
  for (let k = 0; k < STIRLING.length; k++) {
    correction += STIRLING[k] * power2 * Math.expm1(-(2 * k + 1) * growth);
    power2 /= base * base;
  }
  return b * (Math.log(base + b) + ((base - 0.5) * growth / b - 1)) + correction;
}
function smallB(a, b, x, y) {
  const logarithm2 = y > 0.5 ? Math.log1p(-x) : Math.log(y);
  const exponent = b * logarithm2 - logGammaOnePlus(b) + logGammaRatio(a, b);
  let power2 = 1;
  let total = 0;
  for (let n2 = 1; ; n2++) {
    power2 *= (n2 - a) / n2 * y;
    const term = power2 / (b + n2);
    total += term;
    if (Math.abs(term) <= EPSILON2 * Math.abs(total)) break;
  }
  return -Math.expm1(exponent) - Math.exp(exponent) * b * total;
}
var SERIES_LENGTH = 48;
var COEFFICIENTS = new Float64Array(SERIES_LENGTH);
var INVERSE = new Float64Array(SERIES_LENGTH + 2);
var SQUARE = new Float64Array(SERIES_LENGTH + 2);
function setCoefficients(ratio) {
  INVERSE[1] = 1;
  SQUARE[2] = 1;
  for (let k = 3; k <= SERIES_LENGTH + 1; k++) {
    SQUARE[k] = 2 / k * ((1 - ratio) * INVERSE[k - 2] - ratio * SQUARE[k - 2]);
    let cross = 0;
    for (let i = 2; i < k - 1; i++) cross += INVERSE[i] * INVERSE[k - i];
    INVERSE[k - 1] = 0.5 * (SQUARE[k] - cross);
  }
  COEFFICIENTS[0] = 1;
  for (let n2 = 1; n2 < SERIES_LENGTH; n2++) {
    let value = 0;
    for (let j = 1; j <= n2; j++) value -= INVERSE[j + 1] * COEFFICIENTS[n2 - j];
    COEFFICIENTS[n2] = value;
  }
}
function uniformLower(a, b, above, complement) {
  const alpha = a * (1 + a / b);
  const factor = Math.exp(-deviation) * (1 - deviationLow);
  const theta = Math.sqrt(2 * deviation / alpha);
  setCoefficients(a / b);
  const correction = uniform(COEFFICIENTS, alpha, above ? theta : -theta) / (SQRT_TWO_PI3 * Math.sqrt(alpha));
  const main = 0.5 * erfcx(Math.sqrt(deviation));
  const tail = factor * (above ? main + correction : main - correction);
  return above === complement ? tail : 1 - tail;
}
function betainc(a, b, x) {
  if (!(a >= 0 && b >= 0 && x >= 0 && x <= 1)) return Number.NaN;
  if (a === 0 && b === 0 || a === Number.POSITIVE_INFINITY && b === a) return Number.NaN;
  if (x === 0 || x === 1) return x === 0 ? 0 : 1;
  if (a === 0 || b === Number.POSITIVE_INFINITY) return 1;
  if (b === 0 || a === Number.POSITIVE_INFINITY) return 0;
  const y = sum(1, -x);
  const yLow = low;
  if (b > 1e200 && a < 1e100) return igamma(a, b * x);
  if (a > 1e200 && b < 1e100) return igammac(b, a * -Math.log1p(-y));
  if (a > 1e200 || b > 1e200) return betainc(a * 1e-100, b * 1e-100, x);
  if (a >= LARGE2 && b >= LARGE2) {
    setDeviation(a, b, x, 0, y, yLow);
    const small2 = Math.min(a, b);
    if (deviation < 0.32 * small2 * (1 + small2 / Math.max(a, b))) {
      const size = sum(a, b);
      const mean = multiply(size, low, x, 0);
      const above = add(mean, low, -a, 0) > 0;
      return a <= b ? uniformLower(a, b, above, false) : uniformLower(b, a, !above, true);
    }
  }
  if (x * (a + b + 2) <= a + 1) return lowerTail(a, b, x, 0, y, yLow);
  if (b < 1) return a * y < 0.7 && a < 41 ? smallB(a, b, x, y) : lowerTail(a, b, x, 0, y, yLow);
  return 1 - lowerTail(b, a, y, yLow, x, 0);
}

// src/primitives/elementwise/incomplete.ts
var gammaDensity = (a, x) => exp3(sub(sub(mul2(sub(a, constantLike(a, 1)), log2(x)), x), lgamma2(a)));
var igamma2 = binary2({
  name: "igamma",
  value: { float: igamma },
  lift: "inexact",
  derivatives: [(a, x) => igammaGradA2(a, x), (a, x) => gammaDensity(a, x)]
});
var igammac2 = binary2({
  name: "igammac",
  value: { float: igammac },
  lift: "inexact",
  derivatives: [(a, x) => neg(igammaGradA2(a, x)), (a, x) => neg(gammaDensity(a, x))]
});
var igammaGradA2 = binary2({
  name: "igamma_grad_a",
  value: { float: igammaGradA },
  lift: "inexact",
  derivatives: [
    { undefined: "has no derivative with respect to a (it is itself one of igamma): wrap a in stopGradient" },
    (a, x) => mul2(gammaDensity(a, x), sub(log2(x), digamma2(a)))
  ]
});
var sampleReason = "is itself a derivative, of samples of the gamma distribution, and has none: wrap its operands in stopGradient";
var randomGammaGrad2 = binary2({
  name: "random_gamma_grad",
  value: { float: randomGammaGrad },
  lift: "inexact",
  derivatives: [{ undefined: sampleReason }, { undefined: sampleReason }]
});
var betaReason = (parameter) => `has no derivative with respect to ${parameter}, only with respect to x: wrap ${parameter} in stopGradient`;
var betainc2 = ternary({
  name: "regularized_incomplete_beta",
  value: { float: betainc },
  lift: "inexact",
  derivatives: [
    { undefined: betaReason("a") },
    { undefined: betaReason("b") },
    (a, b, x) => {
      const one = constantLike(x, 1);
      const logBeta = sub(add2(lgamma2(a), lgamma2(b)), lgamma2(add2(a, b)));
      const powers = add2(mul2(sub(b, one), log1p2(neg(x))), mul2(sub(a, one), log2(x)));
      return exp3(sub(powers, logBeta));
    }
  ]
});

// src/primitives/elementwise/rounding.ts
var floor = unary({ name: "floor", value: { float: Math.floor }, derivative: "zero" });
var ceil = unary({ name: "ceil", value: { float: Math.ceil }, derivative: "zero" });
var roundingMethods = {
  awayFromZero: { number: 0, round: roundAwayFromZero },
  toNearestEven: { number: 1, round: roundHalfEven }
};
var roundPrimitive = elementwise({
  name: "round",
  kernels: ({ roundingMethod }) => ({ float: roundingMethods[roundingMethod].round }),
  jvp: [null],
  printParams: ({ roundingMethod }) => ({ rounding_method: roundingMethods[roundingMethod].number })
});
var round = (x, options = {}) => {
  const { roundingMethod = "awayFromZero" } = options;
  if (!Object.hasOwn(roundingMethods, roundingMethod)) {
    throw new TypeError(
      `round: roundingMethod is 'awayFromZero' or 'toNearestEven', got ${JSON.stringify(roundingMethod)}`
    );
  }
  return applyElementwise(roundPrimitive, "inexact", [x], { roundingMethod });
};
var isFinite = unary({
  name: "is_finite",
  value: { float: (x) => Number(Number.isFinite(x)) },
  output: () => "bool",
  derivative: "zero"
});
var nextafter = binary2({
  name: "nextafter",
  value: (dtype) => ({ float: dtype === "float64" ? nextafter64 : nextafter32 }),
  lift: "inexact",
  derivatives: [
    { undefined: "has no derivative: it counts the numbers that a computer can represent" },
    { undefined: "has no derivative: it counts the numbers that a computer can represent" }
  ]
});

// src/primitives/elementwise/remainder.ts
var rem2 = binary2({
  name: "rem",
  value: { float: rem, int: remainderInt32, uint: remainderUint32 },
  derivatives: [
    { tangent: (tangent2) => tangent2 },
    (x, y) => {
      const quotient = div2(x, y);
      return neg(mul2(sign2(quotient), floor(abs2(quotient))));
    }
  ]
});

// src/primitives/elementwise/trigonometric.ts
var sin2 = unary({
  name: "sin",
  value: { float: Math.sin, complex: sin },
  derivative: (x) => cos2(x)
});
var cos2 = unary({
  name: "cos",
  value: { float: Math.cos, complex: cos },
  derivative: (x) => neg(sin2(x))
});
var tan2 = unary({
  name: "tan",
  value: { float: Math.tan, complex: tan },
  derivative: (x, y) => add2(constantLike(x, 1), square(y))
});
var asin2 = unary({
  name: "asin",
  value: { float: Math.asin, complex: asin },
  derivative: (x) => rsqrt3(sub(constantLike(x, 1), square(x)))
});
var acos2 = unary({
  name: "acos",
  value: { float: Math.acos, complex: acos },
  derivative: (x) => neg(rsqrt3(sub(constantLike(x, 1), square(x))))
});
var atan2 = unary({
  name: "atan",
  value: { float: Math.atan, complex: atan },
  derivative: (x) => reciprocal2(add2(constantLike(x, 1), square(x)))
});
var atan22 = binary2({
  name: "atan2",
  value: { float: Math.atan2 },
  lift: "inexact",
  derivatives: [(y, x) => div2(x, add2(square(y), square(x))), (y, x) => div2(neg(y), add2(square(y), square(x)))]
});

// src/primitives/elementwise/samples/inputs.ts
var values = (...list) => ({ values: list });
var between = (low2, high) => ({ low: low2, high });
var floats3 = (...list) => ({ shape: [list.length], domain: values(...list) });
var ints = (...list) => ({ ...floats3(...list), dtype: "int32" });
var uints = (...list) => ({ ...floats3(...list), dtype: "uint32" });
var bools = (...list) => ({ ...floats3(...list), dtype: "bool" });
var complexes = (shape = [3]) => ({
  shape,
  domain: "normal",
  dtype: "complex"
});
var pairSample = (name2, f, jaxName, x, y, more = {}) => ({ name: name2, f: (a, b) => f(a, b), jax: `lambda x, y: lax.${jaxName}(x, y)`, inputs: [x, y], ...more });

// src/primitives/elementwise/samples/binary.ts
var shapePairs = [
  ["vectors", [3], [3]],
  ["scalars", [], []],
  ["scalar first", [], [3]],
  ["scalar second", [3], []],
  ["broadcast", [3, 4], [3, 1]],
  ["broadcast both", [1, 4], [3, 1]],
  ["broadcast three axes", [2, 3, 2], [2, 1, 2]]
];
var binaries = [
  [add2, "add", "normal", "normal"],
  [sub, "sub", "normal", "normal"],
  [mul2, "mul", "normal", "normal"],
  [div2, "div", "normal", "positive"],
  [max, "max", between(-3, 0.9), between(1, 3)],
  [min, "min", between(-3, 0.9), between(1, 3)],
  [pow2, "pow", "positive", "normal"],
  [atan22, "atan2", "normal", "positive"],
  [rem2, "rem", between(1.1, 1.4), between(0.9, 1)]
];
var binarySamples = [
  ...binaries.flatMap(
    ([f, name2, first, second]) => shapePairs.map(
      ([label, shape, otherShape]) => pairSample(`${name2}: ${label}`, f, name2, { shape, domain: first }, { shape: otherShape, domain: second })
    )
  ),
  ...[
    [add2, "add"],
    [sub, "sub"],
    [mul2, "mul"],
    [div2, "div"],
    [pow2, "pow"]
  ].map(([f, name2]) => pairSample(`${name2}: complex`, f, name2, complexes(), complexes())),
  ...[
    [max, "max"],
    [min, "min"]
  ].flatMap(([f, name2]) => [
    pairSample(`${name2}: ties`, f, name2, floats3(0, 1, 2), floats3(0, 3, 1), {
      order: 1,
      reason: "the gradient jumps at a tie, evenly to both sides; the second derivative there has a test of its own"
    }),
    pairSample(`${name2}: complex`, f, name2, complexes(), complexes(), {
      order: 0,
      reason: "the derivative, taken over from JAX, is that of the ordered numbers, which finite differences contradict"
    })
  ]),
  pairSample("atan2: axes", atan22, "atan2", floats3(0, 1, -1, 0), floats3(1, 0, 0, -2)),
  pairSample("pow: zero base", pow2, "pow", floats3(0, 0, 0), floats3(2, 3, 2.5)),
  pairSample("pow: zero exponent", pow2, "pow", floats3(4, 23), floats3(0, 0)),
  pairSample("pow: integer exponents", pow2, "pow", { shape: [5], domain: "normal" }, ints(0, 1, 2, -1, 3)),
  pairSample("pow: integer exponents at zero", pow2, "pow", floats3(0, 0, 0), ints(0, 2, 3)),
  pairSample("pow: complex base, integer exponents", pow2, "pow", complexes(), ints(1, 2, 3)),
  pairSample("rem: signs", rem2, "rem", floats3(5.3, -5.3, 5.3, -5.3), floats3(3, 3, -3, -3)),
  pairSample("complex", complex, "complex", { shape: [3], domain: "normal" }, { shape: [3], domain: "normal" }),
  pairSample(
    "polygamma",
    polygamma2,
    "polygamma",
    floats3(0, 1, 2),
    { shape: [3], domain: "positive" },
    { constant: [0] }
  ),
  pairSample(
    "zeta",
    zeta2,
    "zeta",
    floats3(2, 3, 2.5),
    { shape: [3], domain: "positive" },
    {
      order: 0,
      reason: "JAX has no derivative of zeta; that with respect to the second operand is tested on its own"
    }
  ),
  ...[
    [igamma2, "igamma"],
    [igammac2, "igammac"]
  ].map(
    ([f, name2]) => pairSample(`${name2}`, f, name2, floats3(0.7, 2, 3.5, 1), floats3(1.2, 0.6, 4, 2), { constant: [0] })
  ),
  ...[
    [igamma2, "igamma"],
    [igammac2, "igammac"]
  ].map(
    ([f, name2]) => pairSample(`${name2}: both`, f, name2, floats3(0.7, 2, 3.5, 1), floats3(1.2, 0.6, 4, 2), {
      order: 1,
      reason: "there is no second derivative with respect to the parameter, in JAX neither"
    })
  ),
  pairSample("igamma_grad_a", igammaGradA2, "igamma_grad_a", floats3(0.7, 2, 3.5), floats3(1.2, 0.6, 4), {
    order: 0,
    reason: "JAX has no derivative of it; that with respect to the second operand is tested on its own"
  }),
  pairSample("random_gamma_grad", randomGammaGrad2, "random_gamma_grad", floats3(0.7, 2, 3.5), floats3(1.2, 0.6, 4), {
    order: 0,
    reason: "it has no derivative"
  }),
  pairSample("nextafter", nextafter, "nextafter", floats3(0, 1, 1, -1, 0), floats3(1, 2, 0, 0, -1), {
    order: 0,
    reason: "it has no derivative"
  }),
  ...[
    [eq, "eq"],
    [ne, "ne"],
    [lt, "lt"],
    [le, "le"],
    [gt, "gt"],
    [ge, "ge"]
  ].flatMap(([f, name2]) => [
    pairSample(`${name2}`, f, name2, floats3(1, 2, 3), floats3(2, 2, 2), { constant: [0, 1] }),
    pairSample(`${name2}: ints`, f, name2, ints(1, 2, -3), ints(2, 2, 2)),
    pairSample(`${name2}: uints`, f, name2, uints(1, 2, 4294967295), uints(2, 2, 2)),
    pairSample(`${name2}: bools`, f, name2, bools(0, 0, 1, 1), bools(0, 1, 0, 1))
  ]),
  ...[
    [eq, "eq"],
    [ne, "ne"]
  ].map(([f, name2]) => pairSample(`${name2}: complex`, f, name2, complexes(), complexes(), { constant: [0, 1] }))
];

// src/primitives/elementwise/samples/chooser.ts
var chooserSamples = [
  {
    name: "select_n: bool",
    f: (which, x, y) => selectN(which, x, y),
    jax: "lambda which, x, y: lax.select_n(which, x, y)",
    inputs: [bools(0, 1, 1), { shape: [3], domain: "normal" }, { shape: [3], domain: "normal" }]
  },
  {
    name: "select_n: int",
    f: (which, ...cases) => selectN(which, ...cases),
    jax: "lambda which, *cases: lax.select_n(which, *cases)",
    inputs: [ints(2, 0, 1), ...Array.from({ length: 3 }, () => ({ shape: [3], domain: "normal" }))]
  },
  {
    name: "select_n: scalar predicate",
    f: (which, x, y) => selectN(which, x, y),
    jax: "lambda which, x, y: lax.select_n(which, x, y)",
    inputs: [
      { shape: [], domain: { values: 1 }, dtype: "bool" },
      { shape: [2, 3], domain: "normal" },
      { shape: [2, 3], domain: "normal" }
    ]
  },
  {
    name: "select_n: complex",
    f: (which, x, y) => selectN(which, x, y),
    jax: "lambda which, x, y: lax.select_n(which, x, y)",
    inputs: [bools(0, 1, 1), complexes(), complexes()]
  },
  {
    name: "select: depends on x",
    f: (x) => select(gt(x, 0), mul2(x, mul2(x, x)), sin2(x)),
    jax: "lambda x: lax.select(x > 0, x * (x * x), lax.sin(x))",
    inputs: [{ shape: [4], domain: "distinct" }]
  },
  {
    name: "select: scalar cases",
    f: (which, x, y) => select(which, x, y),
    jax: "lambda which, x, y: jnp.where(which, x, y)",
    inputs: [bools(0, 1, 1), { shape: [], domain: "normal" }, { shape: [], domain: "normal" }]
  },
  {
    name: "clamp",
    f: (low2, x, high) => clamp(low2, x, high),
    jax: "lambda low, x, high: lax.clamp(low, x, high)",
    inputs: [floats3(-1, -1, -1, 0), floats3(-2, 0.3, 2, 0.5), floats3(1, 1, 1, 1)]
  },
  {
    name: "clamp: scalar limits",
    f: (low2, x, high) => clamp(low2, x, high),
    jax: "lambda low, x, high: lax.clamp(low, x, high)",
    inputs: [
      { shape: [], domain: { values: -1 } },
      {
        shape: [2, 2],
        domain: {
          values: [
            [-2, 0.3],
            [2, 0.5]
          ]
        }
      },
      { shape: [], domain: { values: 1 } }
    ],
    constant: [0, 2]
    // JAX fails to differentiate with respect to scalar limits of larger arrays
  },
  {
    name: "clamp: at the limits",
    f: (low2, x, high) => clamp(low2, x, high),
    jax: "lambda low, x, high: lax.clamp(low, x, high)",
    inputs: [floats3(0, 0, 1), floats3(0, 1, 1), floats3(1, 1, 1)]
  },
  {
    name: "clamp: ints",
    f: (low2, x, high) => clamp(low2, x, high),
    jax: "lambda low, x, high: lax.clamp(low, x, high)",
    inputs: [ints(0, 0, 5), ints(-3, 9, 4), ints(3, 3, 3)]
  },
  {
    name: "regularized_incomplete_beta",
    f: (a, b, x) => betainc2(a, b, x),
    jax: "lambda a, b, x: lax.betainc(a, b, x)",
    inputs: [floats3(0.5, 2, 3), floats3(1.5, 0.7, 2), floats3(0.2, 0.5, 0.9)],
    constant: [0, 1]
  }
];

// src/primitives/elementwise/samples/integer.ts
var lowest = -2147483648;
var dividends = [7, -7, 7, -7, 5, -5, 0, lowest, lowest];
var divisors = [2, 2, -2, -2, 0, 0, 0, -1, 0];
var patterns = [1, -1, -8, 5, lowest, 1431655765];
var shifts = [31, 32, 1, -1, 4, 3];
var integerSamples = [
  ...[
    [add2, "add"],
    [sub, "sub"],
    [mul2, "mul"],
    [div2, "div"],
    [rem2, "rem"],
    [max, "max"],
    [min, "min"]
  ].flatMap(([f, name2]) => [
    pairSample(`${name2}: int32`, f, name2, ints(...dividends), ints(...divisors)),
    pairSample(`${name2}: uint32`, f, name2, uints(7, 5, 0, 4294967295), uints(2, 0, 0, 4294967290))
  ]),
  ...[
    [bitwiseAnd, "bitwise_and"],
    [bitwiseOr, "bitwise_or"],
    [bitwiseXor, "bitwise_xor"]
  ].flatMap(([f, jaxName]) => [
    pairSample(`${jaxName}: int32`, f, jaxName, ints(...patterns), ints(...shifts)),
    pairSample(`${jaxName}: uint32`, f, jaxName, uints(5, 4294967295, 12), uints(3, 2147483648, 10)),
    pairSample(`${jaxName}: bool`, f, jaxName, bools(0, 0, 1, 1), bools(0, 1, 0, 1))
  ]),
  ...[
    [shiftLeft, "shift_left"],
    [shiftRightLogical, "shift_right_logical"],
    [shiftRightArithmetic, "shift_right_arithmetic"]
  ].flatMap(([f, jaxName]) => [
    pairSample(`${jaxName}: int32`, f, jaxName, ints(...patterns), ints(...shifts)),
    pairSample(`${jaxName}: uint32`, f, jaxName, uints(4294967295, 2147483648, 8), uints(4, 31, 32))
  ]),
  ...[
    [neg, "neg"],
    [abs2, "abs"],
    [sign2, "sign"],
    [square, "square"],
    [bitwiseNot, "bitwise_not"],
    [populationCount, "population_count"],
    [clz, "clz"]
  ].map(
    ([f, name2]) => ({
      name: `${name2}: int32`,
      f: (x) => f(x),
      jax: `lambda x: lax.${name2}(x)`,
      inputs: [ints(0, 5, -3, 65537, lowest, 2147483647)]
    })
  ),
  ...[
    [neg, "neg"],
    [sign2, "sign"],
    [square, "square"],
    [bitwiseNot, "bitwise_not"],
    [populationCount, "population_count"],
    [clz, "clz"]
  ].map(
    ([f, name2]) => ({
      name: `${name2}: uint32`,
      f: (x) => f(x),
      jax: `lambda x: lax.${name2}(x)`,
      inputs: [uints(0, 5, 65537, 4294967295)]
    })
  ),
  {
    name: "bitwise_not: bool",
    f: (x) => bitwiseNot(x),
    jax: "lambda x: lax.bitwise_not(x)",
    inputs: [bools(0, 1)]
  },
  {
    name: "is_finite",
    f: (x) => isFinite(x),
    jax: "lambda x: lax.is_finite(x)",
    inputs: [floats3(0, 1, -2)],
    constant: [0]
  }
];

// src/primitives/elementwise/samples/power.ts
var powerSamples = [
  ...[0, 1, 2, 3, 5, -1, -2, 10].map(
    (exponent) => ({
      name: `integer_pow: ${exponent}`,
      f: (x) => integerPow(x, exponent),
      jax: `lambda x: lax.integer_pow(x, ${exponent})`,
      inputs: [{ shape: [3], domain: "positive" }]
    })
  ),
  ...[0, 1, 2, 3].map(
    (exponent) => ({
      name: `integer_pow: ${exponent} at zero`,
      f: (x) => integerPow(x, exponent),
      jax: `lambda x: lax.integer_pow(x, ${exponent})`,
      inputs: [floats3(0, -2)]
    })
  ),
  ...[3, -2].map(
    (exponent) => ({
      name: `integer_pow: ${exponent}, complex`,
      f: (x) => integerPow(x, exponent),
      jax: `lambda x: lax.integer_pow(x, ${exponent})`,
      inputs: [complexes()]
    })
  ),
  {
    name: "integer_pow: 5, int32",
    f: (x) => integerPow(x, 5),
    jax: "lambda x: lax.integer_pow(x, 5)",
    inputs: [ints(0, 3, -2, 1e3)]
  },
  {
    name: "pow: 1.5",
    f: (x) => pow2(x, 1.5),
    jax: "lambda x: lax.pow(x, x.dtype.type(1.5))",
    inputs: [{ shape: [3], domain: "positive" }]
  }
];

// src/primitives/elementwise/samples/unary.ts
var small = between(-1.3, 1.3);
var realUnaries = [
  [neg, "neg", "normal", [0]],
  [sign2, "sign", "normal", [0, -2, 3]],
  [abs2, "abs", "normal", [0, -2, 3]],
  [floor, "floor", between(0.1, 0.9), [0, -0.5, 1, 2.5]],
  [ceil, "ceil", between(0.1, 0.9), [0, -0.5, 1, 2.5]],
  [(x) => round(x), "round", between(0.1, 0.4), [0, 0.5, 1.5, 2.5, -0.5, -1.5]],
  [exp3, "exp", "normal", [0, -1e3, 1]],
  [exp23, "exp2", "normal", [0, 3]],
  [expm12, "expm1", "normal", [0, 1e-10]],
  [log2, "log", "positive", [1]],
  [log1p2, "log1p", "positive", [0, 1e-10]],
  [logistic3, "logistic", "normal", [0, 2, -2]],
  [sin2, "sin", "normal", [0, Math.PI, Math.PI / 2, Math.PI / 4]],
  [cos2, "cos", "normal", [0, Math.PI, Math.PI / 2, Math.PI / 4]],
  [tan2, "tan", small, [0]],
  [asin2, "asin", "unit", [0]],
  [acos2, "acos", "unit", [0]],
  [atan2, "atan", "normal", [0, 1e3]],
  [sinh2, "sinh", "normal", [0]],
  [cosh2, "cosh", "normal", [0]],
  [tanh2, "tanh", "normal", [0, 1e3]],
  [asinh2, "asinh", "positive", [0, -3, 50]],
  [acosh2, "acosh", between(1.2, 3), [50]],
  [atanh2, "atanh", "unit", [0]],
  [sqrt2, "sqrt", "positive", [4]],
  [rsqrt3, "rsqrt", "positive", [4]],
  [cbrt2, "cbrt", "positive", [-8]],
  [square, "square", "normal", [0]],
  [reciprocal2, "reciprocal", "positive", [-2]],
  [erf2, "erf", "normal", [0, 5]],
  [erfc2, "erfc", "normal", [0, 5]],
  [erfInv2, "erf_inv", "unit", [0]],
  [lgamma2, "lgamma", "positive", [1, 2, -0.5]],
  [digamma2, "digamma", "positive", [1, 10]],
  [besselI0e, "bessel_i0e", "normal"],
  [besselI1e, "bessel_i1e", "normal", [0, 1, -1]]
];
var poles = [
  [log2, "log", 0],
  [log1p2, "log1p", -1],
  [sqrt2, "sqrt", 0],
  [cbrt2, "cbrt", 0]
];
var complexUnaries = [
  [neg, "neg"],
  [abs2, "abs"],
  [exp3, "exp"],
  [exp23, "exp2"],
  [expm12, "expm1"],
  [log2, "log"],
  [log1p2, "log1p"],
  [logistic3, "logistic"],
  [sin2, "sin"],
  [cos2, "cos"],
  [tan2, "tan"],
  [asin2, "asin", "unit"],
  [acos2, "acos", "unit"],
  [atan2, "atan", "unit"],
  [sinh2, "sinh"],
  [cosh2, "cosh"],
  [tanh2, "tanh"],
  [asinh2, "asinh", "unit"],
  [acosh2, "acosh"],
  [atanh2, "atanh", "unit"],
  [sqrt2, "sqrt"],
  [rsqrt3, "rsqrt"],
  [square, "square"],
  [real, "real"],
  [imag, "imag"],
  [conj, "conj"]
];
var unarySamples = [
  ...realUnaries.flatMap(([f, name2, domain, special]) => [
    { name: name2, f: (x) => f(x), jax: `lambda x: lax.${name2}(x)`, inputs: [{ shape: [3], domain }] },
    ...special === void 0 ? [] : [
      {
        name: `${name2}: special values`,
        f: (x) => f(x),
        jax: `lambda x: lax.${name2}(x)`,
        inputs: [{ shape: [special.length], domain: values(...special) }]
      }
    ]
  ]),
  ...poles.map(
    ([f, name2, x]) => ({
      name: `${name2}: at its pole`,
      f: (a) => f(a),
      jax: `lambda x: lax.${name2}(x)`,
      inputs: [{ shape: [], domain: { values: x } }]
    })
  ),
  ...complexUnaries.map(
    ([f, name2, domain = "normal"]) => ({
      name: `${name2}: complex`,
      f: (x) => f(x),
      jax: `lambda x: lax.${name2}(x)`,
      inputs: [{ shape: [3], domain, dtype: "complex" }]
    })
  ),
  {
    name: "sign: complex",
    f: (x) => sign2(x),
    jax: "lambda x: lax.sign(x)",
    inputs: [{ shape: [3], domain: "normal", dtype: "complex" }],
    order: 0,
    reason: "its derivative counts as zero, in JAX too, which finite differences contradict"
  },
  {
    name: "bessel_i0e: at zero",
    f: (x) => besselI0e(x),
    jax: "lambda x: lax.bessel_i0e(x)",
    inputs: [{ shape: [1], domain: values(0) }],
    order: 1,
    reason: "the gradient jumps at zero, evenly to both sides"
  },
  {
    name: "conj: real",
    f: (x) => conj(x),
    jax: "lambda x: lax.conj(x)",
    inputs: [{ shape: [3], domain: "normal" }]
  },
  {
    name: "round: to nearest even",
    f: (x) => round(x, { roundingMethod: "toNearestEven" }),
    jax: "lambda x: lax.round(x, lax.RoundingMethod.TO_NEAREST_EVEN)",
    inputs: [{ shape: [7], domain: values(0, 0.5, 1.5, 2.5, -0.5, -1.5, 0.3) }]
  },
  { name: "sin: scalar", f: (x) => sin2(x), jax: "lambda x: lax.sin(x)", inputs: [{ shape: [], domain: "normal" }] },
  {
    name: "sin: empty",
    f: (x) => sin2(x),
    jax: "lambda x: lax.sin(x)",
    inputs: [{ shape: [0, 3], domain: "normal" }]
  }
];

// src/primitives/elementwise/elementwise.samples.ts
var elementwiseSamples = [
  ...unarySamples,
  ...binarySamples,
  ...integerSamples,
  ...powerSamples,
  ...chooserSamples
];

// src/primitives/indexing/dimension-numbers.ts
var modeOf = (what, mode) => {
  if (mode === "fill" || mode === "drop") return "fill_or_drop";
  if (mode === "clip" || mode === "promise_in_bounds") return mode;
  throw new TypeError(
    `${what}: unknown mode ${JSON.stringify(mode)}: expected 'clip', 'fill', 'drop' or 'promise_in_bounds'`
  );
};
var gatherDims = (numbers) => ({
  windowDims: numbers.offsetDims,
  collapsedDims: numbers.collapsedSliceDims,
  indexMap: numbers.startIndexMap,
  operandBatchingDims: numbers.operandBatchingDims ?? [],
  indicesBatchingDims: numbers.startIndicesBatchingDims ?? []
});
var scatterDims = (numbers) => ({
  windowDims: numbers.updateWindowDims,
  collapsedDims: numbers.insertedWindowDims,
  indexMap: numbers.scatterDimsToOperandDims,
  operandBatchingDims: numbers.operandBatchingDims ?? [],
  indicesBatchingDims: numbers.scatterIndicesBatchingDims ?? []
});
var gatherNames = {
  title: "GatherDimensionNumbers",
  windowDims: "offsetDims",
  collapsedDims: "collapsedSliceDims",
  indexMap: "startIndexMap",
  operandBatchingDims: "operandBatchingDims",
  indicesBatchingDims: "startIndicesBatchingDims"
};
var scatterNames = {
  title: "ScatterDimensionNumbers",
  windowDims: "updateWindowDims",
  collapsedDims: "insertedWindowDims",
  indexMap: "scatterDimsToOperandDims",
  operandBatchingDims: "operandBatchingDims",
  indicesBatchingDims: "scatterIndicesBatchingDims"
};
var snakeCase = (name2) => name2.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
var tuple2 = (list) => list.length === 1 ? `(${list[0]},)` : `(${list.join(", ")})`;
var printDims = (names, dims) => {
  const fields = ["windowDims", "collapsedDims", "indexMap", "operandBatchingDims", "indicesBatchingDims"];
  return `${names.title}(${fields.map((field) => `${snakeCase(names[field])}=${tuple2(dims[field])}`).join(", ")})`;
};
var printMode = (mode) => `GatherScatterMode.${mode.toUpperCase()}`;
var shifted = (dims) => dims.map((dim) => dim + 1);
var batchDims = (dims, batched) => {
  const { operand, indices } = batched;
  const inOperand = operand ? shifted : (list) => list;
  const inIndices = indices ? shifted : (list) => list;
  const along = operand && indices ? [0] : [];
  return {
    // a batch axis of the operand alone is one more axis of the windows
    windowDims: [...operand && !indices ? [0] : [], ...shifted(dims.windowDims)],
    collapsedDims: inOperand(dims.collapsedDims),
    indexMap: inOperand(dims.indexMap),
    operandBatchingDims: [...along, ...inOperand(dims.operandBatchingDims)],
    indicesBatchingDims: [...along, ...inIndices(dims.indicesBatchingDims)]
  };
};

// src/primitives/indexing/windows.ts
var keptSizes = (dims, sliceSizes) => sliceSizes.filter((_, axis) => !dims.collapsedDims.includes(axis) && !dims.operandBatchingDims.includes(axis));
var outerAxes = (dims, rank) => Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !dims.windowDims.includes(axis));
var windowedShape = (indicesShape, dims, sliceSizes) => {
  const outer2 = indicesShape.slice(0, -1);
  const inner2 = keptSizes(dims, sliceSizes);
  let nextOuter = 0;
  let nextInner = 0;
  return Array.from(
    { length: outer2.length + inner2.length },
    (_, axis) => dims.windowDims.includes(axis) ? inner2[nextInner++] : outer2[nextOuter++]
  );
};
var sliceSizesOf = (operandShape, updatesShape, dims) => {
  let next = 0;
  return operandShape.map(
    (extent, axis) => dims.operandBatchingDims.includes(axis) ? Math.min(1, extent) : dims.collapsedDims.includes(axis) ? 1 : updatesShape[dims.windowDims[next++]]
  );
};
var checkDims = (what, names, operand, indices, dims) => {
  if (kindOf(indices.dtype) !== "int")
    throw new TypeError(`${what}: indices must have dtype int32 or uint32, got ${avalString(indices)}`);
  const rank = operand.shape.length;
  const indexRank = indices.shape.length - 1;
  if (indexRank < 0)
    throw new RangeError(`${what}: indices need a last axis that holds index vectors, got ${avalString(indices)}`);
  const fail = (field, why) => {
    throw new RangeError(
      `${what}: ${names[field]} (${dims[field].join(", ")}) ${why} (operand ${avalString(operand)}, indices ${avalString(indices)})`
    );
  };
  const checkAxes = (field, limit, sorted) => {
    const list = dims[field];
    if (!list.every((axis) => Number.isInteger(axis) && axis >= 0 && axis < limit))
      fail(field, `must be axes from 0 to ${limit - 1}`);
    if (new Set(list).size !== list.length) fail(field, "must not repeat");
    if (sorted && list.some((axis, i) => i > 0 && axis < list[i - 1])) fail(field, "must ascend");
  };
  checkAxes("windowDims", indexRank + dims.windowDims.length, true);
  checkAxes("collapsedDims", rank, true);
  checkAxes("indexMap", rank, false);
  checkAxes("operandBatchingDims", rank, true);
  checkAxes("indicesBatchingDims", indexRank, false);
  if (dims.indexMap.length !== indices.shape[indexRank])
    fail("indexMap", `must name one axis for each component of an index vector`);
  if (dims.collapsedDims.some((axis) => dims.operandBatchingDims.includes(axis)))
    fail("collapsedDims", `and ${names.operandBatchingDims} must be disjoint`);
  if (dims.indexMap.some((axis) => dims.operandBatchingDims.includes(axis)))
    fail("indexMap", `and ${names.operandBatchingDims} must be disjoint`);
  const operandBatch = dims.operandBatchingDims.map((axis) => operand.shape[axis]);
  const indicesBatch = dims.indicesBatchingDims.map((axis) => indices.shape[axis]);
  if (!shapesEqual(operandBatch, indicesBatch))
    fail("operandBatchingDims", `and ${names.indicesBatchingDims} must have equal extents`);
  if (dims.windowDims.length + dims.collapsedDims.length + dims.operandBatchingDims.length !== rank) {
    fail(
      "windowDims",
      `, ${names.collapsedDims} and ${names.operandBatchingDims} must have one entry for each axis of the operand`
    );
  }
};
var windowsOf = (operandShape, indices, dims, sliceSizes, clip) => {
  const resultShape2 = windowedShape(indices.shape, dims, sliceSizes);
  const resultStrides = stridesOf(resultShape2);
  const operandStrides = stridesOf(operandShape);
  const outer2 = indices.shape.slice(0, -1);
  const outerStrides = outerAxes(dims, resultShape2.length).map((axis) => resultStrides[axis]);
  const inner2 = keptSizes(dims, sliceSizes);
  const batchStrides = outer2.map((_, axis) => {
    const k = dims.indicesBatchingDims.indexOf(axis);
    return k < 0 ? 0 : operandStrides[dims.operandBatchingDims[k]];
  });
  const components = dims.indexMap.length;
  const limits = dims.indexMap.map((axis) => operandShape[axis] - sliceSizes[axis]);
  const strides = dims.indexMap.map((axis) => operandStrides[axis]);
  const data = indices.data;
  const starts = offsetsOf(outer2, batchStrides);
  for (let i = 0; i < starts.length; i++) {
    for (let k = 0; k < components; k++) {
      const index = data[i * components + k];
      const limit = limits[k];
      const inside2 = Math.max(0, Math.min(index, limit));
      if (limit < 0 || inside2 !== index && !clip) {
        starts[i] = -1;
        break;
      }
      starts[i] = starts[i] + inside2 * strides[k];
    }
  }
  return {
    starts,
    resultStarts: offsetsOf(outer2, outerStrides),
    operandOffsets: offsetsOf(
      inner2,
      operandStrides.filter(
        (_, axis) => !dims.collapsedDims.includes(axis) && !dims.operandBatchingDims.includes(axis)
      )
    ),
    resultOffsets: offsetsOf(
      inner2,
      dims.windowDims.map((axis) => resultStrides[axis])
    )
  };
};
var areUnique = (indices) => {
  const components = indices.shape.at(-1) ?? 1;
  const count = sizeOf(indices.shape) / Math.max(1, components);
  const seen = /* @__PURE__ */ new Set();
  for (let i = 0; i < count; i++) seen.add(indices.data.slice(i * components, (i + 1) * components).join(","));
  return seen.size === count;
};

// src/primitives/indexing/scatter-like.ts
var combineAll = ([operand, indices, updates3], { dims, mode }, { real: real2, complex: complex7 }) => {
  const { shape, dtype, weakType } = operand;
  const sliceSizes = sliceSizesOf(shape, updates3.shape, dims);
  const { starts, resultStarts, operandOffsets, resultOffsets } = windowsOf(
    shape,
    indices,
    dims,
    sliceSizes,
    mode === "clip"
  );
  const source = updates3.data;
  const values5 = operand.data instanceof Float32Array ? new Float64Array(operand.data) : operand.data.slice();
  const lanes = lanesOf(dtype);
  for (let i = 0; i < starts.length; i++) {
    const to = starts[i];
    const from = resultStarts[i];
    if (to < 0) continue;
    for (let k = 0; k < operandOffsets.length; k++) {
      const target = (to + operandOffsets[k]) * lanes;
      const start = (from + resultOffsets[k]) * lanes;
      if (complex7 !== void 0) {
        const [re, im] = complex7(values5[target], values5[target + 1], source[start], source[start + 1]);
        values5[target] = re;
        values5[target + 1] = im;
      } else if (real2 !== void 0) values5[target] = real2(values5[target], source[start]);
    }
  }
  const data = operand.data instanceof Float32Array ? new Float32Array(values5) : values5;
  return new ConcreteArray(shape, dtype, data, weakType);
};
var scatterLike = ({ name: name2, combine, jvp, transpose: transpose3 }) => {
  const primitive = {
    name: name2,
    abstractEval: ([operand, indices, updates3], { dims }) => {
      checkDims(name2, scatterNames, operand, indices, dims);
      if (operand.dtype !== updates3.dtype) {
        throw new TypeError(
          `${name2}: operand and updates must have one dtype, got ${avalString(operand)} and ${avalString(updates3)}`
        );
      }
      const sliceSizes = sliceSizesOf(operand.shape, updates3.shape, dims);
      const expected = windowedShape(indices.shape, dims, sliceSizes);
      if (!shapesEqual(expected, updates3.shape)) {
        const outer2 = indices.shape.slice(0, -1);
        throw new RangeError(
          `${name2}: updates ${avalString(updates3)} must have the axes ${shapeString(outer2)} of the index vectors and, at ${scatterNames.windowDims} (${dims.windowDims.join(", ")}), those of a window`
        );
      }
      for (const [axis, size] of sliceSizes.entries()) {
        if (dims.collapsedDims.includes(axis) || size <= operand.shape[axis]) continue;
        throw new RangeError(
          `${name2}: a window of extent ${size} is larger than axis ${axis} of ${avalString(operand)} (updates ${avalString(updates3)})`
        );
      }
      return [makeAval(operand.shape, operand.dtype, operand.weakType)];
    },
    evaluate: (inputs, params) => [combineAll(inputs, params, combine(inputs[0].dtype))],
    jvp,
    transpose: transpose3,
    batch: ([operand, indices, updates3], [operandAxis, indicesAxis, updatesAxis], params, axisSize) => {
      const batched = { operand: true, indices: indicesAxis !== null };
      const inputs = [
        batchFirst(operand, operandAxis, axisSize),
        indicesAxis === null ? indices : moveAxis(indices, indicesAxis, 0),
        batchFirst(updates3, updatesAxis, axisSize)
      ];
      return { outputs: [bindOne(primitive, inputs, { ...params, dims: batchDims(params.dims, batched) })], axes: [0] };
    },
    printParams: ({ dims, mode, uniqueIndices, indicesAreSorted }) => ({
      dimension_numbers: printDims(scatterNames, dims),
      indices_are_sorted: indicesAreSorted,
      mode: printMode(mode),
      unique_indices: uniqueIndices
    })
  };
  return primitive;
};
var userScatter = (primitive, operand, indices, updates3, dimensionNumbers, options) => {
  const array = toArray(primitive.name, operand);
  return bindOne(primitive, [array, indices, valueLike(primitive.name, updates3, array)], {
    dims: scatterDims(dimensionNumbers),
    mode: modeOf(primitive.name, options.mode ?? "drop"),
    uniqueIndices: options.uniqueIndices ?? false,
    indicesAreSorted: options.indicesAreSorted ?? false
  });
};

// src/primitives/indexing/gather.ts
var gatherPrimitive = {
  name: "gather",
  abstractEval: ([operand, indices], { dims, sliceSizes }) => {
    const { shape } = operand;
    checkDims("gather", gatherNames, operand, indices, dims);
    if (sliceSizes.length !== shape.length) {
      throw new RangeError(
        `gather: sliceSizes (${sliceSizes.join(", ")}) must have one entry for each axis of ${avalString(operand)}`
      );
    }
    const reads2 = sizeOf(indices.shape) > 0 || dims.indexMap.length === 0;
    for (const [axis, size] of sliceSizes.entries()) {
      const limit = dims.collapsedDims.includes(axis) || dims.operandBatchingDims.includes(axis) ? 1 : shape[axis];
      if (!Number.isInteger(size) || size < 0 || size > limit || reads2 && size > shape[axis]) {
        throw new RangeError(
          `gather: sliceSizes (${sliceSizes.join(", ")}): ${size} is no possible size for axis ${axis} of ${avalString(operand)}`
        );
      }
      if (dims.collapsedDims.includes(axis) && size !== 1) {
        throw new RangeError(`gather: sliceSizes (${sliceSizes.join(", ")}) must be 1 for the collapsed axis ${axis}`);
      }
    }
    return [makeAval(windowedShape(indices.shape, dims, sliceSizes), operand.dtype, operand.weakType)];
  },
  evaluate: ([operand, indices], { dims, sliceSizes, mode, fillValue }) => {
    const { dtype, weakType, uniform: uniform2 } = operand;
    const shape = windowedShape(indices.shape, dims, sliceSizes);
    if (mode !== "fill_or_drop" && uniform2 !== void 0) return [filled(shape, dtype, uniform2, weakType)];
    const windows2 = windowsOf(operand.shape, indices, dims, sliceSizes, mode !== "fill_or_drop");
    const { operandOffsets, resultOffsets } = windows2;
    const lanes = lanesOf(dtype);
    const source = operand.data;
    const data = allocate(dtype, sizeOf(shape));
    for (let i = 0; i < windows2.starts.length; i++) {
      const from = windows2.starts[i];
      const to = windows2.resultStarts[i];
      for (let k = 0; k < operandOffsets.length; k++) {
        const target = (to + resultOffsets[k]) * lanes;
        if (from < 0) data[target] = fillValue ?? 0;
        else {
          const start = (from + operandOffsets[k]) * lanes;
          data[target] = source[start];
          if (lanes === 2) data[target + 1] = source[start + 1];
        }
      }
    }
    return [new ConcreteArray(shape, dtype, data, weakType)];
  },
  jvp: ([operand, indices], [tangent2], params) => ({
    primals: [bindOne(gatherPrimitive, [operand, indices], params)],
    tangents: [tangent2 === null ? null : bindOne(gatherPrimitive, [tangent2, indices], withZeroFill(params))]
  }),
  transpose: ([cotangent], [operand, indices], { dims, mode, uniqueIndices, indicesAreSorted }) => {
    if (cotangent === null || !isLinear(operand) || isLinear(indices)) return [null, null];
    const params = { dims, mode, uniqueIndices, indicesAreSorted };
    return [bindOne(scatterAddPrimitive, [zerosLike(operand.aval), indices, cotangent], params), null];
  },
  batch: ([operand, indices], [operandAxis, indicesAxis], params, axisSize) => {
    const batched = { operand: operandAxis !== null, indices: indicesAxis !== null };
    const size = batched.indices ? Math.min(1, axisSize) : axisSize;
    const next = {
      ...params,
      dims: batchDims(params.dims, batched),
      sliceSizes: batched.operand ? [size, ...params.sliceSizes] : params.sliceSizes,
      // different elements of the batch may choose the same elements of an operand that they share
      uniqueIndices: params.uniqueIndices && batched.operand,
      indicesAreSorted: params.indicesAreSorted && batched.operand
    };
    const front = (x, axis) => axis === null ? x : moveAxis(x, axis, 0);
    const inputs = [front(operand, operandAxis), front(indices, indicesAxis)];
    return { outputs: [bindOne(gatherPrimitive, inputs, next)], axes: [0] };
  },
  printParams: ({ dims, sliceSizes, mode, fillValue, uniqueIndices, indicesAreSorted }) => ({
    dimension_numbers: printDims(gatherNames, dims),
    fill_value: fillValue,
    indices_are_sorted: indicesAreSorted,
    mode: printMode(mode),
    slice_sizes: sliceSizes,
    unique_indices: uniqueIndices
  })
};
var withZeroFill = (params) => ({
  ...params,
  fillValue: params.mode === "fill_or_drop" ? 0 : null
});
var defaultFill = (dtype) => isInexact(dtype) ? Number.NaN : dtype === "int32" ? -2147483648 : dtype === "uint32" ? 4294967295 : 1;
var gather = (operand, indices, dimensionNumbers, sliceSizes, options = {}) => {
  const array = toArray("gather", operand);
  const mode = modeOf("gather", options.mode ?? "promise_in_bounds");
  return bindOne(gatherPrimitive, [array, indices], {
    dims: gatherDims(dimensionNumbers),
    sliceSizes,
    mode,
    fillValue: mode === "fill_or_drop" ? Number(options.fillValue ?? defaultFill(array.dtype)) : null,
    uniqueIndices: options.uniqueIndices ?? false,
    indicesAreSorted: options.indicesAreSorted ?? false
  });
};
var gatherWritten = (operand, indices, updatesShape, params) => bindOne(gatherPrimitive, [operand, indices], {
  ...params,
  sliceSizes: sliceSizesOf(operand.shape, updatesShape, params.dims),
  fillValue: params.mode === "fill_or_drop" ? 0 : null
});
var scatterAddPrimitive = scatterLike({
  name: "scatter-add",
  combine: (dtype) => dtype === "bool" ? { real: (old, update2) => old | update2 } : isComplex(dtype) ? { complex: (a, b, c, d) => [a + c, b + d] } : { real: (old, update2) => old + update2 },
  jvp: (primals, [tangent2, , updateTangent], params) => {
    const [operand, indices, updates3] = primals;
    return {
      primals: [bindOne(scatterAddPrimitive, primals, params)],
      tangents: [
        updateTangent === null || updateTangent === void 0 ? tangent2 : bindOne(
          scatterAddPrimitive,
          [instantiate(tangent2, operand), indices, instantiate(updateTangent, updates3)],
          params
        )
      ]
    };
  },
  transpose: ([cotangent], [operand, indices, updates3], params) => {
    if (cotangent === null || cotangent === void 0 || isLinear(indices)) return [null, null, null];
    const read2 = isLinear(updates3) ? gatherWritten(cotangent, indices, updates3.aval.shape, params) : null;
    return [isLinear(operand) ? cotangent : null, null, read2];
  }
});
var scatterAdd = (operand, indices, updates3, dimensionNumbers, options = {}) => userScatter(scatterAddPrimitive, operand, indices, updates3, dimensionNumbers, options);

// src/primitives/shape/iota.ts
var iota = (dtype, shape, dimension = 0) => {
  if (checkDType("iota", dtype) === "bool") throw new TypeError("iota: does not accept dtype bool");
  const extents2 = checkShape("iota", shape);
  const axis = normalizeAxis("iota", dimension, extents2.length);
  const lanes = lanesOf(dtype);
  const data = allocate(dtype, sizeOf(extents2));
  const stride = stridesOf(extents2)[axis];
  const extent = extents2[axis];
  for (let i = 0; i < data.length / lanes; i++) data[i * lanes] = Math.floor(i / stride) % extent;
  return new ConcreteArray(extents2, dtype, data);
};

// src/primitives/indexing/scatter.ts
var where = (mask2, x) => select(mask2, x, zerosLike(x));
var overwriteTangent = (operand, indices, updates3, tangent2, updateTangent, params) => {
  const ids = add2(reshape(iota("uint32", updates3.size), updates3.shape), 1);
  const winners = bindOne(scatterPrimitive, [zerosLike(makeAval(operand.shape, "uint32")), indices, ids], params);
  const kept = tangent2 === null ? null : where(eq(winners, 0), tangent2);
  if (updateTangent === null) return kept;
  const written = where(eq(ids, gatherWritten(winners, indices, updates3.shape, params)), updateTangent);
  return bindOne(scatterAddPrimitive, [instantiate(kept, operand), indices, written], params);
};
var scatterPrimitive = scatterLike({
  name: "scatter",
  combine: (dtype) => isComplex(dtype) ? { complex: (_re, _im, re, im) => [re, im] } : { real: (_, update2) => update2 },
  jvp: (primals, [tangent2, , updateTangent], params) => {
    const [operand, indices, updates3] = primals;
    const output = bindOne(scatterPrimitive, primals, params);
    const outputTangent = params.uniqueIndices ? bindOne(
      scatterPrimitive,
      [instantiate(tangent2, operand), indices, instantiate(updateTangent, updates3)],
      params
    ) : overwriteTangent(operand, indices, updates3, tangent2, updateTangent, params);
    return { primals: [output], tangents: [outputTangent] };
  },
  transpose: ([cotangent], [operand, indices, updates3], params) => {
    if (cotangent === null || cotangent === void 0 || isLinear(indices)) return [null, null, null];
    if (!params.uniqueIndices) {
      throw new TypeError(
        "transpose of scatter is defined for unique indices only: pass uniqueIndices: true if they are"
      );
    }
    const { shape } = isLinear(updates3) ? updates3.aval : updates3;
    const erased = () => bindOne(scatterPrimitive, [cotangent, indices, zerosLike(makeAval(shape, cotangent.dtype))], params);
    return [
      isLinear(operand) ? erased() : null,
      null,
      isLinear(updates3) ? gatherWritten(cotangent, indices, shape, params) : null
    ];
  }
});
var scatter = (operand, indices, updates3, dimensionNumbers, options = {}) => userScatter(scatterPrimitive, operand, indices, updates3, dimensionNumbers, options);
var scatterMulPrimitive = scatterLike({
  name: "scatter-mul",
  combine: (dtype) => dtype === "bool" ? { real: (old, update2) => old & update2 } : dtype === "int32" || dtype === "uint32" ? { real: Math.imul } : isComplex(dtype) ? { complex: (a, b, c, d) => [a * c - b * d, a * d + b * c] } : { real: (old, update2) => old * update2 },
  jvp: (primals, [tangent2, , updateTangent], params) => {
    const [operand, indices, updates3] = primals;
    const output = bindOne(scatterMulPrimitive, primals, params);
    const scaled = tangent2 === null ? null : bindOne(scatterMulPrimitive, [tangent2, indices, updates3], params);
    if (updateTangent === null || updateTangent === void 0) return { primals: [output], tangents: [scaled] };
    if (!params.uniqueIndices) {
      throw new TypeError(
        "the derivative of scatterMul (mulAt) with respect to the factors is defined for unique indices only: pass uniqueIndices: true if they are"
      );
    }
    const change = mul2(updateTangent, gatherWritten(operand, indices, updates3.shape, params));
    return {
      primals: [output],
      tangents: [bindOne(scatterAddPrimitive, [instantiate(scaled, operand), indices, change], params)]
    };
  },
  transpose: ([cotangent], [operand, indices, updates3], params) => {
    if (cotangent === null || cotangent === void 0 || !isLinear(operand)) return [null, null, null];
    if (isLinear(indices) || isLinear(updates3))
      throw new TypeError("transpose of scatter-mul: it is linear in the operand only");
    return [bindOne(scatterMulPrimitive, [cotangent, indices, updates3], params), null, null];
  }
});
var scatterMul = (operand, indices, updates3, dimensionNumbers, options = {}) => userScatter(scatterMulPrimitive, operand, indices, updates3, dimensionNumbers, options);

// src/primitives/shape/concatenate.ts
var withExtent = (shape, axis, extent) => shape.map((old, k) => k === axis ? extent : old);
var concatenatePrimitive = linear({
  name: "concatenate",
  abstractEval: (operands, { dimension }) => {
    const first = operands[0];
    const seen = () => operands.map(avalString).join(", ");
    if (first === void 0) throw new TypeError("concatenate: at least one array is needed");
    if (dimension >= first.shape.length)
      throw new RangeError(`concatenate: there is no axis ${dimension} in ${seen()}`);
    for (const operand of operands) {
      if (operand.dtype !== first.dtype)
        throw new TypeError(`concatenate: operands must have one dtype, got ${seen()}`);
      const same = operand.shape.length === first.shape.length;
      if (!same || !shapesEqual(withExtent(operand.shape, dimension, 0), withExtent(first.shape, dimension, 0))) {
        throw new RangeError(`concatenate: shapes may differ along axis ${dimension} only, got ${seen()}`);
      }
    }
    const extent = operands.reduce((sum3, operand) => sum3 + operand.shape[dimension], 0);
    return [
      makeAval(
        withExtent(first.shape, dimension, extent),
        first.dtype,
        operands.every((operand) => operand.weakType)
      )
    ];
  },
  evaluate: (operands, { dimension }) => {
    const first = operands[0];
    const extent = operands.reduce((sum3, operand) => sum3 + operand.shape[dimension], 0);
    const shape = withExtent(first.shape, dimension, extent);
    const weak = operands.every((operand) => operand.weakType);
    const { uniform: uniform2 } = first;
    if (uniform2 !== void 0 && operands.every((operand) => Object.is(operand.uniform, uniform2))) {
      return [filled(shape, first.dtype, uniform2, weak)];
    }
    const data = allocate(first.dtype, sizeOf(shape));
    const strides = stridesOf(shape);
    let offset = 0;
    for (const operand of operands) {
      const source = { data: operand.data, strides: stridesOf(operand.shape), offset: 0 };
      stridedStore({ data, strides, offset }, source, operand.shape, lanesOf(first.dtype));
      offset += operand.shape[dimension] * strides[dimension];
    }
    return [new ConcreteArray(shape, first.dtype, data, weak)];
  },
  transpose: ([cotangent], operands, { dimension }) => {
    if (cotangent === null || cotangent === void 0) return operands.map(() => null);
    const extents2 = operands.map((operand) => (isLinear(operand) ? operand.aval : operand).shape[dimension]);
    if (operands.every(isLinear)) return split(cotangent, extents2, dimension);
    let start = 0;
    return operands.map((operand, i) => {
      const from = start;
      start += extents2[i];
      return isLinear(operand) ? sliceInDim(cotangent, from, start, 1, dimension) : null;
    });
  },
  batch: (operands, axes, { dimension }, axisSize) => ({
    outputs: [
      concatenate(
        operands.map((operand, i) => batchFirst(operand, axes[i], axisSize)),
        dimension + 1
      )
    ],
    axes: [0]
  })
});
var concatenate = (operands, dimension) => {
  const arrays = operands.map((operand) => toArray("concatenate", operand));
  const first = arrays[0];
  if (first === void 0) throw new TypeError("concatenate: at least one array is needed");
  const axis = normalizeAxis("concatenate", dimension, first.ndim);
  return arrays.length === 1 ? first : bindOne(concatenatePrimitive, arrays, { dimension: axis });
};
var stack2 = (operands, axis = 0) => {
  const arrays = operands.map((operand) => toArray("stack", operand));
  const first = arrays[0];
  if (first === void 0) throw new TypeError("stack: at least one array is needed");
  if (arrays.some((array) => !shapesEqual(array.shape, first.shape))) {
    throw new RangeError(`stack: all arrays must have one shape, got ${arrays.map(avalString).join(", ")}`);
  }
  const along = normalizeAxis("stack", axis, first.ndim + 1);
  return concatenate(
    arrays.map((array) => expandDims(array, [along])),
    along
  );
};
var splitPrimitive = linear({
  name: "split",
  abstractEval: ([x], { sizes, axis }) => {
    const extent = x.shape[axis];
    const fits = sizes.every((size) => Number.isInteger(size) && size >= 0) && sizes.reduce((sum3, size) => sum3 + size, 0) === extent;
    if (!fits) {
      throw new RangeError(
        `split: sizes (${sizes.join(", ")}) must be non-negative and sum to the extent ${extent} of axis ${axis} of ${avalString(x)}`
      );
    }
    return sizes.map((size) => makeAval(withExtent(x.shape, axis, size), x.dtype, x.weakType));
  },
  evaluate: ([x], { sizes, axis }) => {
    const strides = stridesOf(x.shape);
    let start = 0;
    return sizes.map((size) => {
      const shape = withExtent(x.shape, axis, size);
      const offset = start * strides[axis];
      start += size;
      return x.uniform !== void 0 ? filled(shape, x.dtype, x.uniform, x.weakType) : stridedCopy(x, shape, strides, offset);
    });
  },
  transpose: (cotangents, [x], { sizes, axis }) => {
    if (!isLinear(x)) return [null];
    const { shape, dtype } = x.aval;
    const parts = sizes.map(
      (size, i) => instantiate(cotangents[i] ?? null, makeAval(withExtent(shape, axis, size), dtype))
    );
    return [concatenate(parts, axis)];
  },
  batch: ([x], [batchAxis], { sizes, axis }) => ({
    outputs: split(x, sizes, axis >= batchAxis ? axis + 1 : axis),
    axes: sizes.map(() => batchAxis)
  })
});
var split = (x, sizes, axis = 0) => {
  const operand = toArray("split", x);
  const along = normalizeAxis("split", axis, operand.ndim);
  return bind(splitPrimitive, [operand], { sizes, axis: along });
};

// src/primitives/shape/dynamic-slice.ts
var checkStarts = (what, operand, starts) => {
  const fits = starts.every(
    (start) => start.shape.length === 0 && kindOf(start.dtype) === "int" && start.dtype === starts[0].dtype
  );
  if (fits && starts.length === operand.shape.length) return;
  throw new TypeError(
    `${what}: needs one integer start index for each axis of ${avalString(operand)}, all of one dtype, got ${starts.map(avalString).join(", ") || "none"}`
  );
};
var clampedOffset = (operand, starts, sizes) => stridesOf(operand.shape).reduce(
  (sum3, stride, axis) => sum3 + stride * clampStart(starts[axis], operand.shape[axis] - sizes[axis]),
  0
);
var clampStart = (start, limit) => Math.max(0, Math.min(start.data[0], limit));
var stackStarts = (starts, axes, axisSize) => stack2(
  starts.map((start, i) => batchFirst(start, axes[i], axisSize)),
  1
);
var batchedWindows = (ndim, operandBatched) => {
  const inner2 = Array.from({ length: ndim }, (_, axis) => axis + 1);
  return {
    windowDims: inner2,
    collapsedDims: [],
    indexMap: operandBatched ? inner2 : inner2.map((axis) => axis - 1),
    operandBatchingDims: operandBatched ? [0] : [],
    indicesBatchingDims: operandBatched ? [0] : []
  };
};
var knownInputs = (inputs) => inputs.filter((input) => !isLinear(input));
var dynamicSlicePrimitive = {
  name: "dynamic_slice",
  abstractEval: ([operand, ...starts], { sizes }) => {
    checkStarts("dynamicSlice", operand, starts);
    const { shape } = operand;
    if (sizes.length !== shape.length || !sizes.every((size, axis) => Number.isInteger(size) && size >= 0 && size <= shape[axis])) {
      throw new RangeError(
        `dynamicSlice: sizes (${sizes.join(", ")}) must be between 0 and the extent of each axis of ${avalString(operand)}`
      );
    }
    return [makeAval(sizes, operand.dtype, operand.weakType)];
  },
  evaluate: ([operand, ...starts], { sizes }) => [
    operand.uniform !== void 0 ? filled(sizes, operand.dtype, operand.uniform, operand.weakType) : stridedCopy(operand, sizes, stridesOf(operand.shape), clampedOffset(operand, starts, sizes))
  ],
  jvp: ([operand, ...starts], [tangent2], { sizes }) => ({
    primals: [dynamicSliceAt(operand, starts, sizes)],
    tangents: [tangent2 === null ? null : dynamicSliceAt(tangent2, starts, sizes)]
  }),
  transpose: ([cotangent], [operand, ...starts]) => {
    const none = starts.map(() => null);
    if (cotangent === null || cotangent === void 0 || !isLinear(operand)) return [null, ...none];
    return [updateAt(zerosLike(operand.aval), cotangent, knownInputs(starts)), ...none];
  },
  batch: ([operand, ...starts], [axis, ...startAxes], { sizes }, axisSize) => {
    if (startAxes.every((startAxis) => startAxis === null)) {
      const place = axis;
      const zero2 = zerosLike(makeAval([], starts[0]?.dtype ?? "int32"));
      const allStarts = [...starts.slice(0, place), zero2, ...starts.slice(place)];
      const allSizes = [...sizes.slice(0, place), axisSize, ...sizes.slice(place)];
      return { outputs: [dynamicSliceAt(operand, allStarts, allSizes)], axes: [place] };
    }
    const batched = axis !== null;
    const indices = stackStarts(starts, startAxes, axisSize);
    const output = bindOne(gatherPrimitive, [batched ? moveAxis(operand, axis, 0) : operand, indices], {
      dims: batchedWindows(sizes.length, batched),
      sliceSizes: batched ? [Math.min(1, axisSize), ...sizes] : sizes,
      mode: "clip",
      fillValue: null,
      uniqueIndices: batched,
      indicesAreSorted: batched
    });
    return { outputs: [output], axes: [0] };
  },
  printParams: ({ sizes }) => ({ slice_sizes: sizes })
};
var dynamicUpdateSlicePrimitive = {
  name: "dynamic_update_slice",
  abstractEval: ([operand, update2, ...starts]) => {
    checkStarts("dynamicUpdateSlice", operand, starts);
    const seen = `got ${avalString(update2)} for ${avalString(operand)}`;
    if (update2.dtype !== operand.dtype)
      throw new TypeError(`dynamicUpdateSlice: the update must have the operand's dtype, ${seen}`);
    if (update2.shape.length !== operand.shape.length || update2.shape.some((extent, axis) => extent > operand.shape[axis])) {
      throw new RangeError(
        `dynamicUpdateSlice: the update must have as many axes as the operand and not exceed it, ${seen}`
      );
    }
    return [makeAval(operand.shape, operand.dtype, operand.weakType && update2.weakType)];
  },
  evaluate: ([operand, update2, ...starts]) => {
    const { shape, dtype } = operand;
    const weak = operand.weakType && update2.weakType;
    if (shapesEqual(shape, update2.shape)) return [new ConcreteArray(shape, dtype, update2.data, weak)];
    const data = operand.data.slice();
    const target = { data, strides: stridesOf(shape), offset: clampedOffset(operand, starts, update2.shape) };
    stridedStore(
      target,
      { data: update2.data, strides: stridesOf(update2.shape), offset: 0 },
      update2.shape,
      lanesOf(dtype)
    );
    return [new ConcreteArray(shape, dtype, data, weak)];
  },
  jvp: ([operand, update2, ...starts], [tangent2, updateTangent]) => ({
    primals: [updateAt(operand, update2, starts)],
    tangents: [updateAt(instantiate(tangent2, operand), instantiate(updateTangent, update2), starts)]
  }),
  transpose: ([cotangent], [operand, update2, ...starts]) => {
    const none = starts.map(() => null);
    if (cotangent === null || cotangent === void 0) return [null, null, ...none];
    const known = knownInputs(starts);
    const { shape } = isLinear(update2) ? update2.aval : update2;
    return [
      isLinear(operand) ? updateAt(cotangent, zerosLike(makeAval(shape, cotangent.dtype)), known) : null,
      isLinear(update2) ? dynamicSliceAt(cotangent, known, shape) : null,
      ...none
    ];
  },
  batch: ([operand, update2, ...starts], [axis, updateAxis, ...startAxes], _, axisSize) => {
    const operands = batchFirst(operand, axis, axisSize);
    const updates3 = batchFirst(update2, updateAxis, axisSize);
    if (startAxes.every((startAxis) => startAxis === null)) {
      const zero2 = zerosLike(makeAval([], starts[0]?.dtype ?? "int32"));
      return { outputs: [updateAt(operands, updates3, [zero2, ...starts])], axes: [0] };
    }
    const output = bindOne(scatterPrimitive, [operands, stackStarts(starts, startAxes, axisSize), updates3], {
      dims: batchedWindows(starts.length, true),
      mode: "clip",
      uniqueIndices: true,
      indicesAreSorted: true
    });
    return { outputs: [output], axes: [0] };
  }
};
var dynamicSliceAt = (x, starts, sizes) => {
  if (sizes.length !== x.ndim || !starts.every(isConcrete) || sizes.some((size, axis) => !(size >= 0 && size <= x.shape[axis]))) {
    return bindOne(dynamicSlicePrimitive, [x, ...starts], { sizes });
  }
  const first = starts.map((start, axis) => clampStart(start, x.shape[axis] - sizes[axis]));
  return slice(
    x,
    first,
    first.map((start, axis) => start + sizes[axis])
  );
};
var updateAt = (x, update2, starts) => bindOne(dynamicUpdateSlicePrimitive, [x, update2, ...starts], {});
var readStarts = (what, x, startIndices) => {
  const list = startIndices instanceof NDArray ? Array.from(
    { length: startIndices.ndim === 1 ? startIndices.length : 0 },
    (_, i) => indexInDim(startIndices, i, 0, false)
  ) : startIndices;
  if (list.length !== x.ndim) {
    throw new RangeError(`${what}: needs one start index for each axis of ${avalString(x)}, got ${list.length}`);
  }
  const arrays = list.map((index) => {
    if (typeof index !== "number") return toArray(what, index);
    if (!Number.isInteger(index)) throw new TypeError(`${what}: start indices must be integers, got ${index}`);
    return filled([], "int32", index);
  });
  const wrong = arrays.find((array) => kindOf(array.dtype) !== "int" || array.ndim > 0);
  if (wrong !== void 0)
    throw new TypeError(
      `${what}: start indices must be integers or 0-d arrays of dtype int32 or uint32, got ${avalString(wrong)}`
    );
  const wrapped = arrays.map((array, axis) => array.dtype === "uint32" ? array : wrapNegative(array, x.shape[axis]));
  return wrapped.every((array) => array.dtype === wrapped[0].dtype) ? wrapped : wrapped.map((array) => convertElementType(array, "int32"));
};
var wrapNegative = (indices, extent) => select(lt(indices, 0), add2(indices, extent), indices);
var dynamicSlice = (x, startIndices, sizes) => {
  const operand = toArray("dynamicSlice", x);
  return dynamicSliceAt(operand, readStarts("dynamicSlice", operand, startIndices), sizes);
};
var dynamicUpdateSlice = (x, update2, startIndices) => {
  const operand = toArray("dynamicUpdateSlice", x);
  return updateAt(
    operand,
    valueLike("dynamicUpdateSlice", update2, operand),
    readStarts("dynamicUpdateSlice", operand, startIndices)
  );
};

// src/primitives/indexing/region.ts
var regionShape = (region) => region.map((range2) => range2.size);
var lowest2 = ({ start, step: step2, size }) => step2 < 0 && size > 0 ? start + (size - 1) * step2 : size === 0 ? 0 : start;
var stepOf = ({ step: step2, size }) => size > 1 ? Math.abs(step2) : 1;
var span = (range2) => range2.size === 0 ? 0 : (range2.size - 1) * stepOf(range2) + 1;
var backwards = (region) => region.flatMap(({ step: step2, size }, axis) => step2 < 0 && size > 1 ? [axis] : []);
var coversAll = (region, shape) => shapesEqual(regionShape(region), shape);
var readRegion = (x, region) => rev(
  slice(
    x,
    region.map(lowest2),
    region.map((range2) => lowest2(range2) + span(range2)),
    region.map(stepOf)
  ),
  backwards(region)
);
var writeRegion = (x, region, values5) => {
  const upwards = rev(values5, backwards(region));
  if (coversAll(region, x.shape)) return upwards;
  if (upwards.size === 0) return x;
  const starts = region.map(lowest2);
  const strided = region.flatMap((range2, axis) => stepOf(range2) > 1 ? [axis] : []);
  if (strided.length === 0) {
    return bindOne(dynamicUpdateSlicePrimitive, [x, upwards, ...starts.map((start) => filled([], "int32", start))], {});
  }
  const extents2 = strided.map((axis) => region[axis].size);
  const ndim = region.length;
  const count = extents2.reduce((product3, extent) => product3 * extent, 1);
  const data = new Int32Array(count * ndim);
  for (let axis = 0; axis < ndim; axis++) {
    const k = strided.indexOf(axis);
    const offsets = offsetsOf(
      extents2,
      extents2.map((_, i) => i === k ? stepOf(region[axis]) : 0)
    );
    offsets.forEach((offset, i) => {
      data[i * ndim + axis] = starts[axis] + offset;
    });
  }
  const indices = new ConcreteArray([...extents2, ndim], "int32", data);
  return bindOne(scatterPrimitive, [x, indices, upwards], {
    dims: {
      windowDims: region.map((_, axis) => axis).filter((axis) => !strided.includes(axis)),
      collapsedDims: strided,
      indexMap: region.map((_, axis) => axis),
      operandBatchingDims: [],
      indicesBatchingDims: []
    },
    mode: "promise_in_bounds",
    uniqueIndices: true,
    indicesAreSorted: true
  });
};
var padRegion = (shape, region, values5) => pad(
  rev(values5, backwards(region)),
  -0,
  region.map((range2, axis) => [lowest2(range2), shape[axis] - lowest2(range2) - span(range2), stepOf(range2) - 1])
);

// src/primitives/shape/broadcast-to.ts
var broadcastTo = (x, shape) => broadcastInDim(
  x,
  shape,
  x.shape.map((_, axis) => shape.length - x.ndim + axis)
);

// src/primitives/indexing/mask.ts
var expandMask = (mask2) => {
  const places = [];
  mask2.data.forEach((value, place) => {
    if (value !== 0) places.push(place);
  });
  const indices = (values5) => new ConcreteArray([places.length], "int32", Int32Array.from(values5));
  if (mask2.ndim === 0) return [indices(places)];
  const strides = stridesOf(mask2.shape);
  return mask2.shape.map((extent, axis) => indices(places.map((place) => Math.floor(place / strides[axis]) % extent)));
};

// src/primitives/indexing/slice-string.ts
var pattern = /^\s*([+-]?\d+)?\s*:\s*([+-]?\d+)?\s*(?::\s*([+-]?\d+)?\s*)?$/;
var resolveSlice = (what, text, extent) => {
  const parts = pattern.exec(text);
  if (parts === null) {
    throw new TypeError(
      `${what}: ${JSON.stringify(text)} is not a slice: expected 'start:stop' or 'start:stop:step' with integers or nothing in each place, such as '1:', ':-1' or '::2', or '...'`
    );
  }
  const [start, stop, step2 = 1] = parts.slice(1).map((part2) => part2 === void 0 ? void 0 : Number(part2));
  if (step2 === 0) throw new RangeError(`${what}: the step of the slice ${JSON.stringify(text)} cannot be 0`);
  const [low2, high] = step2 > 0 ? [0, extent] : [-1, extent - 1];
  const clip = (index) => Math.min(high, Math.max(low2, index < 0 ? index + extent : index));
  const first = start === void 0 ? step2 > 0 ? low2 : high : clip(start);
  const end = stop === void 0 ? step2 > 0 ? high : low2 : clip(stop);
  return { start: first, step: step2, size: Math.max(0, Math.ceil((end - first) / step2)) };
};

// src/primitives/indexing/parse.ts
var asItem = (what, index) => {
  if (index === null) return { kind: "newAxis" };
  if (typeof index === "string") return index.trim() === "..." ? { kind: "ellipsis" } : { kind: "slice", text: index };
  if (typeof index === "number") {
    if (!Number.isInteger(index)) throw new TypeError(`${what}: an index must be an integer, got ${index}`);
    return { kind: "integer", index };
  }
  if (index instanceof NDArray) return arrayItem(what, index);
  if (isTypedArray(index) || Array.isArray(index)) return listItem(what, index);
  throw new TypeError(
    `${what}: ${describe(index)} is not an index: expected an integer, a slice string such as '1:', '...', null or an array of integers or booleans`
  );
};
var arrayItem = (what, index) => {
  if (kindOf(index.dtype) === "int") return { kind: "array", indices: index, fixed: false };
  if (index.dtype !== "bool") {
    throw new TypeError(
      `${what}: an index array must have dtype int32, uint32 or bool, got ${avalString(index)}: make it with { dtype: 'int32' }`
    );
  }
  const mask2 = knownValue(index);
  if (mask2 !== void 0) return { kind: "mask", mask: mask2 };
  throw new TypeError(
    `${what}: a boolean index must have known values, but ${avalString(index)} is being traced: how many elements it selects would decide the shape of the result; use np.where(mask, x, other) instead`
  );
};
var listItem = (what, list) => {
  const { shape, leaves } = readNested(what, [...list]);
  if (leaves.length > 0 && leaves.every((leaf) => typeof leaf === "boolean")) {
    return { kind: "mask", mask: new ConcreteArray(shape, "bool", Uint8Array.from(leaves, Number)) };
  }
  const wrong = leaves.find((leaf) => typeof leaf !== "number" || !Number.isInteger(leaf));
  if (wrong !== void 0) {
    const hint = wrong instanceof NDArray ? ": wrap the list in array(\u2026, { dtype: 'int32' })" : "";
    throw new TypeError(
      `${what}: a list of indices must hold integers or booleans, got ${describe(wrong)} in it${hint}`
    );
  }
  return {
    kind: "array",
    indices: new ConcreteArray(shape, "int32", Int32Array.from(leaves)),
    fixed: true
  };
};
var consumedBy = (item) => item.kind === "mask" ? item.mask.ndim : item.kind === "newAxis" || item.kind === "ellipsis" ? 0 : 1;
var isAdvanced = (item) => item.kind === "integer" || item.kind === "array" || item.kind === "mask";
var isRealArray = (item) => item.kind === "mask" || item.kind === "array" && item.indices.ndim > 0;
var areSeparated = (items) => {
  if (!items.some(isRealArray)) return false;
  const places = items.flatMap((item, place) => isAdvanced(item) ? [place] : []);
  return places.some((place, i) => i > 0 && place !== places[i - 1] + 1);
};
var checkInside = (what, index, axis, extent) => {
  const wrapped = index < 0 ? index + extent : index;
  if (wrapped < 0 || wrapped >= extent) {
    throw new RangeError(`${what}: index ${index} is out of bounds for axis ${axis} with extent ${extent}`);
  }
  return wrapped;
};
var arrayEntry = (what, indices, fixed2, axis, extent, shown) => {
  if (fixed2) for (const index of indices.data) checkInside(what, index, shown, extent);
  if (extent === 0 && indices.size > 0) {
    throw new RangeError(
      `${what}: axis ${shown} has extent 0, so that ${avalString(indices)} can choose nothing from it`
    );
  }
  return { kind: "array", axis, indices: indices.dtype === "uint32" ? indices : wrapNegative(indices, extent) };
};
var parseIndices = (what, shape, indices) => {
  const items = indices.map((index) => asItem(what, index));
  const consumed = items.reduce((sum3, item) => sum3 + consumedBy(item), 0);
  if (consumed > shape.length) {
    throw new RangeError(`${what}: too many indices: ${consumed} for an array of shape ${shapeString(shape)}`);
  }
  const ellipses = items.filter((item) => item.kind === "ellipsis").length;
  if (ellipses > 1) throw new RangeError(`${what}: an index can have one '...' only, got ${ellipses}`);
  const all = ellipses === 1 ? items : [...items, { kind: "ellipsis" }];
  const expanded = [];
  const entries = [];
  let source = 0;
  const take3 = () => {
    const shown = source++;
    const extent = shape[shown];
    expanded.push(extent);
    return { axis: expanded.length - 1, extent, shown };
  };
  const whole = () => {
    const { axis, extent } = take3();
    entries.push({ kind: "slice", axis, start: 0, step: 1, size: extent });
  };
  for (const item of all) {
    switch (item.kind) {
      case "newAxis":
        entries.push({ kind: "newAxis" });
        break;
      case "ellipsis":
        for (let count = shape.length - consumed; count > 0; count--) whole();
        break;
      case "integer": {
        const { axis, extent, shown } = take3();
        entries.push({ kind: "integer", axis, index: checkInside(what, item.index, shown, extent) });
        break;
      }
      case "slice": {
        const { axis, extent } = take3();
        entries.push({ kind: "slice", axis, ...resolveSlice(what, item.text, extent) });
        break;
      }
      case "array": {
        const { axis, extent, shown } = take3();
        entries.push(arrayEntry(what, item.indices, item.fixed, axis, extent, shown));
        break;
      }
      case "mask": {
        const { mask: mask2 } = item;
        const covered = shape.slice(source, source + mask2.ndim);
        if (!shapesEqual(covered, mask2.shape)) {
          throw new RangeError(
            `${what}: a boolean index of shape ${shapeString(mask2.shape)} does not match the extents ${shapeString(covered)} of the axes that it stands for`
          );
        }
        if (mask2.ndim === 0) expanded.push(1);
        const axes = mask2.ndim === 0 ? [expanded.length - 1] : mask2.shape.map(() => take3().axis);
        entries.push(...expandMask(mask2).map((indices2, k) => ({ kind: "array", axis: axes[k], indices: indices2 })));
        break;
      }
    }
  }
  return { shape: expanded, entries, arraysFirst: areSeparated(items) };
};

// src/primitives/indexing/selection.ts
var readMode = (windows2) => windows2.inside ? "promise_in_bounds" : "clip";
var writeMode = (windows2) => windows2.inside ? "promise_in_bounds" : "fill_or_drop";
var layOut2 = (entries, arraysShape, arraysFirst) => {
  const arrays = arraysShape.map((extent) => ({ from: "arrays", extent }));
  let pending = true;
  const rest = entries.flatMap((entry3) => {
    if (entry3.kind === "slice") return [{ from: "view", extent: entry3.size }];
    if (entry3.kind === "newAxis") return [{ from: "new", extent: 1 }];
    if (!pending || arraysFirst) return [];
    pending = false;
    return arrays;
  });
  return arraysFirst ? [...arrays, ...rest] : rest;
};
var stackIndices = (arrays, shape) => {
  const common = arrays.every((array) => array.dtype === arrays[0].dtype);
  const columns = arrays.map((array) => {
    const indices = common ? array : convertElementType(array, "int32");
    return reshape(broadcastTo(indices, shape), [...shape, 1]);
  });
  return concatenate(columns, shape.length);
};
var isInside = (indices, extents2) => isConcrete(indices) && indices.data.every((index, i) => index >= 0 && index < extents2[i % extents2.length]);
var selectWindows = (arrays, viewAxisOf, viewShape, gathered, shape) => {
  const indices = stackIndices(
    arrays.map((entry3) => entry3.indices),
    shape
  );
  const axes = arrays.map((entry3) => viewAxisOf(entry3.axis));
  const inside2 = isInside(
    indices,
    axes.map((axis) => viewShape[axis])
  );
  return {
    indices,
    dims: {
      windowDims: gathered.flatMap((part2, axis) => part2.from === "view" ? [axis] : []),
      collapsedDims: axes,
      indexMap: axes,
      operandBatchingDims: [],
      indicesBatchingDims: []
    },
    sliceSizes: viewShape.map((extent, axis) => axes.includes(axis) ? 1 : extent),
    inside: inside2,
    unique: sizeOf(shape) <= 1 || inside2 && areUnique(indices)
  };
};
var broadcastIndices = (what, arrays) => {
  const shapes = arrays.map((entry3) => entry3.indices.shape);
  const shape = tryBroadcastShapes(shapes);
  if (shape !== void 0) return shape;
  throw new RangeError(`${what}: index arrays of shapes ${shapes.map(shapeString).join(", ")} do not broadcast`);
};
var selectionOf = (what, shape, indices) => {
  const parsed = parseIndices(what, shape, indices);
  const { entries } = parsed;
  const region = entries.flatMap(
    (entry3) => entry3.kind === "newAxis" ? [] : entry3.kind === "slice" ? [entry3] : entry3.kind === "integer" ? [{ start: entry3.index, step: 1, size: 1 }] : [{ start: 0, step: 1, size: parsed.shape[entry3.axis] }]
  );
  const dropped = new Set(entries.flatMap((entry3) => entry3.kind === "integer" ? [entry3.axis] : []));
  const keptAxes2 = parsed.shape.map((_, axis) => axis).filter((axis) => !dropped.has(axis));
  const viewShape = keptAxes2.map((axis) => region[axis].size);
  const arrays = entries.filter((entry3) => entry3.kind === "array");
  const arraysShape = broadcastIndices(what, arrays);
  const parts = layOut2(entries, arraysShape, parsed.arraysFirst);
  const gathered = parts.filter((part2) => part2.from !== "new");
  return {
    expandedShape: parsed.shape,
    region,
    viewShape,
    windows: arrays.length === 0 ? null : selectWindows(arrays, (axis) => keptAxes2.indexOf(axis), viewShape, gathered, arraysShape),
    gatheredShape: gathered.map((part2) => part2.extent),
    shape: parts.map((part2) => part2.extent)
  };
};

// src/primitives/indexing/index-array.ts
var viewOf = (x, selection2) => {
  const region = readRegion(reshape(x, selection2.expandedShape), selection2.region);
  return reshape(region, selection2.viewShape);
};
var readOne = (view, { indices, dims, sliceSizes }) => {
  const zero2 = zerosLike(makeAval([], indices.dtype));
  const starts = sliceSizes.map((_, axis) => {
    const k = dims.indexMap.indexOf(axis);
    return k < 0 ? zero2 : indexInDim(indices, k, 0, false);
  });
  return squeeze(dynamicSliceAt(view, starts, sliceSizes), dims.collapsedDims);
};
var readWindows = (view, windows2) => windows2.indices.ndim === 1 ? readOne(view, windows2) : bindOne(gatherPrimitive, [view, windows2.indices], {
  dims: windows2.dims,
  sliceSizes: windows2.sliceSizes,
  mode: readMode(windows2),
  fillValue: null,
  uniqueIndices: windows2.unique,
  indicesAreSorted: false
});
var indexArray = (x, indices, what = "at") => {
  const operand = toArray(what, x);
  const selection2 = selectionOf(what, operand.shape, indices);
  if (sizeOf(selection2.shape) === 0) return zerosLike(makeAval(selection2.shape, operand.dtype, operand.weakType));
  const view = viewOf(operand, selection2);
  return reshape(selection2.windows === null ? view : readWindows(view, selection2.windows), selection2.shape);
};

// src/primitives/indexing/take.ts
var toIndices = (what, indices) => {
  const wrong = (seen) => {
    throw new TypeError(`${what}: indices must be integers or an array of dtype int32 or uint32, got ${seen}`);
  };
  if (indices instanceof NDArray || isTypedArray(indices) || typeof indices === "boolean") {
    const array = toArray(what, indices);
    return kindOf(array.dtype) === "int" ? array : wrong(avalString(array));
  }
  const { shape, leaves } = readNested(what, [indices]);
  const numbers = leaves.map((leaf) => typeof leaf === "number" && Number.isInteger(leaf) ? leaf : wrong(String(leaf)));
  return new ConcreteArray(shape.slice(1), "int32", Int32Array.from(numbers));
};
var flatten = (x) => reshape(x, [x.size]);
var withFill = (fillValue) => fillValue === void 0 ? {} : { fillValue };
var take2 = (x, indices, options = {}) => {
  const { axis = null, mode = "fill", fillValue, uniqueIndices = false, indicesAreSorted = false } = options;
  const array = toArray("take", x);
  const operand = axis === null ? flatten(array) : array;
  const along = normalizeAxis("take", axis ?? 0, operand.ndim);
  const extent = operand.shape[along];
  const places = toIndices("take", indices);
  const before = operand.shape.slice(0, along);
  const after = operand.shape.slice(along + 1);
  const shape = [...before, ...places.shape, ...after];
  if (extent === 0 && places.size > 0)
    throw new RangeError(`take: axis ${along} of ${avalString(operand)} has no elements to take`);
  if (sizeOf(shape) === 0) return zerosLike(makeAval(shape, operand.dtype, operand.weakType));
  const rank = places.ndim;
  const dimensionNumbers = {
    offsetDims: [...before.map((_, i) => i), ...after.map((_, i) => along + rank + i)],
    collapsedSliceDims: [along],
    startIndexMap: [along]
  };
  const sliceSizes = operand.shape.map((size, k) => k === along ? 1 : size);
  const wrapped = () => places.dtype === "uint32" ? places : wrapNegative(places, extent);
  const [chosen, gatherMode] = takeModes(mode, places, extent, wrapped);
  return gather(operand, reshape(chosen, [...places.shape, 1]), dimensionNumbers, sliceSizes, {
    mode: gatherMode,
    ...withFill(fillValue),
    uniqueIndices,
    indicesAreSorted
  });
};
var takeModes = (mode, places, extent, wrapped) => {
  switch (mode) {
    case "fill":
      return [wrapped(), "fill"];
    case "clip":
      return [places, "clip"];
    case "wrap": {
      const rest = rem2(places, filled([], places.dtype, extent));
      return [places.dtype === "uint32" ? rest : wrapNegative(rest, extent), "promise_in_bounds"];
    }
    default:
      throw new TypeError(`take: unknown mode ${JSON.stringify(mode)}: expected 'fill', 'clip' or 'wrap'`);
  }
};
var takeAlongAxis = (x, indices, options = {}) => {
  const { axis = -1, mode = "fill", fillValue } = options;
  const array = toArray("takeAlongAxis", x);
  const operand = axis === null ? flatten(array) : array;
  const places = toIndices("takeAlongAxis", indices);
  const seen = `got ${avalString(operand)} and indices ${avalString(places)}`;
  if (operand.ndim !== places.ndim) {
    throw new RangeError(
      `takeAlongAxis: x${axis === null ? ", flattened," : ""} and the indices must have as many axes, ${seen}`
    );
  }
  const along = normalizeAxis("takeAlongAxis", axis ?? 0, operand.ndim);
  const others = [operand, places].map(({ shape: shape2 }) => shape2.map((extent2, k) => k === along ? 1 : extent2));
  const common = tryBroadcastShapes(others);
  if (common === void 0) throw new RangeError(`takeAlongAxis: the axes other than ${along} must broadcast, ${seen}`);
  const shape = common.map((extent2, k) => k === along ? places.shape[k] : extent2);
  const extent = operand.shape[along];
  if (extent === 0 && places.size > 0)
    throw new RangeError(`takeAlongAxis: axis ${along} has no elements to take, ${seen}`);
  if (sizeOf(shape) === 0) return zerosLike(makeAval(shape, operand.dtype, operand.weakType));
  const role = shape.map(
    (_, k) => k === along ? "indexed" : places.shape[k] === 1 ? "window" : operand.shape[k] === 1 ? "dropped" : "together"
  );
  const axesOf2 = (wanted, among) => among.flatMap((name2, k) => name2 === wanted ? [k] : []);
  const inOperand = role.filter((name2) => name2 !== "dropped");
  const inIndices = role.filter((name2) => name2 !== "window");
  const kept = shape.filter((_, k) => role[k] !== "window");
  const wrap = mode !== "promise_in_bounds" && places.dtype !== "uint32";
  return gather(
    squeeze(operand, axesOf2("dropped", role)),
    reshape(wrap ? wrapNegative(places, extent) : places, [...kept, 1]),
    {
      offsetDims: axesOf2("window", role),
      collapsedSliceDims: axesOf2("indexed", inOperand),
      startIndexMap: axesOf2("indexed", inOperand),
      operandBatchingDims: axesOf2("together", inOperand),
      startIndicesBatchingDims: axesOf2("together", inIndices)
    },
    operand.shape.flatMap((size, k) => role[k] === "dropped" ? [] : [role[k] === "window" ? size : 1]),
    { mode, ...withFill(fillValue) }
  );
};

// src/primitives/indexing/scatter-extremal.ts
var extremalTangent = ([operand, indices, updates3], output, tangent2, updateTangent, params) => {
  const { dtype } = operand;
  const ones = (like) => filled(like.shape, dtype, 1);
  const indicator = (mask2) => convertElementType(mask2, dtype);
  const addUp = (base, values5) => bindOne(scatterAddPrimitive, [base, indices, values5], params);
  const updatesSeen = addUp(zerosLike(avalOf(operand)), ones(updates3));
  const kept = select(eq(updatesSeen, 0), ones(operand), indicator(eq(operand, output)));
  const won = indicator(eq(updates3, gatherWritten(output, indices, updates3.shape, params)));
  const count = addUp(kept, won);
  const share3 = select(eq(count, 0), zerosLike(avalOf(count)), div2(1, count));
  const keptTangent = tangent2 === null ? null : mul2(tangent2, mul2(kept, share3));
  if (updateTangent === null) return keptTangent;
  const shareOfUpdates = mul2(won, gatherWritten(share3, indices, updates3.shape, params));
  return addUp(instantiate(keptTangent, operand), mul2(updateTangent, shareOfUpdates));
};
var extremal = (name2, combine) => {
  const primitive = scatterLike({
    name: name2,
    combine: (dtype) => combine(isComplex(dtype)),
    jvp: (primals, [tangent2, , updateTangent], params) => {
      const output = bindOne(primitive, primals, params);
      return { primals: [output], tangents: [extremalTangent(primals, output, tangent2, updateTangent, params)] };
    },
    transpose: unsupported(name2, "transpose", "it is not linear")
  });
  return primitive;
};
var isLess = (a, b, c, d) => a < c || a === c && b < d;
var isNaNPair = (re, im) => Number.isNaN(re) || Number.isNaN(im);
var scatterMinPrimitive = extremal(
  "scatter-min",
  (complex7) => complex7 ? { complex: (a, b, c, d) => isNaNPair(a, b) || !isNaNPair(c, d) && isLess(a, b, c, d) ? [a, b] : [c, d] } : { real: Math.min }
);
var scatterMaxPrimitive = extremal(
  "scatter-max",
  (complex7) => complex7 ? { complex: (a, b, c, d) => isNaNPair(a, b) || !isNaNPair(c, d) && isLess(c, d, a, b) ? [a, b] : [c, d] } : { real: Math.max }
);
var scatterMin = (operand, indices, updates3, dimensionNumbers, options = {}) => userScatter(scatterMinPrimitive, operand, indices, updates3, dimensionNumbers, options);
var scatterMax = (operand, indices, updates3, dimensionNumbers, options = {}) => userScatter(scatterMaxPrimitive, operand, indices, updates3, dimensionNumbers, options);

// src/primitives/indexing/update-array.ts
var combining = (combine) => (x, { region }, values5) => writeRegion(x, region, combine(readRegion(x, region), values5));
var updates = {
  set: { scatter: scatterPrimitive, intoRegion: (x, { region }, values5) => writeRegion(x, region, values5) },
  // a sum of padded arrays: the cheapest to differentiate
  addAt: {
    scatter: scatterAddPrimitive,
    intoRegion: (x, { region }, values5) => add2(x, padRegion(x.shape, region, values5))
  },
  mulAt: { scatter: scatterMulPrimitive, intoRegion: combining(mul2) },
  minAt: { scatter: scatterMinPrimitive, intoRegion: combining(min) },
  maxAt: { scatter: scatterMaxPrimitive, intoRegion: combining(max) }
};
var asIndices = (index) => {
  if (!Array.isArray(index) || isTypedArray(index)) return [index];
  const isMask = index.length > 0 && index.every((element) => typeof element === "boolean");
  return isMask ? [index] : index;
};
var kindRank3 = { bool: 0, int: 1, float: 2, complex: 3 };
var readValues = (what, x, values5) => {
  const array = valueLike(what, values5, x);
  if (kindRank3[kindOf(array.dtype)] > kindRank3[kindOf(x.dtype)]) {
    throw new TypeError(
      `${what}: values ${avalString(array)} do not fit an array of dtype ${x.dtype}: convert one of them with astype first`
    );
  }
  return toDType(array, { dtype: x.dtype, weakType: array.weakType });
};
var broadcastValues = (what, values5, shape) => {
  const common = tryBroadcastShapes([values5.shape, shape]);
  if (common !== void 0 && shapesEqual(common, shape)) return broadcastTo(values5, shape);
  throw new RangeError(
    `${what}: values of shape ${shapeString(values5.shape)} do not broadcast to the shape ${shapeString(shape)} that the index selects`
  );
};
var scatterInto = (view, windows2, values5, scatter2) => bindOne(scatter2, [view, windows2.indices, values5], {
  dims: windows2.dims,
  mode: writeMode(windows2),
  uniqueIndices: windows2.unique,
  indicesAreSorted: windows2.indices.ndim === 1
});
var updateArray = (what, x, index, values5) => {
  const operand = toArray(what, x);
  const { scatter: scatter2, intoRegion } = updates[what];
  const selection2 = selectionOf(what, operand.shape, asIndices(index));
  const fitting = broadcastValues(what, readValues(what, operand, values5), selection2.shape);
  if (sizeOf(selection2.shape) === 0) return operand;
  const gathered = reshape(fitting, selection2.gatheredShape);
  const expanded = reshape(operand, selection2.expandedShape);
  const inRegion = (view) => reshape(view, regionShape(selection2.region));
  const updated = selection2.windows === null ? intoRegion(expanded, selection2, inRegion(gathered)) : writeRegion(
    expanded,
    selection2.region,
    inRegion(scatterInto(viewOf(operand, selection2), selection2.windows, gathered, scatter2))
  );
  return convertElementType(reshape(updated, operand.shape), operand.dtype, operand.weakType);
};
var setAt = (x, index, values5) => updateArray("set", x, index, values5);
var addAt = (x, index, values5) => updateArray("addAt", x, index, values5);
var mulAt = (x, index, values5) => updateArray("mulAt", x, index, values5);
var minAt = (x, index, values5) => updateArray("minAt", x, index, values5);
var maxAt = (x, index, values5) => updateArray("maxAt", x, index, values5);

// src/primitives/indexing/indexing.samples.ts
var normal2 = (...shape) => ({ shape, domain: "normal" });
var distinct = (...shape) => ({ shape, domain: "distinct" });
var complex3 = (...shape) => ({ shape, domain: "normal", dtype: "complex" });
var integers = (...shape) => ({ shape, domain: "normal", dtype: "int32" });
var extents = (values5) => Array.isArray(values5) ? [values5.length, ...values5[0] === void 0 ? [] : extents(values5[0])] : [];
var at = (values5, dtype = "int32") => ({
  shape: extents(values5),
  domain: { values: values5 },
  dtype
});
var ints2 = (values5) => new ConcreteArray(extents(values5), "int32", Int32Array.from([values5].flat(4)));
var bools2 = (...values5) => new ConcreteArray([values5.length], "bool", Uint8Array.from(values5));
var read = (special, indices, python3, input) => ({
  name: `at: ${special}`,
  f: (x) => indexArray(mul2(x, x), indices),
  jax: `lambda x: (x * x)[${python3}]`,
  inputs: [input]
});
var reads = [
  read("integer", [-2], "-2", normal2(4)),
  read("integers and slices", [1, "::2"], "1, ::2", normal2(2, 3)),
  read("backwards", ["::-2", "2:0:-1"], "::-2, 2:0:-1", normal2(3, 4)),
  read("new axes and ellipsis", [null, "...", 0, null], "None, ..., 0, None", normal2(2, 3)),
  read("nothing", ["3:1", 0], "3:1, 0", normal2(3, 2)),
  read("list", [[2, 0, -1]], "np.array([2, 0, -1])", normal2(3, 2)),
  read(
    "array of two axes",
    [
      ints2([
        [2, 0],
        [1, 1]
      ])
    ],
    "np.array([[2, 0], [1, 1]])",
    complex3(3)
  ),
  read(
    "two arrays",
    [
      [0, 1, 1],
      [2, 0, 2]
    ],
    "np.array([0, 1, 1]), np.array([2, 0, 2])",
    normal2(2, 3)
  ),
  read("arrays that broadcast", [ints2([[0], [1]]), [2, 0]], "np.array([[0], [1]]), np.array([2, 0])", normal2(2, 3)),
  read("arrays apart", [[1, 0], ":", 0], "np.array([1, 0]), :, 0", normal2(2, 2, 2)),
  read("array after a slice", ["1:", [1, 1, 0]], "1:, np.array([1, 1, 0])", normal2(3, 2)),
  read("mask", [bools2(1, 0, 1)], "np.array([True, False, True])", normal2(3, 2)),
  read("array outside", [ints2([5, -7, 1])], "np.array([5, -7, 1])", { shape: [3], domain: "normal", dtype: "int32" }),
  {
    name: "at: computed index",
    f: (x, i) => indexArray(mul2(x, x), [i]),
    jax: "lambda x, i: (x * x)[i]",
    inputs: [normal2(4), at(-1)]
  },
  {
    name: "at: computed index beyond the end",
    f: (x, i) => indexArray(mul2(x, x), [i, "1:"]),
    jax: "lambda x, i: (x * x)[i, 1:]",
    inputs: [normal2(2, 3), at(5)]
  },
  {
    name: "at: computed indices",
    f: (x, i, j) => indexArray(mul2(x, x), [i, "1:", j]),
    jax: "lambda x, i, j: (x * x)[i, 1:, j]",
    inputs: [normal2(2, 3, 2), at(1), at(-2)]
  },
  {
    name: "at: computed array",
    f: (x, i) => indexArray(mul2(x, x), ["...", i]),
    jax: "lambda x, i: (x * x)[..., i]",
    inputs: [normal2(2, 3), at([2, -3, 2])]
  },
  {
    name: "at: computed array beside an integer",
    f: (x, i) => indexArray(mul2(x, x), [i, null, 1]),
    jax: "lambda x, i: (x * x)[i, None, 1]",
    inputs: [normal2(3, 2), at([[2, 0]])]
  }
];
var updateFunctions = { set: setAt, add: addAt, multiply: mulAt, min: minAt, max: maxAt };
var update = (method, special, indices, python3, inputs, rest = {}) => ({
  name: `${method}At: ${special}`,
  f: (x, y) => updateFunctions[method](mul2(x, x), indices, mul2(y, y)),
  jax: `lambda x, y: (x * x).at[${python3}].${method}(y * y)`,
  inputs,
  ...rest
});
var updates2 = ["set", "add", "multiply", "min", "max"].flatMap((method) => [
  update(method, "integer", 1, "1", [distinct(3), distinct()]),
  update(method, "slice", "1:3", "1:3", [distinct(4), distinct(2)]),
  update(method, "slices with steps", ["::-2", "1::2"], "::-2, 1::2", [distinct(3, 3), distinct(2, 1)]),
  update(method, "everything", "...", "...", [distinct(3), distinct()]),
  update(method, "nothing", "2:1", "2:1", [distinct(3), distinct()]),
  update(method, "new axis", [null, 0], "None, 0", [distinct(2, 2), distinct(1, 2)]),
  update(
    method,
    "array",
    [[2, 0]],
    "np.array([2, 0])",
    [distinct(3, 2), distinct(2)],
    method === "multiply" ? { constant: [1] } : {}
  ),
  update(
    method,
    "array and slice",
    ["1:", [1, 0], 0],
    "1:, np.array([1, 0]), 0",
    [distinct(2, 2, 2), distinct(2)],
    method === "multiply" ? { constant: [1] } : {}
  ),
  update(
    method,
    "mask",
    bools2(0, 1, 1),
    "np.array([False, True, True])",
    [distinct(3), distinct(2)],
    method === "multiply" ? { constant: [1] } : {}
  )
]);
var computedUpdates = [
  {
    name: "setAt: computed index",
    f: (x, i, y) => setAt(mul2(x, x), i, mul2(y, y)),
    jax: "lambda x, i, y: (x * x).at[i].set(y * y)",
    inputs: [normal2(3), at(-1), normal2()]
  },
  {
    name: "setAt: computed index outside",
    f: (x, i, y) => setAt(mul2(x, x), i, mul2(y, y)),
    jax: "lambda x, i, y: (x * x).at[i].set(y * y)",
    inputs: [normal2(3), at(4), normal2()]
  },
  {
    name: "setAt: computed array, repeated",
    f: (x, i, y) => setAt(mul2(x, x), i, mul2(y, y)),
    jax: "lambda x, i, y: (x * x).at[i].set(y * y)",
    inputs: [normal2(3), at([1, -2, 0, 7]), normal2(4)]
  },
  {
    name: "addAt: computed array, repeated",
    f: (x, i, y) => addAt(mul2(x, x), [i, "1:"], mul2(y, y)),
    jax: "lambda x, i, y: (x * x).at[i, 1:].add(y * y)",
    inputs: [normal2(3, 2), at([1, -2, 0, 7]), normal2(4, 1)]
  },
  {
    name: "multiplyAt: computed index",
    f: (x, i, y) => mulAt(mul2(x, x), i, mul2(y, y)),
    jax: "lambda x, i, y: (x * x).at[i].multiply(y * y)",
    inputs: [normal2(3), at(1), normal2()]
  },
  {
    name: "maxAt: computed array",
    f: (x, i, y) => maxAt(mul2(x, x), i, mul2(y, y)),
    jax: "lambda x, i, y: (x * x).at[i].max(y * y)",
    inputs: [distinct(3), at([0, 2]), distinct(2)]
  },
  {
    name: "setAt: a number",
    f: (x) => setAt(mul2(x, x), "::2", 3),
    jax: "lambda x: (x * x).at[::2].set(3)",
    inputs: [normal2(4)]
  }
];
var takes = [
  {
    name: "take",
    f: (x, i) => take2(mul2(x, x), i),
    jax: "lambda x, i: jnp.take(x * x, i)",
    inputs: [normal2(2, 2), at([3, 0, -1])]
  },
  {
    name: "take: axis",
    f: (x, i) => take2(mul2(x, x), i, { axis: 1 }),
    jax: "lambda x, i: jnp.take(x * x, i, axis=1)",
    inputs: [
      normal2(2, 3),
      at([
        [2, 0],
        [-3, 2]
      ])
    ]
  },
  {
    name: "take: one index",
    f: (x, i) => take2(x, i, { axis: -1 }),
    jax: "lambda x, i: jnp.take(x, i, axis=-1)",
    inputs: [normal2(2, 3), at(1)]
  },
  {
    name: "take: outside",
    f: (x, i) => take2(x, i, { fillValue: 0 }),
    jax: "lambda x, i: jnp.take(x, i, fill_value=0)",
    inputs: [normal2(3), at([3, -4, 1])]
  },
  {
    name: "take: clip",
    f: (x, i) => take2(x, i, { mode: "clip" }),
    jax: 'lambda x, i: jnp.take(x, i, mode="clip")',
    inputs: [normal2(3), at([3, -1, 1])]
  },
  {
    name: "take: wrap",
    f: (x, i) => take2(x, i, { mode: "wrap" }),
    jax: 'lambda x, i: jnp.take(x, i, mode="wrap")',
    inputs: [normal2(3), at([3, -1, 7, -5])]
  },
  {
    name: "take: plain list",
    f: (x) => take2(x, [1, 1], { axis: 0 }),
    jax: "lambda x: jnp.take(x, np.array([1, 1]), axis=0)",
    inputs: [complex3(2, 2)]
  },
  {
    name: "take_along_axis",
    f: (x, i) => takeAlongAxis(mul2(x, x), i),
    jax: "lambda x, i: jnp.take_along_axis(x * x, i, -1)",
    inputs: [
      normal2(2, 3),
      at([
        [2, 0],
        [-3, 2]
      ])
    ]
  },
  {
    name: "take_along_axis: first axis",
    f: (x, i) => takeAlongAxis(x, i, { axis: 0 }),
    jax: "lambda x, i: jnp.take_along_axis(x, i, 0)",
    inputs: [normal2(3, 2), at([[2, 0]])]
  },
  {
    name: "take_along_axis: x broadcast",
    f: (x, i) => takeAlongAxis(x, i, { axis: 1 }),
    jax: "lambda x, i: jnp.take_along_axis(x, i, 1)",
    inputs: [
      normal2(1, 3),
      at([
        [2, 0],
        [1, 1]
      ])
    ]
  },
  {
    name: "take_along_axis: indices broadcast",
    f: (x, i) => takeAlongAxis(x, i, { axis: 1, mode: "clip" }),
    jax: 'lambda x, i: jnp.take_along_axis(x, i, 1, mode="clip")',
    inputs: [normal2(2, 2, 2), at([[[1], [0], [5]]])]
  },
  {
    name: "take_along_axis: flat",
    f: (x, i) => takeAlongAxis(x, i, { axis: null }),
    jax: "lambda x, i: jnp.take_along_axis(x, i, None)",
    inputs: [normal2(2, 2), at([3, 0, 4])]
  }
];
var indexingSamples = [...reads, ...updates2, ...computedUpdates, ...takes];

// src/primitives/indexing/gather.samples.ts
var tuple3 = (list) => `(${list.map((n2) => `${n2},`).join(" ")})`;
var snakeCase2 = (name2) => name2.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
var numbersText = (title, numbers) => `lax.${title}(${Object.entries(numbers).map(([name2, list]) => `${snakeCase2(name2)}=${tuple3(list)}`).join(", ")})`;
var literal = (value) => value === true ? "True" : value === false ? "False" : JSON.stringify(value);
var optionsText = (options) => Object.entries(options).map(([name2, value]) => `, ${snakeCase2(name2)}=${literal(value)}`).join("");
var gatherSample = (special, inputs, numbers, sliceSizes, options = {}) => ({
  name: `gather: ${special}`,
  f: (x, i) => gather(mul2(x, x), i, numbers, sliceSizes, options),
  jax: `lambda x, i: lax.gather(x * x, i, ${numbersText("GatherDimensionNumbers", numbers)}, ${tuple3(sliceSizes)}${optionsText(options)})`,
  inputs
});
var elements = { offsetDims: [], collapsedSliceDims: [0], startIndexMap: [0] };
var rows = { offsetDims: [1], collapsedSliceDims: [0], startIndexMap: [0] };
var cells = { offsetDims: [], collapsedSliceDims: [0, 1], startIndexMap: [0, 1] };
var windows = { offsetDims: [1], collapsedSliceDims: [], startIndexMap: [0] };
var perRow = {
  offsetDims: [],
  collapsedSliceDims: [1],
  startIndexMap: [1],
  operandBatchingDims: [0],
  startIndicesBatchingDims: [0]
};
var gathers = [
  gatherSample("elements", [normal2(4), at([[2], [0], [2]])], elements, [1]),
  gatherSample("rows", [normal2(3, 2), at([[2], [1], [2]])], rows, [1, 2]),
  gatherSample(
    "cells",
    [
      normal2(2, 3),
      at([
        [0, 2],
        [1, 0]
      ])
    ],
    cells,
    [1, 1]
  ),
  gatherSample(
    "cells, axes swapped",
    [
      normal2(2, 3),
      at([
        [2, 0],
        [0, 1]
      ])
    ],
    { ...cells, startIndexMap: [1, 0] },
    [1, 1]
  ),
  gatherSample("windows", [normal2(5), at([[0], [2], [1]])], windows, [3]),
  gatherSample(
    "windows in front",
    [normal2(3, 3), at([[[0, 1]], [[1, 0]]])],
    { offsetDims: [0, 3], collapsedSliceDims: [], startIndexMap: [0, 1] },
    [2, 2]
  ),
  gatherSample(
    "along with rows",
    [
      normal2(3, 2),
      at([
        [[1], [0]],
        [[0], [0]],
        [[1], [1]]
      ])
    ],
    perRow,
    [1, 1]
  ),
  gatherSample("clipped", [normal2(4), at([[-7], [1], [9]])], windows, [2], { mode: "clip" }),
  gatherSample("filled", [normal2(4), at([[-1], [1], [3]])], windows, [2], { mode: "fill", fillValue: 7 }),
  gatherSample("filled by NaN", [normal2(3), at([[3], [1]])], elements, [1], { mode: "fill" }),
  gatherSample("filled, complex", [complex3(3), at([[0], [2], [4]])], elements, [1], { mode: "fill" }),
  gatherSample("filled, int32", [integers(3), at([[0], [3]])], elements, [1], { mode: "fill" }),
  gatherSample("filled, uint32", [at([1, 2, 3], "uint32"), at([[0], [3]])], elements, [1], { mode: "fill" }),
  gatherSample("unique", [normal2(4), at([[3], [1]])], elements, [1], { mode: "fill", uniqueIndices: true }),
  gatherSample("sorted", [complex3(4), at([[1], [1], [3]])], elements, [1], { indicesAreSorted: true }),
  gatherSample("indices of dtype uint32", [normal2(4), at([[3], [0]], "uint32")], elements, [1], { mode: "clip" }),
  gatherSample(
    "no index components",
    [normal2(2, 2), { shape: [3, 0], domain: "normal", dtype: "int32" }],
    { offsetDims: [1, 2], collapsedSliceDims: [], startIndexMap: [] },
    [2, 1]
  ),
  gatherSample("no indices", [normal2(3), { shape: [0, 1], domain: "normal", dtype: "int32" }], elements, [1])
];
var scatterSample = (name2, special, apply, inputs, numbers, options = {}, rest = {}) => ({
  name: `${name2}: ${special}`,
  f: (x, i, y) => apply(mul2(x, x), i, mul2(y, y), numbers, options),
  jax: `lambda x, i, y: lax.${name2.replace("-", "_")}(x * x, i, y * y, ${numbersText("ScatterDimensionNumbers", numbers)}${optionsText(options)})`,
  inputs,
  ...rest
});
var toElements = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
var toRows = { updateWindowDims: [1], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
var toCells = { updateWindowDims: [], insertedWindowDims: [0, 1], scatterDimsToOperandDims: [0, 1] };
var toWindows = { updateWindowDims: [1], insertedWindowDims: [], scatterDimsToOperandDims: [0] };
var toEachRow = {
  updateWindowDims: [],
  insertedWindowDims: [1],
  scatterDimsToOperandDims: [1],
  operandBatchingDims: [0],
  scatterIndicesBatchingDims: [0]
};
var unique = { uniqueIndices: true };
var scatterTable = (name2, apply, input, repeated) => {
  const row2 = (special, inputs, numbers, options = {}, rest = {}) => scatterSample(name2, special, apply, inputs, numbers, options, rest);
  const ifNot = repeated ? {} : { constant: [2] };
  return [
    row2("elements", [input(4), at([[2], [0]]), input(2)], toElements, unique),
    row2("elements repeated", [input(4), at([[2], [0], [2]]), input(3)], toElements, {}, ifNot),
    row2("elements, some outside", [input(3), at([[2], [-1], [0], [3]]), input(4)], toElements, unique),
    row2("elements repeated, some outside", [input(3), at([[2], [-1], [2], [3]]), input(4)], toElements, {}, ifNot),
    row2("rows", [input(3, 2), at([[2], [1]]), input(2, 2)], toRows, unique),
    row2("rows repeated", [input(3, 2), at([[1], [1]]), input(2, 2)], toRows, {}, ifNot),
    row2(
      "cells",
      [
        input(2, 3),
        at([
          [0, 2],
          [1, 0]
        ]),
        input(2)
      ],
      toCells,
      unique
    ),
    row2("windows", [input(5), at([[0], [3]]), input(2, 2)], toWindows, unique),
    row2("windows overlapping", [input(5), at([[0], [2], [1]]), input(3, 2)], toWindows, {}, ifNot),
    row2("along with rows", [input(3, 2), at([[[1]], [[0]], [[1]]]), input(3, 1)], toEachRow, unique),
    row2("the updates alone", [input(3), at([[1]]), input(1)], toElements, unique, { constant: [0] }),
    row2("the operand alone", [input(3), at([[1], [1]]), input(2)], toElements, {}, { constant: [2] }),
    row2("sorted", [input(3), at([[0], [1]]), input(2)], toElements, { ...unique, indicesAreSorted: true }),
    row2("promised", [input(3), at([[0], [2]]), input(2)], toElements, { ...unique, mode: "promise_in_bounds" }),
    row2("no indices", [input(3), { shape: [0, 1], domain: "normal", dtype: "int32" }, input(0)], toElements, unique),
    row2("integers", [integers(3), at([[0], [2], [0]]), integers(3)], toElements)
  ];
};
var scatters = [
  ...scatterTable("scatter", scatter, normal2, true),
  ...scatterTable("scatter-add", scatterAdd, normal2, true),
  ...scatterTable("scatter-mul", scatterMul, normal2, false),
  ...scatterTable("scatter-min", scatterMin, distinct, true),
  ...scatterTable("scatter-max", scatterMax, distinct, true),
  scatterSample("scatter", "clipped", scatter, [normal2(3), at([[-5], [7]]), normal2(2)], toElements, {
    mode: "clip",
    ...unique
  }),
  scatterSample("scatter", "clipped, repeated", scatter, [normal2(3), at([[-5], [0], [7]]), normal2(3)], toElements, {
    mode: "clip"
  }),
  scatterSample("scatter", "complex", scatter, [complex3(3), at([[1], [1]]), complex3(2)], toElements),
  scatterSample("scatter-add", "clipped windows", scatterAdd, [normal2(4), at([[-1], [3]]), normal2(2, 2)], toWindows, {
    mode: "clip"
  }),
  scatterSample("scatter-add", "complex", scatterAdd, [complex3(3), at([[1], [1], [9]]), complex3(3)], toElements),
  scatterSample("scatter-mul", "complex", scatterMul, [complex3(3), at([[1], [2]]), complex3(2)], toElements, unique),
  {
    name: "scatter-min: ties",
    f: (x, y) => scatterMin(x, ints2([[0], [0], [1], [1], [2]]), y, toElements),
    jax: `lambda x, y: lax.scatter_min(x, jnp.array([[0], [0], [1], [1], [2]]), y, ${numbersText("ScatterDimensionNumbers", toElements)})`,
    inputs: [
      { shape: [4], domain: { values: [1, 2, 3, 4] } },
      { shape: [5], domain: { values: [1, 1, 2, 5, 7] } }
    ]
  },
  {
    name: "scatter-max: ties",
    f: (x, y) => mul2(scatterMax(x, ints2([[0], [0], [1], [2], [2]]), mul2(y, y), toElements), x),
    jax: `lambda x, y: lax.scatter_max(x, jnp.array([[0], [0], [1], [2], [2]]), y * y, ${numbersText("ScatterDimensionNumbers", toElements)}) * x`,
    inputs: [
      { shape: [4], domain: { values: [1, 4, 2, 4] } },
      { shape: [5], domain: { values: [1, 1, 2, 2, 2] } }
    ]
  }
];
var gatherSamples = [...gathers, ...scatters];

// src/reference/dense/matrix.ts
var EPSILON3 = Number.EPSILON;
var checkMatrix2 = (what, name2, data, rows2, columns, lanes = 1) => {
  for (const extent of [rows2, columns]) {
    if (!Number.isInteger(extent) || extent < 0) {
      throw new RangeError(`${what}: ${name2} must have extents that are integers \u2265 0, got ${rows2} \xD7 ${columns}`);
    }
  }
  if (data.length !== lanes * rows2 * columns) {
    throw new RangeError(
      `${what}: ${name2} must hold ${rows2} \xD7 ${columns} ${lanes === 2 ? "complex " : ""}elements (${lanes * rows2 * columns} numbers), got ${data.length} numbers`
    );
  }
};
var identity = (rows2, columns, lanes = 1) => {
  const result = new Float64Array(lanes * rows2 * columns);
  for (let i = 0; i < Math.min(rows2, columns); i++) result[lanes * (i * columns + i)] = 1;
  return result;
};
var transpose2 = (a, rows2, columns) => {
  const result = new Float64Array(a.length);
  for (let i = 0; i < rows2; i++) for (let j = 0; j < columns; j++) result[j * rows2 + i] = a[i * columns + j];
  return result;
};
var conjugateTranspose = (a, rows2, columns) => {
  const result = new Float64Array(a.length);
  for (let i = 0; i < rows2; i++) {
    for (let j = 0; j < columns; j++) {
      result[2 * (j * rows2 + i)] = a[2 * (i * columns + j)];
      result[2 * (j * rows2 + i) + 1] = -a[2 * (i * columns + j) + 1];
    }
  }
  return result;
};
var withColumns = (a, rows2, columns, wanted, lanes = 1) => {
  const result = new Float64Array(lanes * rows2 * wanted);
  const kept = lanes * Math.min(columns, wanted);
  for (let i = 0; i < rows2; i++) {
    result.set(a.subarray(lanes * i * columns, lanes * i * columns + kept), lanes * i * wanted);
  }
  return result;
};
var upperTriangle = (a, rows2, columns, lanes = 1) => {
  const result = a.slice(0, lanes * rows2 * columns);
  for (let i = 1; i < rows2; i++) result.fill(0, lanes * i * columns, lanes * (i * columns + Math.min(i, columns)));
  return result;
};
var toComplex = (a) => {
  const result = new Float64Array(2 * a.length);
  for (let i = 0; i < a.length; i++) result[2 * i] = a[i];
  return result;
};
var nanArray = (length) => new Float64Array(length).fill(Number.NaN);
var allFinite = (a) => a.every(Number.isFinite);
var norm = (x, from = 0) => {
  let sum3 = 0;
  for (let i = from; i < x.length; i++) sum3 += x[i] * x[i];
  if (Number.isNaN(sum3) || sum3 > 1e-280 && sum3 < 1e300) return Math.sqrt(sum3);
  let largest = 0;
  for (let i = from; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]));
  if (largest === 0 || largest === Infinity) return largest;
  sum3 = 0;
  for (let i = from; i < x.length; i++) sum3 += (x[i] / largest) ** 2;
  return largest * Math.sqrt(sum3);
};
var scaledToOne = (a) => {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]));
  if (largest === 0 || !Number.isFinite(largest)) return { scaled: a.slice(), exponent: 0 };
  const exponent = Math.floor(Math.log2(largest)) + 1;
  return { scaled: a.map((x) => timesPowerOfTwo(x, -exponent)), exponent };
};
var timesPowerOfTwo = (x, exponent) => {
  const half = Math.trunc(exponent / 2);
  return x * 2 ** half * 2 ** (exponent - half);
};

// src/reference/dense/cholesky.ts
var noFactor = (n2, lanes) => {
  const result = new Float64Array(lanes * n2 * n2);
  for (let i = 0; i < n2; i++) result.fill(Number.NaN, lanes * i * n2, lanes * (i * n2 + i + 1));
  return result;
};
var cholesky = (a, n2) => {
  checkMatrix2("cholesky", "a", a, n2, n2);
  const l = new Float64Array(n2 * n2);
  for (let i = 0; i < n2; i++) {
    for (let j = 0; j <= i; j++) {
      let sum3 = a[i * n2 + j];
      for (let k = 0; k < j; k++) sum3 -= l[i * n2 + k] * l[j * n2 + k];
      if (j < i) l[i * n2 + j] = sum3 / l[j * n2 + j];
      else if (sum3 > 0) l[i * n2 + i] = Math.sqrt(sum3);
      else return noFactor(n2, 1);
    }
  }
  return l;
};
var choleskyComplex = (a, n2) => {
  checkMatrix2("choleskyComplex", "a", a, n2, n2, 2);
  const l = new Float64Array(2 * n2 * n2);
  for (let i = 0; i < n2; i++) {
    for (let j = 0; j <= i; j++) {
      const at2 = 2 * (i * n2 + j);
      let re = a[at2];
      let im = i === j ? 0 : a[at2 + 1];
      for (let k = 0; k < j; k++) {
        const x = 2 * (i * n2 + k);
        const y = 2 * (j * n2 + k);
        re -= l[x] * l[y] + l[x + 1] * l[y + 1];
        im -= l[x + 1] * l[y] - l[x] * l[y + 1];
      }
      if (j < i) {
        const pivot = l[2 * (j * n2 + j)];
        l[at2] = re / pivot;
        l[at2 + 1] = im / pivot;
      } else if (re > 0) l[at2] = Math.sqrt(re);
      else return noFactor(n2, 2);
    }
  }
  return l;
};

// src/primitives/linalg/stacked.ts
var stackOf = (x, rank = 2) => x.shape.slice(0, x.shape.length - rank);
var matrixExtents = (x) => [
  x.shape.at(-2),
  x.shape.at(-1)
];
var inexactOperands = (what, values5, rank = 2) => {
  const operands = promoteOperands(what, values5, promoteTypesInexact);
  for (const operand of operands) {
    if (operand.ndim < rank) {
      const wanted = rank === 2 ? "(\u2026, m, n)" : "(\u2026, n)";
      throw new RangeError(`${what}: expected an array of shape ${wanted}, got ${shapeString(operand.shape)}`);
    }
  }
  return operands;
};
var checkSquare = (what, x) => {
  const [rows2, columns] = x.shape.slice(-2);
  if (x.shape.length < 2 || rows2 !== columns) {
    throw new RangeError(`${what}: expected square matrices (\u2026, n, n), got shape ${shapeString(x.shape)}`);
  }
};
var evaluateStacked = (inputs, ranks, parts, f) => {
  const stack3 = stackOf(inputs[0], ranks[0]);
  const count = sizeOf(stack3);
  const results = parts.map(({ shape, dtype }) => allocate(dtype, count * sizeOf(shape)));
  const lengths = inputs.map((input, i) => sizeOf(input.shape.slice(input.ndim - ranks[i])) * lanesOf(input.dtype));
  for (let element = 0; element < count; element++) {
    const matrices = inputs.map(
      (input, i) => Float64Array.from(input.data.subarray(element * lengths[i], (element + 1) * lengths[i]))
    );
    f(...matrices).forEach((values5, k) => {
      results[k].set(values5, element * results[k].length / count);
    });
  }
  return parts.map(({ shape, dtype }, k) => new ConcreteArray([...stack3, ...shape], dtype, results[k]));
};
var byLanes = (x, real2, complex7) => isComplex(x.dtype) ? complex7 : real2;
var batchStacked = (primitive) => (inputs, axes, params, axisSize) => {
  const outputs = bind(
    primitive(),
    inputs.map((input, i) => batchFirst(input, axes[i], axisSize)),
    params
  );
  return { outputs, axes: outputs.map(() => 0) };
};

// src/primitives/linalg/matrix.ts
var matrixTranspose = (x) => moveAxis(x, x.ndim - 1, x.ndim - 2);
var conjugate = (x) => isComplex(x.dtype) ? conj(x) : x;
var realPart = (x) => isComplex(x.dtype) ? real(x) : x;
var adjoint = (x) => conjugate(matrixTranspose(x));
var product2 = matmul;
var symmetrize = (x) => div2(add2(x, adjoint(x)), constantLike(x, 2));
var maskWhere = (rows2, columns, holds) => {
  const data = new Uint8Array(rows2 * columns);
  for (let i = 0; i < rows2; i++) for (let j = 0; j < columns; j++) data[i * columns + j] = Number(holds(i, j));
  return new ConcreteArray([rows2, columns], "bool", data);
};
var keepWhere = (x, holds) => {
  const [rows2, columns] = matrixExtents(x);
  return select(maskWhere(rows2, columns, holds), x, constantLike(x, 0));
};
var lowerTriangle = (x, k = 0) => keepWhere(x, (row2, column) => column <= row2 + k);
var upperTriangle2 = (x, k = 0) => keepWhere(x, (row2, column) => column >= row2 + k);
var identity2 = (n2, dtype) => {
  const data = allocate(dtype, n2 * n2);
  for (let i = 0; i < n2; i++) data[i * (n2 + 1) * lanesOf(dtype)] = 1;
  return new ConcreteArray([n2, n2], dtype, data);
};
var identities = (like, n2) => {
  const stack3 = stackOf(like);
  return broadcastInDim(identity2(n2, like.dtype), [...stack3, n2, n2], [stack3.length, stack3.length + 1]);
};
var diagonalOfMatrix = (x) => diagonalOf(x, x.ndim - 2, x.ndim - 1);
var asRows = (x) => {
  const n2 = x.shape.at(-1);
  const stack3 = x.shape.slice(0, -1);
  return broadcastInDim(x, [...stack3, n2, n2], [...stack3.map((_, i) => i), stack3.length + 1]);
};
var asColumns = (x) => {
  const n2 = x.shape.at(-1);
  return broadcastInDim(
    x,
    [...x.shape, n2],
    x.shape.map((_, i) => i)
  );
};
var elementOf = (x, row2, column) => reshape(columnRange(rowRange(x, row2, row2 + 1), column, column + 1), stackOf(x));
var spreadOver = (x, matrices) => broadcastInDim(
  x,
  matrices.shape,
  stackOf(matrices).map((_, axis) => axis)
);
var overMatrix = (x, divisor) => div2(x, spreadOver(divisor, x));
var likeDType = (x, like) => x.dtype === like.dtype ? x : convertElementType(isComplex(like.dtype) ? x : realPart(x), like.dtype);
var rowRange = (x, from, to) => range(x, x.ndim - 2, from, to);
var columnRange = (x, from, to) => range(x, x.ndim - 1, from, to);
var range = (x, axis, from, to) => slice(
  x,
  x.shape.map((_, k) => k === axis ? from : 0),
  x.shape.map((extent, k) => k === axis ? to : extent)
);

// src/reference/dense/complex.ts
var divide2 = (aRe, aIm, bRe, bIm) => {
  if (Math.abs(bRe) >= Math.abs(bIm)) {
    const ratio2 = bIm / bRe;
    const divisor2 = bRe + bIm * ratio2;
    return [(aRe + aIm * ratio2) / divisor2, (aIm - aRe * ratio2) / divisor2];
  }
  const ratio = bRe / bIm;
  const divisor = bIm + bRe * ratio;
  return [(aRe * ratio + aIm) / divisor, (aIm * ratio - aRe) / divisor];
};
var multiply2 = ([aRe, aIm], [bRe, bIm]) => [
  aRe * bRe - aIm * bIm,
  aRe * bIm + aIm * bRe
];
var squareRoot = (re, im) => {
  if (re === 0 && im === 0) return [0, 0];
  const larger = Math.sqrt((Math.abs(re) + Math.hypot(re, im)) / 2);
  const smaller = Math.abs(im) / (2 * larger);
  const sign3 = im < 0 ? -1 : 1;
  return re >= 0 ? [larger, sign3 * smaller] : [smaller, sign3 * larger];
};
var taxicab = (re, im) => Math.abs(re) + Math.abs(im);

// src/reference/dense/triangular-solve.ts
var walk2 = (n2, m, { lower, transposeA, leftSide }) => {
  const transposed = transposeA !== "none" === leftSide;
  return {
    rowOfT: transposed ? 1 : n2,
    columnOfT: transposed ? n2 : 1,
    forward: lower !== transposed,
    rowOfY: leftSide ? m : 1,
    columnOfY: leftSide ? 1 : n2
  };
};
var check = (what, a, n2, b, m, left, lanes) => {
  checkMatrix2(what, "a", a, n2, n2, lanes);
  checkMatrix2(what, "b", b, left ? n2 : m, left ? m : n2, lanes);
};
var triangularSolve = (a, n2, b, m, options) => {
  check("triangularSolve", a, n2, b, m, options.leftSide, 1);
  const { rowOfT, columnOfT, forward, rowOfY, columnOfY } = walk2(n2, m, options);
  const y = b.slice();
  for (let step2 = 0; step2 < n2; step2++) {
    const i = forward ? step2 : n2 - 1 - step2;
    for (let earlier = 0; earlier < step2; earlier++) {
      const k = forward ? earlier : n2 - 1 - earlier;
      const t = a[i * rowOfT + k * columnOfT];
      for (let j = 0; j < m; j++) y[i * rowOfY + j * columnOfY] -= t * y[k * rowOfY + j * columnOfY];
    }
    if (options.unitDiagonal) continue;
    const pivot = a[i * n2 + i];
    for (let j = 0; j < m; j++) y[i * rowOfY + j * columnOfY] /= pivot;
  }
  return y;
};
var triangularSolveComplex = (a, n2, b, m, options) => {
  check("triangularSolveComplex", a, n2, b, m, options.leftSide, 2);
  const { rowOfT, columnOfT, forward, rowOfY, columnOfY } = walk2(n2, m, options);
  const sign3 = options.transposeA === "conjugate" ? -1 : 1;
  const y = b.slice();
  for (let step2 = 0; step2 < n2; step2++) {
    const i = forward ? step2 : n2 - 1 - step2;
    for (let earlier = 0; earlier < step2; earlier++) {
      const k = forward ? earlier : n2 - 1 - earlier;
      const tRe = a[2 * (i * rowOfT + k * columnOfT)];
      const tIm = sign3 * a[2 * (i * rowOfT + k * columnOfT) + 1];
      for (let j = 0; j < m; j++) {
        const at2 = 2 * (i * rowOfY + j * columnOfY);
        const from = 2 * (k * rowOfY + j * columnOfY);
        y[at2] -= tRe * y[from] - tIm * y[from + 1];
        y[at2 + 1] -= tRe * y[from + 1] + tIm * y[from];
      }
    }
    if (options.unitDiagonal) continue;
    const pivotRe = a[2 * (i * n2 + i)];
    const pivotIm = sign3 * a[2 * (i * n2 + i) + 1];
    for (let j = 0; j < m; j++) {
      const at2 = 2 * (i * rowOfY + j * columnOfY);
      y.set(divide2(y[at2], y[at2 + 1], pivotRe, pivotIm), at2);
    }
  }
  return y;
};

// src/primitives/linalg/triangular-solve.ts
var checkShapes = (a, b, { leftSide }) => {
  checkSquare("triangularSolve", a);
  const [n2] = matrixExtents(a);
  const common = leftSide ? b.shape.at(-2) : b.shape.at(-1);
  if (b.shape.length !== a.shape.length || common !== n2 || !shapesEqual(stackOf(a), stackOf(b))) {
    throw new RangeError(
      `triangularSolve: a of shape ${shapeString(a.shape)} and b of shape ${shapeString(b.shape)} do not fit: b must be ${leftSide ? "(\u2026, n, k)" : "(\u2026, k, n)"} with n = ${n2} and the leading axes of a`
    );
  }
};
var triangularSolvePrimitive = {
  name: "triangular_solve",
  abstractEval: ([a, b], params) => {
    if (a.dtype !== b.dtype) {
      throw new TypeError(`triangularSolve: operands must have one dtype, got ${avalString(a)} and ${avalString(b)}`);
    }
    checkShapes(a, b, params);
    return [makeAval(b.shape, b.dtype)];
  },
  evaluate: ([a, b], { leftSide, lower, transposeA, conjugateA, unitDiagonal }) => {
    const [n2] = matrixExtents(a);
    const [rows2, columns] = matrixExtents(b);
    const solve3 = byLanes(a, triangularSolve, triangularSolveComplex);
    const options = {
      leftSide,
      lower,
      unitDiagonal,
      transposeA: !transposeA ? "none" : conjugateA ? "conjugate" : "transpose"
    };
    const conjugated = conjugateA && !transposeA;
    return evaluateStacked([a, b], [2, 2], [{ shape: [rows2, columns], dtype: b.dtype }], (x, y) => {
      if (conjugated) for (let i = 1; i < x.length; i += 2) x[i] = -x[i];
      return [solve3(x, n2, y, leftSide ? columns : rows2, options)];
    });
  },
  jvp: ([a, b], [aTangent, bTangent], params) => {
    const solution = solve(a, b, params);
    return {
      primals: [solution],
      tangents: [
        addTangents(add2, [
          aTangent === null ? null : tangentOfMatrix(a, solution, aTangent, params),
          bTangent === null ? null : solve(a, bTangent, params)
        ])
      ]
    };
  },
  transpose: ([cotangent], [a, b], params) => {
    if (cotangent === null || !isLinear(b)) return [null, null];
    if (isLinear(a)) throw new TypeError("triangular_solve is linear in its right hand side only, not in its matrix");
    return [null, solve(a, cotangent, { ...params, transposeA: !params.transposeA })];
  },
  batch: ([a, b], [aAxis, bAxis], params, axisSize) => {
    if (aAxis !== null) {
      const inputs = [batchFirst(a, aAxis, axisSize), batchFirst(b, bAxis, axisSize)];
      return { outputs: [solve(...inputs, params)], axes: [0] };
    }
    const at2 = params.leftSide ? b.ndim - 1 : b.ndim - 2;
    const moved = moveAxis(b, bAxis, at2);
    const shape = [...moved.shape];
    shape.splice(at2 - 1, 2, shape[at2 - 1] * shape[at2]);
    return { outputs: [reshape(solve(a, reshape(moved, shape), params), moved.shape)], axes: [at2] };
  },
  printParams: ({ leftSide, lower, transposeA, conjugateA, unitDiagonal }) => ({
    conjugate_a: conjugateA,
    left_side: leftSide,
    lower,
    transpose_a: transposeA,
    unit_diagonal: unitDiagonal
  })
};
var solve = (a, b, params) => bindOne(triangularSolvePrimitive, [a, b], params);
var tangentOfMatrix = (a, solution, tangent2, params) => {
  const { leftSide, lower, transposeA, conjugateA, unitDiagonal } = params;
  const offset = unitDiagonal ? 1 : 0;
  const read2 = neg(lower ? lowerTriangle(tangent2, -offset) : upperTriangle2(tangent2, offset));
  const transposed = transposeA ? matrixTranspose(read2) : read2;
  const change = conjugateA ? conjugate(transposed) : transposed;
  const [rows2, columns] = matrixExtents(solution);
  if (leftSide) {
    return rows2 > columns ? solve(a, product2(change, solution), params) : product2(solve(a, change, params), solution);
  }
  return rows2 < columns ? solve(a, product2(solution, change), params) : product2(solution, solve(a, change, params));
};
var triangularSolve2 = (a, b, options = {}) => {
  const { leftSide = false, lower = false, transposeA = false, unitDiagonal = false } = options;
  const [x, y] = inexactOperands("triangularSolve", [a, b], 1);
  const params = {
    leftSide,
    lower,
    transposeA,
    conjugateA: (options.conjugateA ?? false) && isComplex(x.dtype),
    unitDiagonal
  };
  const isVector = y.ndim === x.ndim - 1;
  const operand = isVector ? expandDims(y, [leftSide ? y.ndim : y.ndim - 1]) : y;
  const solution = solve(x, operand, params);
  return isVector ? reshape(solution, y.shape) : solution;
};

// src/primitives/linalg/cholesky.ts
var choleskyPrimitive = {
  name: "cholesky",
  abstractEval: ([x]) => {
    checkSquare("cholesky", x);
    return [makeAval(x.shape, x.dtype)];
  },
  evaluate: ([x]) => {
    const [n2] = matrixExtents(x);
    const method = byLanes(x, cholesky, choleskyComplex);
    return evaluateStacked([x], [2], [{ shape: [n2, n2], dtype: x.dtype }], (a) => [method(a, n2)]);
  },
  // L̇ = L Φ(L⁻¹ Ȧ L⁻ᴴ), where Φ keeps the lower triangle and halves the diagonal (Murray, arXiv:1602.07527)
  jvp: ([x], [tangent2]) => {
    const l = bindOne(choleskyPrimitive, [x], noParams);
    const right = triangularSolve2(l, tangent2, { lower: true, transposeA: true, conjugateA: true });
    const both = triangularSolve2(l, right, { leftSide: true, lower: true });
    return { primals: [l], tangents: [product2(l, halveDiagonal(lowerTriangle(both)))] };
  },
  transpose: unsupported("cholesky", "transpose", "it is not linear"),
  batch: batchStacked(() => choleskyPrimitive)
};
var halveDiagonal = (x) => {
  const [n2] = matrixExtents(x);
  const lanes = lanesOf(x.dtype);
  const data = allocate(x.dtype, n2 * n2);
  for (let i = 0; i < n2 * n2; i++) data[i * lanes] = i % (n2 + 1) === 0 ? 0.5 : 1;
  const stack3 = stackOf(x).length;
  return mul2(x, broadcastInDim(new ConcreteArray([n2, n2], x.dtype, data), x.shape, [stack3, stack3 + 1]));
};
var cholesky2 = (x, { symmetrizeInput = true } = {}) => {
  const [a] = inexactOperands("cholesky", [x]);
  checkSquare("cholesky", a);
  return bindOne(choleskyPrimitive, [symmetrizeInput ? symmetrize(a) : a], noParams);
};

// src/primitives/reduction/monoid.ts
var greater2 = (a, b, c, d) => a > c || a === c && b > d;
var lowest3 = (dtype) => {
  switch (kindOf(dtype)) {
    case "float":
    case "complex":
      return Number.NEGATIVE_INFINITY;
    case "int":
      return dtype === "int32" ? -2147483648 : 0;
    case "bool":
      return 0;
  }
};
var highest = (dtype) => {
  switch (kindOf(dtype)) {
    case "float":
    case "complex":
      return Number.POSITIVE_INFINITY;
    case "int":
      return dtype === "int32" ? 2147483647 : 4294967295;
    case "bool":
      return 1;
  }
};
var addition = {
  kernels: {
    float: (x, y) => x + y,
    int: (x, y) => x + y | 0,
    complex: (a, b, c, d) => [a + c, b + d]
  },
  identity: () => 0
};
var multiplication = {
  kernels: {
    float: (x, y) => x * y,
    int: Math.imul,
    complex: (a, b, c, d) => [a * c - b * d, a * d + b * c]
  },
  identity: () => 1
};
var maximum = {
  kernels: {
    float: Math.max,
    int: Math.max,
    bool: (x, y) => x | y,
    complex: (a, b, c, d) => greater2(a, b, c, d) ? [a, b] : [c, d]
  },
  identity: lowest3
};
var minimum = {
  kernels: {
    float: Math.min,
    int: Math.min,
    bool: (x, y) => x & y,
    complex: (a, b, c, d) => greater2(c, d, a, b) ? [a, b] : [c, d]
  },
  identity: highest
};
var conjunction = {
  kernels: { int: (x, y) => x & y, bool: (x, y) => x & y },
  identity: (dtype) => dtype === "bool" ? 1 : -1
};
var disjunction = {
  kernels: { int: (x, y) => x | y, bool: (x, y) => x | y },
  identity: () => 0
};
var exclusiveDisjunction = {
  kernels: { int: (x, y) => x ^ y, bool: (x, y) => x ^ y },
  identity: () => 0
};
var accumulate = (name2, { kernels: kernels2, identity: identity3 }, source, dtype) => {
  const kernel = kernelFor(name2, kernels2, dtype);
  const start = identity3(dtype);
  let re = start;
  let im = 0;
  const reset = () => {
    re = start;
    im = 0;
  };
  if (kernel.gives === "number") {
    const { apply: apply2 } = kernel;
    return {
      reset,
      take: (index) => {
        re = apply2(re, source[index]);
      },
      store: (target, index) => {
        target[index] = re;
      }
    };
  }
  const { apply } = kernel;
  return {
    reset,
    take: (index) => {
      [re, im] = apply(re, im, source[2 * index], source[2 * index + 1]);
    },
    store: (target, index) => {
      target[2 * index] = re;
      target[2 * index + 1] = im;
    }
  };
};
var checkAccepts = (name2, { kernels: kernels2 }, dtype) => {
  kernelFor(name2, kernels2, dtype);
};
var numbersOnly = (monoid) => {
  const { bool: _, ...kernels2 } = monoid.kernels;
  return { ...monoid, kernels: kernels2 };
};

// src/primitives/reduction/reducer.ts
var keptAxes = (shape, axes) => shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
var spread = (reduced2, shape, axes) => broadcastInDim(reduced2, shape, keptAxes(shape, axes));
var reducedAxesLast = (x, axes) => {
  const strides = stridesOf(x.shape);
  const order = [...keptAxes(x.shape, axes), ...axes];
  if (order.every((axis, i) => axis === i)) return x;
  const pick = (list) => order.map((axis) => list[axis]);
  return stridedCopy(x, pick(x.shape), pick(strides), 0);
};
var reduceAll = (name2, monoid, x, axes, weakType) => {
  const shape = withoutAxes(x.shape, axes);
  const size = sizeOf(shape);
  const count = size === 0 ? 0 : x.size / size;
  const data = allocate(x.dtype, size);
  const accumulator = accumulate(name2, monoid, reducedAxesLast(x, axes).data, x.dtype);
  for (let i = 0; i < size; i++) {
    accumulator.reset();
    for (let k = i * count; k < (i + 1) * count; k++) accumulator.take(k);
    accumulator.store(data, i);
  }
  return new ConcreteArray(shape, x.dtype, data, weakType);
};
var batchReduction = (primitive, x, batchAxis, params) => {
  const axes = params.axes.map((axis) => axis >= batchAxis ? axis + 1 : axis);
  return {
    outputs: [bindOne(primitive, [x], { ...params, axes })],
    axes: [batchAxis - axes.filter((axis) => axis < batchAxis).length]
  };
};
var reducer = ({ name: name2, caller, monoid, keepsWeakType, jvp }) => {
  const primitive = {
    name: name2,
    abstractEval: ([x], { axes }) => {
      checkAccepts(caller, monoid, x.dtype);
      return [makeAval(withoutAxes(x.shape, axes), x.dtype, keepsWeakType && x.weakType)];
    },
    evaluate: ([x], { axes }) => [reduceAll(caller, monoid, x, axes, keepsWeakType && x.weakType)],
    jvp: jvp ?? unsupported(name2, "jvp", "bools and ints have no tangents"),
    transpose: unsupported(name2, "transpose", "it is not linear"),
    batch: ([x], [axis], params) => batchReduction(primitive, x, axis, params)
  };
  return primitive;
};
var reduction = (primitive, caller) => (x, axes) => {
  const operand = toArray(caller, x);
  return bindOne(primitive, [operand], { axes: normalizeAxes(caller, axes, operand.ndim).sort((a, b) => a - b) });
};

// src/primitives/reduction/logical.ts
var logicalReduction = (spec) => reduction(reducer({ ...spec, keepsWeakType: false }), spec.caller);
var reduceAnd = logicalReduction({ name: "reduce_and", caller: "reduceAnd", monoid: conjunction });
var reduceOr = logicalReduction({ name: "reduce_or", caller: "reduceOr", monoid: disjunction });
var reduceXor = logicalReduction({ name: "reduce_xor", caller: "reduceXor", monoid: exclusiveDisjunction });

// src/primitives/reduction/associative-scan.ts
var sliceAll = (arrays, axis, start, limit, stride = 1) => arrays.map((array) => sliceInDim(array, start, limit, stride, axis));
var interleave = (a, b, axis) => {
  const extent = b.shape[axis];
  const pairs = concatenate(
    [sliceInDim(a, 0, extent, 1, axis), b].map((half) => expandDims(half, [axis + 1])),
    axis + 1
  );
  const woven = reshape(
    pairs,
    b.shape.map((old, k) => k === axis ? 2 * extent : old)
  );
  return a.shape[axis] === extent ? woven : concatenate([woven, sliceInDim(a, extent, extent + 1, 1, axis)], axis);
};
var associativeScan = (combine, elements2, axis, reverse = false) => {
  if (reverse)
    return scan(
      combine,
      elements2.map((array) => rev(array, [axis])),
      axis
    ).map((array) => rev(array, [axis]));
  return scan(combine, elements2, axis);
};
var scan = (combine, elements2, axis) => {
  const extent = elements2[0]?.shape[axis] ?? 0;
  if (extent < 2) return elements2;
  const paired = extent - extent % 2;
  const pairs = combine(sliceAll(elements2, axis, 0, paired, 2), sliceAll(elements2, axis, 1, paired, 2));
  const odd = scan(combine, pairs, axis);
  const first = sliceAll(elements2, axis, 0, 1);
  const between3 = Math.ceil(extent / 2) - 1;
  if (between3 === 0) return interleaveAll(first, odd, axis);
  const rest = combine(sliceAll(odd, axis, 0, between3), sliceAll(elements2, axis, 2, extent, 2));
  const even = first.map((array, i) => concatenate([array, rest[i]], axis));
  return interleaveAll(even, odd, axis);
};
var interleaveAll = (even, odd, axis) => even.map((array, i) => interleave(array, odd[i], axis));
var treeReduce = (combine, elements2) => {
  const extent = elements2[0].shape[0];
  if (extent === 1) return elements2.map((array) => reshape(array, array.shape.slice(1)));
  const half = Math.floor(extent / 2);
  const combined = combine(sliceAll(elements2, 0, 0, half), sliceAll(elements2, 0, extent - half, extent));
  if (extent % 2 === 0) return treeReduce(combine, combined);
  const middle = sliceAll(elements2, 0, half, half + 1);
  return treeReduce(
    combine,
    combined.map((array, i) => concatenate([array, middle[i]], 0))
  );
};

// src/primitives/reduction/logaddexp.ts
var logAddExpOfNumbers = (x, y) => {
  const distance = Math.abs(x - y);
  return Number.isNaN(distance) ? x + y : Math.max(x, y) + Math.log1p(Math.exp(-distance));
};
var inHalfTurn = (angle) => {
  const turned = (angle + Math.PI) % (2 * Math.PI);
  return (turned < 0 ? turned + 2 * Math.PI : turned) - Math.PI;
};
var logAddExpOfComplex = (a, b, c, d) => {
  const [re, im] = maximum.kernels.complex(a, b, c, d);
  const [expRe, expIm] = exp(a + c - 2 * re, b + d - 2 * im);
  const [logRe, logIm] = log1p(expRe, expIm);
  return [re + logRe, inHalfTurn(im + logIm)];
};
var kernels = { float: logAddExpOfNumbers, complex: logAddExpOfComplex };
var logAddition = { kernels, identity: () => Number.NEGATIVE_INFINITY };
var withoutInfinity = (x) => {
  const part2 = isComplex(x.dtype) ? real(x) : x;
  return select(eq(part2, constantLike(part2, Number.POSITIVE_INFINITY)), constantLike(x, 0), x);
};
var logaddexpShare = (x, value) => exp3(sub(withoutInfinity(x), withoutInfinity(value)));
var logaddexp = binary2({
  name: "logaddexp",
  value: kernels,
  lift: "inexact",
  derivatives: [(x, _, value) => logaddexpShare(x, value), (_, y, value) => logaddexpShare(y, value)]
});

// src/primitives/reduction/dual.ts
var symmetric = (f, factor) => ([x, xTangent], [y, yTangent]) => {
  const value = f(x, y);
  return [value, add2(mul2(xTangent, factor(x, y, value)), mul2(yTangent, factor(y, x, value)))];
};
var share2 = (x, y, value) => {
  const [one, two] = [constantLike(value, 1), constantLike(value, 2)];
  return div2(select(eq(x, value), one, constantLike(value, 0)), select(eq(y, value), two, one));
};
var dualProduct = symmetric(mul2, (_, y) => y);
var dualMaximum = symmetric(max, share2);
var dualMinimum = symmetric(min, share2);
var dualLogAddExp = symmetric(logaddexp, (x, _, value) => logaddexpShare(x, value));

// src/primitives/reduction/product.ts
var reduceProdPrimitive = reducer({
  name: "reduce_prod",
  caller: "reduceProd",
  monoid: multiplication,
  keepsWeakType: true,
  jvp: ([x], [tangent2], { axes }) => {
    const { shape } = x;
    const count = sizeOf(axes.map((axis) => shape[axis]));
    if (count === 0) return { primals: [bindOne(reduceProdPrimitive, [x], { axes })], tangents: [null] };
    const kept = keptAxes(shape, axes);
    const inFront = (array) => reshape(transpose(array, [...axes, ...kept]), [count, ...kept.map((axis) => shape[axis])]);
    const [product3, productTangent] = treeReduce(dualProduct, [inFront(x), inFront(tangent2)]);
    return { primals: [product3], tangents: [productTangent] };
  }
});
var reduceProd = reduction(
  reduceProdPrimitive,
  "reduceProd"
);

// src/primitives/linalg/determinant-values.ts
var determinantOfSmall = (a, n2, lanes) => {
  const at2 = (index) => [a[lanes * index], lanes === 1 ? 0 : a[2 * index + 1]];
  if (n2 === 0) return [1, 0];
  if (n2 === 1) return at2(0);
  if (lanes === 1) return [a[0] * a[3] - a[1] * a[2], 0];
  const [x, y] = [multiply2(at2(0), at2(3)), multiply2(at2(1), at2(2))];
  return [x[0] - y[0], x[1] - y[1]];
};
var determinantOfFactors = (factors, pivots, lanes) => {
  const n2 = pivots.length;
  const parity = [pivots.reduce((sign3, pivot, i) => pivot === i ? sign3 : -sign3, 1), 0];
  const diagonal = Array.from({ length: n2 }, (_, i) => {
    const at2 = lanes * i * (n2 + 1);
    return [factors[at2], lanes === 1 ? 0 : factors[at2 + 1]];
  });
  return [parity, ...diagonal];
};
var productOf = (factors, lanes) => {
  let value = [1, 0];
  let exponent = 0;
  for (const factor of factors) {
    value = lanes === 1 ? [value[0] * factor[0], 0] : multiply2(value, factor);
    const size = Math.max(Math.abs(value[0]), Math.abs(value[1]));
    const by = size > 1e150 && size < Number.POSITIVE_INFINITY ? -500 : size < 1e-150 && size > 0 ? 500 : 0;
    exponent -= by;
    value = [value[0] * 2 ** by, value[1] * 2 ** by];
  }
  const parts = value.slice(0, lanes).map((part2) => timesPowerOfTwo(part2, exponent));
  return Float64Array.from(parts);
};
var cofactorsOfSmall = (a) => {
  const lanes = lanesOf(a.dtype);
  const signs = allocate(a.dtype, 4);
  [1, -1, -1, 1].forEach((sign3, i) => {
    signs[i * lanes] = sign3;
  });
  const stack3 = stackOf(a).length;
  const pattern2 = broadcastInDim(new ConcreteArray([2, 2], a.dtype, signs), a.shape, [stack3, stack3 + 1]);
  return { determinant: determinant2(a), cofactors: mul2(pattern2, rev(a, [stack3, stack3 + 1])) };
};
var determinant2 = (a) => sub(mul2(elementOf(a, 0, 0), elementOf(a, 1, 1)), mul2(elementOf(a, 0, 1), elementOf(a, 1, 0)));
var determinant3 = (a) => {
  const product3 = (i, j, k) => mul2(mul2(elementOf(a, 0, i), elementOf(a, 1, j)), elementOf(a, 2, k));
  const even = add2(add2(product3(0, 1, 2), product3(1, 2, 0)), product3(2, 0, 1));
  return sub(sub(sub(even, product3(2, 1, 0)), product3(0, 2, 1)), product3(1, 0, 2));
};

// src/reference/dense/lu.ts
var permutationOf = (pivots, m) => {
  const permutation = Int32Array.from({ length: m }, (_, i) => i);
  pivots.forEach((pivot, i) => {
    const row2 = permutation[i];
    permutation[i] = permutation[pivot];
    permutation[pivot] = row2;
  });
  return permutation;
};
var exchangeRows = (a, width, i, j) => {
  if (i === j) return;
  const row2 = a.slice(i * width, (i + 1) * width);
  a.copyWithin(i * width, j * width, (j + 1) * width);
  a.set(row2, j * width);
};
var lu = (a, m, n2) => {
  checkMatrix2("lu", "a", a, m, n2);
  const f = a.slice();
  const pivots = new Int32Array(Math.min(m, n2));
  for (let k = 0; k < pivots.length; k++) {
    let row2 = k;
    for (let i = k + 1; i < m; i++) if (Math.abs(f[i * n2 + k]) > Math.abs(f[row2 * n2 + k])) row2 = i;
    pivots[k] = row2;
    exchangeRows(f, n2, k, row2);
    const pivot = f[k * n2 + k];
    if (pivot === 0) continue;
    for (let i = k + 1; i < m; i++) {
      const factor = f[i * n2 + k] /= pivot;
      for (let j = k + 1; j < n2; j++) f[i * n2 + j] -= factor * f[k * n2 + j];
    }
  }
  return { lu: f, pivots, permutation: permutationOf(pivots, m) };
};
var luComplex = (a, m, n2) => {
  checkMatrix2("luComplex", "a", a, m, n2, 2);
  const f = a.slice();
  const size = (i, j) => taxicab(f[2 * (i * n2 + j)], f[2 * (i * n2 + j) + 1]);
  const pivots = new Int32Array(Math.min(m, n2));
  for (let k = 0; k < pivots.length; k++) {
    let row2 = k;
    for (let i = k + 1; i < m; i++) if (size(i, k) > size(row2, k)) row2 = i;
    pivots[k] = row2;
    exchangeRows(f, 2 * n2, k, row2);
    const at2 = 2 * (k * n2 + k);
    const pivotRe = f[at2];
    const pivotIm = f[at2 + 1];
    if (pivotRe === 0 && pivotIm === 0) continue;
    for (let i = k + 1; i < m; i++) {
      const factor = divide2(f[2 * (i * n2 + k)], f[2 * (i * n2 + k) + 1], pivotRe, pivotIm);
      f.set(factor, 2 * (i * n2 + k));
      const [re, im] = factor;
      for (let j = k + 1; j < n2; j++) {
        const to = 2 * (i * n2 + j);
        const from = 2 * (k * n2 + j);
        f[to] -= re * f[from] - im * f[from + 1];
        f[to + 1] -= re * f[from + 1] + im * f[from];
      }
    }
  }
  return { lu: f, pivots, permutation: permutationOf(pivots, m) };
};

// src/primitives/linalg/rows.ts
var axesOf = (x) => {
  const { length } = stackOf(x);
  return { stack: Array.from({ length }, (_, axis) => axis), row: length, column: length + 1 };
};
var permuteRows = (x, permutation) => {
  const { stack: stack3, row: row2, column } = axesOf(x);
  const numbers = {
    offsetDims: [column],
    collapsedSliceDims: [row2],
    startIndexMap: [row2],
    operandBatchingDims: stack3,
    startIndicesBatchingDims: stack3
  };
  const sizes = [...stack3.map(() => 1), 1, x.shape[column]];
  return gather(x, expandDims(permutation, [column]), numbers, sizes, { uniqueIndices: true });
};
var unpermuteRows = (x, permutation) => {
  const { stack: stack3, row: row2, column } = axesOf(x);
  const numbers = {
    updateWindowDims: [column],
    insertedWindowDims: [row2],
    scatterDimsToOperandDims: [row2],
    operandBatchingDims: stack3,
    scatterIndicesBatchingDims: stack3
  };
  return scatterAdd(zerosLike(x), expandDims(permutation, [column]), x, numbers, {
    mode: "promise_in_bounds",
    uniqueIndices: true
  });
};

// src/primitives/linalg/lu.ts
var luPrimitive = {
  name: "lu",
  abstractEval: ([x]) => {
    const [m, n2] = matrixExtents(x);
    const stack3 = stackOf(x);
    return [
      makeAval(x.shape, x.dtype),
      makeAval([...stack3, Math.min(m, n2)], "int32"),
      makeAval([...stack3, m], "int32")
    ];
  },
  evaluate: ([x]) => {
    const [m, n2] = matrixExtents(x);
    const method = byLanes(x, lu, luComplex);
    const parts = [
      { shape: [m, n2], dtype: x.dtype },
      { shape: [Math.min(m, n2)], dtype: "int32" },
      { shape: [m], dtype: "int32" }
    ];
    return evaluateStacked([x], [2], parts, (a) => {
      const { lu: lu3, pivots, permutation } = method(a, m, n2);
      return [lu3, pivots, permutation];
    });
  },
  jvp: ([x], [tangent2], params) => {
    const primals = bind(luPrimitive, [x], params);
    const [factors, , permutation] = primals;
    return {
      primals,
      tangents: [params.constant ? null : tangentOfFactors(factors, permutation, tangent2), null, null]
    };
  },
  transpose: unsupported("lu", "transpose", "it is not linear"),
  batch: batchStacked(() => luPrimitive),
  printParams: () => ({})
};
var tangentOfFactors = (factors, permutation, tangent2) => {
  const [m, n2] = matrixExtents(factors);
  const k = Math.min(m, n2);
  const zero2 = constantLike(factors, 0);
  const around = stackOf(factors).map(() => [0, 0, 0]);
  const below = lowerTriangle(columnRange(factors, 0, k), -1);
  const l = add2(pad(below, zero2, [...around, [0, 0, 0], [0, m - k, 0]]), identities(factors, m));
  const above = pad(upperTriangle2(rowRange(factors, 0, k)), zero2, [...around, [0, n2 - k, 0], [0, 0, 0]]);
  const rest = pad(identities(factors, n2 - k), zero2, [...around, [k, 0, 0], [k, 0, 0]]);
  const u = n2 > k ? add2(above, rest) : above;
  const right = triangularSolve2(l, permuteRows(tangent2, permutation), {
    leftSide: true,
    lower: true,
    unitDiagonal: true
  });
  const both = triangularSolve2(u, right);
  return add2(product2(l, lowerTriangle(both, -1)), product2(upperTriangle2(both), u));
};
var constantFactors = (a) => bind(luPrimitive, [a], { constant: true });
var lu2 = (x) => {
  const operands = inexactOperands("lu", [x]);
  return bind(luPrimitive, operands, { constant: false });
};
var luPivotsToPermutationPrimitive = {
  name: "lu_pivots_to_permutation",
  abstractEval: ([pivots], { permutationSize }) => {
    if (pivots.dtype !== "int32")
      throw new TypeError(`luPivotsToPermutation: pivots must be int32, got ${avalString(pivots)}`);
    const count = pivots.shape.at(-1);
    if (count === void 0 || count > permutationSize) {
      throw new RangeError(
        `luPivotsToPermutation: ${permutationSize} rows are too few for pivots of shape ${shapeString(pivots.shape)}`
      );
    }
    return [makeAval([...stackOf(pivots, 1), permutationSize], "int32")];
  },
  evaluate: ([pivots], { permutationSize }) => {
    const stack3 = stackOf(pivots, 1);
    const count = pivots.shape.at(-1);
    const size = stack3.reduce((product3, extent) => product3 * extent, permutationSize);
    const data = allocate("int32", size);
    for (let i = 0; i < size; i++) data[i] = i % permutationSize;
    for (let first = 0, next = 0; first < size; first += permutationSize) {
      for (let i = 0; i < count; i++) {
        const other2 = first + pivots.data[next++];
        [data[first + i], data[other2]] = [data[other2], data[first + i]];
      }
    }
    return [new ConcreteArray([...stack3, permutationSize], "int32", data)];
  },
  jvp: unsupported("lu_pivots_to_permutation", "jvp", "integers have no tangents"),
  transpose: unsupported("lu_pivots_to_permutation", "transpose", "integers have no cotangents"),
  batch: batchStacked(() => luPivotsToPermutationPrimitive),
  printParams: ({ permutationSize }) => ({ permutation_size: permutationSize })
};
var luPivotsToPermutation = (pivots, permutationSize) => bindOne(luPivotsToPermutationPrimitive, [toArray("luPivotsToPermutation", pivots)], { permutationSize });
var luSolve = (factors, permutation, b, trans = 0) => {
  const [f, rhs] = inexactOperands("luSolve", [factors, b], 1);
  const isVector = rhs.ndim === f.ndim - 1;
  const columns = isVector ? expandDims(rhs, [rhs.ndim]) : rhs;
  const p = toArray("luSolve", permutation);
  const lower = { leftSide: true, lower: true, unitDiagonal: true, transposeA: trans > 0, conjugateA: trans === 2 };
  const upper = { leftSide: true, transposeA: trans > 0, conjugateA: trans === 2 };
  const solution = trans === 0 ? triangularSolve2(f, triangularSolve2(f, permuteRows(columns, p), lower), upper) : unpermuteRows(triangularSolve2(f, triangularSolve2(f, columns, upper), lower), p);
  return isVector ? reshape(solution, rhs.shape) : solution;
};

// src/primitives/linalg/det.ts
var detPrimitive = {
  name: "det",
  abstractEval: ([a]) => [makeAval(stackOf(a), a.dtype)],
  evaluate: ([a, factors, pivots]) => {
    const lanes = byLanes(a, 1, 2);
    const part2 = { shape: [], dtype: a.dtype };
    return evaluateStacked([factors, pivots], [2, 1], [part2], (f, p) => [
      productOf(determinantOfFactors(f, p, lanes), lanes)
    ]);
  },
  jvp: (inputs, [tangent2]) => {
    const [a, factors, pivots, permutation] = inputs;
    const primals = [bindOne(detPrimitive, inputs, noParams)];
    if (tangent2 === null) return { primals, tangents: [null] };
    const cofactors = matrixTranspose(adjugate(factors, pivots, permutation));
    return { primals, tangents: [reduceSum(mul2(cofactors, tangent2), [a.ndim - 2, a.ndim - 1])] };
  },
  transpose: unsupported("det", "transpose", "it is not linear"),
  batch: batchStacked(() => detPrimitive)
};
var adjugate = (factors, pivots, permutation) => {
  const [n2] = matrixExtents(factors);
  const diagonal = diagonalOfMatrix(factors);
  const last = diagonal.ndim - 1;
  const one = constantLike(factors, 1);
  const exchanged = ne(pivots, iota("int32", pivots.shape, last));
  const sign3 = reduceProd(select(exchanged, constantLike(factors, -1), one), [last]);
  const butLast = mul2(reduceProd(sliceInDim(diagonal, 0, n2 - 1, 1, last), [last]), sign3);
  const determinant = mul2(butLast, elementOf(factors, n2 - 1, n2 - 1));
  const pivotFree = select(mask(n2, n2, n2 * n2 - 1), spreadOver(reciprocal2(butLast), factors), factors);
  const upper = { leftSide: true };
  const ones = filled([...stackOf(factors), n2, 1], factors.dtype, 1);
  const probe = triangularSolve2(pivotFree, ones, upper);
  const hasRank = reduceAnd(
    isComplex(probe.dtype) ? bitwiseAnd(isFinite(real(probe)), isFinite(imag(probe))) : isFinite(probe),
    [probe.ndim - 2, probe.ndim - 1]
  );
  const keep = (x) => select(spreadOver(hasRank, x), x, constantLike(x, 0));
  const right = permuteRows(keep(identities(factors, n2)), permutation);
  const forward = triangularSolve2(pivotFree, right, { leftSide: true, lower: true, unitDiagonal: true });
  const lastRow = mask(n2, n2, n2 * (n2 - 1));
  const scaled = mul2(forward, select(lastRow, one, spreadOver(determinant, forward)));
  return keep(triangularSolve2(pivotFree, scaled, upper));
};
var mask = (rows2, columns, from) => new ConcreteArray([rows2, columns], "bool", allocate("bool", rows2 * columns).fill(1, from));
var det = (a) => {
  const [x] = inexactOperands("det", [a]);
  checkSquare("det", x);
  switch (matrixExtents(x)[0]) {
    case 0:
      return filled(stackOf(x), x.dtype, 1);
    case 1:
      return reshape(x, stackOf(x));
    case 2:
      return determinant2(x);
    case 3:
      return determinant3(x);
    default:
      return bindOne(detPrimitive, [x, ...lu2(x)], noParams);
  }
};

// src/reference/dense/balance.ts
var isZero = ({ a, n: n2, lanes }, i, j) => a[lanes * (i * n2 + j)] === 0 && (lanes === 1 || a[lanes * (i * n2 + j) + 1] === 0);
var exchange = ({ a, n: n2, lanes }, i, j) => {
  if (i === j) return;
  const swap = (x, y) => {
    const kept = a[x];
    a[x] = a[y];
    a[y] = kept;
  };
  for (let k = 0; k < lanes * n2; k++) swap(lanes * n2 * i + k, lanes * n2 * j + k);
  for (let k = 0; k < n2; k++) {
    for (let lane = 0; lane < lanes; lane++) swap(lanes * (k * n2 + i) + lane, lanes * (k * n2 + j) + lane);
  }
};
var isolate = (matrix, exchanges) => {
  let low2 = 0;
  let high = matrix.n - 1;
  const alone = (i, zero2) => {
    for (let other2 = low2; other2 <= high; other2++) if (other2 !== i && !zero2(other2)) return false;
    return true;
  };
  for (let found = true; found; ) {
    found = false;
    for (let i = high; i >= 0; i--) {
      if (!alone(i, (j) => isZero(matrix, i, j))) continue;
      exchanges[high] = i;
      exchange(matrix, i, high);
      high--;
      found = true;
    }
  }
  for (let found = true; found; ) {
    found = false;
    for (let j = low2; j <= high; j++) {
      if (!alone(j, (i) => isZero(matrix, i, j))) continue;
      exchanges[low2] = j;
      exchange(matrix, j, low2);
      low2++;
      found = true;
    }
  }
  return { low: low2, high };
};
var normsOf = ({ a, n: n2, lanes }, low2, high, i) => {
  let row2 = 0;
  let column = 0;
  for (let k = low2; k <= high; k++) {
    for (let lane = 0; lane < lanes; lane++) {
      row2 += a[lanes * (i * n2 + k) + lane] ** 2;
      column += a[lanes * (k * n2 + i) + lane] ** 2;
    }
  }
  return { row: Math.sqrt(row2), column: Math.sqrt(column) };
};
var factorFor = (row2, column) => {
  let factor = 1;
  let [r, c] = [row2, column];
  const shrinks = () => c < r / 2 && factor < 2 ** 400;
  const grows = () => c / 2 >= r && factor > 2 ** -400;
  while (shrinks()) {
    factor *= 2;
    c *= 2;
    r /= 2;
  }
  while (grows()) {
    factor /= 2;
    c /= 2;
    r *= 2;
  }
  return c + r < 0.95 * (row2 + column) ? factor : 1;
};
var scaleBlock = (matrix, low2, high, scales) => {
  const { a, n: n2, lanes } = matrix;
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = low2; i <= high; i++) {
      const { row: row2, column } = normsOf(matrix, low2, high, i);
      if (row2 === 0 || column === 0) continue;
      const factor = factorFor(row2, column);
      const scale = scales[i] * factor;
      if (factor === 1 || scale > 2 ** 400 || scale < 2 ** -400) continue;
      scales[i] = scale;
      changed = true;
      for (let k = 0; k < lanes * n2; k++) a[lanes * n2 * i + k] /= factor;
      for (let k = 0; k < n2; k++) {
        for (let lane = 0; lane < lanes; lane++) a[lanes * (k * n2 + i) + lane] *= factor;
      }
    }
  }
};
var balance = (a, n2, lanes) => {
  const exchanges = new Int32Array(n2);
  const scales = new Float64Array(n2).fill(1);
  const matrix = { a, n: n2, lanes };
  const { low: low2, high } = isolate(matrix, exchanges);
  scaleBlock(matrix, low2, high, scales);
  return { low: low2, high, exchanges, scales };
};
var undoBalance = ({ low: low2, high, exchanges, scales }, vectors, n2, side) => {
  for (let row2 = 0; row2 < vectors.length; row2 += 2 * n2) {
    for (let i = 0; i < n2; i++) {
      const scale = side === "right" ? scales[i] : 1 / scales[i];
      vectors[row2 + 2 * i] *= scale;
      vectors[row2 + 2 * i + 1] *= scale;
    }
    const swap = (i) => {
      const j = exchanges[i];
      for (const lane of [0, 1]) {
        const kept = vectors[row2 + 2 * i + lane];
        vectors[row2 + 2 * i + lane] = vectors[row2 + 2 * j + lane];
        vectors[row2 + 2 * j + lane] = kept;
      }
    };
    for (let i = low2 - 1; i >= 0; i--) swap(i);
    for (let i = Math.max(high + 1, low2); i < n2; i++) swap(i);
  }
};

// src/reference/dense/householder.ts
var oppositeSign = (magnitude2, of) => of < 0 || Object.is(of, -0) ? magnitude2 : -magnitude2;
var makeReflector = (x) => {
  const alpha = x[0];
  const tail = norm(x, 1);
  x[0] = 1;
  if (tail === 0) return { beta: alpha, tau: 0 };
  const beta = oppositeSign(Math.hypot(alpha, tail), alpha);
  for (let i = 1; i < x.length; i++) x[i] /= alpha - beta;
  return { beta, tau: (beta - alpha) / beta };
};
var reflectRows = (v, tau, c, width, row2, column, columnEnd) => {
  if (tau === 0) return;
  const sums2 = new Float64Array(columnEnd - column);
  for (let i = 0; i < v.length; i++) {
    const base = (row2 + i) * width + column;
    for (let j = 0; j < sums2.length; j++) sums2[j] += v[i] * c[base + j];
  }
  for (let i = 0; i < v.length; i++) {
    const base = (row2 + i) * width + column;
    const factor = tau * v[i];
    for (let j = 0; j < sums2.length; j++) c[base + j] -= factor * sums2[j];
  }
};
var reflectColumns = (v, tau, c, width, row2, rowEnd, column) => {
  if (tau === 0) return;
  for (let i = row2; i < rowEnd; i++) {
    const base = i * width + column;
    let sum3 = 0;
    for (let j = 0; j < v.length; j++) sum3 += c[base + j] * v[j];
    sum3 *= tau;
    for (let j = 0; j < v.length; j++) c[base + j] -= sum3 * v[j];
  }
};
var makeReflectorComplex = (x) => {
  const alphaRe = x[0];
  const alphaIm = x[1];
  const tail = norm(x, 2);
  x[0] = 1;
  x[1] = 0;
  if (tail === 0 && alphaIm === 0) return { beta: alphaRe, tau: [0, 0] };
  const beta = oppositeSign(Math.hypot(alphaRe, alphaIm, tail), alphaRe);
  for (let i = 2; i < x.length; i += 2) x.set(divide2(x[i], x[i + 1], alphaRe - beta, alphaIm), i);
  return { beta, tau: [(beta - alphaRe) / beta, -alphaIm / beta] };
};
var reflectRowsComplex = (v, [tauRe, tauIm], c, width, row2, column, columnEnd) => {
  if (tauRe === 0 && tauIm === 0) return;
  const sums2 = new Float64Array(2 * (columnEnd - column));
  for (let i = 0; i < v.length; i += 2) {
    const base = 2 * (row2 * width + column) + i * width;
    const re = v[i];
    const im = v[i + 1];
    for (let j = 0; j < sums2.length; j += 2) {
      sums2[j] += re * c[base + j] + im * c[base + j + 1];
      sums2[j + 1] += re * c[base + j + 1] - im * c[base + j];
    }
  }
  for (let i = 0; i < v.length; i += 2) {
    const base = 2 * (row2 * width + column) + i * width;
    const re = tauRe * v[i] - tauIm * v[i + 1];
    const im = tauRe * v[i + 1] + tauIm * v[i];
    for (let j = 0; j < sums2.length; j += 2) {
      c[base + j] -= re * sums2[j] - im * sums2[j + 1];
      c[base + j + 1] -= re * sums2[j + 1] + im * sums2[j];
    }
  }
};
var reflectColumnsComplex = (v, [tauRe, tauIm], c, width, row2, rowEnd, column) => {
  if (tauRe === 0 && tauIm === 0) return;
  for (let i = row2; i < rowEnd; i++) {
    const base = 2 * (i * width + column);
    let sumRe = 0;
    let sumIm = 0;
    for (let j = 0; j < v.length; j += 2) {
      sumRe += c[base + j] * v[j] - c[base + j + 1] * v[j + 1];
      sumIm += c[base + j] * v[j + 1] + c[base + j + 1] * v[j];
    }
    const re = tauRe * sumRe - tauIm * sumIm;
    const im = tauRe * sumIm + tauIm * sumRe;
    for (let j = 0; j < v.length; j += 2) {
      c[base + j] -= re * v[j] + im * v[j + 1];
      c[base + j + 1] -= im * v[j] - re * v[j + 1];
    }
  }
};
var columnBelow = (a, width, row2, rowEnd, column, lanes = 1) => {
  const result = new Float64Array(lanes * (rowEnd - row2));
  for (let i = row2; i < rowEnd; i++) {
    for (let lane = 0; lane < lanes; lane++) {
      result[lanes * (i - row2) + lane] = a[lanes * (i * width + column) + lane];
    }
  }
  return result;
};
var storeReflector = (a, width, row2, column, beta, v, lanes = 1) => {
  for (let i = 0; i < v.length; i++) {
    const lane = i % lanes;
    a[lanes * ((row2 + (i - lane) / lanes) * width + column) + lane] = i < lanes ? i === 0 ? beta : 0 : v[i];
  }
};

// src/reference/dense/hessenberg.ts
var gehrd = (a, n2, low2 = 0, high = n2 - 1) => {
  checkMatrix2("gehrd", "a", a, n2, n2);
  const f = a.slice();
  const taus = new Float64Array(Math.max(0, n2 - 1));
  for (let k = low2; k < high; k++) {
    const v = columnBelow(f, n2, k + 1, high + 1, k);
    const { beta, tau } = makeReflector(v);
    storeReflector(f, n2, k + 1, k, beta, v);
    reflectColumns(v, tau, f, n2, 0, high + 1, k + 1);
    reflectRows(v, tau, f, n2, k + 1, k + 1, n2);
    taus[k] = tau;
  }
  return { a: f, taus };
};
var gehrdComplex = (a, n2, low2 = 0, high = n2 - 1) => {
  checkMatrix2("gehrdComplex", "a", a, n2, n2, 2);
  const f = a.slice();
  const taus = new Float64Array(2 * Math.max(0, n2 - 1));
  for (let k = low2; k < high; k++) {
    const v = columnBelow(f, n2, k + 1, high + 1, k, 2);
    const { beta, tau } = makeReflectorComplex(v);
    storeReflector(f, n2, k + 1, k, beta, v, 2);
    reflectColumnsComplex(v, tau, f, n2, 0, high + 1, k + 1);
    reflectRowsComplex(v, [tau[0], -tau[1]], f, n2, k + 1, k + 1, n2);
    taus.set(tau, 2 * k);
  }
  return { a: f, taus };
};
var unpackHessenberg = ({ a, taus }, n2, lanes) => {
  const h = a.slice();
  const q = identity(n2, n2, lanes);
  for (let k = n2 - 2; k >= 0; k--) {
    const v = columnBelow(a, n2, k + 1, n2, k, lanes);
    v[0] = 1;
    if (lanes === 2) {
      v[1] = 0;
      reflectRowsComplex(v, [taus[2 * k], taus[2 * k + 1]], q, n2, k + 1, k + 1, n2);
    } else reflectRows(v, taus[k], q, n2, k + 1, k + 1, n2);
    for (let i = k + 2; i < n2; i++) h.fill(0, lanes * (i * n2 + k), lanes * (i * n2 + k + 1));
  }
  return { h, q };
};

// src/reference/dense/rotation.ts
var withSign = (x, y) => y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x);
var rotationOf = (f, g) => {
  if (g === 0) return { c: 1, s: 0, r: f };
  if (f === 0) return { c: 0, s: g < 0 ? -1 : 1, r: Math.abs(g) };
  const r = withSign(Math.hypot(f, g), f);
  return { c: f / r, s: g / r, r };
};
var rotateRows = (rows2, width, x, y, { c, s }) => {
  const atX = x * width;
  const atY = y * width;
  for (let j = 0; j < width; j++) {
    const u = rows2[atX + j];
    const v = rows2[atY + j];
    rows2[atX + j] = c * u + s * v;
    rows2[atY + j] = c * v - s * u;
  }
};
var smallerSingularValue = (f, g, h) => {
  const small2 = Math.min(Math.abs(f), Math.abs(h));
  const large = Math.max(Math.abs(f), Math.abs(h));
  const corner = Math.abs(g);
  if (small2 === 0) return 0;
  const sum3 = 1 + small2 / large;
  const difference = (large - small2) / large;
  if (corner < large) {
    const square2 = (corner / large) ** 2;
    return small2 * 2 / (Math.sqrt(sum3 * sum3 + square2) + Math.sqrt(difference * difference + square2));
  }
  const ratio = large / corner;
  if (ratio === 0) return small2 * large / corner;
  const c = 1 / (Math.sqrt(1 + (sum3 * ratio) ** 2) + Math.sqrt(1 + (difference * ratio) ** 2));
  return 2 * (small2 * c) * ratio;
};
var dominantTriangleSVD = (f, g, h) => {
  const fAbs = Math.abs(f);
  const gAbs = Math.abs(g);
  const hAbs = Math.abs(h);
  if (gAbs === 0) return { larger: fAbs, smaller: hAbs, left: { c: 1, s: 0 }, right: { c: 1, s: 0 } };
  if (fAbs / gAbs < EPSILON3 / 2) {
    const smaller = hAbs > 1 ? fAbs / (gAbs / hAbs) : fAbs / gAbs * hAbs;
    return { larger: gAbs, smaller, left: { c: 1, s: h / g }, right: { c: f / g, s: 1 } };
  }
  const gap2 = fAbs - hAbs;
  const l = gap2 / fAbs;
  const m = g / f;
  const square2 = m * m;
  const s = Math.sqrt((2 - l) ** 2 + square2);
  const r = l === 0 ? Math.abs(m) : Math.sqrt(l * l + square2);
  const a = (s + r) / 2;
  let t = (m / (s + (2 - l)) + m / (r + l)) * (1 + a);
  if (square2 === 0) t = l === 0 ? withSign(2, f) * withSign(1, g) : g / withSign(gap2, f) + m / (2 - l);
  const length = Math.sqrt(t * t + 4);
  const right = { c: 2 / length, s: t / length };
  return {
    larger: fAbs * a,
    smaller: hAbs / a,
    left: { c: (right.c + right.s * m) / a, s: h / f * right.s / a },
    right
  };
};
var triangleSVD = (f, g, h) => {
  const swapped = Math.abs(h) > Math.abs(f);
  const found = swapped ? dominantTriangleSVD(h, g, f) : dominantTriangleSVD(f, g, h);
  const left = swapped ? { c: found.right.s, s: found.right.c } : found.left;
  const right = swapped ? { c: found.left.s, s: found.left.c } : found.right;
  const largestIsCorner = Math.abs(g) > Math.max(Math.abs(f), Math.abs(h));
  const sign3 = largestIsCorner ? withSign(1, right.s) * withSign(1, left.c) * withSign(1, g) : swapped ? withSign(1, right.s) * withSign(1, left.s) * withSign(1, h) : withSign(1, right.c) * withSign(1, left.c) * withSign(1, f);
  return {
    larger: withSign(found.larger, sign3),
    smaller: withSign(found.smaller, sign3 * withSign(1, f) * withSign(1, h)),
    left,
    right
  };
};

// src/reference/dense/standard-form.ts
var UNCHANGED = { c: 1, s: 0 };
var haveOppositeSigns = (x, y) => withSign(1, x) !== withSign(1, y);
var withEqualDiagonal = (a, b, c, d) => {
  const sum3 = b + c;
  const length = Math.hypot(sum3, a - d);
  const cosine = Math.sqrt((1 + Math.abs(sum3) / length) / 2);
  const sine = -((a - d) / 2 / (length * cosine)) * withSign(1, sum3);
  const [a1, b1, c1, d1] = [a * cosine + b * sine, b * cosine - a * sine, c * cosine + d * sine, d * cosine - c * sine];
  const upper = b1 * cosine + d1 * sine;
  const lower = c1 * cosine - a1 * sine;
  const mean = (a1 * cosine + c1 * sine + (d1 * cosine - b1 * sine)) / 2;
  const rotation = { c: cosine, s: sine };
  if (lower === 0) return { block: { a: mean, b: upper, c: 0, d: mean }, rotation };
  if (upper === 0) return { block: { a: mean, b: -lower, c: 0, d: mean }, rotation: { c: -sine, s: cosine } };
  if (haveOppositeSigns(upper, lower)) return { block: { a: mean, b: upper, c: lower, d: mean }, rotation };
  const roots = { upper: Math.sqrt(Math.abs(upper)), lower: Math.sqrt(Math.abs(lower)) };
  const p = withSign(roots.upper * roots.lower, lower);
  const divisor = Math.sqrt(Math.abs(upper + lower));
  const more = { c: roots.upper / divisor, s: roots.lower / divisor };
  return {
    block: { a: mean + p, b: upper - lower, c: 0, d: mean - p },
    rotation: { c: cosine * more.c - sine * more.s, s: cosine * more.s + sine * more.c }
  };
};
var standardForm = (a, b, c, d) => {
  if (c === 0) return { block: { a, b, c, d }, rotation: UNCHANGED };
  if (b === 0) return { block: { a: d, b: -c, c: 0, d: a }, rotation: { c: 0, s: 1 } };
  if (a === d && haveOppositeSigns(b, c)) return { block: { a, b, c, d }, rotation: UNCHANGED };
  const p = (a - d) / 2;
  const larger = Math.max(Math.abs(b), Math.abs(c));
  const smaller = Math.min(Math.abs(b), Math.abs(c)) * withSign(1, b) * withSign(1, c);
  const scale = Math.max(Math.abs(p), larger);
  const discriminant = p / scale * p + larger / scale * smaller;
  if (discriminant < 2 * EPSILON3) return withEqualDiagonal(a, b, c, d);
  const root = p + withSign(Math.sqrt(scale) * Math.sqrt(discriminant), p);
  const length = Math.hypot(c, root);
  return {
    block: { a: d + root, b: b - c, c: 0, d: d - larger / root * smaller },
    rotation: { c: root / length, s: c / length }
  };
};

// src/reference/dense/schur.ts
var SAFE_MINIMUM = 2 ** -1022;
var STEPS_PER_EIGENVALUE = 30;
var negligible = ({ h, n: n2, low: low2, high }, k) => {
  const at2 = (i, j) => Math.abs(h[i * n2 + j]);
  const below = at2(k, k - 1);
  if (below <= SAFE_MINIMUM * n2 / EPSILON3) return true;
  let around = at2(k - 1, k - 1) + at2(k, k);
  if (around === 0) around = (k - 2 >= low2 ? at2(k - 1, k - 2) : 0) + (k + 1 <= high ? at2(k + 1, k) : 0);
  if (below > EPSILON3 * around) return false;
  const above = at2(k - 1, k);
  const difference = Math.abs(h[(k - 1) * n2 + k - 1] - h[k * n2 + k]);
  const larger = Math.max(at2(k, k), difference);
  const smaller = Math.min(at2(k, k), difference);
  const sum3 = larger + Math.max(below, above);
  const product3 = Math.min(below, above) * (Math.max(below, above) / sum3);
  return product3 <= Math.max(SAFE_MINIMUM * n2 / EPSILON3, EPSILON3 * (smaller * (larger / sum3)));
};
var shiftsOf = (a, b, c, d) => {
  const size = Math.abs(a) + Math.abs(b) + Math.abs(c) + Math.abs(d);
  if (size === 0) return { firstRe: 0, secondRe: 0, im: 0 };
  const mean = (a / size + d / size) / 2;
  const determinant = (a / size - mean) * (d / size - mean) - b / size * (c / size);
  const root = Math.sqrt(Math.abs(determinant));
  if (determinant >= 0) return { firstRe: mean * size, secondRe: mean * size, im: root * size };
  const [plus, minus2] = [mean + root, mean - root];
  const nearer = size * (Math.abs(plus - d / size) <= Math.abs(minus2 - d / size) ? plus : minus2);
  return { firstRe: nearer, secondRe: nearer, im: 0 };
};
var chooseShifts = ({ h, n: n2 }, start, end, steps) => {
  const at2 = (i, j) => h[i * n2 + j];
  const exceptional = (corner, size) => {
    const diagonal = 0.75 * size + corner;
    return shiftsOf(diagonal, -0.4375 * size, size, diagonal);
  };
  if (steps > 0 && steps % 20 === 0) {
    return exceptional(at2(end, end), Math.abs(at2(end, end - 1)) + Math.abs(at2(end - 1, end - 2)));
  }
  if (steps > 0 && steps % 10 === 0) {
    return exceptional(at2(start, start), Math.abs(at2(start + 1, start)) + Math.abs(at2(start + 2, start + 1)));
  }
  return shiftsOf(at2(end - 1, end - 1), at2(end - 1, end), at2(end, end - 1), at2(end, end));
};
var firstColumn = (h, n2, m, { firstRe, secondRe, im }) => {
  const corner = h[m * n2 + m];
  const below = h[(m + 1) * n2 + m];
  const next = h[(m + 1) * n2 + m + 1];
  const size = Math.abs(corner - secondRe) + Math.abs(im) + Math.abs(below);
  const factor = below / size;
  const x = factor * h[m * n2 + m + 1] + (corner - firstRe) * ((corner - secondRe) / size) + im * (im / size);
  const y = factor * (corner + next - firstRe - secondRe);
  const z = factor * h[(m + 2) * n2 + m + 1];
  const sum3 = Math.abs(x) + Math.abs(y) + Math.abs(z);
  return Float64Array.of(x / sum3, y / sum3, z / sum3);
};
var francisStep = ({ h, z, n: n2 }, start, end, shifts2) => {
  const at2 = (i, j) => Math.abs(h[i * n2 + j]);
  let begin = end - 2;
  let column = firstColumn(h, n2, begin, shifts2);
  while (begin > start) {
    const coupling = at2(begin, begin - 1) * (Math.abs(column[1]) + Math.abs(column[2]));
    const around = at2(begin - 1, begin - 1) + at2(begin, begin) + at2(begin + 1, begin + 1);
    if (coupling <= EPSILON3 * Math.abs(column[0]) * around) break;
    begin--;
    column = firstColumn(h, n2, begin, shifts2);
  }
  for (let k = begin; k < end; k++) {
    const size = Math.min(3, end - k + 1);
    const v = k === begin ? column.slice() : new Float64Array(size);
    if (k > begin) for (let i = 0; i < size; i++) v[i] = h[(k + i) * n2 + k - 1];
    const { beta, tau } = makeReflector(v);
    if (k > begin) {
      h[k * n2 + k - 1] = beta;
      for (let i = 1; i < size; i++) h[(k + i) * n2 + k - 1] = 0;
    } else if (begin > start) h[k * n2 + k - 1] *= 1 - tau;
    reflectRows(v, tau, h, n2, k, k, n2);
    reflectColumns(v, tau, h, n2, 0, Math.min(k + 3, end) + 1, k);
    reflectColumns(v, tau, z, n2, 0, n2, k);
  }
};
var rotateColumns = (matrix, n2, rows2, k, { c, s }) => {
  for (let i = 0; i < rows2; i++) {
    const x = matrix[i * n2 + k];
    const y = matrix[i * n2 + k + 1];
    matrix[i * n2 + k] = c * x + s * y;
    matrix[i * n2 + k + 1] = c * y - s * x;
  }
};
var standardize = ({ h, z, n: n2 }, k) => {
  const top = k * n2 + k;
  const bottom = top + n2;
  const { block, rotation } = standardForm(h[top], h[top + 1], h[bottom], h[bottom + 1]);
  if (rotation.s !== 0) {
    rotateRows(h, n2, k, k + 1, rotation);
    rotateColumns(h, n2, k, k, rotation);
    rotateColumns(z, n2, n2, k, rotation);
  }
  h.set([block.a, block.b], top);
  h.set([block.c, block.d], bottom);
};
var realSchur = (matrix) => {
  const { h, n: n2, low: low2, high } = matrix;
  for (let end = high; end >= low2; ) {
    let start = low2;
    for (let steps = 0; ; steps++) {
      start = end;
      while (start > low2 && !negligible(matrix, start)) start--;
      if (start > low2) h[start * n2 + start - 1] = 0;
      if (start >= end - 1) break;
      if (steps === STEPS_PER_EIGENVALUE * Math.max(10, n2)) return false;
      francisStep(matrix, start, end, chooseShifts(matrix, start, end, steps));
    }
    if (start < end) standardize(matrix, start);
    end = start - 1;
  }
  return true;
};

// src/reference/dense/schur-complex.ts
var SAFE_MINIMUM2 = 2 ** -1022;
var STEPS_PER_EIGENVALUE2 = 30;
var entry = ({ h, n: n2 }, i, j) => [
  h[2 * (i * n2 + j)],
  h[2 * (i * n2 + j) + 1]
];
var sizeAt = ({ h, n: n2 }, i, j) => taxicab(h[2 * (i * n2 + j)], h[2 * (i * n2 + j) + 1]);
var negligible2 = (matrix, k) => {
  const { n: n2, low: low2, high } = matrix;
  const tiny = SAFE_MINIMUM2 * n2 / EPSILON3;
  const below = sizeAt(matrix, k, k - 1);
  if (below <= tiny) return true;
  let around = sizeAt(matrix, k - 1, k - 1) + sizeAt(matrix, k, k);
  if (around === 0) {
    around = (k - 2 >= low2 ? sizeAt(matrix, k - 1, k - 2) : 0) + (k + 1 <= high ? sizeAt(matrix, k + 1, k) : 0);
  }
  if (below > EPSILON3 * around) return false;
  const above = sizeAt(matrix, k - 1, k);
  const [aboveRe, aboveIm] = entry(matrix, k - 1, k - 1);
  const [re, im] = entry(matrix, k, k);
  const difference = taxicab(aboveRe - re, aboveIm - im);
  const larger = Math.max(taxicab(re, im), difference);
  const smaller = Math.min(taxicab(re, im), difference);
  const sum3 = larger + Math.max(below, above);
  const product3 = Math.min(below, above) * (Math.max(below, above) / sum3);
  return product3 <= Math.max(tiny, EPSILON3 * (smaller * (larger / sum3)));
};
var wilkinsonShift = (matrix, end) => {
  const last = entry(matrix, end, end);
  const u = multiply2(squareRoot(...entry(matrix, end - 1, end)), squareRoot(...entry(matrix, end, end - 1)));
  const uSize = taxicab(...u);
  if (uSize === 0) return last;
  const [re, im] = entry(matrix, end - 1, end - 1);
  const x = [(re - last[0]) / 2, (im - last[1]) / 2];
  const size = Math.max(uSize, taxicab(...x));
  const xScaled = [x[0] / size, x[1] / size];
  const uScaled = [u[0] / size, u[1] / size];
  const [xx, uu] = [multiply2(xScaled, xScaled), multiply2(uScaled, uScaled)];
  const root = squareRoot(xx[0] + uu[0], xx[1] + uu[1]);
  const sign3 = x[0] * root[0] + x[1] * root[1] < 0 ? -size : size;
  const quotient = divide2(u[0], u[1], x[0] + sign3 * root[0], x[1] + sign3 * root[1]);
  const [stepRe, stepIm] = multiply2(u, quotient);
  return [last[0] - stepRe, last[1] - stepIm];
};
var chooseShift = (matrix, start, end, steps) => {
  if (steps > 0 && steps % 20 === 0) {
    const [re, im] = entry(matrix, end, end);
    return [re + 0.75 * sizeAt(matrix, end, end - 1), im];
  }
  if (steps > 0 && steps % 10 === 0) {
    const [re, im] = entry(matrix, start, start);
    return [re + 0.75 * sizeAt(matrix, start + 1, start), im];
  }
  return wilkinsonShift(matrix, end);
};
var firstColumn2 = (matrix, m, [shiftRe, shiftIm]) => {
  const [re, im] = entry(matrix, m, m);
  const [belowRe, belowIm] = entry(matrix, m + 1, m);
  const size = taxicab(re - shiftRe, im - shiftIm) + taxicab(belowRe, belowIm);
  return Float64Array.of((re - shiftRe) / size, (im - shiftIm) / size, belowRe / size, belowIm / size);
};
var step = (matrix, start, end, shift2) => {
  const { h, z, n: n2 } = matrix;
  let begin = end - 1;
  let column = firstColumn2(matrix, begin, shift2);
  while (begin > start) {
    const around = sizeAt(matrix, begin, begin) + sizeAt(matrix, begin + 1, begin + 1);
    const coupling = sizeAt(matrix, begin, begin - 1) * taxicab(column[2], column[3]);
    if (coupling <= EPSILON3 * taxicab(column[0], column[1]) * around) break;
    begin--;
    column = firstColumn2(matrix, begin, shift2);
  }
  for (let k = begin; k < end; k++) {
    const v = k === begin ? column : Float64Array.of(...entry(matrix, k, k - 1), ...entry(matrix, k + 1, k - 1));
    const { beta, tau } = makeReflectorComplex(v);
    const conjugate2 = [tau[0], -tau[1]];
    if (k > begin) {
      h.set([beta, 0], 2 * (k * n2 + k - 1));
      h.set([0, 0], 2 * ((k + 1) * n2 + k - 1));
    } else if (begin > start) {
      const at2 = 2 * (k * n2 + k - 1);
      h.set(multiply2([h[at2], h[at2 + 1]], [1 - conjugate2[0], -conjugate2[1]]), at2);
    }
    reflectRowsComplex(v, conjugate2, h, n2, k, k, n2);
    reflectColumnsComplex(v, tau, h, n2, 0, Math.min(k + 2, end) + 1, k);
    reflectColumnsComplex(v, tau, z, n2, 0, n2, k);
  }
};
var complexSchur = (matrix) => {
  const { h, n: n2, low: low2, high } = matrix;
  for (let end = high; end >= low2; end--) {
    for (let steps = 0; ; steps++) {
      let start = end;
      while (start > low2 && !negligible2(matrix, start)) start--;
      if (start > low2) h.fill(0, 2 * (start * n2 + start - 1), 2 * (start * n2 + start));
      if (start === end) break;
      if (steps === STEPS_PER_EIGENVALUE2 * Math.max(10, n2)) return false;
      step(matrix, start, end, chooseShift(matrix, start, end, steps));
    }
  }
  return true;
};

// src/reference/dense/schur-vectors.ts
var LARGE3 = 2 ** 200;
var SMALLEST_PIVOT = 2 ** -500;
var entry2 = (t, n2, i, j) => [
  t[2 * (i * n2 + j)],
  t[2 * (i * n2 + j) + 1]
];
var minus = (a, b) => [a[0] - b[0], a[1] - b[1]];
var guarded = (pivot, smallest) => taxicab(...pivot) < smallest ? [smallest, 0] : pivot;
var endsBlock = (t, n2, i) => i > 0 && taxicab(...entry2(t, n2, i, i - 1)) > 0;
var solveTwoByTwo = ([a, b, c, d], [u, v], smallest) => {
  if (taxicab(...a) < taxicab(...c)) return solveTwoByTwo([c, d, a, b], [v, u], smallest);
  const pivot = guarded(a, smallest);
  const factor = divide2(...c, ...pivot);
  const y = divide2(...minus(v, multiply2(factor, u)), ...guarded(minus(d, multiply2(factor, b)), smallest));
  const x = divide2(...minus(u, multiply2(b, y)), ...pivot);
  return [x, y];
};
var rightSide = (t, n2, index, from, last, x) => {
  let re = 0;
  let im = 0;
  for (let k = from; k <= last; k++) {
    const at2 = 2 * (index * n2 + k);
    re -= t[at2] * x[2 * k] - t[at2 + 1] * x[2 * k + 1];
    im -= t[at2] * x[2 * k + 1] + t[at2 + 1] * x[2 * k];
  }
  return [re, im];
};
var startVector = (t, n2, last, value, units, x) => {
  if (!endsBlock(t, n2, last)) {
    x[2 * last] = 1;
    return last;
  }
  const first = last - 1;
  const above = entry2(t, n2, first, last);
  const below = entry2(t, n2, last, first);
  if (taxicab(...above) >= taxicab(...below)) {
    x.set(units.first, 2 * first);
    x.set(multiply2(units.first, divide2(...minus(value, entry2(t, n2, first, first)), ...above)), 2 * last);
  } else {
    x.set(units.last, 2 * last);
    x.set(multiply2(units.last, divide2(...minus(value, entry2(t, n2, last, last)), ...below)), 2 * first);
  }
  return first;
};
var solveUpwards = (t, n2, first, last, value, x) => {
  const smallest = Math.max(EPSILON3 * taxicab(...value), SMALLEST_PIVOT);
  for (let i = first - 1; i >= 0; i--) {
    const known = rightSide(t, n2, i, i + 1, last, x);
    if (endsBlock(t, n2, i)) {
      const block = [
        minus(entry2(t, n2, i - 1, i - 1), value),
        entry2(t, n2, i - 1, i),
        entry2(t, n2, i, i - 1),
        minus(entry2(t, n2, i, i), value)
      ];
      const [u, v] = solveTwoByTwo(block, [rightSide(t, n2, i - 1, i + 1, last, x), known], smallest);
      x.set(u, 2 * (i - 1));
      x.set(v, 2 * i);
      i--;
    } else x.set(divide2(...known, ...guarded(minus(entry2(t, n2, i, i), value), smallest)), 2 * i);
    const size = taxicab(x[2 * i], x[2 * i + 1]) + taxicab(x[2 * i + 2], x[2 * i + 3]);
    if (size > LARGE3) for (let k = 0; k < x.length; k++) x[k] /= size;
  }
};
var vectorsOf = (t, n2, values5, unitsOf) => {
  const rows2 = new Float64Array(2 * n2 * n2);
  for (let j = n2 - 1; j >= 0; j--) {
    const value = [values5[2 * j], values5[2 * j + 1]];
    const x = rows2.subarray(2 * j * n2, 2 * (j + 1) * n2);
    const last = j + 1 < n2 && endsBlock(t, n2, j + 1) ? j + 1 : j;
    solveUpwards(t, n2, startVector(t, n2, last, value, unitsOf(value[1]), x), last, value, x);
  }
  return rows2;
};
var quasiTriangularVectors = (t, n2, values5) => vectorsOf(t, n2, values5, (im) => ({ first: [1, 0], last: [0, im < 0 ? -1 : 1] }));
var quasiTriangularLeftVectors = (t, n2, values5) => {
  const turned = new Float64Array(t.length);
  for (let i = 0; i < n2; i++) {
    for (let j = 0; j < n2; j++) {
      const [re, im] = entry2(t, n2, n2 - 1 - j, n2 - 1 - i);
      turned.set([re, -im], 2 * (i * n2 + j));
    }
  }
  const turnedValues = new Float64Array(2 * n2);
  for (let j = 0; j < n2; j++) turnedValues.set([values5[2 * j], -values5[2 * j + 1]], 2 * (n2 - 1 - j));
  const turnedRows = vectorsOf(turned, n2, turnedValues, (im) => ({ first: [0, im < 0 ? 1 : -1], last: [1, 0] }));
  const rows2 = new Float64Array(turnedRows.length);
  for (let j = 0; j < n2; j++) {
    for (let i = 0; i < n2; i++) rows2.set(entry2(turnedRows, n2, n2 - 1 - j, n2 - 1 - i), 2 * (j * n2 + i));
  }
  return rows2;
};

// src/reference/dense/eig.ts
var NONE = new Float64Array(0);
var withDefaults = ({ right = true, left = false }) => ({
  right,
  left
});
var nanEig = (n2, { right, left }) => ({
  values: nanArray(2 * n2),
  right: right ? nanArray(2 * n2 * n2) : NONE,
  left: left ? nanArray(2 * n2 * n2) : NONE
});
var valuesOfRealSchur = (h, n2) => {
  const values5 = new Float64Array(2 * n2);
  for (let i = 0; i < n2; i++) {
    values5[2 * i] = h[i * n2 + i];
    const below = i + 1 < n2 ? h[(i + 1) * n2 + i] : 0;
    if (below === 0) continue;
    const imaginary2 = Math.sqrt(Math.abs(h[i * n2 + i + 1])) * Math.sqrt(Math.abs(below));
    values5.set([h[i * n2 + i], imaginary2, h[(i + 1) * n2 + i + 1], -imaginary2], 2 * i);
    i++;
  }
  return values5;
};
var timesZ = (z, n2, rows2) => {
  const result = new Float64Array(rows2.length);
  for (let row2 = 0; row2 < rows2.length; row2 += 2 * n2) {
    for (let i = 0; i < n2; i++) {
      let re = 0;
      let im = 0;
      for (let k = 0; k < 2 * n2; k += 2) {
        const zRe = z[2 * i * n2 + k];
        const zIm = z[2 * i * n2 + k + 1];
        re += zRe * rows2[row2 + k] - zIm * rows2[row2 + k + 1];
        im += zRe * rows2[row2 + k + 1] + zIm * rows2[row2 + k];
      }
      result[row2 + 2 * i] = re;
      result[row2 + 2 * i + 1] = im;
    }
  }
  return result;
};
var normalize = (x, ofRealMatrix) => {
  const length = norm(x);
  let largest = 0;
  for (let i = 0; i < x.length; i += 2) {
    x[i] /= length;
    x[i + 1] /= length;
    if (x[i] ** 2 + x[i + 1] ** 2 > x[largest] ** 2 + x[largest + 1] ** 2) largest = i;
  }
  const modulus = Math.hypot(x[largest], x[largest + 1]);
  const divisor = ofRealMatrix ? withSign(modulus, x[largest]) : modulus;
  const re = x[largest] / divisor;
  const im = x[largest + 1] / divisor;
  for (let i = 0; i < x.length; i += 2) {
    const u = x[i];
    const v = x[i + 1];
    x[i] = re * u + im * v;
    x[i + 1] = re * v - im * u;
  }
  x[largest + 1] = 0;
};
var columnsOf = (rows2, n2) => {
  const result = new Float64Array(rows2.length);
  for (let i = 0; i < n2; i++) {
    for (let j = 0; j < n2; j++) {
      result[2 * (i * n2 + j)] = rows2[2 * (j * n2 + i)];
      result[2 * (i * n2 + j) + 1] = rows2[2 * (j * n2 + i) + 1];
    }
  }
  return result;
};
var finish = ({ t, z, values: values5 }, n2, balanced, exponent, choice, isReal) => {
  const vectors = (side) => {
    const find = side === "right" ? quasiTriangularVectors : quasiTriangularLeftVectors;
    const rows2 = timesZ(z, n2, find(t, n2, values5));
    undoBalance(balanced, rows2, n2, side);
    for (let j = 0; j < n2; j++) normalize(rows2.subarray(2 * j * n2, 2 * (j + 1) * n2), isReal);
    return columnsOf(rows2, n2);
  };
  return {
    values: values5.map((x) => timesPowerOfTwo(x, exponent)),
    right: choice.right ? vectors("right") : NONE,
    left: choice.left ? vectors("left") : NONE
  };
};
var eigGeneral = (a, n2, choice = {}) => {
  checkMatrix2("eigGeneral", "a", a, n2, n2);
  const wanted = withDefaults(choice);
  if (!allFinite(a)) return nanEig(n2, wanted);
  const { scaled, exponent } = scaledToOne(a);
  const balanced = balance(scaled, n2, 1);
  const { low: low2, high } = balanced;
  const { h, q } = unpackHessenberg(gehrd(scaled, n2, low2, high), n2, 1);
  if (!realSchur({ h, z: q, n: n2, low: low2, high })) return nanEig(n2, wanted);
  const form = { t: toComplex(h), z: toComplex(q), values: valuesOfRealSchur(h, n2) };
  return finish(form, n2, balanced, exponent, wanted, true);
};
var eigGeneralComplex = (a, n2, choice = {}) => {
  checkMatrix2("eigGeneralComplex", "a", a, n2, n2, 2);
  const wanted = withDefaults(choice);
  if (!allFinite(a)) return nanEig(n2, wanted);
  const { scaled, exponent } = scaledToOne(a);
  const balanced = balance(scaled, n2, 2);
  const { low: low2, high } = balanced;
  const { h, q } = unpackHessenberg(gehrdComplex(scaled, n2, low2, high), n2, 2);
  if (!complexSchur({ h, z: q, n: n2, low: low2, high })) return nanEig(n2, wanted);
  const values5 = new Float64Array(2 * n2);
  for (let i = 0; i < n2; i++) values5.set(h.subarray(2 * (i * n2 + i), 2 * (i * n2 + i) + 2), 2 * i);
  return finish({ t: h, z: q, values: values5 }, n2, balanced, exponent, wanted, false);
};

// src/primitives/reduction/arg-extremum.ts
var argExtremum = ({ name: name2, beats }) => {
  const primitive = {
    name: name2,
    abstractEval: ([x], { axes, indexDType }) => {
      const seen = avalString(x);
      if (indexDType !== "int32" && indexDType !== "uint32") {
        throw new TypeError(`${name2}: the index dtype must be 'int32' or 'uint32', got ${JSON.stringify(indexDType)}`);
      }
      if (kindOf(x.dtype) === "complex") throw new TypeError(`${name2}: complex numbers are not ordered, got ${seen}`);
      if (axes.some((axis) => x.shape[axis] === 0))
        throw new RangeError(`${name2}: axis ${axes[0]} of ${seen} is empty: there is nothing to choose from`);
      return [makeAval(withoutAxes(x.shape, axes), indexDType)];
    },
    evaluate: ([x], { axes, indexDType }) => {
      const shape = withoutAxes(x.shape, axes);
      const size = sizeOf(shape);
      const count = size === 0 ? 0 : x.size / size;
      const source = reducedAxesLast(x, axes).data;
      const data = allocate(indexDType, size);
      for (let i = 0; i < size; i++) {
        let best = 0;
        for (let k = 1; k < count; k++) {
          const value = source[i * count + k];
          const leader = source[i * count + best];
          if (!Number.isNaN(leader) && (Number.isNaN(value) || beats(value, leader))) best = k;
        }
        data[i] = best;
      }
      return [new ConcreteArray(shape, indexDType, data)];
    },
    jvp: ([x], _, params) => ({ primals: [bindOne(primitive, [x], params)], tangents: [null] }),
    transpose: unsupported(name2, "transpose", "it is not linear"),
    batch: ([x], [axis], params) => batchReduction(primitive, x, axis, params),
    printParams: ({ axes, indexDType }) => ({ axes, index_dtype: indexDType })
  };
  return primitive;
};
var indexOfExtremum = (spec) => {
  const primitive = argExtremum(spec);
  return (x, axis, indexDType = "int32") => {
    const operand = toArray(spec.name, x);
    return bindOne(primitive, [operand], { axes: [normalizeAxis(spec.name, axis, operand.ndim)], indexDType });
  };
};
var argmax = indexOfExtremum({ name: "argmax", beats: (x, y) => x > y });
var argmin = indexOfExtremum({ name: "argmin", beats: (x, y) => x < y });

// src/reference/dense/tridiagonal.ts
var SAFE_MINIMUM3 = 2 ** -1022;
var STEPS_PER_EIGENVALUE3 = 30;
var reverseBlock = ({ diagonal, offDiagonal, vectors, width }, start, end) => {
  diagonal.subarray(start, end + 1).reverse();
  offDiagonal.subarray(start, end).reverse();
  for (let i = start, j = end; i < j; i++, j--) {
    const row2 = vectors.slice(i * width, (i + 1) * width);
    vectors.copyWithin(i * width, j * width, (j + 1) * width);
    vectors.set(row2, j * width);
  }
};
var symmetricTwoByTwo = (a, b, c) => {
  const sum3 = a + c;
  const difference = a - c;
  const root = Math.hypot(difference, 2 * b);
  const [big, small2] = Math.abs(a) > Math.abs(c) ? [a, c] : [c, a];
  const first = sum3 < 0 ? (sum3 - root) / 2 : sum3 > 0 ? (sum3 + root) / 2 : root / 2;
  const second = sum3 === 0 ? -root / 2 : big / first * small2 - b / first * b;
  const flips = sum3 < 0 === difference < 0;
  const leg = difference < 0 ? difference - root : difference + root;
  let cosine;
  let sine;
  if (Math.abs(leg) > Math.abs(2 * b)) {
    const cotangent = -2 * b / leg;
    sine = 1 / Math.hypot(1, cotangent);
    cosine = cotangent * sine;
  } else if (b === 0) {
    cosine = 1;
    sine = 0;
  } else {
    const tangent2 = -leg / (2 * b);
    cosine = 1 / Math.hypot(1, tangent2);
    sine = tangent2 * cosine;
  }
  return flips ? { first, second, cosine: -sine, sine: cosine } : { first, second, cosine, sine };
};
var qlStep = (t, start, end) => {
  const { diagonal: d, offDiagonal: e } = t;
  const ratio = (d[start + 1] - d[start]) / (2 * e[start]);
  const root = Math.hypot(ratio, 1);
  const shift2 = d[start] - e[start] / (ratio + (ratio < 0 ? -root : root));
  let g = d[end] - shift2;
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = end - 1; i >= start; i--) {
    const f = s * e[i];
    const b = c * e[i];
    const rotation = rotationOf(g, f);
    if (i < end - 1) e[i + 1] = rotation.r;
    c = rotation.c;
    s = rotation.s;
    g = d[i + 1] - p;
    const q = (d[i] - g) * s + 2 * c * b;
    p = s * q;
    d[i + 1] = g + p;
    g = c * q - b;
    rotateRows(t.vectors, t.width, i, i + 1, { c, s: -s });
  }
  d[start] -= p;
  e[start] = g;
};
var negligible3 = ({ diagonal: d, offDiagonal: e }, i) => e[i] * e[i] <= EPSILON3 * EPSILON3 * Math.abs(d[i]) * Math.abs(d[i + 1]) + SAFE_MINIMUM3;
var solveBlock = (t, { first, last, reversed }, budget) => {
  for (let start = first; start < last; ) {
    let end = start;
    while (end < last && !negligible3(t, end)) end++;
    if (end < last) t.offDiagonal[end] = 0;
    if (end === start) {
      start++;
    } else if (end === start + 1) {
      const { diagonal: d, offDiagonal: e } = t;
      const [upper, lower] = reversed ? [end, start] : [start, end];
      const { first: first2, second, cosine, sine } = symmetricTwoByTwo(d[upper], e[start], d[lower]);
      rotateRows(t.vectors, t.width, upper, lower, { c: cosine, s: sine });
      d[upper] = first2;
      d[lower] = second;
      e[start] = 0;
      start += 2;
    } else {
      if (budget.steps-- === 0) return false;
      qlStep(t, start, end);
    }
  }
  return true;
};
var diagonalize = (t) => {
  const n2 = t.diagonal.length;
  const { diagonal: d, offDiagonal: e } = t;
  const budget = { steps: STEPS_PER_EIGENVALUE3 * n2 };
  for (let start = 0; start < n2; ) {
    let end = start;
    while (end < n2 - 1 && Math.abs(e[end]) > Math.sqrt(Math.abs(d[end])) * Math.sqrt(Math.abs(d[end + 1])) * EPSILON3) {
      end++;
    }
    if (end < n2 - 1) e[end] = 0;
    const reversed = Math.abs(d[end]) < Math.abs(d[start]);
    if (reversed) reverseBlock(t, start, end);
    if (!solveBlock(t, { first: start, last: end, reversed }, budget)) return false;
    start = end + 1;
  }
  return true;
};

// src/reference/dense/eigh.ts
var mirrored = (a, n2) => {
  const s = a.slice();
  for (let i = 0; i < n2; i++) for (let j = 0; j < i; j++) s[j * n2 + i] = s[i * n2 + j];
  return s;
};
var tridiagonalize = (s, n2) => {
  const offDiagonal = new Float64Array(Math.max(0, n2 - 1));
  const reflectors = [];
  for (let k = 0; k < n2 - 1; k++) {
    const first = k + 1;
    const v = new Float64Array(n2 - first);
    for (let i = first; i < n2; i++) v[i - first] = s[i * n2 + k];
    const { beta, tau } = makeReflector(v);
    offDiagonal[k] = beta;
    reflectors.push({ v, tau });
    if (tau === 0) continue;
    const w = new Float64Array(v.length);
    let inner2 = 0;
    for (let i = 0; i < v.length; i++) {
      const row2 = (first + i) * n2 + first;
      let sum3 = 0;
      for (let j = 0; j < v.length; j++) sum3 += s[row2 + j] * v[j];
      w[i] = tau * sum3;
      inner2 += w[i] * v[i];
    }
    for (let i = 0; i < v.length; i++) w[i] -= tau / 2 * inner2 * v[i];
    for (let i = 0; i < v.length; i++) {
      const row2 = (first + i) * n2 + first;
      for (let j = 0; j < v.length; j++) s[row2 + j] -= v[i] * w[j] + w[i] * v[j];
    }
  }
  const q = identity(n2, n2);
  for (let k = n2 - 2; k >= 0; k--) {
    const { v, tau } = reflectors[k];
    reflectRows(v, tau, q, n2, k + 1, k + 1, n2);
  }
  const diagonal = Float64Array.from({ length: n2 }, (_, i) => s[i * n2 + i]);
  return { diagonal, offDiagonal, vectors: transpose2(q, n2, n2), width: n2 };
};
var sortedEigh = (t, exponent, lanes) => {
  const n2 = t.diagonal.length;
  if (!diagonalize(t)) return { values: nanArray(n2), vectors: nanArray(lanes * n2 * n2) };
  const order = Array.from(t.diagonal.keys()).sort((i, j) => t.diagonal[i] - t.diagonal[j]);
  const vectors = new Float64Array(lanes * n2 * n2);
  order.forEach((from, j) => {
    for (let i = 0; i < n2; i++) {
      for (let lane = 0; lane < lanes; lane++) {
        vectors[lanes * (i * n2 + j) + lane] = t.vectors[from * t.width + lanes * i + lane];
      }
    }
  });
  return { values: Float64Array.from(order, (i) => timesPowerOfTwo(t.diagonal[i], exponent)), vectors };
};
var eighSymmetric = (a, n2) => {
  checkMatrix2("eighSymmetric", "a", a, n2, n2);
  const whole = mirrored(a, n2);
  if (!allFinite(whole)) return { values: nanArray(n2), vectors: nanArray(n2 * n2) };
  const { scaled, exponent } = scaledToOne(whole);
  return sortedEigh(tridiagonalize(scaled, n2), exponent, 1);
};

// src/reference/dense/eigh-complex.ts
var mirrored2 = (a, n2) => {
  const s = a.slice();
  for (let i = 0; i < n2; i++) {
    s[2 * (i * n2 + i) + 1] = 0;
    for (let j = 0; j < i; j++) {
      s[2 * (j * n2 + i)] = s[2 * (i * n2 + j)];
      s[2 * (j * n2 + i) + 1] = -s[2 * (i * n2 + j) + 1];
    }
  }
  return s;
};
var updateVector = (s, n2, first, v, [tauRe, tauIm]) => {
  const w = new Float64Array(v.length);
  let innerRe = 0;
  let innerIm = 0;
  for (let i = 0; i < v.length; i += 2) {
    const row2 = 2 * (first * n2 + first) + i * n2;
    let re = 0;
    let im = 0;
    for (let j = 0; j < v.length; j += 2) {
      re += s[row2 + j] * v[j] - s[row2 + j + 1] * v[j + 1];
      im += s[row2 + j] * v[j + 1] + s[row2 + j + 1] * v[j];
    }
    w[i] = tauRe * re - tauIm * im;
    w[i + 1] = tauRe * im + tauIm * re;
    innerRe += w[i] * v[i] + w[i + 1] * v[i + 1];
    innerIm += w[i] * v[i + 1] - w[i + 1] * v[i];
  }
  const factorRe = (tauRe * innerRe - tauIm * innerIm) / 2;
  const factorIm = (tauRe * innerIm + tauIm * innerRe) / 2;
  for (let i = 0; i < v.length; i += 2) {
    w[i] -= factorRe * v[i] - factorIm * v[i + 1];
    w[i + 1] -= factorRe * v[i + 1] + factorIm * v[i];
  }
  return w;
};
var tridiagonalize2 = (s, n2) => {
  const offDiagonal = new Float64Array(Math.max(0, n2 - 1));
  const reflectors = [];
  for (let k = 0; k < n2 - 1; k++) {
    const first = k + 1;
    const v = new Float64Array(2 * (n2 - first));
    for (let i = first; i < n2; i++) {
      v[2 * (i - first)] = s[2 * (i * n2 + k)];
      v[2 * (i - first) + 1] = s[2 * (i * n2 + k) + 1];
    }
    const { beta, tau } = makeReflectorComplex(v);
    offDiagonal[k] = beta;
    reflectors.push({ v, tau });
    if (tau[0] === 0 && tau[1] === 0) continue;
    const w = updateVector(s, n2, first, v, tau);
    for (let i = 0; i < v.length; i += 2) {
      const row2 = 2 * (first * n2 + first) + i * n2;
      for (let j = 0; j < v.length; j += 2) {
        s[row2 + j] -= v[i] * w[j] + v[i + 1] * w[j + 1] + w[i] * v[j] + w[i + 1] * v[j + 1];
        s[row2 + j + 1] -= v[i + 1] * w[j] - v[i] * w[j + 1] + w[i + 1] * v[j] - w[i] * v[j + 1];
      }
    }
  }
  const q = identity(n2, n2, 2);
  for (let k = n2 - 2; k >= 0; k--) {
    const { v, tau } = reflectors[k];
    reflectRowsComplex(v, tau, q, n2, k + 1, k + 1, n2);
  }
  const diagonal = Float64Array.from({ length: n2 }, (_, i) => s[2 * (i * n2 + i)]);
  const vectors = conjugateTranspose(q, n2, n2).map((x, i) => i % 2 === 0 ? x : -x);
  return { diagonal, offDiagonal, vectors, width: 2 * n2 };
};
var eighHermitian = (a, n2) => {
  checkMatrix2("eighHermitian", "a", a, n2, n2, 2);
  const whole = mirrored2(a, n2);
  if (!allFinite(whole)) return { values: nanArray(n2), vectors: nanArray(2 * n2 * n2) };
  const { scaled, exponent } = scaledToOne(whole);
  return sortedEigh(tridiagonalize2(scaled, n2), exponent, 2);
};

// src/primitives/linalg/eigh.ts
var eighPrimitive = {
  name: "eigh",
  abstractEval: ([x]) => {
    checkSquare("eigh", x);
    return [makeAval(x.shape, x.dtype), makeAval(x.shape.slice(0, -1), realOf(x.dtype))];
  },
  evaluate: ([x], { lower }) => {
    const [n2] = matrixExtents(x);
    const method = byLanes(x, eighSymmetric, eighHermitian);
    const lanes = byLanes(x, 1, 2);
    const parts = [
      { shape: [n2, n2], dtype: x.dtype },
      { shape: [n2], dtype: realOf(x.dtype) }
    ];
    return evaluateStacked([x], [2], parts, (a) => {
      const { values: values5, vectors } = method(lower ? a : mirrored3(a, n2, lanes), n2);
      return [vectors, values5];
    });
  },
  // perturbation theory of simple eigenvalues (Giles, NA-08-01, section 3.1); V̇ = V (F ∘ Vᴴ Ȧ V)
  jvp: ([x], [tangent2], params) => {
    const [v, w] = bind(eighPrimitive, [x], params);
    const inner2 = product2(product2(adjoint(v), tangent2), v);
    return {
      primals: [v, w],
      tangents: [product2(v, mul2(reciprocalGaps(likeDType(w, v)), inner2)), diagonalOfMatrix(realPart(inner2))]
    };
  },
  transpose: unsupported("eigh", "transpose", "it is not linear"),
  batch: batchStacked(() => eighPrimitive),
  printParams: ({ lower }) => ({ algorithm: null, lower, sort_eigenvalues: true, subset_by_index: null })
};
var reciprocalGaps = (w) => {
  const eye = identities(asColumns(w), w.shape.at(-1));
  return sub(reciprocal2(sub(add2(eye, asRows(w)), asColumns(w))), eye);
};
var mirrored3 = (a, n2, lanes) => {
  const result = a.slice();
  for (let i = 0; i < n2; i++) {
    for (let j = 0; j < i; j++) {
      result[lanes * (i * n2 + j)] = a[lanes * (j * n2 + i)];
      if (lanes === 2) result[2 * (i * n2 + j) + 1] = -a[2 * (j * n2 + i) + 1];
    }
  }
  return result;
};
var eigh = (x, options = {}) => {
  const { lower = true, symmetrizeInput = true } = options;
  const [a] = inexactOperands("eigh", [x]);
  checkSquare("eigh", a);
  return bind(eighPrimitive, [symmetrizeInput ? symmetrize(a) : a], { lower });
};

// src/primitives/linalg/linear-solve.ts
var linearSolvePrimitive = {
  name: "linear_solve",
  abstractEval: ([, , , b]) => [makeAval(b.shape, b.dtype)],
  evaluate: ([, factors, permutation, b], { transposeA }) => {
    const [n2, columns] = matrixExtents(b);
    const solve3 = byLanes(b, triangularSolve, triangularSolveComplex);
    const transposed = transposeA ? "transpose" : "none";
    const lower = { leftSide: true, lower: true, unitDiagonal: true, transposeA: transposed };
    const upper = { leftSide: true, lower: false, unitDiagonal: false, transposeA: transposed };
    const part2 = { shape: [n2, columns], dtype: b.dtype };
    return evaluateStacked([factors, permutation, b], [2, 1, 2], [part2], (f, p, y) => {
      if (transposeA) {
        return [withRows(solve3(f, n2, solve3(f, n2, y, columns, upper), columns, lower), p, (to, from) => [from, to])];
      }
      return [
        solve3(
          f,
          n2,
          solve3(
            f,
            n2,
            withRows(y, p, (to, from) => [to, from]),
            columns,
            lower
          ),
          columns,
          upper
        )
      ];
    });
  },
  jvp: ([a, factors, permutation, b], [aTangent, , , bTangent], params) => {
    const solve3 = (rhs) => bindOne(linearSolvePrimitive, [a, factors, permutation, rhs], params);
    const solution = solve3(b);
    if (aTangent === null && bTangent === null) return { primals: [solution], tangents: [null] };
    if (aTangent === null) return { primals: [solution], tangents: [solve3(bTangent)] };
    const change = product2(params.transposeA ? matrixTranspose(aTangent) : aTangent, solution);
    return { primals: [solution], tangents: [solve3(bTangent === null ? neg(change) : sub(bTangent, change))] };
  },
  transpose: ([cotangent], [a, factors, permutation, b], { transposeA }) => {
    if (cotangent === null || !isLinear(b)) return [null, null, null, null];
    if (isLinear(a) || isLinear(factors) || isLinear(permutation)) {
      throw new TypeError("linear_solve is linear in its right hand side only, not in its matrix");
    }
    const params = { transposeA: !transposeA };
    return [null, null, null, bindOne(linearSolvePrimitive, [a, factors, permutation, cotangent], params)];
  },
  batch: (inputs, axes, params, axisSize) => {
    const [a, factors, permutation, b] = inputs;
    if (axes.slice(0, 3).some((axis) => axis !== null)) {
      const batched = inputs.map((input, i) => batchFirst(input, axes[i], axisSize));
      return { outputs: [bindOne(linearSolvePrimitive, batched, params)], axes: [0] };
    }
    const last = b.ndim - 1;
    const moved = moveAxis(b, axes[3], last);
    const shape = [...moved.shape.slice(0, last - 1), moved.shape[last - 1] * axisSize];
    const solution = bindOne(linearSolvePrimitive, [a, factors, permutation, reshape(moved, shape)], params);
    return { outputs: [reshape(solution, moved.shape)], axes: [last] };
  },
  printParams: ({ transposeA }) => ({ transpose_a: transposeA })
};
var withRows = (y, permutation, place) => {
  const result = new Float64Array(y.length);
  const width = y.length / Math.max(1, permutation.length);
  permutation.forEach((permuted, i) => {
    const [to, from] = place(i, permuted);
    result.set(y.subarray(from * width, (from + 1) * width), to * width);
  });
  return result;
};

// src/primitives/linalg/solve.ts
var refuse4 = (a, b, why) => {
  throw new RangeError(`solve: shapes ${shapeString(a.shape)} and ${shapeString(b.shape)} do not fit: ${why}`);
};
var withStack = (x, stack3, rank) => {
  const own = stackOf(x, rank);
  const offset = stack3.length - own.length;
  return broadcastInDim(
    x,
    [...stack3, ...x.shape.slice(own.length)],
    x.shape.map((_, axis) => axis + offset)
  );
};
var solveColumns = (a, b) => {
  const [factors, , permutation] = constantFactors(a);
  const n2 = a.shape.at(-1);
  const columns = b.shape.at(-1);
  const stackA = stackOf(a);
  const stackB = stackOf(b);
  if (stackA.length === 0 && stackB.length > 0) {
    const side = moveAxis(b, b.ndim - 2, 0);
    const wide = reshape(side, [n2, sizeOf(stackB) * columns]);
    const solution = bindOne(linearSolvePrimitive, [a, factors, permutation, wide], { transposeA: false });
    return moveAxis(reshape(solution, side.shape), 0, b.ndim - 2);
  }
  const stack3 = tryBroadcastShapes([stackA, stackB]) ?? refuse4(a, b, `leading axes ${shapeString(stackA)} and ${shapeString(stackB)} must broadcast`);
  const inputs = [
    withStack(a, stack3, 2),
    withStack(factors, stack3, 2),
    withStack(permutation, stack3, 1),
    withStack(b, stack3, 2)
  ];
  return bindOne(linearSolvePrimitive, inputs, { transposeA: false });
};
var solve2 = (a, b) => {
  const [x, y] = inexactOperands("solve", [a, b], 1);
  checkSquare("solve", x);
  const n2 = x.shape.at(-1);
  if (y.ndim === 1) {
    if (y.shape[0] !== n2) refuse4(x, y, `b must have ${n2} elements`);
    const solution = solveColumns(x, expandDims(y, [1]));
    return reshape(solution, solution.shape.slice(0, -1));
  }
  if (y.shape.at(-2) !== n2) {
    const hint = y.ndim === x.ndim - 1 && y.shape.at(-1) === n2 ? "; for one vector a matrix give b as (\u2026, n, 1)" : "";
    refuse4(x, y, `b must be (${n2},) or (\u2026, ${n2}, k)${hint}`);
  }
  return solveColumns(x, y);
};
var inv = (a) => {
  const [x] = inexactOperands("inv", [a]);
  checkSquare("inv", x);
  return solveColumns(x, identities(x, x.shape.at(-1)));
};

// src/primitives/linalg/eig.ts
var eigPrimitive = {
  name: "eig",
  abstractEval: ([x], { computeLeftEigenvectors, computeRightEigenvectors }) => {
    checkSquare("eig", x);
    const dtype = complexOf(x.dtype);
    const vectors = Number(computeLeftEigenvectors) + Number(computeRightEigenvectors);
    return [
      makeAval(x.shape.slice(0, -1), dtype),
      ...Array.from({ length: vectors }, () => makeAval(x.shape, dtype))
    ];
  },
  evaluate: ([x], { computeLeftEigenvectors, computeRightEigenvectors }) => {
    const [n2] = matrixExtents(x);
    const dtype = complexOf(x.dtype);
    const method = byLanes(x, eigGeneral, eigGeneralComplex);
    const wanted = { left: computeLeftEigenvectors, right: computeRightEigenvectors };
    const vectors = { shape: [n2, n2], dtype };
    const parts = [{ shape: [n2], dtype }, ...wanted.left ? [vectors] : [], ...wanted.right ? [vectors] : []];
    return evaluateStacked([x], [2], parts, (a) => {
      const { values: values5, left, right } = method(a, n2, wanted);
      return [values5, ...wanted.left ? [left] : [], ...wanted.right ? [right] : []];
    });
  },
  jvp: ([x], [tangent2], params) => {
    const { computeLeftEigenvectors: wantsLeft, computeRightEigenvectors: wantsRight } = params;
    if ((wantsLeft || wantsRight) && !params.enableEigvecDerivs) {
      throw new TypeError(
        "eig: derivatives of eigenvectors exist only where all eigenvalues differ and no eigenvector has two largest components, which cannot be checked here: pass { enableEigvecDerivs: true } if you know that they do, or ask for the eigenvalues alone"
      );
    }
    const results = bind(eigPrimitive, [x], { ...params, computeRightEigenvectors: true });
    const [w, v] = [results[0], results.at(-1)];
    const change = convertElementType(tangent2, v.dtype);
    if (!wantsLeft && !wantsRight) {
      return { primals: [w], tangents: [reduceSum(mul2(solve2(v, change), matrixTranspose(v)), [v.ndim - 1])] };
    }
    const right = tangentsOfVectors(w, v, change);
    const left = wantsLeft ? [tangentsOfVectors(conj(w), results[1], adjoint(change)).vectors] : [];
    return {
      primals: wantsRight ? results : results.slice(0, 2),
      tangents: [right.values, ...left, ...wantsRight ? [right.vectors] : []]
    };
  },
  transpose: unsupported("eig", "transpose", "it is not linear"),
  batch: batchStacked(() => eigPrimitive),
  printParams: (params) => ({
    compute_left_eigenvectors: params.computeLeftEigenvectors,
    compute_right_eigenvectors: params.computeRightEigenvectors,
    enable_eigvec_derivs: params.enableEigvecDerivs,
    implementation: null
  })
};
var tangentsOfVectors = (w, v, change) => {
  const row2 = v.ndim - 2;
  const inner2 = product2(solve2(v, change), v);
  const free = product2(v, mul2(reciprocalGaps(w), inner2));
  const largest = argmax(abs2(v), row2, "int32");
  const shape = v.shape;
  const columnsOnly = shape.map((_, axis) => axis).filter((axis) => axis !== row2);
  const isLargest = convertElementType(
    eq(iota("int32", shape, row2), broadcastInDim(largest, shape, columnsOnly)),
    realOf(v.dtype)
  );
  const atLargest = (x) => reduceSum(mul2(isLargest, x), [row2]);
  const factor = complex(
    neg(real(reduceSum(mul2(conj(v), free), [row2]))),
    neg(div2(atLargest(imag(free)), atLargest(real(v))))
  );
  return { values: diagonalOfMatrix(inner2), vectors: add2(free, mul2(v, broadcastInDim(factor, shape, columnsOnly))) };
};
var eig = (x, options = {}) => {
  const { computeLeftEigenvectors = true, computeRightEigenvectors = true, enableEigvecDerivs = false } = options;
  const operands = inexactOperands("eig", [x]);
  checkSquare("eig", operands[0]);
  return bind(eigPrimitive, operands, { computeLeftEigenvectors, computeRightEigenvectors, enableEigvecDerivs });
};

// src/reference/dense/qr.ts
var geqrf = (a, m, n2) => {
  checkMatrix2("geqrf", "a", a, m, n2);
  const f = a.slice();
  const taus = new Float64Array(Math.min(m, n2));
  for (let k = 0; k < taus.length; k++) {
    const v = columnBelow(f, n2, k, m, k);
    const { beta, tau } = makeReflector(v);
    storeReflector(f, n2, k, k, beta, v);
    reflectRows(v, tau, f, n2, k, k + 1, n2);
    taus[k] = tau;
  }
  return { a: f, taus };
};
var orgqr = (a, m, n2, taus) => {
  checkMatrix2("orgqr", "a", a, m, n2);
  if (n2 > m || taus.length > n2) {
    throw new RangeError(`orgqr: needs taus.length \u2264 n \u2264 m, got ${taus.length} taus, m = ${m}, n = ${n2}`);
  }
  const q = identity(m, n2);
  for (let k = taus.length - 1; k >= 0; k--) {
    const v = columnBelow(a, n2, k, m, k);
    v[0] = 1;
    reflectRows(v, taus[k], q, n2, k, k, n2);
  }
  return q;
};
var qr = (a, m, n2, full) => {
  checkMatrix2("qr", "a", a, m, n2);
  const k = full ? m : Math.min(m, n2);
  const packed = geqrf(a, m, n2);
  return {
    q: orgqr(withColumns(packed.a, m, n2, k), m, k, packed.taus),
    r: upperTriangle(packed.a, k, n2)
  };
};

// src/reference/dense/qr-complex.ts
var geqrfComplex = (a, m, n2) => {
  checkMatrix2("geqrfComplex", "a", a, m, n2, 2);
  const f = a.slice();
  const count = Math.min(m, n2);
  const taus = new Float64Array(2 * count);
  for (let k = 0; k < count; k++) {
    const v = columnBelow(f, n2, k, m, k, 2);
    const { beta, tau } = makeReflectorComplex(v);
    storeReflector(f, n2, k, k, beta, v, 2);
    reflectRowsComplex(v, [tau[0], -tau[1]], f, n2, k, k + 1, n2);
    taus.set(tau, 2 * k);
  }
  return { a: f, taus };
};
var orgqrComplex = (a, m, n2, taus) => {
  checkMatrix2("orgqrComplex", "a", a, m, n2, 2);
  const count = taus.length / 2;
  if (n2 > m || count > n2 || !Number.isInteger(count)) {
    throw new RangeError(`orgqrComplex: needs at most n \u2264 m taus, got ${count} taus, m = ${m}, n = ${n2}`);
  }
  const q = identity(m, n2, 2);
  for (let k = count - 1; k >= 0; k--) {
    const v = columnBelow(a, n2, k, m, k, 2);
    v[0] = 1;
    v[1] = 0;
    reflectRowsComplex(v, [taus[2 * k], taus[2 * k + 1]], q, n2, k, k, n2);
  }
  return q;
};
var qrComplex = (a, m, n2, full) => {
  checkMatrix2("qrComplex", "a", a, m, n2, 2);
  const k = full ? m : Math.min(m, n2);
  const packed = geqrfComplex(a, m, n2);
  return {
    q: orgqrComplex(withColumns(packed.a, m, n2, k, 2), m, k, packed.taus),
    r: upperTriangle(packed.a, k, n2, 2)
  };
};

// src/primitives/linalg/qr.ts
var qrPrimitive = {
  name: "qr",
  abstractEval: ([x], { fullMatrices }) => {
    const [m, n2] = matrixExtents(x);
    const k = fullMatrices ? m : Math.min(m, n2);
    const stack3 = stackOf(x);
    return [makeAval([...stack3, m, k], x.dtype), makeAval([...stack3, k, n2], x.dtype)];
  },
  evaluate: ([x], { fullMatrices }) => {
    const [m, n2] = matrixExtents(x);
    const k = fullMatrices ? m : Math.min(m, n2);
    const method = byLanes(x, qr, qrComplex);
    const parts = [
      { shape: [m, k], dtype: x.dtype },
      { shape: [k, n2], dtype: x.dtype }
    ];
    return evaluateStacked([x], [2], parts, (a) => {
      const { q, r } = method(a, m, n2, fullMatrices);
      return [q, r];
    });
  },
  jvp: ([x], [tangent2], params) => {
    const [q, r] = bind(qrPrimitive, [x], params);
    const [m, n2] = matrixExtents(x);
    return {
      primals: [q, r],
      tangents: m < n2 ? tangentsOfWide(x, tangent2, q, r) : params.fullMatrices && m > n2 ? tangentsOfFull(q, r, tangent2) : tangentsOfThin(q, r, tangent2)
    };
  },
  transpose: unsupported("qr", "transpose", "it is not linear"),
  batch: batchStacked(() => qrPrimitive),
  printParams: ({ fullMatrices }) => ({ full_matrices: fullMatrices, pivoting: false, use_magma: null })
};
var tangentsOfThin = (q, r, tangent2) => {
  const right = triangularSolve2(r, tangent2);
  const inner2 = product2(adjoint(q), right);
  const below = lowerTriangle(inner2, -1);
  const skew = sub(below, adjoint(below));
  const rotation = isComplex(inner2.dtype) ? add2(skew, imaginaryDiagonal(inner2)) : skew;
  return [add2(product2(q, sub(rotation, inner2)), right), product2(sub(inner2, rotation), r)];
};
var imaginaryDiagonal = (x) => mul2(identities(x, matrixExtents(x)[0]), sub(x, likeDType(realPart(x), x)));
var tangentsOfWide = (x, tangent2, q, r) => {
  const [m, n2] = matrixExtents(x);
  const [dq, left] = tangentsOfThin(q, columnRange(r, 0, m), columnRange(tangent2, 0, m));
  const right = add2(product2(adjoint(dq), columnRange(x, m, n2)), product2(adjoint(q), columnRange(tangent2, m, n2)));
  return [dq, concatenate([left, right], left.ndim - 1)];
};
var tangentsOfFull = (q, r, tangent2) => {
  const [m, n2] = [matrixExtents(q)[0], matrixExtents(r)[1]];
  const thin = columnRange(q, 0, n2);
  const [dThin, dr] = tangentsOfThin(thin, rowRange(r, 0, n2), tangent2);
  const top = rowRange(thin, 0, n2);
  const shifted2 = adjoint(sub(top, identities(top, n2)));
  const zAdjoint = solve2(shifted2, adjoint(rowRange(thin, n2, m)));
  const z = adjoint(zAdjoint);
  const reflected = add2(thin, product2(columnRange(q, n2, m), z));
  const change = sub(rowRange(dThin, n2, m), product2(z, rowRange(dThin, 0, n2)));
  const dRest = sub(product2(dThin, zAdjoint), product2(reflected, adjoint(change)));
  const zeros = zerosLike({ shape: [...stackOf(dr), m - n2, n2], dtype: dr.dtype, weakType: false });
  return [concatenate([dThin, dRest], q.ndim - 1), concatenate([dr, zeros], r.ndim - 2)];
};
var qr2 = (x, { fullMatrices = true } = {}) => bind(qrPrimitive, inexactOperands("qr", [x]), { fullMatrices });

// src/primitives/linalg/slogdet.ts
var slogdetPrimitive = {
  name: "slogdet",
  abstractEval: ([a]) => [makeAval(stackOf(a), a.dtype), makeAval(stackOf(a), realOf(a.dtype))],
  evaluate: ([a, factors, pivots]) => {
    const [n2] = matrixExtents(a);
    const lanes = byLanes(a, 1, 2);
    const parts = [
      { shape: [], dtype: a.dtype },
      { shape: [], dtype: realOf(a.dtype) }
    ];
    if (factors === void 0) {
      return evaluateStacked([a], [2], parts, (x) => signAndLogarithm([determinantOfSmall(x, n2, lanes)], lanes));
    }
    return evaluateStacked(
      [factors, pivots],
      [2, 1],
      parts,
      (f, p) => signAndLogarithm(determinantOfFactors(f, p, lanes), lanes)
    );
  },
  jvp: (inputs, [tangent2]) => {
    const [a] = inputs;
    const [sign3, logarithm2] = bind(slogdetPrimitive, inputs, noParams);
    if (tangent2 === null || matrixExtents(a)[0] === 0) return { primals: [sign3, logarithm2], tangents: [null, null] };
    const change = reduceSum(mul2(inverseTransposed(inputs), tangent2), [a.ndim - 2, a.ndim - 1]);
    const size = realPart(change);
    const turn = isComplex(a.dtype) ? mul2(sub(change, likeDType(size, change)), sign3) : null;
    return { primals: [sign3, logarithm2], tangents: [turn, size] };
  },
  transpose: unsupported("slogdet", "transpose", "it is not linear"),
  batch: batchStacked(() => slogdetPrimitive)
};
var inverseTransposed = ([a, factors, , permutation]) => {
  const [n2] = matrixExtents(a);
  if (n2 === 1) return reciprocal2(a);
  if (factors === void 0) {
    const { cofactors, determinant } = cofactorsOfSmall(a);
    return overMatrix(cofactors, determinant);
  }
  const inputs = [a, factors, permutation, identities(a, n2)];
  return matrixTranspose(bindOne(linearSolvePrimitive, inputs, { transposeA: false }));
};
var signAndLogarithm = (factors, lanes) => {
  let [signRe, signIm] = [1, 0];
  let logarithm2 = 0;
  for (const [re, im] of factors) {
    const modulus = lanes === 1 ? Math.abs(re) : Math.hypot(re, im);
    logarithm2 += Math.log(modulus);
    if (modulus === 0) [signRe, signIm] = [0, 0];
    else [signRe, signIm] = [(signRe * re - signIm * im) / modulus, (signRe * im + signIm * re) / modulus];
  }
  return [lanes === 1 ? Float64Array.of(signRe) : Float64Array.of(signRe, signIm), Float64Array.of(logarithm2)];
};
var slogdet = (a) => {
  const [x] = inexactOperands("slogdet", [a]);
  checkSquare("slogdet", x);
  const inputs = matrixExtents(x)[0] <= 2 ? [x] : [x, ...constantFactors(x)];
  return bind(slogdetPrimitive, inputs, noParams);
};

// src/reference/dense/bidiagonal.ts
var UNIT_ROUNDOFF = EPSILON3 / 2;
var TOLERANCE = Math.min(100, UNIT_ROUNDOFF ** (-1 / 8)) * UNIT_ROUNDOFF;
var SAFE_MINIMUM4 = 2 ** -1022;
var SWEEPS = 6;
var lowerToUpper = ({ diagonal: d, offDiagonal: e, left, leftWidth }) => {
  for (let i = 0; i < e.length; i++) {
    const rotation = rotationOf(d[i], e[i]);
    d[i] = rotation.r;
    e[i] = rotation.s * d[i + 1];
    d[i + 1] *= rotation.c;
    rotateRows(left, leftWidth, i, i + 1, rotation);
  }
};
var between2 = (p, step2) => step2 === 1 ? p : p - 1;
var rotatorsOf = (b, step2) => {
  const left = (p, rotation) => rotateRows(b.left, b.leftWidth, p, p + step2, rotation);
  const right = (p, rotation) => rotateRows(b.right, b.rightWidth, p, p + step2, rotation);
  return step2 === 1 ? { before: right, after: left } : { before: left, after: right };
};
var zeroShiftSweep = (b, { from, to, step: step2 }) => {
  const { diagonal: d, offDiagonal: e } = b;
  const { before, after } = rotatorsOf(b, step2);
  let c = 1;
  let old = { c: 1, s: 0, r: 0 };
  for (let p = from; p !== to; p += step2) {
    const first = rotationOf(d[p] * c, e[between2(p, step2)]);
    if (p !== from) e[between2(p - step2, step2)] = old.s * first.r;
    old = rotationOf(old.c * first.r, d[p + step2] * first.s);
    d[p] = old.r;
    c = first.c;
    before(p, first);
    after(p, old);
  }
  const last = d[to] * c;
  d[to] = last * old.c;
  e[between2(to - step2, step2)] = last * old.s;
};
var shiftedSweep = (b, { from, to, step: step2 }, shift2) => {
  const { diagonal: d, offDiagonal: e } = b;
  const { before, after } = rotatorsOf(b, step2);
  let f = (Math.abs(d[from]) - shift2) * (withSign(1, d[from]) + shift2 / d[from]);
  let g = e[between2(from, step2)];
  for (let p = from; p !== to; p += step2) {
    const i = between2(p, step2);
    const first = rotationOf(f, g);
    if (p !== from) e[between2(p - step2, step2)] = first.r;
    f = first.c * d[p] + first.s * e[i];
    e[i] = first.c * e[i] - first.s * d[p];
    g = first.s * d[p + step2];
    d[p + step2] *= first.c;
    const second = rotationOf(f, g);
    d[p] = second.r;
    f = second.c * e[i] + second.s * d[p + step2];
    d[p + step2] = second.c * d[p + step2] - second.s * e[i];
    if (p + step2 !== to) {
      const next = between2(p + step2, step2);
      g = second.s * e[next];
      e[next] *= second.c;
    }
    before(p, first);
    after(p, second);
  }
  e[between2(to - step2, step2)] = f;
};
var thresholdOf = ({ diagonal: d, offDiagonal: e }) => {
  const n2 = d.length;
  let mu = Math.abs(d[0]);
  let smallest = mu;
  for (let i = 1; i < n2 && smallest > 0; i++) {
    mu = Math.abs(d[i]) * (mu / (mu + Math.abs(e[i - 1])));
    smallest = Math.min(smallest, mu);
  }
  return Math.max(TOLERANCE * smallest / Math.sqrt(n2), SWEEPS * n2 * n2 * SAFE_MINIMUM4);
};
var deflate = ({ diagonal: d, offDiagonal: e }, { from, to, step: step2 }) => {
  const last = between2(to - step2, step2);
  if (Math.abs(e[last]) <= TOLERANCE * Math.abs(d[to])) {
    e[last] = 0;
    return void 0;
  }
  let mu = Math.abs(d[from]);
  let smallest = mu;
  for (let p = from; p !== to; p += step2) {
    const i = between2(p, step2);
    if (Math.abs(e[i]) <= TOLERANCE * mu) {
      e[i] = 0;
      return void 0;
    }
    mu = Math.abs(d[p + step2]) * (mu / (mu + Math.abs(e[i])));
    smallest = Math.min(smallest, mu);
  }
  return smallest;
};
var shiftOf = ({ diagonal: d, offDiagonal: e }, sweep, smallest, largest) => {
  if (d.length * TOLERANCE * (smallest / largest) <= Math.max(UNIT_ROUNDOFF, 0.01 * TOLERANCE)) return 0;
  const { from, to, step: step2 } = sweep;
  const corner = Math.min(to, to - step2);
  const shift2 = smallerSingularValue(d[corner], e[corner], d[corner + 1]);
  const start = Math.abs(d[from]);
  return start > 0 && (shift2 / start) ** 2 < UNIT_ROUNDOFF ? 0 : shift2;
};
var diagonalizeBidiagonal = (b) => {
  const { diagonal: d, offDiagonal: e } = b;
  const n2 = d.length;
  if (n2 === 0) return true;
  const threshold2 = thresholdOf(b);
  let budget = SWEEPS * n2 * n2;
  let previous = { top: -1, bottom: -1, step: 1 };
  for (let bottom = n2 - 1; bottom > 0; ) {
    let top = bottom;
    let largest = Math.abs(d[bottom]);
    while (top > 0 && Math.abs(e[top - 1]) > threshold2) {
      top--;
      largest = Math.max(largest, Math.abs(d[top]), Math.abs(e[top]));
    }
    if (top > 0) e[top - 1] = 0;
    if (top === bottom) {
      bottom--;
      continue;
    }
    if (top === bottom - 1) {
      const { larger, smaller, left, right } = triangleSVD(d[top], e[top], d[bottom]);
      d[top] = larger;
      d[bottom] = smaller;
      e[top] = 0;
      rotateRows(b.right, b.rightWidth, top, bottom, right);
      rotateRows(b.left, b.leftWidth, top, bottom, left);
      bottom -= 2;
      continue;
    }
    const sameBlock = top <= previous.bottom && bottom >= previous.top;
    const step2 = sameBlock ? previous.step : Math.abs(d[top]) >= Math.abs(d[bottom]) ? 1 : -1;
    const sweep = step2 === 1 ? { from: top, to: bottom, step: step2 } : { from: bottom, to: top, step: step2 };
    const smallest = deflate(b, sweep);
    previous = smallest === void 0 ? { ...previous, step: step2 } : { top, bottom, step: step2 };
    if (smallest === void 0) continue;
    if (budget <= 0) return false;
    budget -= bottom - top;
    const shift2 = shiftOf(b, sweep, smallest, largest);
    if (shift2 === 0) zeroShiftSweep(b, sweep);
    else shiftedSweep(b, sweep, shift2);
    const last = between2(sweep.to - step2, step2);
    if (Math.abs(e[last]) <= threshold2) e[last] = 0;
  }
  const [rows2, width] = n2 === 1 ? [b.left, b.leftWidth] : [b.right, b.rightWidth];
  for (let i = 0; i < n2; i++) {
    if (d[i] >= 0) continue;
    d[i] = -d[i];
    for (let j = i * width; j < (i + 1) * width; j++) rows2[j] = -rows2[j];
  }
  return true;
};

// src/reference/dense/svd.ts
var bidiagonalizeDirectly = (a, m, n2, columns) => {
  const diagonal = new Float64Array(n2);
  const offDiagonal = new Float64Array(Math.max(0, n2 - 1));
  const lefts = [];
  const rights = [];
  for (let k = 0; k < n2; k++) {
    const column = columnBelow(a, n2, k, m, k);
    const left = makeReflector(column);
    diagonal[k] = left.beta;
    reflectRows(column, left.tau, a, n2, k, k + 1, n2);
    lefts.push({ v: column, tau: left.tau });
    if (k === n2 - 1) break;
    const row2 = a.slice(k * n2 + k + 1, (k + 1) * n2);
    const right = makeReflector(row2);
    offDiagonal[k] = right.beta;
    reflectColumns(row2, right.tau, a, n2, k + 1, m, k + 1);
    rights.push({ v: row2, tau: right.tau });
  }
  const q = identity(m, columns);
  for (let k = n2 - 1; k >= 0; k--) reflectRows(lefts[k].v, lefts[k].tau, q, columns, k, k, columns);
  const p = identity(n2, n2);
  for (let k = n2 - 2; k >= 0; k--) reflectRows(rights[k].v, rights[k].tau, p, n2, k + 1, k + 1, n2);
  return { diagonal, offDiagonal, q, p };
};
var timesInner = (packed, m, n2, inner2, columns) => {
  const q = identity(m, columns);
  for (let i = 0; i < n2; i++) q.set(inner2.subarray(i * n2, (i + 1) * n2), i * columns);
  for (let k = n2 - 1; k >= 0; k--) {
    const v = columnBelow(packed.a, n2, k, m, k);
    v[0] = 1;
    reflectRows(v, packed.taus[k], q, columns, k, 0, columns);
  }
  return q;
};
var bidiagonalize = (a, m, n2, full) => {
  const tall = m >= n2;
  const [long, short] = tall ? [m, n2] : [n2, m];
  const columns = full ? long : short;
  const upright = tall ? a : transpose2(a, m, n2);
  const widths = { leftWidth: m, rightWidth: n2 };
  if (long >= Math.floor(short * 11 / 6)) {
    const packed = geqrf(upright, long, short);
    const r = upperTriangle(packed.a, short, short);
    const inner2 = bidiagonalizeDirectly(tall ? r : transpose2(r, short, short), short, short, short);
    const lifted = transpose2(timesInner(packed, long, short, tall ? inner2.q : inner2.p, columns), long, columns);
    const { diagonal: diagonal2, offDiagonal: offDiagonal2 } = inner2;
    return tall ? { diagonal: diagonal2, offDiagonal: offDiagonal2, ...widths, left: lifted, right: transpose2(inner2.p, n2, n2) } : { diagonal: diagonal2, offDiagonal: offDiagonal2, ...widths, left: transpose2(inner2.q, m, m), right: lifted };
  }
  const { diagonal, offDiagonal, q, p } = bidiagonalizeDirectly(upright, long, short, columns);
  const qRows = transpose2(q, long, columns);
  const pRows = transpose2(p, short, short);
  if (tall) return { diagonal, offDiagonal, ...widths, left: qRows, right: pRows };
  const lower = { diagonal, offDiagonal, ...widths, left: pRows, right: qRows };
  lowerToUpper(lower);
  return lower;
};
var permuteRows2 = (a, width, order) => {
  const result = a.slice();
  for (const [to, from] of order.entries()) result.set(a.subarray(from * width, (from + 1) * width), to * width);
  return result;
};
var sortedSVD = (b, exponent, lanes) => {
  const { diagonal, left, leftWidth, right, rightWidth } = b;
  if (!diagonalizeBidiagonal(b)) {
    return { u: nanArray(left.length), s: nanArray(diagonal.length), vt: nanArray(right.length) };
  }
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[j] - diagonal[i]);
  const rows2 = leftWidth / lanes;
  const columns = left.length / Math.max(1, leftWidth);
  const sorted = permuteRows2(left, leftWidth, order);
  const u = new Float64Array(left.length);
  for (let i = 0; i < rows2; i++) {
    for (let j = 0; j < columns; j++) {
      for (let lane = 0; lane < lanes; lane++) {
        u[lanes * (i * columns + j) + lane] = sorted[j * leftWidth + lanes * i + lane];
      }
    }
  }
  return {
    u,
    s: Float64Array.from(order, (i) => timesPowerOfTwo(diagonal[i], exponent)),
    vt: permuteRows2(right, rightWidth, order)
  };
};
var nanSVD = (m, n2, full, lanes) => {
  const k = Math.min(m, n2);
  return {
    u: nanArray(lanes * m * (full ? m : k)),
    s: nanArray(k),
    vt: nanArray(lanes * (full ? n2 : k) * n2)
  };
};
var svd = (a, m, n2, full) => {
  checkMatrix2("svd", "a", a, m, n2);
  if (!allFinite(a)) return nanSVD(m, n2, full, 1);
  const { scaled, exponent } = scaledToOne(a);
  return sortedSVD(bidiagonalize(scaled, m, n2, full), exponent, 1);
};

// src/reference/dense/svd-complex.ts
var bidiagonalizeDirectly2 = (a, m, n2, columns) => {
  const diagonal = new Float64Array(n2);
  const offDiagonal = new Float64Array(Math.max(0, n2 - 1));
  const lefts = [];
  const rights = [];
  for (let k = 0; k < n2; k++) {
    const column = columnBelow(a, n2, k, m, k, 2);
    const left = makeReflectorComplex(column);
    diagonal[k] = left.beta;
    reflectRowsComplex(column, [left.tau[0], -left.tau[1]], a, n2, k, k + 1, n2);
    lefts.push({ v: column, tau: left.tau });
    if (k === n2 - 1) break;
    const row2 = a.slice(2 * (k * n2 + k + 1), 2 * (k + 1) * n2);
    for (let i = 1; i < row2.length; i += 2) row2[i] = -row2[i];
    const right = makeReflectorComplex(row2);
    offDiagonal[k] = right.beta;
    reflectColumnsComplex(row2, right.tau, a, n2, k + 1, m, k + 1);
    rights.push({ v: row2, tau: right.tau });
  }
  const q = identity(m, columns, 2);
  for (let k = n2 - 1; k >= 0; k--) reflectRowsComplex(lefts[k].v, lefts[k].tau, q, columns, k, k, columns);
  const p = identity(n2, n2, 2);
  for (let k = n2 - 2; k >= 0; k--) reflectRowsComplex(rights[k].v, rights[k].tau, p, n2, k + 1, k + 1, n2);
  return { diagonal, offDiagonal, q, p };
};
var timesInner2 = (packed, m, n2, inner2, columns) => {
  const q = identity(m, columns, 2);
  for (let i = 0; i < n2; i++) q.set(inner2.subarray(2 * i * n2, 2 * (i + 1) * n2), 2 * i * columns);
  for (let k = n2 - 1; k >= 0; k--) {
    const v = columnBelow(packed.a, n2, k, m, k, 2);
    v[0] = 1;
    v[1] = 0;
    reflectRowsComplex(v, [packed.taus[2 * k], packed.taus[2 * k + 1]], q, columns, k, 0, columns);
  }
  return q;
};
var columnsAsRows = (a, rows2, columns) => conjugateTranspose(a, rows2, columns).map((x, i) => i % 2 === 0 ? x : -x);
var bidiagonalize2 = (a, m, n2, full) => {
  const tall = m >= n2;
  const [long, short] = tall ? [m, n2] : [n2, m];
  const columns = full ? long : short;
  const upright = tall ? a : conjugateTranspose(a, m, n2);
  const widths = { leftWidth: 2 * m, rightWidth: 2 * n2 };
  if (long >= Math.floor(short * 17 / 9)) {
    const packed = geqrfComplex(upright, long, short);
    const r = upperTriangle(packed.a, short, short, 2);
    const inner2 = bidiagonalizeDirectly2(tall ? r : conjugateTranspose(r, short, short), short, short, short);
    const lifted = timesInner2(packed, long, short, tall ? inner2.q : inner2.p, columns);
    const { diagonal: diagonal2, offDiagonal: offDiagonal2 } = inner2;
    const [q2, p2] = tall ? [lifted, inner2.p] : [inner2.q, lifted];
    const left2 = columnsAsRows(q2, m, tall ? columns : m);
    const right = conjugateTranspose(p2, n2, tall ? n2 : columns);
    return { diagonal: diagonal2, offDiagonal: offDiagonal2, ...widths, left: left2, right };
  }
  const { diagonal, offDiagonal, q, p } = bidiagonalizeDirectly2(upright, long, short, columns);
  if (tall) {
    const left2 = columnsAsRows(q, m, columns);
    return { diagonal, offDiagonal, ...widths, left: left2, right: conjugateTranspose(p, n2, n2) };
  }
  const left = columnsAsRows(p, m, m);
  const lower = { diagonal, offDiagonal, ...widths, left, right: conjugateTranspose(q, n2, columns) };
  lowerToUpper(lower);
  return lower;
};
var svdComplex = (a, m, n2, full) => {
  checkMatrix2("svdComplex", "a", a, m, n2, 2);
  if (!allFinite(a)) return nanSVD(m, n2, full, 2);
  const { scaled, exponent } = scaledToOne(a);
  return sortedSVD(bidiagonalize2(scaled, m, n2, full), exponent, 2);
};

// src/primitives/linalg/svd.ts
var partShapes = (m, n2, { fullMatrices, computeUv }) => {
  const k = Math.min(m, n2);
  return computeUv ? [[k], [m, fullMatrices ? m : k], [fullMatrices ? n2 : k, n2]] : [[k]];
};
var svdPrimitive = {
  name: "svd",
  abstractEval: ([x], params) => {
    const [m, n2] = matrixExtents(x);
    return partShapes(m, n2, params).map(
      (shape, i) => makeAval([...stackOf(x), ...shape], i === 0 ? realOf(x.dtype) : x.dtype)
    );
  },
  evaluate: ([x], params) => {
    const [m, n2] = matrixExtents(x);
    const method = byLanes(x, svd, svdComplex);
    const parts = partShapes(m, n2, params).map((shape, i) => ({ shape, dtype: i === 0 ? realOf(x.dtype) : x.dtype }));
    return evaluateStacked([x], [2], parts, (a) => {
      const { u, s, vt } = method(a, m, n2, params.fullMatrices);
      return params.computeUv ? [s, u, vt] : [s];
    });
  },
  jvp: ([x], [tangent2], params) => {
    const [m, n2] = matrixExtents(x);
    if (params.computeUv && params.fullMatrices && m !== n2) {
      throw new TypeError(
        `svd: the full matrices of ${shapeString(x.shape)} have no derivative, for part of their columns is arbitrary: pass { fullMatrices: false }`
      );
    }
    const [s, u, vh] = bind(svdPrimitive, [x], { fullMatrices: false, computeUv: true });
    const inner2 = product2(product2(adjoint(u), tangent2), adjoint(vh));
    const ds = diagonalOfMatrix(realPart(inner2));
    if (!params.computeUv) return { primals: [s], tangents: [ds] };
    const [du, dv] = tangentsOfVectors2(s, u, vh, inner2, tangent2);
    return { primals: [s, u, vh], tangents: [ds, du, adjoint(dv)] };
  },
  transpose: unsupported("svd", "transpose", "it is not linear"),
  batch: batchStacked(() => svdPrimitive),
  printParams: ({ fullMatrices, computeUv }) => ({
    algorithm: null,
    compute_uv: computeUv,
    full_matrices: fullMatrices,
    subset_by_index: null
  })
};
var tangentsOfVectors2 = (s, u, vh, inner2, tangent2) => {
  const [m, n2] = matrixExtents(tangent2);
  const v = adjoint(vh);
  const [rows2, columns] = [asRows(s), asColumns(s)];
  const eye = identities(rows2, s.shape.at(-1));
  const gaps = mul2(add2(rows2, columns), sub(rows2, columns));
  const f = likeDType(sub(reciprocal2(add2(gaps, eye)), eye), inner2);
  const left = mul2(likeDType(rows2, inner2), inner2);
  const right = mul2(likeDType(columns, inner2), inner2);
  const isZero2 = select(eq(s, constantLike(s, 0)), constantLike(s, 1), constantLike(s, 0));
  const inverse = sub(reciprocal2(add2(s, isZero2)), isZero2);
  const phase = mul2(
    mul2(sub(inner2, adjoint(inner2)), constantLike(inner2, 0.5)),
    likeDType(mul2(asRows(inverse), eye), inner2)
  );
  const du = product2(u, add2(mul2(f, add2(left, adjoint(left))), phase));
  const dv = product2(v, mul2(f, add2(right, adjoint(right))));
  const outside = (basis, x) => {
    const divisor = broadcastInDim(s, x.shape, [...stackOf(x).map((_, axis) => axis), x.ndim - 1]);
    return div2(sub(x, product2(basis, product2(adjoint(basis), x))), likeDType(divisor, x));
  };
  return [
    m > n2 ? add2(du, outside(u, product2(tangent2, v))) : du,
    n2 > m ? add2(dv, outside(v, product2(adjoint(tangent2), u))) : dv
  ];
};
var svd2 = ((x, { fullMatrices = true, computeUv = true } = {}) => {
  const operands = inexactOperands("svd", [x]);
  const [s, u, vh] = bind(svdPrimitive, operands, { fullMatrices, computeUv });
  return computeUv ? [u, s, vh] : s;
});

// src/primitives/linalg/tridiagonal-elimination.ts
var realField = {
  minusProduct: (a, b, c) => a - b * c,
  over: (a, b) => a / b,
  size: Math.abs,
  read: (data, index) => data[index],
  write: (data, index, value) => {
    data[index] = value;
  },
  zero: 0,
  lanes: 1
};
var complexField = {
  minusProduct: ([re, im], b, c) => {
    const [productRe, productIm] = multiply2(b, c);
    return [re - productRe, im - productIm];
  },
  over: (a, b) => divide2(...a, ...b),
  size: (a) => taxicab(...a),
  read: (data, index) => [data[2 * index], data[2 * index + 1]],
  write: (data, index, value) => data.set(value, 2 * index),
  zero: [0, 0],
  lanes: 2
};
var elimination = ({ minusProduct, over, size, read: read2, write: write2, zero: zero2, lanes }) => (lower, diagonal, upper, b, columns) => {
  const n2 = diagonal.length / lanes;
  const list = (data) => Array.from({ length: n2 }, (_, i) => read2(data, i));
  const [d, first, below] = [list(diagonal), list(upper), list(lower)];
  const second = Array.from({ length: n2 }, () => zero2);
  const y = Array.from({ length: n2 }, (_, i) => Array.from({ length: columns }, (_2, j) => read2(b, i * columns + j)));
  for (let i = 0; i + 1 < n2; i++) {
    const c = below[i + 1];
    if (size(d[i]) < size(c)) {
      const factor = over(d[i], c);
      const next = d[i + 1];
      d[i] = c;
      d[i + 1] = minusProduct(first[i], factor, next);
      first[i] = next;
      if (i + 2 < n2) {
        second[i] = first[i + 1];
        first[i + 1] = minusProduct(zero2, factor, second[i]);
      }
      const row2 = y[i];
      y[i] = y[i + 1];
      y[i + 1] = row2.map((value, j) => minusProduct(value, factor, y[i][j]));
    } else {
      const factor = over(c, d[i]);
      d[i + 1] = minusProduct(d[i + 1], factor, first[i]);
      y[i + 1] = y[i + 1].map((value, j) => minusProduct(value, factor, y[i][j]));
    }
  }
  const result = new Float64Array(b.length);
  if (d.some((pivot) => size(pivot) === 0)) return result.fill(Number.NaN);
  for (let i = n2 - 1; i >= 0; i--) {
    for (let j = 0; j < columns; j++) {
      let value = y[i][j];
      if (i + 1 < n2) value = minusProduct(value, first[i], y[i + 1][j]);
      if (i + 2 < n2) value = minusProduct(value, second[i], y[i + 2][j]);
      y[i][j] = over(value, d[i]);
      write2(result, i * columns + j, y[i][j]);
    }
  }
  return result;
};
var solveTridiagonal = elimination(realField);
var solveTridiagonalComplex = elimination(complexField);

// src/primitives/linalg/tridiagonal-solve.ts
var checkShapes2 = (dl, d, du, b) => {
  const fits = d.shape.length >= 1 && shapesEqual(dl.shape, d.shape) && shapesEqual(du.shape, d.shape) && shapesEqual(b.shape.slice(0, -1), d.shape);
  if (fits) return;
  const [one, two, three, four] = [dl, d, du, b].map(({ shape }) => shapeString(shape));
  throw new RangeError(
    `tridiagonalSolve: dl, d and du must be (\u2026, n) and b (\u2026, n, k), got ${one}, ${two}, ${three} and ${four}`
  );
};
var tridiagonalSolvePrimitive = {
  name: "tridiagonal_solve",
  abstractEval: ([dl, d, du, b]) => {
    if ([dl, d, du].some((diagonal) => diagonal.dtype !== b.dtype)) {
      throw new TypeError(
        `tridiagonalSolve: operands must have one dtype, got ${[dl, d, du, b].map((x) => avalString(x)).join(", ")}`
      );
    }
    checkShapes2(dl, d, du, b);
    return [makeAval(b.shape, b.dtype)];
  },
  evaluate: (inputs) => {
    const b = inputs[3];
    const [n2, columns] = matrixExtents(b);
    const method = byLanes(b, solveTridiagonal, solveTridiagonalComplex);
    return evaluateStacked(inputs, [1, 1, 1, 2], [{ shape: [n2, columns], dtype: b.dtype }], (dl, d, du, y) => [
      method(dl, d, du, y, columns)
    ]);
  },
  // from T x = b: T ẋ = ḃ - Ṫ x
  jvp: ([dl, d, du, b], [dlTangent, dTangent, duTangent, bTangent]) => {
    const solve3 = (rhs) => bindOne(tridiagonalSolvePrimitive, [dl, d, du, rhs], noParams);
    const solution = solve3(b);
    const change = addTangents(add2, [
      dlTangent === null ? null : scaleRows(dlTangent, shiftRows(solution, 1)),
      dTangent === null ? null : scaleRows(dTangent, solution),
      duTangent === null ? null : scaleRows(duTangent, shiftRows(solution, -1))
    ]);
    return { primals: [solution], tangents: [solve3(residual(bTangent, change))] };
  },
  transpose: ([cotangent], [dl, d, du, b]) => {
    if (cotangent === null || !isLinear(b)) return [null, null, null, null];
    if (isLinear(dl) || isLinear(d) || isLinear(du)) {
      throw new TypeError("tridiagonal_solve is linear in its right hand side only, not in its diagonals");
    }
    const transposed = [shiftLast(du, 1), d, shiftLast(dl, -1), cotangent];
    return [null, null, null, bindOne(tridiagonalSolvePrimitive, transposed, noParams)];
  },
  batch: (inputs, axes, params, axisSize) => {
    const b = inputs[3];
    if (axes.slice(0, 3).some((axis) => axis !== null)) {
      const batched = inputs.map((input, i) => batchFirst(input, axes[i], axisSize));
      return { outputs: [bindOne(tridiagonalSolvePrimitive, batched, params)], axes: [0] };
    }
    const last = b.ndim - 1;
    const moved = moveAxis(b, axes[3], last);
    const wide = reshape(moved, [...moved.shape.slice(0, last - 1), moved.shape[last - 1] * axisSize]);
    const solution = bindOne(tridiagonalSolvePrimitive, [...inputs.slice(0, 3), wide], params);
    return { outputs: [reshape(solution, moved.shape)], axes: [last] };
  },
  printParams: () => ({ perturb_singular: false })
};
var residual = (b, change) => change === null ? b : b === null ? neg(change) : sub(b, change);
var scaleRows = (factors, x) => mul2(
  broadcastInDim(
    factors,
    x.shape,
    factors.shape.map((_, axis) => axis)
  ),
  x
);
var shift = (x, axis, by) => x.shape[axis] === 0 ? x : pad(
  x,
  constantLike(x, 0),
  x.shape.map((_, k) => k === axis ? [by, -by, 0] : [0, 0, 0])
);
var shiftRows = (x, by) => shift(x, x.ndim - 2, by);
var shiftLast = (x, by) => shift(x, x.ndim - 1, by);
var tridiagonalSolve = (dl, d, du, b) => bindOne(tridiagonalSolvePrimitive, inexactOperands("tridiagonalSolve", [dl, d, du, b], 1), noParams);

// src/primitives/linalg/linalg.samples.ts
var normal3 = (...shape) => ({ shape, domain: "normal" });
var complex4 = (...shape) => ({ shape, domain: "normal", dtype: "complex" });
var definite = (x) => add2(product2(x, adjoint(x)), mul2(constantLike(x, 2), identities(x, x.shape.at(-2))));
var definiteText = "(x @ jnp.swapaxes(x, -1, -2).conj() + 2 * jnp.eye(x.shape[-2], dtype=x.dtype))";
var dominant = (x) => add2(x, mul2(constantLike(x, 4), identities(x, x.shape.at(-1))));
var dominantText = "(x + 4 * jnp.eye(x.shape[-1], dtype=x.dtype))";
var assembled = (u, values5, vh) => {
  const columns = broadcastInDim(likeDType(values5, u), u.shape, [...stackOf(u).map((_, axis) => axis), u.ndim - 1]);
  return product2(mul2(u, columns), vh);
};
var choleskySamples = [
  ...[normal3(3, 3), normal3(2, 2, 2), normal3(1, 1), complex4(2, 2)].map(
    (input) => ({
      name: `cholesky: (${input.shape.join(", ")})${input.dtype === "complex" ? " complex" : ""}`,
      f: (x) => cholesky2(definite(x)),
      jax: `lambda x: lax.linalg.cholesky(${definiteText})`,
      inputs: [input]
    })
  ),
  {
    name: "cholesky: lower triangle only",
    f: (x) => cholesky2(definite(x), { symmetrizeInput: false }),
    jax: `lambda x: lax.linalg.cholesky(${definiteText}, symmetrize_input=False)`,
    inputs: [normal3(3, 3)]
  }
];
var python = (value) => value ? "True" : "False";
var triangularSample = (special, a, b, options) => ({
  name: `triangular_solve: ${special}`,
  f: (x, y) => triangularSolve2(dominant(x), y, options),
  jax: `lambda x, y: lax.linalg.triangular_solve(${dominantText}, y, left_side=${python(options.leftSide)}, lower=${python(options.lower)}, transpose_a=${python(options.transposeA)}, conjugate_a=${python(options.conjugateA)}, unit_diagonal=${python(options.unitDiagonal)})`,
  inputs: [a, b]
});
var triangularSamples = [
  ...[false, true].flatMap(
    (leftSide) => [false, true].flatMap(
      (lower) => [false, true].flatMap(
        (transposeA) => [false, true].map(
          (unitDiagonal) => triangularSample(
            `${leftSide ? "left" : "right"}, ${lower ? "lower" : "upper"}${transposeA ? ", transposed" : ""}${unitDiagonal ? ", unit diagonal" : ""}`,
            normal3(2, 2),
            leftSide ? normal3(2, 3) : normal3(1, 2),
            { leftSide, lower, transposeA, unitDiagonal }
          )
        )
      )
    )
  ),
  triangularSample("vector", normal3(3, 3), normal3(3), { leftSide: true, lower: true }),
  triangularSample("row vector", normal3(3, 3), normal3(3), {}),
  triangularSample("stack", normal3(2, 2, 2), normal3(2, 2, 1), { leftSide: true }),
  triangularSample("wide right hand side", normal3(2, 2), normal3(2, 4), { leftSide: true, lower: true }),
  triangularSample("complex", complex4(2, 2), complex4(2, 2), { leftSide: true, lower: true }),
  triangularSample("complex, adjoint", complex4(2, 2), complex4(2, 2), { transposeA: true, conjugateA: true }),
  triangularSample("complex, conjugated", complex4(2, 2), complex4(2, 1), { leftSide: true, conjugateA: true })
];
var luSamples = [
  ...[normal3(3, 3), normal3(2, 3), normal3(4, 2), normal3(2, 2, 2), complex4(2, 2)].map(
    (input) => ({
      name: `lu: (${input.shape.join(", ")})${input.dtype === "complex" ? " complex" : ""}`,
      f: (x) => lu2(x)[0],
      jax: "lambda x: lax.linalg.lu(x)[0]",
      inputs: [input]
    })
  ),
  {
    name: "lu: pivots and permutation",
    f: (x) => lu2(x).slice(1),
    jax: "lambda x: lax.linalg.lu(x)[1:]",
    inputs: [normal3(2, 3, 2)],
    order: 0,
    reason: "integers have no derivatives"
  },
  {
    name: "lu_pivots_to_permutation",
    f: (pivots) => luPivotsToPermutation(pivots, 4),
    jax: "lambda pivots: lax.linalg.lu_pivots_to_permutation(pivots, 4)",
    inputs: [
      {
        shape: [2, 3],
        domain: {
          values: [
            [2, 3, 2],
            [0, 1, 3]
          ]
        },
        dtype: "int32"
      }
    ],
    order: 0,
    reason: "integers have no derivatives"
  },
  ...[0, 1, 2].map(
    (trans) => ({
      name: `lu_solve: trans ${trans}`,
      f: (x, y) => {
        const [factors, , permutation] = lu2(x);
        return luSolve(factors, permutation, y, trans);
      },
      jax: `lambda x, y: jsp.linalg.lu_solve(jsp.linalg.lu_factor(x), y, trans=${trans})`,
      inputs: trans === 2 ? [complex4(2, 2), complex4(2)] : [normal3(3, 3), normal3(3, 2)]
    })
  )
];
var qrSamples = [
  [normal3(3, 3), true],
  [normal3(3, 2), false],
  [normal3(3, 2), true],
  [normal3(4, 1), true],
  [normal3(2, 3), true],
  [normal3(2, 3), false],
  [normal3(2, 2, 2), true],
  [complex4(2, 2), true],
  [complex4(3, 2), false],
  [complex4(3, 2), true],
  [complex4(1, 3), true]
].map(([input, fullMatrices]) => ({
  name: `qr: (${input.shape.join(", ")})${input.dtype === "complex" ? " complex" : ""}${fullMatrices ? "" : ", thin"}`,
  f: (x) => qr2(x, { fullMatrices }),
  jax: `lambda x: lax.linalg.qr(x, full_matrices=${python(fullMatrices)})`,
  inputs: [input]
}));
var eighSamples = [
  ...[normal3(3, 3), normal3(2, 2, 2), complex4(2, 2), complex4(3, 3)].flatMap((input) => {
    const special = `(${input.shape.join(", ")})${input.dtype === "complex" ? " complex" : ""}`;
    return [
      {
        name: `eigh: values of ${special}`,
        f: (x) => eigh(x)[1],
        jax: "lambda x: lax.linalg.eigh(x)[1]",
        inputs: [input]
      },
      {
        name: `eigh: exponential of ${special}`,
        f: (x) => {
          const [v, w] = eigh(x);
          return assembled(v, exp3(w), adjoint(v));
        },
        jax: "lambda x: (lambda v, w: (v * jnp.exp(w)[..., None, :]) @ jnp.swapaxes(v, -1, -2).conj())(*lax.linalg.eigh(x))",
        inputs: [input]
      }
    ];
  }),
  {
    name: "eigh: upper triangle",
    f: (x) => eigh(symmetrize(x), { lower: false, symmetrizeInput: false })[1],
    jax: "lambda x: lax.linalg.eigh((x + x.T) / 2, lower=False, symmetrize_input=False)[1]",
    inputs: [normal3(3, 3)]
  }
];
var svdSamples = [
  normal3(3, 3),
  normal3(3, 2),
  normal3(2, 3),
  normal3(2, 2, 2),
  complex4(2, 2),
  complex4(3, 2),
  complex4(2, 3)
].flatMap((input) => {
  const special = `(${input.shape.join(", ")})${input.dtype === "complex" ? " complex" : ""}`;
  return [
    {
      name: `svd: values of ${special}`,
      f: (x) => svd2(x, { computeUv: false }),
      jax: "lambda x: lax.linalg.svd(x, compute_uv=False)",
      inputs: [input]
    },
    {
      name: `svd: sine of ${special}`,
      f: (x) => {
        const [u, s, vh] = svd2(x, { fullMatrices: false });
        return assembled(u, sin2(s), vh);
      },
      jax: "lambda x: (lambda u, s, vh: (u * jnp.sin(s)[..., None, :]) @ vh)(*lax.linalg.svd(x, full_matrices=False))",
      inputs: [input]
    }
  ];
});
var separated = (x) => {
  const eye = identities(x, x.shape.at(-1));
  const steps = mul2(eye, add2(iota(x.dtype, eye.shape, eye.ndim - 1), constantLike(x, 1)));
  return add2(mul2(constantLike(x, 0.2), x), steps);
};
var separatedText = "(0.2 * x + jnp.diag(jnp.arange(1, x.shape[-1] + 1)).astype(x.dtype))";
var values2 = { computeLeftEigenvectors: false, computeRightEigenvectors: false };
var eigSamples = [
  ...[normal3(3, 3), normal3(2, 2, 2), complex4(2, 2)].map(
    (input) => ({
      name: `eig: values of (${input.shape.join(", ")})${input.dtype === "complex" ? " complex" : ""}`,
      f: (x) => {
        const [w] = eig(separated(x), { ...values2, enableEigvecDerivs: true });
        return [real(w), imag(w)];
      },
      jax: `lambda x: (lambda w: (w.real, w.imag))(lax.linalg.eig(${separatedText}, compute_left_eigenvectors=False, compute_right_eigenvectors=False, enable_eigvec_derivs=True)[0])`,
      inputs: [input]
    })
  ),
  {
    name: "eig: values of a rotation",
    f: (x) => {
      const [w] = eig(x, { ...values2, enableEigvecDerivs: true });
      return [real(w), imag(w)];
    },
    jax: "lambda x: (lambda w: (w.real, w.imag))(lax.linalg.eig(x, compute_left_eigenvectors=False, compute_right_eigenvectors=False, enable_eigvec_derivs=True)[0])",
    inputs: [
      {
        shape: [2, 2],
        domain: {
          values: [
            [0.2, 1.5],
            [-1.1, 0.4]
          ]
        }
      }
    ]
  },
  ...[normal3(2, 2), complex4(2, 2)].map(
    (input) => ({
      name: `eig: vectors of (${input.shape.join(", ")})${input.dtype === "complex" ? " complex" : ""}`,
      // squares of moduli: the sign of a vector is free
      f: (x) => eig(separated(x), { enableEigvecDerivs: true }).slice(1).flatMap((v) => [mul2(real(v), real(v)), mul2(imag(v), imag(v))]),
      jax: `lambda x: [p ** 2 for v in lax.linalg.eig(${separatedText}, enable_eigvec_derivs=True)[1:] for p in (v.real, v.imag)]`,
      inputs: [input]
    })
  )
];
var tridiagonalSamples = [
  [normal3(3), normal3(3, 2)],
  [normal3(1), normal3(1, 2)],
  [normal3(2, 2), normal3(2, 2, 1)],
  [complex4(3), complex4(3, 1)]
].map(([diagonal, b]) => ({
  name: `tridiagonal_solve: (${b.shape.join(", ")})${b.dtype === "complex" ? " complex" : ""}`,
  f: (dl, d, du, y) => tridiagonalSolve(dl, add2(d, constantLike(d, 4)), du, y),
  jax: "lambda dl, d, du, y: lax.linalg.tridiagonal_solve(dl, d + 4, du, y)",
  inputs: [diagonal, diagonal, diagonal, b]
}));
var solveSamples = [
  ...[
    ["vector", normal3(3, 3), normal3(3)],
    ["matrix", normal3(2, 2), normal3(2, 3)],
    ["stack", normal3(2, 2, 2), normal3(2, 2, 1)],
    ["one matrix, many right hand sides", normal3(2, 2), normal3(2, 2, 1)],
    ["many matrices, one right hand side", normal3(2, 2, 2), normal3(2)],
    ["stacks that broadcast", normal3(2, 1, 2, 2), normal3(1, 2, 2, 1)],
    ["complex", complex4(2, 2), complex4(2)]
  ].map(
    ([special, a, b]) => ({
      name: `solve: ${special}`,
      f: (x, y) => solve2(dominant(x), y),
      jax: `lambda x, y: jnp.linalg.solve(${dominantText}, y)`,
      inputs: [a, b]
    })
  ),
  ...[normal3(3, 3), normal3(2, 2, 2), complex4(2, 2)].map(
    (input) => ({
      name: `inv: (${input.shape.join(", ")})${input.dtype === "complex" ? " complex" : ""}`,
      f: (x) => inv(dominant(x)),
      jax: `lambda x: jnp.linalg.inv(${dominantText})`,
      inputs: [input]
    })
  )
];
var determinantSamples = [
  normal3(1, 1),
  normal3(2, 2),
  normal3(3, 3),
  normal3(4, 4),
  normal3(2, 2, 2),
  normal3(1, 4, 4),
  complex4(2, 2),
  complex4(3, 3),
  complex4(4, 4)
].flatMap((input) => {
  const special = `(${input.shape.join(", ")})${input.dtype === "complex" ? " complex" : ""}`;
  return [
    { name: `det: ${special}`, f: (x) => det(x), jax: "lambda x: jnp.linalg.det(x)", inputs: [input] },
    { name: `slogdet: ${special}`, f: (x) => slogdet(x), jax: "lambda x: jnp.linalg.slogdet(x)", inputs: [input] }
  ];
});
var linalgSamples = [
  ...choleskySamples,
  ...triangularSamples,
  ...luSamples,
  ...qrSamples,
  ...eighSamples,
  ...svdSamples,
  ...eigSamples,
  ...tridiagonalSamples,
  ...solveSamples,
  ...determinantSamples
];

// src/primitives/reduction/cumulative.ts
var cumulate = (name2, monoid, x, { axis, reverse }) => {
  const data = allocate(x.dtype, x.size);
  const accumulator = accumulate(name2, monoid, x.data, x.dtype);
  const extent = x.shape[axis];
  const stride = stridesOf(x.shape)[axis];
  const step2 = reverse ? -stride : stride;
  for (let line = 0; line * extent < x.size; line++) {
    const start = Math.floor(line / stride) * stride * extent + line % stride;
    accumulator.reset();
    for (let k = 0, at2 = reverse ? start + (extent - 1) * stride : start; k < extent; k++, at2 += step2) {
      accumulator.take(at2);
      accumulator.store(data, at2);
    }
  }
  return new ConcreteArray(x.shape, x.dtype, data, x.weakType);
};
var cumulative = ({ name: name2, rules, ...spec }) => {
  const monoid = numbersOnly(spec.monoid);
  const primitive = {
    name: name2,
    abstractEval: ([x]) => {
      checkAccepts(name2, monoid, x.dtype);
      return [makeAval(x.shape, x.dtype, x.weakType)];
    },
    evaluate: ([x], params) => [cumulate(name2, monoid, x, params)],
    batch: ([x], [batchAxis], { axis, reverse }) => ({
      outputs: [bindOne(primitive, [x], { axis: axis >= batchAxis ? axis + 1 : axis, reverse })],
      axes: [batchAxis]
    }),
    ...rules(() => primitive)
  };
  return primitive;
};
var linearRules = (primitive) => ({
  jvp: linearJvp(primitive),
  transpose: ([cotangent], [x], { axis, reverse }) => [
    cotangent === null || cotangent === void 0 || !isLinear(x) ? null : bindOne(primitive(), [cotangent], { axis, reverse: !reverse })
  ]
});
var scanRules = (combine) => (primitive) => ({
  jvp: ([x], [tangent2], { axis, reverse }) => {
    if (x.size === 0) return { primals: [bindOne(primitive(), [x], { axis, reverse })], tangents: [null] };
    const [value, valueTangent] = associativeScan(combine, [x, tangent2], axis, reverse);
    return { primals: [value], tangents: [valueTangent] };
  },
  transpose: () => unsupported(primitive().name, "transpose", "it is not linear")()
});
var cumulativeFunction = (spec) => {
  const primitive = cumulative(spec);
  return (x, axis = 0, { reverse = false } = {}) => {
    const operand = toArray(spec.name, x);
    return bindOne(primitive, [operand], { axis: normalizeAxis(spec.name, axis, operand.ndim), reverse });
  };
};
var cumsum = cumulativeFunction({ name: "cumsum", monoid: addition, rules: linearRules });
var cumprod = cumulativeFunction({ name: "cumprod", monoid: multiplication, rules: scanRules(dualProduct) });
var cummax = cumulativeFunction({ name: "cummax", monoid: maximum, rules: scanRules(dualMaximum) });
var cummin = cumulativeFunction({ name: "cummin", monoid: minimum, rules: scanRules(dualMinimum) });
var cumlogsumexp = cumulativeFunction({
  name: "cumlogsumexp",
  monoid: logAddition,
  rules: scanRules(dualLogAddExp)
});

// src/primitives/reduction/extremum.ts
var extremumJvp = (primitive) => ([x], [tangent2], { axes }) => {
  const extremum = bindOne(primitive(), [x], { axes });
  const attained = convertElementType(eq(x, spread(extremum, x.shape, axes)), x.dtype);
  const count = reduceSum(attained, axes);
  return { primals: [extremum], tangents: [div2(reduceSum(mul2(tangent2, attained), axes), count)] };
};
var reduceMaxPrimitive = reducer({
  name: "reduce_max",
  caller: "reduceMax",
  monoid: maximum,
  keepsWeakType: true,
  jvp: extremumJvp(() => reduceMaxPrimitive)
});
var reduceMax = reduction(reduceMaxPrimitive, "reduceMax");
var reduceMinPrimitive = reducer({
  name: "reduce_min",
  caller: "reduceMin",
  monoid: minimum,
  keepsWeakType: true,
  jvp: extremumJvp(() => reduceMinPrimitive)
});
var reduceMin = reduction(reduceMinPrimitive, "reduceMin");

// src/primitives/reduction/window/parameters.ts
var dilated = (extent, factor) => extent === 0 ? 0 : 1 + (extent - 1) * factor;
var paddingPairs = (caller, padding, shape, window, strides) => {
  if (typeof padding !== "string") {
    const fits = padding.length === shape.length && padding.every((pair2) => pair2.length === 2 && pair2.every(Number.isInteger));
    if (fits) return padding;
    throw new RangeError(
      `${caller}: padding must have a pair of integers [low, high] for each axis of shape ${shapeString(shape)}, got ${JSON.stringify(padding)}`
    );
  }
  const total = (axis) => {
    const results = Math.ceil(shape[axis] / strides[axis]);
    return Math.max(0, (results - 1) * strides[axis] + window[axis] - shape[axis]);
  };
  const axes = shape.map((_, axis) => axis);
  switch (padding) {
    case "VALID":
      return axes.map(() => [0, 0]);
    case "SAME":
      return axes.map((axis) => [Math.floor(total(axis) / 2), Math.ceil(total(axis) / 2)]);
    case "SAME_LOWER":
      return axes.map((axis) => [Math.ceil(total(axis) / 2), Math.floor(total(axis) / 2)]);
    default:
      throw new TypeError(
        `${caller}: unknown padding ${JSON.stringify(padding)}: expected 'VALID', 'SAME', 'SAME_LOWER' or pairs [low, high]`
      );
  }
};
var windowParams = (caller, shape, windowDimensions, options) => {
  const check2 = (name2, list) => {
    if (list.length !== shape.length) {
      throw new RangeError(
        `${caller}: ${name2} (${list.join(", ")}) must have one entry for each axis of shape ${shapeString(shape)}`
      );
    }
    if (!list.every((entry3) => Number.isInteger(entry3) && entry3 > 0)) {
      throw new RangeError(`${caller}: ${name2} must be positive integers, got (${list.join(", ")})`);
    }
    return list;
  };
  const ones = shape.map(() => 1);
  const window = check2("windowDimensions", windowDimensions);
  const windowStrides = check2("windowStrides", options.windowStrides ?? ones);
  const baseDilation = check2("baseDilation", options.baseDilation ?? ones);
  const windowDilation = check2("windowDilation", options.windowDilation ?? ones);
  const extents2 = window.map((extent, axis) => dilated(extent, windowDilation[axis]));
  const padding = paddingPairs(caller, options.padding ?? "VALID", shape, extents2, windowStrides);
  return { windowDimensions: window, windowStrides, padding, baseDilation, windowDilation };
};
var paddedExtent = (extent, { padding, baseDilation }, axis) => dilated(extent, baseDilation[axis]) + padding[axis][0] + padding[axis][1];
var windowedShape2 = (shape, params) => shape.map((extent, axis) => {
  const room = paddedExtent(extent, params, axis) - dilated(params.windowDimensions[axis], params.windowDilation[axis]);
  return room < 0 ? 0 : Math.floor(room / params.windowStrides[axis]) + 1;
});
var batchedWindowParams = (params, batchAxis) => {
  const insert = (list, entry3) => [
    ...list.slice(0, batchAxis),
    entry3,
    ...list.slice(batchAxis)
  ];
  return {
    windowDimensions: insert(params.windowDimensions, 1),
    windowStrides: insert(params.windowStrides, 1),
    padding: insert(params.padding, [0, 0]),
    baseDilation: insert(params.baseDilation, 1),
    windowDilation: insert(params.windowDilation, 1)
  };
};
var printWindowParams = (params) => ({
  base_dilation: params.baseDilation,
  padding: params.padding,
  window_dilation: params.windowDilation,
  window_dimensions: params.windowDimensions,
  window_strides: params.windowStrides
});

// src/primitives/reduction/window/windows.ts
var positionsAlong = (extent, count, params, axis) => {
  const window = params.windowDimensions[axis];
  const dilation = params.baseDilation[axis];
  const positions = new Int32Array(count * window).fill(-1);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < window; k++) {
      const place = i * params.windowStrides[axis] + k * params.windowDilation[axis] - params.padding[axis][0];
      const index = place / dilation;
      if (index >= 0 && index < extent && Number.isInteger(index)) positions[i * window + k] = index;
    }
  }
  return positions;
};
var forEachWindow = (shape, params, visit) => {
  const counts = windowedShape2(shape, params);
  const size = sizeOf(counts);
  if (size === 0) return;
  const strides = stridesOf(shape);
  const tables = shape.map((extent, axis) => positionsAlong(extent, counts[axis], params, axis));
  const elements2 = new Int32Array(sizeOf(params.windowDimensions));
  const index = counts.map(() => 0);
  const fill = (axis, offset, next) => {
    if (axis === shape.length) {
      elements2[next] = offset;
      return next + 1;
    }
    const window = params.windowDimensions[axis];
    const first = index[axis] * window;
    for (let k = 0; k < window; k++) {
      const position = tables[axis][first + k];
      next = fill(axis + 1, position < 0 || offset < 0 ? -1 : offset + position * strides[axis], next);
    }
    return next;
  };
  for (let result = 0; result < size; result++) {
    fill(0, 0, 0);
    visit(result, elements2);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis] < counts[axis]) break;
      index[axis] = 0;
    }
  }
};

// src/primitives/reduction/window/selection.ts
var comparisonOf = (select2) => select2 === "ge" ? (x, y) => x >= y : (x, y) => x <= y;
var selectInWindows = (operand, params, direction, visit) => {
  const keeps = comparisonOf(params.select);
  const identity3 = params.select === "ge" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const { data } = operand;
  const valueAt = (index) => index < 0 ? identity3 : data[index];
  forEachWindow(operand.shape, params, (result, elements2) => {
    let selected = direction === "gather" ? -1 : elements2[0];
    let value = valueAt(selected);
    for (const element of elements2) {
      if (element < 0 && direction === "gather" || keeps(value, valueAt(element))) continue;
      selected = element;
      value = valueAt(element);
    }
    visit(result, selected);
  });
};
var checkSelection = (name2, values5, operand, shape) => {
  if (!isFloating(operand.dtype) || values5.dtype !== operand.dtype) {
    throw new TypeError(
      `${name2}: extrema of windows are differentiable for floats of one dtype, got ${avalString(values5)} and ${avalString(operand)}`
    );
  }
  if (!shapesEqual(values5.shape, shape)) {
    throw new RangeError(
      `${name2}: expected shape (${shape.join(", ")}) for windows of ${avalString(operand)}, got ${avalString(values5)}`
    );
  }
};
var printSelection = ({ select: select2, ...params }) => ({
  ...printWindowParams(params),
  select_prim: select2
});
var selection = (rules) => {
  const { transposed, ...own } = rules;
  const primitive = {
    ...own,
    jvp: ([values5, operand], [tangent2], params) => ({
      primals: [bindOne(primitive, [values5, operand], params)],
      tangents: [tangent2 === null || tangent2 === void 0 ? null : bindOne(primitive, [tangent2, operand], params)]
    }),
    transpose: ([cotangent], [values5, operand], params) => {
      if (cotangent === null || cotangent === void 0 || !isLinear(values5)) return [null, null];
      if (isLinear(operand)) throw new TypeError(`${own.name}: is not linear in the array that selects`);
      return [bindOne(transposed(), [cotangent, operand], params), null];
    },
    batch: ([values5, operand], [valuesAxis, operandAxis], { select: select2, ...params }, axisSize) => ({
      outputs: [
        bindOne(primitive, [batchFirst(values5, valuesAxis, axisSize), batchFirst(operand, operandAxis, axisSize)], {
          ...batchedWindowParams(params, 0),
          select: select2
        })
      ],
      axes: [0]
    })
  };
  return primitive;
};
var selectAndGatherAddPrimitive = selection({
  name: "select_and_gather_add",
  abstractEval: ([tangents, operand], params) => {
    checkSelection("select_and_gather_add", tangents, operand, operand.shape);
    return [makeAval(windowedShape2(operand.shape, params), operand.dtype, tangents.weakType && operand.weakType)];
  },
  evaluate: ([tangents, operand], params) => {
    const shape = windowedShape2(operand.shape, params);
    const data = allocate(operand.dtype, sizeOf(shape));
    const source = tangents.data;
    selectInWindows(operand, params, "gather", (result, selected) => {
      if (selected >= 0) data[result] = source[selected];
    });
    return [new ConcreteArray(shape, operand.dtype, data, tangents.weakType && operand.weakType)];
  },
  transposed: () => selectAndScatterAddPrimitive,
  printParams: printSelection
});
var selectAndScatterAddPrimitive = selection({
  name: "select_and_scatter_add",
  abstractEval: ([source, operand], params) => {
    checkSelection("select_and_scatter_add", source, operand, windowedShape2(operand.shape, params));
    return [makeAval(operand.shape, operand.dtype, source.weakType && operand.weakType)];
  },
  evaluate: ([source, operand], params) => {
    const sums2 = new Float64Array(operand.size);
    const values5 = source.data;
    selectInWindows(operand, params, "scatter", (result, selected) => {
      if (selected >= 0) sums2[selected] += values5[result];
    });
    const data = allocate(operand.dtype, sums2.length);
    data.set(sums2);
    return [new ConcreteArray(operand.shape, operand.dtype, data, source.weakType && operand.weakType)];
  },
  transposed: () => selectAndGatherAddPrimitive,
  // JAX knows this primitive without dilations
  printParams: (params) => {
    const { base_dilation, window_dilation, ...shown } = printSelection(params);
    return [...params.baseDilation, ...params.windowDilation].every((factor) => factor === 1) ? shown : { ...shown, base_dilation, window_dilation };
  }
});
var selectAndGatherAdd = (tangents, operand, params) => bindOne(selectAndGatherAddPrimitive, [tangents, operand], params);
var selectAndScatterAdd = (source, operand, params) => bindOne(selectAndScatterAddPrimitive, [source, operand], params);

// src/primitives/reduction/window/window-reducer.ts
var reduceWindows = (caller, monoid, x, params) => {
  const shape = windowedShape2(x.shape, params);
  const data = allocate(x.dtype, sizeOf(shape));
  const accumulator = accumulate(caller, monoid, x.data, x.dtype);
  forEachWindow(x.shape, params, (result, elements2) => {
    accumulator.reset();
    for (const element of elements2) if (element >= 0) accumulator.take(element);
    accumulator.store(data, result);
  });
  return new ConcreteArray(shape, x.dtype, data, x.weakType);
};
var windowReducer = ({ name: name2, caller, monoid, jvp, transpose: transpose3 }) => {
  const primitive = {
    name: name2,
    abstractEval: ([x], params) => {
      checkAccepts(caller, monoid, x.dtype);
      return [makeAval(windowedShape2(x.shape, params), x.dtype, x.weakType)];
    },
    evaluate: ([x], params) => [reduceWindows(caller, monoid, x, params)],
    jvp,
    transpose: transpose3,
    batch: ([x], [axis], params) => ({
      outputs: [bindOne(primitive, [x], batchedWindowParams(params, axis))],
      axes: [axis]
    }),
    printParams: printWindowParams
  };
  return primitive;
};
var windowReduction = (primitive, caller) => (x, windowDimensions, options = {}) => {
  const operand = toArray(caller, x);
  return bindOne(primitive, [operand], windowParams(caller, operand.shape, windowDimensions, options));
};

// src/primitives/reduction/window/extremum.ts
var windowExtremum = ({ select: select2, ...spec }) => {
  const primitive = windowReducer({
    ...spec,
    jvp: ([x], [tangent2], params) => ({
      primals: [bindOne(primitive, [x], params)],
      tangents: [selectAndGatherAdd(tangent2, x, { ...params, select: select2 })]
    }),
    transpose: unsupported(spec.name, "transpose", "it is not linear")
  });
  return windowReduction(primitive, spec.caller);
};
var reduceWindowMax = windowExtremum({
  name: "reduce_window_max",
  caller: "reduceWindowMax",
  monoid: maximum,
  select: "ge"
});
var reduceWindowMin = windowExtremum({
  name: "reduce_window_min",
  caller: "reduceWindowMin",
  monoid: minimum,
  select: "le"
});

// src/primitives/reduction/window/product.ts
var indexVectors = (shape) => shape.reduce(
  (vectors, extent) => vectors.flatMap((vector) => Array.from({ length: extent }, (_, k) => [...vector, k])),
  [[]]
);
var elementsOfWindows = (x, params, fill) => {
  const { windowDimensions, windowStrides, padding, baseDilation, windowDilation } = params;
  const padded = pad(
    x,
    constantLike(x, fill),
    padding.map(([low2, high], axis) => [low2, high, baseDilation[axis] - 1])
  );
  const counts = windowedShape2(x.shape, params);
  return stack2(
    indexVectors(windowDimensions).map((position) => {
      const start = position.map((k, axis) => k * windowDilation[axis]);
      const limit = start.map((first, axis) => first + (counts[axis] - 1) * windowStrides[axis] + 1);
      return slice(padded, start, limit, windowStrides);
    })
  );
};
var reduceWindowProdPrimitive = windowReducer({
  name: "reduce_window_prod",
  caller: "reduceWindowProd",
  monoid: multiplication,
  jvp: ([x], [tangent2], params) => {
    if (sizeOf(windowedShape2(x.shape, params)) === 0) {
      return { primals: [bindOne(reduceWindowProdPrimitive, [x], params)], tangents: [null] };
    }
    const elements2 = [elementsOfWindows(x, params, 1), elementsOfWindows(tangent2, params, 0)];
    const [product3, productTangent] = treeReduce(dualProduct, elements2);
    return { primals: [product3], tangents: [productTangent] };
  },
  transpose: unsupported("reduce_window_prod", "transpose", "it is not linear")
});
var reduceWindowProd = windowReduction(reduceWindowProdPrimitive, "reduceWindowProd");

// src/primitives/reduction/window/sum.ts
var reduceWindowSumPrimitive = windowReducer({
  name: "reduce_window_sum",
  caller: "reduceWindowSum",
  monoid: addition,
  jvp: linearJvp(() => reduceWindowSumPrimitive),
  // Each element receives the cotangents of the windows that reach it: a sum over windows of the same form, which run
  // over the cotangents put as far from each other as the windows were.
  transpose: ([cotangent], [x], { windowDimensions, windowStrides, padding, baseDilation, windowDilation }) => {
    if (cotangent === null || cotangent === void 0 || !isLinear(x)) return [null];
    const { shape } = x.aval;
    const config = shape.map((extent, axis) => {
      const reach = dilated(windowDimensions[axis], windowDilation[axis]);
      const low2 = reach - 1 - padding[axis][0];
      const needed = dilated(extent, baseDilation[axis]) + reach - 1;
      return [low2, needed - dilated(cotangent.shape[axis], windowStrides[axis]) - low2, windowStrides[axis] - 1];
    });
    return [
      bindOne(reduceWindowSumPrimitive, [pad(cotangent, constantLike(cotangent, 0), config)], {
        windowDimensions,
        windowStrides: baseDilation,
        padding: shape.map(() => [0, 0]),
        baseDilation: shape.map(() => 1),
        windowDilation
      })
    ];
  }
});
var reduceWindowSum = windowReduction(reduceWindowSumPrimitive, "reduceWindowSum");

// src/primitives/reduction/window/reduce-window.ts
var computations = {
  add: { reduce: reduceWindowSum, combine: add2, monoid: addition },
  mul: { reduce: reduceWindowProd, combine: mul2, monoid: multiplication },
  max: { reduce: reduceWindowMax, combine: max, monoid: maximum },
  min: { reduce: reduceWindowMin, combine: min, monoid: minimum }
};
var isIdentity = (start, monoid) => isConcrete(start) && start.data[0] === monoid.identity(start.dtype) && (start.data[1] ?? 0) === 0;
var reduceWindow = (x, init, computation, windowDimensions, options = {}) => {
  if (!Object.hasOwn(computations, computation)) {
    throw new TypeError(
      `reduceWindow: unknown computation ${JSON.stringify(computation)}: expected 'add', 'mul', 'max' or 'min'`
    );
  }
  const { reduce, combine, monoid } = computations[computation];
  const operand = toArray("reduceWindow", x);
  const start = valueLike("reduceWindow", init, operand);
  if (start.ndim > 0 || start.dtype !== operand.dtype) {
    throw new TypeError(
      `reduceWindow: the initial value must be a scalar of dtype ${operand.dtype}, got ${avalString(start)}`
    );
  }
  const reduced2 = reduce(operand, windowDimensions, options);
  return isIdentity(start, monoid) ? reduced2 : combine(start, reduced2);
};

// src/primitives/reduction/reduction.samples.ts
var normal4 = (...shape) => ({ shape, domain: "normal" });
var distinct2 = (...shape) => ({ shape, domain: "distinct" });
var complex5 = (...shape) => ({ shape, domain: "normal", dtype: "complex" });
var values3 = (...list) => ({ shape: [list.length], domain: { values: list } });
var integers2 = (dtype, ...list) => ({
  shape: [list.length],
  domain: { values: list },
  dtype
});
var constant = { order: 0, reason: "integers and bools have no derivatives" };
var python2 = (value) => value === void 0 ? "None" : Array.isArray(value) ? `(${value.map((entry3) => `${python2(entry3)},`).join(" ")})` : typeof value === "string" ? `'${value}'` : String(value);
var reduced = (reduce, name2, special, input, axes) => ({
  name: special === "" ? name2 : `${name2}: ${special}`,
  f: (x) => reduce(exp3(x), axes),
  jax: `lambda x: lax.${name2}(jnp.exp(x), ${python2(axes)})`,
  inputs: [input]
});
var products = [
  reduced(reduceProd, "reduce_prod", "", normal4(4), [0]),
  reduced(reduceProd, "reduce_prod", "one axis", normal4(2, 3, 2), [1]),
  reduced(reduceProd, "reduce_prod", "two axes", normal4(2, 3, 2), [0, 2]),
  reduced(reduceProd, "reduce_prod", "extent 1", normal4(2, 1), [1]),
  reduced(reduceProd, "reduce_prod", "empty", normal4(2, 0), [1]),
  reduced(reduceProd, "reduce_prod", "empty result", normal4(0, 2), [1]),
  reduced(reduceProd, "reduce_prod", "complex", complex5(3), [0]),
  ...[
    [2, 0, 3],
    [0, 0, 3],
    [0, 0, 0],
    [1, 2, 0, 4, 5]
  ].map(
    (list) => ({
      name: `reduce_prod: [${list.join(", ")}]`,
      f: (x) => reduceProd(x, [0]),
      jax: "lambda x: lax.reduce_prod(x, (0,))",
      inputs: [values3(...list)]
    })
  ),
  {
    name: "reduce_prod: int32 wraps around",
    f: (x) => reduceProd(x, [0]),
    jax: "lambda x: lax.reduce_prod(x, (0,))",
    inputs: [integers2("int32", 65537, -65539, 3)],
    ...constant
  },
  {
    name: "reduce_prod: uint32 wraps around",
    f: (x) => reduceProd(x, [0]),
    jax: "lambda x: lax.reduce_prod(x, (0,))",
    inputs: [integers2("uint32", 65537, 65539, 3)],
    ...constant
  }
];
var extremaOf = (reduce, name2) => [
  reduced(reduce, name2, "", distinct2(4), [0]),
  reduced(reduce, name2, "one axis", distinct2(2, 3, 2), [1]),
  reduced(reduce, name2, "two axes", distinct2(2, 3, 2), [0, 2]),
  reduced(reduce, name2, "ties", values3(2, 3, 3, 2, 3, 2), [0]),
  reduced(reduce, name2, "empty", normal4(0, 2), [0]),
  reduced(reduce, name2, "complex", complex5(3), [0]),
  ...["int32", "uint32", "bool"].flatMap((dtype) => [
    {
      name: `${name2}: ${dtype}`,
      f: (x) => [reduce(x, [0]), reduce(x, [])],
      jax: `lambda x: [lax.${name2}(x, (0,)), lax.${name2}(x, ())]`,
      inputs: [integers2(dtype, 1, 0, 1)],
      ...constant
    },
    {
      name: `${name2}: nothing of ${dtype}`,
      f: (x) => reduce(x, [0]),
      jax: `lambda x: lax.${name2}(x, (0,))`,
      inputs: [{ shape: [0, 2], domain: { values: [] }, dtype }],
      ...constant
    }
  ])
];
var argExtremaOf = (choose, name2) => [
  {
    name: name2,
    f: (x) => [choose(x, 0), choose(x, 1), choose(x, 1, "uint32")],
    jax: `lambda x: [lax.${name2}(x, 0, jnp.int32), lax.${name2}(x, 1, jnp.int32), lax.${name2}(x, 1, jnp.uint32)]`,
    inputs: [distinct2(3, 4)]
  },
  ...[
    [1, 3, 3, 1],
    [2, Number.NaN, 5, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    [0, -0],
    [-0, 0]
  ].map(
    (list) => ({
      name: `${name2}: [${list.map((value) => Object.is(value, -0) ? "-0" : value).join(", ")}]`,
      f: (x) => choose(x, 0),
      jax: `lambda x: lax.${name2}(x, 0, jnp.int32)`,
      inputs: [values3(...list)]
    })
  ),
  {
    name: `${name2}: bool`,
    f: (x) => choose(x, 0),
    jax: `lambda x: lax.${name2}(x, 0, jnp.int32)`,
    inputs: [integers2("bool", 1, 0, 1, 0)],
    ...constant
  }
];
var logicalOf = (reduce, name2) => [
  ["bool", [1, 1, 0, 1]],
  ["int32", [-6, 13, 7]],
  ["uint32", [4294967290, 13, 7]]
].flatMap(([dtype, list]) => [
  {
    name: `${name2}: ${dtype}`,
    f: (x) => reduce(x, [0]),
    jax: `lambda x: lax.${name2}(x, (0,))`,
    inputs: [integers2(dtype, ...list)],
    ...constant
  },
  {
    name: `${name2}: nothing of ${dtype}`,
    f: (x) => reduce(x, [1]),
    jax: `lambda x: lax.${name2}(x, (1,))`,
    inputs: [{ shape: [2, 0], domain: { values: [] }, dtype }],
    ...constant
  }
]);
var cumulated = (cumulate2, name2, special, input, axis, reverse = false) => ({
  name: special === "" ? name2 : `${name2}: ${special}`,
  f: (x) => cumulate2(exp3(x), axis, { reverse }),
  jax: `lambda x: lax.${name2}(jnp.exp(x), ${axis < 0 ? input.shape.length + axis : axis}, ${reverse ? "True" : "False"})`,
  inputs: [input]
});
var cumulativeOf = (cumulate2, name2) => [
  cumulated(cumulate2, name2, "", distinct2(5), 0),
  cumulated(cumulate2, name2, "reversed", distinct2(4), 0, true),
  cumulated(cumulate2, name2, "last axis", distinct2(2, 3), -1),
  cumulated(cumulate2, name2, "middle axis, reversed", distinct2(2, 3, 2), 1, true),
  cumulated(cumulate2, name2, "extent 1", distinct2(2, 1), 1),
  cumulated(cumulate2, name2, "extent 2", distinct2(2), 0),
  cumulated(cumulate2, name2, "empty", normal4(0), 0),
  cumulated(cumulate2, name2, "empty beside", normal4(0, 2), 1)
];
var integerCumulative = (cumulate2, name2, ...list) => ({
  name: `${name2}: int32`,
  f: (x) => [cumulate2(x), cumulate2(x, 0, { reverse: true })],
  jax: `lambda x: [lax.${name2}(x), lax.${name2}(x, reverse=True)]`,
  inputs: [integers2("int32", ...list)],
  ...constant
});
var cumulatedValues = (cumulate2, name2, order, reverse, ...list) => ({
  name: `${name2}: [${list.join(", ")}]${reverse ? " reversed" : ""}`,
  f: (x) => cumulate2(x, 0, { reverse }),
  jax: `lambda x: lax.${name2}(x, 0, ${reverse ? "True" : "False"})`,
  inputs: [values3(...list)],
  ...order === 2 ? {} : { order, reason: order === 1 ? "the values are kinks" : "the values exhaust float32" }
});
var cumulatives = [
  ...cumulativeOf(cumsum, "cumsum"),
  ...cumulativeOf(cumprod, "cumprod"),
  ...cumulativeOf(cummax, "cummax"),
  ...cumulativeOf(cummin, "cummin"),
  ...cumulativeOf(cumlogsumexp, "cumlogsumexp"),
  cumulated(cumsum, "cumsum", "complex", complex5(3), 0),
  cumulated(cumprod, "cumprod", "complex", complex5(3), 0),
  cumulated(cummax, "cummax", "complex", complex5(3), 0),
  cumulated(cumlogsumexp, "cumlogsumexp", "complex", complex5(3), 0),
  integerCumulative(cumsum, "cumsum", 2147483647, 1, -5),
  integerCumulative(cumprod, "cumprod", 65537, 65537, -2),
  integerCumulative(cummax, "cummax", -3, 5, 4),
  integerCumulative(cummin, "cummin", -3, -5, 4),
  cumulatedValues(cumprod, "cumprod", 2, false, 3, 0, 2, 0, 5),
  cumulatedValues(cumprod, "cumprod", 2, true, 0, 0, 2),
  cumulatedValues(cummax, "cummax", 1, false, 1, 1, 1, 1, 1),
  cumulatedValues(cummax, "cummax", 1, true, 1, 1, 1, 1, 1),
  cumulatedValues(cummin, "cummin", 1, false, 2, 1, 1, 1),
  cumulatedValues(cummax, "cummax", 1, false, 1, Number.NaN, 2),
  cumulatedValues(cumlogsumexp, "cumlogsumexp", 2, false, 0, 0, 0),
  cumulatedValues(cumlogsumexp, "cumlogsumexp", 2, false, 5, 6, -30),
  cumulatedValues(cumlogsumexp, "cumlogsumexp", 0, false, 1e3, 1001, -1e3)
];
var sums = [
  {
    name: "logaddexp",
    f: (x, y) => logaddexp(x, y),
    jax: "lambda x, y: jnp.logaddexp(x, y)",
    inputs: [normal4(2, 3), normal4(3)]
  },
  {
    name: "logaddexp: special values",
    f: (x, y) => logaddexp(x, y),
    jax: "lambda x, y: jnp.logaddexp(x, y)",
    inputs: [
      values3(0, 8, -1e3, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN),
      values3(0, 8, 1e3, 1, 2, 1)
    ]
  },
  {
    name: "logaddexp: complex",
    f: (x, y) => logaddexp(x, y),
    jax: "lambda x, y: jnp.logaddexp(x, y)",
    inputs: [complex5(3), complex5(3)]
  }
];
var pythonWindow = (window, options) => (
  // a named padding needs strides in JAX
  [
    window,
    options.windowStrides ?? window.map(() => 1),
    options.padding ?? "VALID",
    options.baseDilation,
    options.windowDilation
  ].map(python2).join(", ")
);
var windowRows = [
  ["", [5], [2], {}],
  ["strides", [6], [3], { windowStrides: [2] }],
  ["pooling", [4, 3], [2, 2], { windowStrides: [2, 1] }],
  ["SAME", [5], [3], { windowStrides: [2], padding: "SAME" }],
  ["SAME_LOWER", [3, 4], [2, 2], { padding: "SAME_LOWER" }],
  ["padding", [4], [3], { windowStrides: [2], padding: [[2, 1]] }],
  ["base dilation", [4], [3], { padding: [[1, 0]], baseDilation: [2] }],
  ["gaps before the end", [5], [2], { windowStrides: [3] }],
  ["window larger than x", [2], [3], {}],
  ["empty", [0, 2], [1, 2], {}],
  ["empty, padded", [0], [2], { padding: [[1, 2]] }]
];
var dilatedRows = [
  ["window dilation", [6], [2], { windowDilation: [2] }],
  [
    "all at once",
    [3, 4],
    [2, 2],
    {
      windowStrides: [2, 1],
      padding: [
        [1, 0],
        [0, 1]
      ],
      baseDilation: [2, 1],
      windowDilation: [1, 2]
    }
  ]
];
var cutRow = ["negative padding", [5], [2], { padding: [[-1, 1]] }];
var overWindows = (reduce, name2, pythonCall, [special, shape, window, options], dtype = "float") => ({
  name: special === "" ? name2 : `${name2}: ${special}`,
  f: (x) => reduce(exp3(x), window, options),
  jax: `lambda x: ${pythonCall(pythonWindow(window, options))}`,
  inputs: [dtype === "complex" ? complex5(...shape) : distinct2(...shape)]
});
var sumOf = (window) => `lax.reduce_window(jnp.exp(x), x.dtype.type(0), lax.add, ${window})`;
var extremumOf = (computation, identity3) => (window) => `lax.reduce_window(jnp.exp(x), x.dtype.type(${identity3}), lax.${computation}, ${window})`;
var productOf2 = (window) => `(lambda y: lax.reduce_window(y, y.dtype.type(1), lax.mul, ${window}))(jnp.exp(x))`;
var pooled = (list, padding) => ({
  name: `reduce_window_max: [${list.join(", ")}]${padding > 0 ? " padded" : ""}`,
  f: (x) => reduceWindowMax(x, [2], { padding: [[padding, padding]] }),
  jax: `lambda x: lax.reduce_window(x, x.dtype.type(-jnp.inf), lax.max, (2,), None, ((${padding}, ${padding}),))`,
  inputs: [values3(...list)]
});
var windowExtrema = [
  [reduceWindowMax, "reduce_window_max", extremumOf("max", "-jnp.inf")],
  [reduceWindowMin, "reduce_window_min", extremumOf("min", "jnp.inf")]
].flatMap(([reduce, name2, call]) => [
  ...windowRows.map((row2) => overWindows(reduce, name2, call, row2)),
  {
    name: `${name2}: ints and bools`,
    f: (x, y) => [reduce(x, [2], { padding: "SAME" }), reduce(y, [2], { padding: "SAME" })],
    jax: `lambda x, y: [lax.reduce_window(z, z.dtype.type(e), ${name2 === "reduce_window_max" ? "lax.max" : "lax.min"}, (2,), (1,), 'SAME') for z, e in ((x, jnp.iinfo(x.dtype).${name2.slice(-3) === "max" ? "min" : "max"}), (y, ${name2 === "reduce_window_max" ? "False" : "True"}))]`,
    inputs: [
      { shape: [4], domain: { values: [3, -1, -2, 5] }, dtype: "int32" },
      { shape: [4], domain: { values: [1, 0, 0, 1] }, dtype: "bool" }
    ],
    ...constant
  }
]);
var module = "jax._src.lax.windowed_reductions";
var selections = ["ge", "le"].flatMap((select2) => {
  const options = {
    windowStrides: [2, 1],
    padding: [
      [0, 1],
      [1, 0]
    ]
  };
  const params = (x) => ({ ...windowParams("select", x.shape, [2, 2], options), select: select2 });
  return [
    {
      name: `select_and_gather_add: ${select2}`,
      f: (t, x) => selectAndGatherAdd(mul2(t, t), x, params(x)),
      jax: `lambda t, x: ${module}._select_and_gather_add(t * t, x, lax.${select2}_p, (2, 2), (2, 1), ((0, 1), (1, 0)), (1, 1), (1, 1))`,
      inputs: [distinct2(3, 4), distinct2(3, 4)]
    },
    {
      name: `select_and_scatter_add: ${select2}`,
      f: (t, x) => selectAndScatterAdd(mul2(t, t), x, params(x)),
      jax: `lambda t, x: ${module}._select_and_scatter_add(t * t, x, lax.${select2}_p, (2, 2), (2, 1), ((0, 1), (1, 0)))`,
      inputs: [distinct2(2, 4), distinct2(3, 4)]
    }
  ];
});
var windowSamples = [
  ...[...windowRows, ...dilatedRows, cutRow].map((row2) => overWindows(reduceWindowSum, "reduce_window_sum", sumOf, row2)),
  overWindows(reduceWindowSum, "reduce_window_sum", sumOf, ["complex", [4], [2], { padding: "SAME" }], "complex"),
  ...windowExtrema,
  pooled([1, 1, 1], 0),
  pooled([2, 2, 2], 1),
  ...selections,
  ...[...windowRows, ...dilatedRows, cutRow].map(
    (row2) => ({
      ...overWindows(reduceWindowProd, "reduce_window_prod", productOf2, row2),
      order: 0,
      reason: "JAX differentiates products over windows in no composition"
    })
  ),
  {
    name: "reduce_window_prod: derivatives",
    f: (x) => reduceWindowProd(x, [3], { windowStrides: [2], padding: [[1, 1]] }),
    jax: "lambda x: (lambda y: jnp.stack([y[i:i + 5:2] for i in range(3)]).prod(0))(jnp.pad(x, 1, constant_values=1))",
    inputs: [distinct2(5)]
  },
  {
    name: "reduce_window_prod: derivatives at zeros",
    f: (x) => reduceWindowProd(x, [2, 2], { windowDilation: [1, 2] }),
    jax: "lambda x: x[:-1, :-2] * x[1:, :-2] * x[:-1, 2:] * x[1:, 2:]",
    inputs: [
      {
        shape: [2, 4],
        domain: {
          values: [
            [0, 1, 2, 3],
            [0, 0, 4, 5]
          ]
        }
      }
    ]
  },
  {
    name: "reduce_window: initial values",
    f: (x, a) => [reduceWindow(x, a, "add", [2]), reduceWindow(x, a, "mul", [2], { padding: "SAME" })],
    jax: "lambda x, a: [a + x[:-1] + x[1:], a * x * jnp.append(x[1:], 1)]",
    inputs: [distinct2(4), distinct2()]
  },
  {
    name: "reduce_window: initial extrema",
    f: (x, a) => [reduceWindow(x, a, "max", [2]), reduceWindow(x, a, "min", [2], { padding: [[1, 0]] })],
    jax: "lambda x, a: [lax.reduce_window(x, a, lax.max, (2,)), lax.reduce_window(x, a, lax.min, (2,), None, ((1, 0),))]",
    inputs: [distinct2(4), distinct2()],
    order: 0,
    reason: "JAX does not differentiate extrema that start from a value of their own"
  }
];
var reductionSamples = [
  ...products,
  ...extremaOf(reduceMax, "reduce_max"),
  ...extremaOf(reduceMin, "reduce_min"),
  ...argExtremaOf(argmax, "argmax"),
  ...argExtremaOf(argmin, "argmin"),
  ...logicalOf(reduceAnd, "reduce_and"),
  ...logicalOf(reduceOr, "reduce_or"),
  ...logicalOf(reduceXor, "reduce_xor"),
  ...cumulatives,
  ...sums,
  ...windowSamples
];

// src/primitives/shape/dynamic-in-dim.ts
var startsAlong = (x, axis, start) => x.shape.map((_, k) => k === axis ? start : 0);
var dynamicSliceInDim = (x, startIndex, size, axis = 0) => {
  const operand = toArray("dynamicSliceInDim", x);
  const along = normalizeAxis("dynamicSliceInDim", axis, operand.ndim);
  return dynamicSlice(
    operand,
    startsAlong(operand, along, startIndex),
    operand.shape.map((extent, k) => k === along ? size : extent)
  );
};
var dynamicIndexInDim = (x, index, axis = 0, keepdims = true) => {
  const result = dynamicSliceInDim(x, index, 1, axis);
  return keepdims ? result : squeeze(result, [axis]);
};
var dynamicUpdateSliceInDim = (x, update2, startIndex, axis) => {
  const operand = toArray("dynamicUpdateSliceInDim", x);
  const along = normalizeAxis("dynamicUpdateSliceInDim", axis, operand.ndim);
  return dynamicUpdateSlice(operand, update2, startsAlong(operand, along, startIndex));
};
var dynamicUpdateIndexInDim = (x, update2, index, axis) => {
  const operand = toArray("dynamicUpdateIndexInDim", x);
  const along = normalizeAxis("dynamicUpdateIndexInDim", axis, operand.ndim);
  const value = valueLike("dynamicUpdateIndexInDim", update2, operand);
  const placed = value.ndim === operand.ndim ? value : expandDims(value, [along]);
  return dynamicUpdateSliceInDim(operand, placed, index, along);
};

// src/primitives/shape/tile.ts
var tile = (x, reps) => {
  const operand = toArray("tile", x);
  if (reps.length !== operand.ndim || !reps.every((count) => Number.isInteger(count) && count >= 0)) {
    throw new RangeError(
      `tile: one non-negative integer is needed for each axis of ${avalString(operand)}, got (${reps.join(", ")})`
    );
  }
  const repeated = operand.shape.flatMap((extent, axis) => [reps[axis], extent]);
  const own = operand.shape.map((_, axis) => 2 * axis + 1);
  return reshape(
    broadcastInDim(operand, repeated, own),
    operand.shape.map((extent, axis) => extent * reps[axis])
  );
};

// src/primitives/shape/shape.samples.ts
var normal5 = (...shape) => ({ shape, domain: "normal" });
var complex6 = (...shape) => ({ shape, domain: "normal", dtype: "complex" });
var integer = (value, dtype = "int32") => ({
  shape: [],
  domain: { values: value },
  dtype
});
var integers3 = (...shape) => ({ shape, domain: "normal", dtype: "int32" });
var tuple4 = (list) => `(${list.map((n2) => `${n2},`).join(" ")})`;
var padSample = (special, config, ...inputs) => ({
  name: `pad: ${special}`,
  f: (x, value) => pad(x, value, config),
  jax: `lambda x, value: lax.pad(x, value, [${config.map(tuple4).join(", ")}])`,
  inputs
});
var sliceSample = (special, input, start, limit, strides) => ({
  name: `slice: ${special}`,
  f: (x) => slice(x, start, limit, strides),
  jax: `lambda x: lax.slice(x, ${tuple4(start)}, ${tuple4(limit)}, ${strides === void 0 ? "None" : tuple4(strides)})`,
  inputs: [input]
});
var reshaping = [
  {
    name: "broadcast_in_dim",
    f: (x) => broadcastInDim(x, [2, 3, 2], [0, 2]),
    jax: "lambda x: lax.broadcast_in_dim(x, (2, 3, 2), (0, 2))",
    inputs: [normal5(2, 2)]
  },
  {
    name: "broadcast_in_dim: unit axis",
    f: (x) => broadcastInDim(x, [2, 3], [0, 1]),
    jax: "lambda x: lax.broadcast_in_dim(x, (2, 3), (0, 1))",
    inputs: [normal5(1, 3)]
  },
  {
    name: "broadcast_in_dim: scalar",
    f: (x) => broadcastInDim(x, [2, 3], []),
    jax: "lambda x: lax.broadcast_in_dim(x, (2, 3), ())",
    inputs: [complex6()]
  },
  {
    name: "broadcast_in_dim: empty",
    f: (x) => broadcastInDim(x, [0, 2], [1]),
    jax: "lambda x: lax.broadcast_in_dim(x, (0, 2), (1,))",
    inputs: [normal5(2)]
  },
  {
    name: "broadcast_in_dim: squares",
    f: (x) => broadcastInDim(mul2(x, x), [3, 2], [1]),
    jax: "lambda x: lax.broadcast_in_dim(x * x, (3, 2), (1,))",
    inputs: [normal5(2)]
  },
  { name: "reshape", f: (x) => reshape(x, [3, 2]), jax: "lambda x: x.reshape(3, 2)", inputs: [normal5(2, 3)] },
  {
    name: "reshape: squares",
    f: (x) => reshape(mul2(x, x), [2, 1, 2]),
    jax: "lambda x: (x * x).reshape(2, 1, 2)",
    inputs: [complex6(4)]
  },
  { name: "reshape: empty", f: (x) => reshape(x, [3, 0]), jax: "lambda x: x.reshape(3, 0)", inputs: [normal5(0, 2)] },
  {
    name: "expand_dims",
    f: (x) => expandDims(x, [0, 2]),
    jax: "lambda x: lax.expand_dims(x, (0, 2))",
    inputs: [normal5(3)]
  },
  {
    name: "squeeze",
    f: (x) => squeeze(x, [0, -1]),
    jax: "lambda x: lax.squeeze(x, (0, -1))",
    inputs: [normal5(1, 3, 1)]
  },
  {
    name: "squeeze: one of several",
    f: (x) => squeeze(mul2(x, x), [1]),
    jax: "lambda x: lax.squeeze(x * x, (1,))",
    inputs: [complex6(1, 1, 2)]
  },
  {
    name: "transpose",
    f: (x) => transpose(x, [2, 0, 1]),
    jax: "lambda x: lax.transpose(x, (2, 0, 1))",
    inputs: [normal5(2, 3, 2)]
  },
  {
    name: "transpose: squares",
    f: (x) => transpose(mul2(x, x), [1, 0]),
    jax: "lambda x: (x * x).T",
    inputs: [complex6(2, 3)]
  },
  { name: "reduce_sum", f: (x) => reduceSum(x, [1]), jax: "lambda x: jnp.sum(x, 1)", inputs: [normal5(2, 3)] },
  {
    name: "reduce_sum: two axes",
    f: (x) => reduceSum(mul2(x, x), [0, 2]),
    jax: "lambda x: jnp.sum(x * x, (0, 2))",
    inputs: [normal5(2, 3, 2)]
  },
  { name: "reduce_sum: complex", f: (x) => reduceSum(x, [0]), jax: "lambda x: jnp.sum(x, 0)", inputs: [complex6(3, 2)] },
  { name: "reduce_sum: empty", f: (x) => reduceSum(x, [0]), jax: "lambda x: jnp.sum(x, 0)", inputs: [normal5(0, 3)] },
  { name: "rev", f: (x) => rev(x, [0]), jax: "lambda x: lax.rev(x, (0,))", inputs: [normal5(3, 2)] },
  {
    name: "rev: several axes",
    f: (x) => rev(mul2(x, x), [-1, 0]),
    jax: "lambda x: lax.rev(x * x, (2, 0))",
    inputs: [normal5(2, 2, 3)]
  },
  { name: "rev: complex", f: (x) => rev(x, [0]), jax: "lambda x: lax.rev(x, (0,))", inputs: [complex6(3)] },
  { name: "rev: empty", f: (x) => rev(x, [0, 1]), jax: "lambda x: lax.rev(x, (0, 1))", inputs: [normal5(0, 2)] },
  { name: "tile", f: (x) => tile(x, [2, 3]), jax: "lambda x: lax.tile(x, (2, 3))", inputs: [normal5(2, 1)] },
  {
    name: "tile: squares, none",
    f: (x) => [tile(mul2(x, x), [2]), tile(x, [0])],
    jax: "lambda x: [lax.tile(x * x, (2,)), lax.tile(x, (0,))]",
    inputs: [normal5(3)]
  },
  {
    name: "iota",
    f: (x) => mul2(x, iota("int32", [2, 3], 1)),
    jax: 'lambda x: x * lax.broadcasted_iota("int32", (2, 3), 1)',
    inputs: [normal5(2, 3)]
  },
  {
    name: "iota: dtypes",
    f: () => [iota("uint32", 4), iota("complex64", [2, 2], -2), iota("float32", [0, 2], 0)],
    jax: 'lambda: [lax.iota("uint32", 4), lax.broadcasted_iota("complex64", (2, 2), 0), lax.broadcasted_iota("float32", (0, 2), 0)]',
    inputs: [],
    order: 0,
    reason: "it is constant"
  }
];
var slicing = [
  sliceSample("one axis", normal5(5), [1], [4]),
  sliceSample("strides", normal5(7), [1], [6], [2]),
  sliceSample("matrix", normal5(3, 4), [1, 0], [3, 4], [1, 3]),
  sliceSample("last stride cut short", normal5(6), [0], [6], [4]),
  sliceSample("complex", complex6(2, 3), [0, 1], [2, 3]),
  sliceSample("nothing", normal5(4, 2), [2, 0], [2, 2], [3, 1]),
  sliceSample("integers", integers3(5), [1], [5], [2]),
  {
    name: "slice: product of parts",
    f: (x) => mul2(slice(x, [0], [3]), slice(x, [1], [4])),
    jax: "lambda x: x[:3] * x[1:]",
    inputs: [normal5(4)]
  },
  {
    name: "slice_in_dim",
    f: (x) => sliceInDim(x, -3, null, 2, 1),
    jax: "lambda x: lax.slice_in_dim(x, -3, None, 2, 1)",
    inputs: [normal5(2, 4)]
  },
  {
    name: "slice_in_dim: defaults",
    f: (x) => sliceInDim(x, null, -1),
    jax: "lambda x: lax.slice_in_dim(x, None, -1)",
    inputs: [normal5(3, 2)]
  },
  {
    name: "index_in_dim",
    f: (x) => [indexInDim(x, -1, 1), indexInDim(x, 0, 0, false)],
    jax: "lambda x: [lax.index_in_dim(x, -1, 1), lax.index_in_dim(x, 0, 0, False)]",
    inputs: [normal5(2, 3)]
  },
  padSample("around", [[1, 2, 0]], normal5(3), normal5()),
  padSample("interior", [[1, 0, 2]], normal5(3), normal5()),
  padSample("negative", [[-1, -1, 0]], normal5(4), normal5()),
  padSample("negative and interior", [[-2, 1, 1]], normal5(4), normal5()),
  padSample("negative beyond interior", [[1, -4, 2]], normal5(3), normal5()),
  padSample(
    "two axes",
    [
      [0, 1, 0],
      [-1, 2, 1]
    ],
    normal5(2, 3),
    normal5()
  ),
  padSample("complex", [[1, 1, 1]], complex6(2), complex6()),
  padSample("empty", [[1, 2, 3]], normal5(0), normal5()),
  padSample("cut to nothing", [[-1, -2, 0]], normal5(3), normal5()),
  padSample("integers", [[1, 1, 0]], integers3(3), integers3()),
  padSample("scalar", [], normal5(), normal5()),
  {
    name: "pad: squares",
    f: (x, value) => pad(mul2(x, x), mul2(value, value), [[1, -1, 1]]),
    jax: "lambda x, v: lax.pad(x * x, v * v, [(1, -1, 1)])",
    inputs: [normal5(3), normal5()]
  },
  {
    name: "pad: a number",
    f: (x) => pad(x, 2, [[0, 1, 0]]),
    jax: "lambda x: lax.pad(x, x.dtype.type(2), [(0, 1, 0)])",
    inputs: [normal5(3)]
  }
];
var joining = [
  {
    name: "concatenate",
    f: (x, y) => concatenate([x, y], 0),
    jax: "lambda x, y: lax.concatenate([x, y], 0)",
    inputs: [normal5(2), normal5(3)]
  },
  {
    name: "concatenate: second axis",
    f: (x, y, z) => concatenate([x, y, z], 1),
    jax: "lambda x, y, z: lax.concatenate([x, y, z], 1)",
    inputs: [normal5(2, 1), normal5(2, 0), normal5(2, 3)]
  },
  {
    name: "concatenate: twice the same",
    f: (x) => mul2(concatenate([x, x], -1), concatenate([mul2(x, x), x], -1)),
    jax: "lambda x: lax.concatenate([x, x], 0) * lax.concatenate([x * x, x], 0)",
    inputs: [normal5(2)]
  },
  {
    name: "concatenate: a constant",
    f: (x, y) => concatenate([x, y, x], 0),
    jax: "lambda x, y: lax.concatenate([x, y, x], 0)",
    inputs: [complex6(2), complex6(1)],
    constant: [1]
  },
  {
    name: "stack",
    f: (x, y) => stack2([x, y, mul2(x, y)], 1),
    jax: "lambda x, y: jnp.stack([x, y, x * y], 1)",
    inputs: [normal5(2, 2), normal5(2, 2)]
  },
  {
    name: "stack: scalars",
    f: (x, y) => stack2([x, y], -1),
    jax: "lambda x, y: jnp.stack([x, y], -1)",
    inputs: [normal5(), normal5()]
  },
  { name: "split", f: (x) => split(x, [1, 3]), jax: "lambda x: lax.split(x, [1, 3])", inputs: [normal5(4)] },
  {
    name: "split: second axis",
    f: (x) => split(mul2(x, x), [2, 0, 1], -1),
    jax: "lambda x: lax.split(x * x, [2, 0, 1], -1)",
    inputs: [complex6(2, 3)]
  },
  {
    name: "split: one part unused",
    f: (x) => {
      const parts = split(x, [2, 1, 2]);
      return mul2(parts[0], parts[2]);
    },
    jax: "lambda x: x[:2] * x[3:]",
    inputs: [normal5(5)]
  }
];
var dynamic = [
  {
    name: "dynamic_slice",
    f: (x, i) => dynamicSlice(x, [i], [2]),
    jax: "lambda x, i: lax.dynamic_slice(x, (i,), (2,))",
    inputs: [normal5(5), integer(1)]
  },
  {
    name: "dynamic_slice: two axes",
    f: (x, i, j) => dynamicSlice(x, [i, j], [2, 1]),
    jax: "lambda x, i, j: lax.dynamic_slice(x, (i, j), (2, 1))",
    inputs: [normal5(3, 4), integer(1), integer(-1)]
  },
  {
    name: "dynamic_slice: beyond the end",
    f: (x, i) => dynamicSlice(mul2(x, x), [i], [2]),
    jax: "lambda x, i: lax.dynamic_slice(x * x, (i,), (2,))",
    inputs: [normal5(4), integer(9)]
  },
  {
    name: "dynamic_slice: before the beginning",
    f: (x, i) => dynamicSlice(x, [i], [2]),
    jax: "lambda x, i: lax.dynamic_slice(x, (i,), (2,))",
    inputs: [normal5(4), integer(-9)]
  },
  {
    name: "dynamic_slice: uint32",
    f: (x, i) => dynamicSlice(x, [i], [2]),
    jax: "lambda x, i: lax.dynamic_slice(x, (i,), (2,))",
    inputs: [complex6(4), integer(3, "uint32")]
  },
  {
    name: "dynamic_slice: known start",
    f: (x) => dynamicSlice(mul2(x, x), [7, -2], [1, 2]),
    jax: "lambda x: lax.dynamic_slice(x * x, (7, -2), (1, 2))",
    inputs: [normal5(2, 3)]
  },
  {
    name: "dynamic_slice: starts in an array",
    f: (x, i) => dynamicSlice(x, i, [1, 2]),
    jax: "lambda x, i: lax.dynamic_slice(x, i, (1, 2))",
    inputs: [normal5(3, 3), { shape: [2], domain: { values: [1, 0] }, dtype: "int32" }]
  },
  {
    name: "dynamic_slice: one axis known",
    f: (x, i) => dynamicSlice(x, [0, i], [2, 1]),
    jax: "lambda x, i: lax.dynamic_slice(x, (jnp.int32(0), i), (2, 1))",
    inputs: [normal5(2, 3), integer(2)]
  },
  {
    name: "dynamic_slice_in_dim",
    f: (x, i) => dynamicSliceInDim(x, i, 2, -1),
    jax: "lambda x, i: lax.dynamic_slice_in_dim(x, i, 2, -1)",
    inputs: [normal5(2, 4), integer(1)]
  },
  {
    name: "dynamic_index_in_dim",
    f: (x, i) => [dynamicIndexInDim(x, i), dynamicIndexInDim(x, i, 1, false)],
    jax: "lambda x, i: [lax.dynamic_index_in_dim(x, i), lax.dynamic_index_in_dim(x, i, 1, False)]",
    inputs: [normal5(2, 3), integer(-1)]
  },
  {
    name: "dynamic_update_slice",
    f: (x, y, i) => dynamicUpdateSlice(x, y, [i]),
    jax: "lambda x, y, i: lax.dynamic_update_slice(x, y, (i,))",
    inputs: [normal5(5), normal5(2), integer(2)]
  },
  {
    name: "dynamic_update_slice: two axes",
    f: (x, y, i, j) => dynamicUpdateSlice(mul2(x, x), mul2(y, y), [i, j]),
    jax: "lambda x, y, i, j: lax.dynamic_update_slice(x * x, y * y, (i, j))",
    inputs: [normal5(3, 4), normal5(2, 2), integer(0), integer(7)]
  },
  {
    name: "dynamic_update_slice: known start",
    f: (x, y) => dynamicUpdateSlice(x, y, [-3]),
    jax: "lambda x, y: lax.dynamic_update_slice(x, y, (-3,))",
    inputs: [complex6(4), complex6(2)]
  },
  {
    name: "dynamic_update_slice: everything",
    f: (x, y, i) => dynamicUpdateSlice(x, y, [i]),
    jax: "lambda x, y, i: lax.dynamic_update_slice(x, y, (i,))",
    inputs: [normal5(3), normal5(3), integer(1)]
  },
  {
    name: "dynamic_update_slice: a constant array",
    f: (x, y, i) => dynamicUpdateSlice(x, mul2(y, y), [i]),
    jax: "lambda x, y, i: lax.dynamic_update_slice(x, y * y, (i,))",
    inputs: [normal5(4), normal5(2), integer(1)],
    constant: [0]
  },
  {
    name: "dynamic_update_slice_in_dim",
    f: (x, y, i) => dynamicUpdateSliceInDim(x, y, i, 1),
    jax: "lambda x, y, i: lax.dynamic_update_slice_in_dim(x, y, i, 1)",
    inputs: [normal5(2, 4), normal5(2, 2), integer(1)]
  },
  {
    name: "dynamic_update_index_in_dim",
    f: (x, y, i) => dynamicUpdateIndexInDim(x, y, i, 0),
    jax: "lambda x, y, i: lax.dynamic_update_index_in_dim(x, y, i, 0)",
    inputs: [normal5(3, 2), normal5(2), integer(-2)]
  }
];
var shapeSamples = [...reshaping, ...slicing, ...joining, ...dynamic];

// src/primitives/sort/lines.ts
var forEachSortedLine = (shape, axis, compare, visit) => {
  const extent = shape[axis];
  const stride = stridesOf(shape)[axis];
  const lines = extent === 0 ? 0 : sizeOf(shape) / extent;
  for (let line = 0; line < lines; line++) {
    const start = Math.floor(line / stride) * stride * extent + line % stride;
    const order = Array.from({ length: extent }, (_, k) => start + k * stride);
    visit(order.sort(compare), start, stride, line);
  }
};
var gatherAlong = (x, indices, axis) => {
  const others = x.shape.map((_, k) => k).filter((k) => k !== axis);
  return gather(
    x,
    reshape(indices, [...indices.shape, 1]),
    {
      offsetDims: [],
      collapsedSliceDims: [axis],
      startIndexMap: [axis],
      operandBatchingDims: others,
      startIndicesBatchingDims: others
    },
    x.shape.map(() => 1),
    { mode: "promise_in_bounds" }
  );
};

// src/primitives/sort/order.ts
var compareNumbers = (x, y) => {
  if (x < y) return -1;
  if (x > y) return 1;
  if (x === y) return 0;
  return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
};
var ascending = ({ dtype, data }) => lanesOf(dtype) === 1 ? (i, j) => compareNumbers(data[i], data[j]) : (i, j) => compareNumbers(data[2 * i], data[2 * j]) || compareNumbers(data[2 * i + 1], data[2 * j + 1]);
var descending = ({ data }) => (i, j) => {
  const [x, y] = [data[i], data[j]];
  return compareNumbers(y, x) || Number(Object.is(x, -0)) - Number(Object.is(y, -0));
};
var lexicographic = (comparators) => (i, j) => {
  for (const compare of comparators) {
    const order = compare(i, j);
    if (order !== 0) return order;
  }
  return 0;
};

// src/primitives/sort/sort.ts
var sortArrays = (operands, { dimension, numKeys }) => {
  const results = operands.map(({ dtype, size }) => allocate(dtype, size));
  const compare = lexicographic(operands.slice(0, numKeys).map(ascending));
  forEachSortedLine(operands[0].shape, dimension, compare, (order, start, stride) => {
    operands.forEach(({ data, dtype }, i) => {
      const lanes = lanesOf(dtype);
      order.forEach((from, k) => {
        const to = start + k * stride;
        for (let lane = 0; lane < lanes; lane++) results[i][to * lanes + lane] = data[from * lanes + lane];
      });
    });
  });
  return operands.map(({ shape, dtype, weakType }, i) => new ConcreteArray(shape, dtype, results[i], weakType));
};
var sortPrimitive = {
  name: "sort",
  abstractEval: (operands) => {
    if (operands.some((operand) => !shapesEqual(operand.shape, operands[0].shape))) {
      throw new RangeError(
        `sort: arrays that are sorted together must have one shape, got ${operands.map(avalString).join(", ")}`
      );
    }
    return operands.map(avalOf);
  },
  evaluate: (operands, params) => sortArrays(operands, params),
  jvp: (operands, tangents, params) => {
    const { dimension } = params;
    const places = iota("uint32", operands[0].shape, dimension);
    const sorted = bind(sortPrimitive, [...operands, places], params);
    const order = sorted[operands.length];
    return {
      primals: sorted.slice(0, -1),
      tangents: tangents.map(
        (tangent2) => tangent2 === null || tangent2.size === 0 ? null : gatherAlong(tangent2, order, dimension)
      )
    };
  },
  transpose: unsupported("sort", "transpose", "it is not linear"),
  batch: (operands, axes, params) => {
    const first = axes.findIndex((axis) => axis !== null);
    const batchAxis = axes[first];
    const { shape } = operands[first];
    const own = shape.map((_, axis) => axis).filter((axis) => axis !== batchAxis);
    const aligned = operands.map((operand, i) => {
      const axis = axes[i];
      return axis === null ? broadcastInDim(operand, shape, own) : moveAxis(operand, axis, batchAxis);
    });
    const dimension = params.dimension >= batchAxis ? params.dimension + 1 : params.dimension;
    return { outputs: bind(sortPrimitive, aligned, { ...params, dimension }), axes: operands.map(() => batchAxis) };
  },
  printParams: ({ dimension, isStable, numKeys }) => ({ dimension, is_stable: isStable, num_keys: numKeys })
};
var isList = (operand) => Array.isArray(operand) && operand.every((element) => element instanceof NDArray);
function sort(operand, { dimension = -1, isStable = true, numKeys = 1 } = {}) {
  const operands = isList(operand) ? operand : [toArray("sort", operand)];
  const first = operands[0];
  if (first === void 0) throw new TypeError("sort: at least one array is needed");
  if (!Number.isInteger(numKeys) || numKeys < 1 || numKeys > operands.length) {
    throw new RangeError(
      `sort: numKeys must be an integer from 1 to the number of arrays, ${operands.length}, got ${numKeys}`
    );
  }
  const params = { dimension: normalizeAxis("sort", dimension, first.ndim), isStable, numKeys };
  const sorted = bind(sortPrimitive, operands, params);
  return isList(operand) ? sorted : sorted[0];
}
var sortKeyVal = (keys, values5, options = {}) => {
  const [sortedKeys, sortedValues] = sort([toArray("sortKeyVal", keys), toArray("sortKeyVal", values5)], options);
  return [sortedKeys, sortedValues];
};
var argsort = (x, options = {}) => {
  const operand = toArray("argsort", x);
  const along = normalizeAxis("argsort", options.dimension ?? -1, operand.ndim);
  const [, order] = sort([operand, iota("int32", operand.shape, along)], { ...options, dimension: along });
  return order;
};

// src/primitives/sort/top-k.ts
var outputAvals2 = (x, { k, axis }) => {
  const shape = x.shape.map((extent, i) => i === axis ? k : extent);
  return [makeAval(shape, x.dtype, x.weakType), makeAval(shape, "int32", x.weakType)];
};
var topKPrimitive = {
  name: "top_k",
  abstractEval: ([x], params) => {
    const { k, axis } = params;
    if (kindOf(x.dtype) === "complex")
      throw new TypeError(`topK: complex numbers are not ordered, got ${avalString(x)}`);
    if (!Number.isInteger(k) || k < 0 || k > x.shape[axis]) {
      throw new RangeError(
        `topK: k must be an integer from 0 to the extent of axis ${axis} of ${avalString(x)}, got ${k}`
      );
    }
    return outputAvals2(x, params);
  },
  evaluate: ([x], params) => {
    const [valuesAval, indicesAval] = outputAvals2(x, params);
    const { k, axis } = params;
    const { shape, dtype, weakType } = valuesAval;
    const values5 = allocate(dtype, sizeOf(shape));
    const indices = new Int32Array(values5.length);
    const step2 = stridesOf(shape)[axis];
    forEachSortedLine(x.shape, axis, descending(x), (order, start, stride, line) => {
      const first = Math.floor(line / step2) * step2 * k + line % step2;
      for (let i = 0; i < k; i++) {
        values5[first + i * step2] = x.data[order[i]];
        indices[first + i * step2] = (order[i] - start) / stride;
      }
    });
    return [
      new ConcreteArray(shape, dtype, values5, weakType),
      new ConcreteArray(shape, "int32", indices, indicesAval.weakType)
    ];
  },
  jvp: ([x], [tangent2], params) => {
    const [values5, indices] = bind(topKPrimitive, [x], params);
    const selected = indices.size === 0 ? null : gatherAlong(tangent2, indices, params.axis);
    return { primals: [values5, indices], tangents: [selected, null] };
  },
  transpose: unsupported("top_k", "transpose", "it is not linear"),
  batch: ([x], [batchAxis], { k, axis }) => ({
    outputs: bind(topKPrimitive, [x], { k, axis: axis >= batchAxis ? axis + 1 : axis }),
    axes: [batchAxis, batchAxis]
  }),
  printParams: ({ k, axis }) => ({ axis, k })
};
var topK = (x, k, { axis = -1 } = {}) => {
  const operand = toArray("topK", x);
  const [values5, indices] = bind(topKPrimitive, [operand], { k, axis: normalizeAxis("topK", axis, operand.ndim) });
  return [values5, indices];
};

// src/primitives/sort/sort.samples.ts
var normal6 = (...shape) => ({ shape, domain: "normal" });
var distinct3 = (...shape) => ({ shape, domain: "distinct" });
var values4 = (...list) => ({ shape: [list.length], domain: { values: list } });
var integers4 = (dtype, ...list) => ({
  shape: [list.length],
  domain: { values: list },
  dtype
});
var constant2 = { order: 0, reason: "integers and bools have no derivatives" };
var sorts = [
  ...[
    ["sort", [5], -1],
    ["sort: first axis", [3, 2], 0],
    ["sort: middle axis", [2, 3, 2], 1],
    ["sort: extent 1", [2, 1], 1],
    ["sort: empty", [0], 0],
    ["sort: empty beside", [0, 2], 1]
  ].map(
    ([name2, shape, dimension]) => ({
      name: name2,
      f: (x) => sort(exp3(x), { dimension }),
      jax: `lambda x: lax.sort(jnp.exp(x), dimension=${dimension})`,
      inputs: [distinct3(...shape)]
    })
  ),
  {
    name: "sort: ties",
    f: (x) => mul2(sort(x), x),
    jax: "lambda x: lax.sort(x) * x",
    inputs: [values4(2, 1, 2, 1, 0, -0)]
  },
  {
    name: "sort: special values",
    f: (x, y) => sort([x, y]),
    jax: "lambda x, y: lax.sort([x, y])",
    inputs: [
      values4(Number.NaN, 1, Number.NEGATIVE_INFINITY, 0, Number.NaN, -0, Number.POSITIVE_INFINITY, 0),
      values4(0, 1, 2, 3, 4, 5, 6, 7)
    ]
  },
  {
    name: "sort: together",
    f: (x, y) => sort([exp3(x), exp3(y)], { dimension: 0 }),
    jax: "lambda x, y: lax.sort([jnp.exp(x), jnp.exp(y)], dimension=0)",
    inputs: [distinct3(3, 2), normal6(3, 2)]
  },
  {
    name: "sort: two keys",
    f: (x, y, z) => sort([x, y, mul2(z, z)], { numKeys: 2 }),
    jax: "lambda x, y, z: lax.sort([x, y, z * z], num_keys=2)",
    inputs: [integers4("int32", 1, 0, 1, 0), values4(4, 3, 2, 1), normal6(4)]
  },
  {
    name: "sort: unstable",
    f: (x) => sort(x, { isStable: false }),
    jax: "lambda x: lax.sort(x, is_stable=False)",
    inputs: [distinct3(4)]
  },
  {
    name: "sort: complex",
    f: (x, y) => sort([x, y]),
    jax: "lambda x, y: lax.sort([x, y])",
    inputs: [
      {
        shape: [6],
        domain: {
          values: [
            [1, 2],
            [1, 1],
            [Number.NaN, 0],
            [0, Number.NaN],
            [1, -0],
            [0, 5]
          ]
        },
        dtype: "complex"
      },
      values4(0, 1, 2, 3, 4, 5)
    ],
    order: 1,
    reason: "the second derivative is zero"
  },
  ...["int32", "uint32", "bool"].map(
    (dtype) => ({
      name: `sort: ${dtype}`,
      f: (x) => sort(x),
      jax: "lambda x: lax.sort(x)",
      inputs: [integers4(dtype, 1, 0, 1, 0)],
      ...constant2
    })
  ),
  {
    name: "sort: key and value",
    f: (x, y) => sortKeyVal(x, mul2(y, y)),
    jax: "lambda x, y: lax.sort_key_val(x, y * y)",
    inputs: [distinct3(4), normal6(4)]
  },
  {
    name: "sort: order",
    f: (x) => [argsort(x), argsort(x, { dimension: 0 })],
    jax: "lambda x: [jnp.argsort(x).astype(jnp.int32), jnp.argsort(x, axis=0).astype(jnp.int32)]",
    inputs: [distinct3(3, 3)]
  }
];
var tops = [
  ...[
    ["top_k", [5], 3, -1],
    ["top_k: first axis", [3, 2], 2, 0],
    ["top_k: middle axis", [2, 3, 2], 2, 1],
    ["top_k: all", [4], 4, 0],
    ["top_k: none", [2, 3], 0, -1],
    ["top_k: empty beside", [0, 2], 1, 1]
  ].map(
    ([name2, shape, k, axis]) => ({
      name: name2,
      f: (x) => topK(exp3(x), k, { axis }),
      jax: `lambda x: lax.top_k(jnp.exp(x), ${k}, axis=${axis})`,
      inputs: [distinct3(...shape)]
    })
  ),
  {
    name: "top_k: ties",
    f: (x) => topK(mul2(x, x), 3),
    jax: "lambda x: lax.top_k(x * x, 3)",
    inputs: [values4(1, 2, 2, 1)]
  },
  {
    name: "top_k: special values",
    f: (x) => topK(x, 6),
    jax: "lambda x: lax.top_k(x, 6)",
    inputs: [values4(-0, Number.NaN, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1, 0)]
  },
  ...["int32", "uint32", "bool"].map(
    (dtype) => ({
      name: `top_k: ${dtype}`,
      f: (x) => topK(x, 3),
      jax: "lambda x: lax.top_k(x, 3)",
      inputs: [integers4(dtype, 1, 0, 1, 0)],
      ...constant2
    })
  )
];
var sortSamples = [...sorts, ...tops];

// test/conformance/samples.ts
var families = [
  { name: "contraction", samples: contractionSamples },
  { name: "convert", samples: convertSamples },
  { name: "elementwise", samples: elementwiseSamples },
  { name: "gather", samples: gatherSamples },
  { name: "indexing", samples: indexingSamples },
  { name: "linalg", samples: linalgSamples },
  { name: "reduction", samples: reductionSamples },
  { name: "shape", samples: shapeSamples },
  { name: "sort", samples: sortSamples }
];

// ../../tmp/conf/prof.ts
var t0 = performance.now();
var n = 0;
var bad = [];
for (const { name: name2, samples } of families) {
  const t = performance.now();
  const file = readGoldenFile(name2);
  for (const s of samples) {
    try {
      bad.push(...checkSample(s, goldenOf(name2, file, s)));
      n++;
    } catch (e) {
      bad.push(`${name2} ${s.name} threw ${String(e).slice(0, 300)}`);
    }
  }
  console.log(name2, samples.length, Math.round(performance.now() - t));
}
console.log(n, Math.round(performance.now() - t0));
console.log(bad.join("\n"));
