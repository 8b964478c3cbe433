#!/usr/bin/env python3
"""Works out with NumPy and SciPy what MeasureTests expect, and writes it as Swift literals.

Run in this folder: python3 make_golden.py > ../GoldenValues.swift
Nothing here follows the Swift code: intervals of paired ratios come from asking scipy's Wilcoxon
test which shifts it rejects, fits from scipy's bounded least squares.
"""

import numpy as np
import scipy
from scipy import optimize, stats

rng = np.random.default_rng(20240607)


def number(value):
    value = float(value)
    return ("-inf" if value < 0 else "inf") if np.isinf(value) else repr(value)


def numbers(values, indent="    "):
    lines, line = [], indent + "  "
    for value in values:
        item = number(value) + ", "
        if len(line) + len(item) > 98:
            lines.append(line.rstrip())
            line = indent + "  "
        line += item
    lines.append(line.rstrip())
    return "[\n" + "\n".join(lines) + "\n" + indent + "]"


def sample_cases():
    sets = [
        rng.normal(100, 2, 10), rng.lognormal(0, 1, 11), rng.normal(0, 1e-6, 7),
        rng.integers(0, 4, 20).astype(float), np.array([3.25]), np.array([2.0, -1.0]),
    ]
    for values in sets:
        shares = [0, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 1]
        yield (values, [("quantiles", [np.quantile(values, s, method="linear") for s in shares])],
               [("median", np.median(values)), ("deviation", stats.median_abs_deviation(values))])


def shift_interval(differences, confidence):
    """The shifts that scipy's exact signed-rank test does not reject."""
    n = len(differences)
    averages = sorted((differences[i] + differences[j]) / 2 for i in range(n) for j in range(i, n))
    gap = min(b - a for a, b in zip(averages, averages[1:]))

    def is_kept(shift):
        return stats.wilcoxon(differences - shift, method="exact").pvalue > 1 - confidence

    # Between two averages the test does not change: ask in the middle of each gap.
    middles = [averages[0] - gap] + [(a + b) / 2 for a, b in zip(averages, averages[1:])] + [
        averages[-1] + gap]
    kept = [k for k, middle in enumerate(middles) if is_kept(middle)]
    low, high = kept[0], kept[-1]
    if low == 0 or high == len(averages):
        return np.median(averages), -np.inf, np.inf
    return np.median(averages), averages[low - 1], averages[high]


def rank_cases():
    for n, confidence in [(6, .95), (7, .95), (8, .95), (9, .95), (10, .95), (10, .99), (12, .9),
                          (15, .95), (20, .99), (5, .95), (9, .998)]:
        values = rng.normal(0.03, 0.02, n)
        centre, lower, upper = shift_interval(values, confidence)
        yield values, [], [("confidence", confidence), ("centre", centre), ("lower", lower),
                           ("upper", upper)]


def trend_cases():
    for n, slope, digits in [(5, 0, 9), (8, .5, 9), (10, 0, 9), (10, .4, 9), (12, -.3, 9),
                             (20, .05, 9), (30, 0, 0), (12, .3, 0), (60, .01, 9)]:
        values = np.round(10 + slope * np.arange(n) + rng.normal(0, 1, n), digits)
        is_tied = len(set(values)) < n
        method = "asymptotic" if is_tied or n > 50 else "exact"
        order = np.arange(n)
        yield values, [], [
            ("slope", stats.theilslopes(values, order).slope),
            ("probability", stats.kendalltau(order, values, method=method).pvalue)]


def bootstrap_cases():
    for n in [6, 10, 11, 25]:
        values = rng.normal(50, 1, n)
        found = stats.bootstrap((values,), np.median, n_resamples=200_000, method="percentile",
                                batch=10_000, rng=np.random.default_rng(5)).confidence_interval
        yield values, [], [("lower", found.low), ("upper", found.high)]


def is_undisturbed(baseline, arm):
    sums = np.log(baseline) + np.log(arm)
    order = np.arange(len(sums))
    sums = sums - stats.theilslopes(sums, order).slope * order
    middle = np.median(sums)
    deviation = max(stats.median_abs_deviation(sums), 0.001)
    return 0.6745 * (sums - middle) / deviation <= 3.5


def comparison_cases():
    for n, effect, hits in [(10, 1.05, []), (10, 1.0, [3]), (10, 1.05, [2, 7]), (12, .5, [0]),
                            (20, .97, [4, 5])]:
        drift = np.linspace(1, 1.05, n)
        baseline = 2 * drift * np.exp(rng.normal(0, .015, n))
        arm = 2 * effect * drift * np.exp(rng.normal(0, .015, n))
        for hit in hits:
            baseline[hit] *= 1.4
        kept = is_undisturbed(baseline, arm)
        centre, lower, upper = shift_interval(np.log(arm / baseline)[kept], .95)
        yield (arm, [("baseline", baseline), ("disturbed", np.flatnonzero(~kept))],
               [("ratio", np.exp(centre)), ("lower", np.exp(lower)), ("upper", np.exp(upper))])


def law(p, n, universal):
    return p[0] * n / (1 + p[1] * (n - 1) + (p[2] * n * (n - 1) if universal else 0))


def fit(n, x, universal, starts=None):
    scale, best = x.max(), None
    for sigma in starts or [.01, .2, .7]:
        for kappa in ([1e-4, .02, .3] if universal else [0]):
            start = [x[0] / scale, sigma] + ([kappa] if universal else [])
            upper = [np.inf, 1] + ([np.inf] if universal else [])
            found = optimize.least_squares(
                lambda p: law(p, n, universal) - x / scale, start, bounds=([0] * len(start), upper),
                xtol=1e-15, ftol=1e-15, gtol=1e-15, x_scale="jac")
            if best is None or found.cost < best.cost:
                best = found
    p = best.x * ([scale] + [1] * (len(best.x) - 1))
    return list(p) + ([] if universal else [0])


def fit_cases():
    for workers, p, noise in [
            ([1, 2, 4, 8], (20, .05, .002), .01), ([1, 2, 3, 4, 6, 8, 12, 16], (3e-9, .1, .01), .02),
            ([1, 2, 3, 4], (1e6, .9, .0), .01), ([1, 2, 4, 8], (5, 0, 0), .001),
            ([1, 2, 4, 8, 16, 32], (100, .02, .0005), .01), ([2, 4, 6, 8, 10], (7, .3, .05), .01),
            ([1, 2, 3, 4, 5], (1, 1, .05), .005)]:
        n = np.array(workers, float)
        x = law(p, n, True) * np.exp(rng.normal(0, noise, len(n)))
        for universal in (False, True):
            q = fit(n, x, universal)
            left = ((x - law(q, n, True)) ** 2).sum()
            yield (n, [("throughput", x)],
                   [("isUniversal", universal), ("single", q[0]), ("contention", q[1]),
                    ("coherence", q[2]), ("rSquared", 1 - left / ((x - x.mean()) ** 2).sum())])


def fit_interval_cases():
    n, rounds = np.array([1, 2, 4, 8, 12], float), 10
    disturbance = np.exp(rng.normal(0, .02, rounds))[:, None]
    x = law((40, .08, .004), n, True) * disturbance * np.exp(rng.normal(0, .01, (rounds, len(n))))
    for universal in (False, True):
        draws = np.array([
            fit(n, np.median(x[rng.integers(0, rounds, rounds)], axis=0), universal, [.1])
            for _ in range(1500)])
        yield (n, [("rounds", x.T.ravel())],
               [("isUniversal", universal)] + [
                   (name + end, np.quantile(draws[:, column], share))
                   for column, name in enumerate(["single", "contention", "coherence"])
                   for end, share in (("Lower", .025), ("Upper", .975))])


def emit(name, cases):
    cases = list(cases)
    values, lists, scalars = cases[0]
    print(f"\nstruct {name}: Sendable {{")
    print("  let values: [Double]")
    for key, _ in lists:
        print(f"  let {key}: [{'Int' if key == 'disturbed' else 'Double'}]")
    for key, _ in scalars:
        print(f"  let {key}: {'Bool' if key.startswith('is') else 'Double'}")
    print(f"\n  static let all: [{name}] = [")
    for values, lists, scalars in cases:
        fields = [f"      values: {numbers(values, '      ')}"]
        for key, content in lists:
            if key == "disturbed":
                fields.append(f"      {key}: {[int(c) for c in content]}")
            else:
                fields.append(f"      {key}: {numbers(content, '      ')}")
        for key, content in scalars:
            if key.startswith("is"):
                fields.append(f"      {key}: {str(content).lower()}")
            else:
                text = number(content).replace("-inf", "-.infinity")
                fields.append(f"      {key}: {'.infinity' if text == 'inf' else text}")
        print(f"    {name}(\n" + ",\n".join(fields) + "),")
    print("  ]\n}")


print("// Written by Golden/make_golden.py with "
      f"NumPy {np.__version__} and SciPy {scipy.__version__}; not to be edited.")
emit("GoldenSample", sample_cases())
emit("GoldenRank", rank_cases())
emit("GoldenTrend", trend_cases())
emit("GoldenBootstrap", bootstrap_cases())
emit("GoldenComparison", comparison_cases())
emit("GoldenFit", fit_cases())
emit("GoldenFitInterval", fit_interval_cases())
