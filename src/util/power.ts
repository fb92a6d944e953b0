/** A power by repeated multiplication, from the lowest bit of the exponent on; undefined for 0, where nothing is multiplied. */
export const powerByProducts = <T>(base: T, exponent: number, times: (x: T, y: T) => T): T | undefined => {
  let result: T | undefined;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === undefined ? square : times(result, square);
    if (rest > 1) square = times(square, square);
  }
  return result;
};
