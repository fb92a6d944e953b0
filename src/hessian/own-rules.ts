import { type Equation, innerJaxprs, type Jaxpr } from '../core/jaxpr.ts';
import { denseBasis, type JacobianRunner } from '../transforms/jacobian.ts';
import { hasRule } from '../transforms/lost-derivatives.ts';

/** Rules of the library say what the derivatives are; those of users may say anything. */
const isOwnRule = (equation: Equation): boolean =>
  hasRule(equation) && (equation.params as { readonly exact?: boolean }).exact !== true;

/** Whether derivative rules of users take part in a program: its Hessian need not be symmetric then. */
export const hasOwnRules = (jaxpr: Jaxpr): boolean =>
  jaxpr.equations.some(equation => isOwnRule(equation) || innerJaxprs(equation).some(hasOwnRules));

/** Notes whether such rules take part in a function while its gradient is computed, for the Hessian that comes next. */
export class NotedRules {
  found = false;

  readonly gradient: JacobianRunner = call => {
    this.found ||= hasOwnRules(call.jaxpr);
    return denseBasis('reverse')(call);
  };
}
