// Vibrations of a water molecule: the eigenvalues of the mass-weighted Hessian of its potential energy.
// Force field: harmonic in the two bond lengths and the angle (constants near those of the measured 1595, 3657 and 3756 cm⁻¹).
import { array, hessian, linalg, type NDArray, numpy as np, setDefaultDtype } from 'nabla';

setDefaultDtype('float64');

const bondLength = 0.9572; // Å
const angle = (104.52 * Math.PI) / 180;
const stretching = 7.76; // mdyn/Å
const bending = 0.645; // mdyn·Å/rad²
const masses = [15.9949, 1.00783, 1.00783]; // u: O, H, H

const distance = (a: NDArray, b: NDArray) => np.sqrt(a.sub(b).pow(2).sum());

/** Potential energy of three positions (3, 3), in mdyn·Å. */
const energy = (positions: NDArray) => {
  const [oxygen, h1, h2] = [...positions] as [NDArray, NDArray, NDArray];
  const r1 = distance(h1, oxygen);
  const r2 = distance(h2, oxygen);
  const cosine = h1.sub(oxygen).dot(h2.sub(oxygen)).div(r1.mul(r2));
  const stretch = r1
    .sub(bondLength)
    .pow(2)
    .add(r2.sub(bondLength).pow(2))
    .mul(stretching / 2);
  return stretch.add(
    np
      .arccos(cosine)
      .sub(angle)
      .pow(2)
      .mul(bending / 2),
  );
};

const equilibrium = array([
  [0, 0, 0],
  [bondLength, 0, 0],
  [bondLength * Math.cos(angle), bondLength * Math.sin(angle), 0],
]);

// (3, 3, 3, 3) as a 9 × 9 matrix over all coordinates, scaled by 1/√(mᵢ mⱼ)
const H = hessian(energy)(equilibrium).reshape([9, 9]);
const scale = array(masses.flatMap(mass => [1, 1, 1].map(() => 1 / Math.sqrt(mass))));
const [eigenvalues] = linalg.eigh(H.mul(np.outer(scale, scale)));

// √(mdyn/Å/u) as a wave number: 10^2 N/m per u, divided by 2πc
const toWaveNumber = Math.sqrt(100 / 1.6605390666e-27) / (2 * Math.PI * 2.99792458e10);
const waveNumbers = (eigenvalues.tolist() as number[]).map(value => Math.sqrt(Math.max(value, 0)) * toWaveNumber);

console.log(
  'six rigid motions:',
  waveNumbers.slice(0, 6).every(value => value < 1e-2) ? 'frequency 0' : waveNumbers.slice(0, 6),
);
['bending', 'symmetric stretching', 'asymmetric stretching'].forEach((mode, i) => {
  console.log(`${mode.padEnd(22)}${waveNumbers[6 + i]!.toFixed(0)} cm⁻¹`);
});
