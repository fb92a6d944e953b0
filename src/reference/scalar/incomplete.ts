export { betainc } from './incomplete/beta.ts';
export { igamma, igammac, igammaGradA, randomGammaGrad } from './incomplete/gamma.ts';
export { randomGammaGradA } from './incomplete/gamma-second.ts';
