// One file for the runner, which loads the library anew for each.
import './compare.checks.ts';
import './peers/plain.checks.ts';
import './gradbench/gradbench.checks.ts';
