type Exports = Readonly<Record<string, (...params: number[]) => void>>;

/** The host compiles no module of this size: the program must be interpreted. */
export class ModuleRefused extends Error {}

/** Modules of fewer bytes than this have no function that is too large for any host. */
const certainlyAccepted = 1 << 20;

/**
 * Compiles and instantiates a module; throws ModuleRefused where it is too large for the host: Chromium compiles no more than
 * 8 MiB on the main thread of a page, and every engine has limits to functions and to the space for code.
 */
export const instantiate = (
  bytes: Uint8Array<ArrayBuffer>,
  env: Readonly<Record<string, WebAssembly.ImportValue>>,
): Exports => {
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env }).exports as unknown as Exports;
  } catch (error) {
    const isLimit =
      error instanceof RangeError || (error instanceof WebAssembly.CompileError && bytes.length >= certainlyAccepted);
    throw isLimit ? new ModuleRefused(String(error)) : error;
  }
};
