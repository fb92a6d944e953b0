import { specificationKey } from './golden-file.ts';
import { families } from './samples.ts';
import { specificationOf } from './specification.ts';

const dumped = families.map(({ name, samples }) => ({
  name,
  rows: samples.map(sample => {
    const specification = specificationOf(sample);
    return { ...specification, key: specificationKey(specification) };
  }),
}));

process.stdout.write(JSON.stringify(dumped));
