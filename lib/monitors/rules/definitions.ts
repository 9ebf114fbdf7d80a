/** Of numbers and of texts: what each method computes under each preset, to the last detail. Answers carry it along. */
const EVIDENTLY_BINS =
  "Bins: if the cleaned reference has more than 20 distinct values, k = ceil(log2(n_ref + n_cur) + 1) equal-width bins over [min, max] of the pooled cleaned data, edges as numpy.linspace(min, max, k + 1) (edge_i = min + i·(max−min)/k, the last exactly max), a value is in bin i when edge_i <= x < edge_(i+1), the last bin closed; if max = min the range is [x−0.5, x+0.5]. Otherwise one bin per distinct value of either side. Shares divide by the side's cleaned row count.";
const DOANE_BINS =
  "Bins: numpy 'doane' on the cleaned reference only, as float64: g1 = mean(((x−mean)/sd)^3) with sd ddof 0, s = sqrt(6(n−2)/((n+1)(n+3))), width = (max−min)/(1 + log2 n + log2(1 + |g1|/s)), k = ceil((max−min)/width), one bin when n <= 2 or sd = 0 (then [x−0.5, x+0.5] if max = min); linspace edges, last bin closed; current mass outside the reference range is one extra bin whose reference share is 0";
const ZERO_FILL =
  "Zero fill, each side on its own: m = smallest non-zero share of that side; a zero share becomes m/1e6 if m <= 1e-4, else 1e-4; not renormalised.";
const PSI = "PSI = Σ (p_ref − p_cur)·ln(p_ref/p_cur).";
const ONE_UNSEEN = "Reference categories plus one bin for all unseen ones";

export const NUMERIC_DEFINITIONS = {
  "anderson_darling/scipy":
    "k-sample Anderson–Darling (k = 2), midrank version, the normalised statistic of Scholz and Stephens (A²akN − 1)/σ; p interpolated as scipy does and clamped to [0.001, 0.25].",
  "cramer_von_mises/evidently":
    "Evidently's own port: p exact when max(n, m) <= 20 (its frequency table is a low-precision float), else asymptotic, never below 0. Drift if p <= 0.1.",
  "cramer_von_mises/scipy":
    "Two-sample T from midranks; p exact when max(n, m) <= 20, else asymptotic; scipy cramervonmises_2samp method='auto'.",
  "energy/scipy": "sqrt(2·∫(F_ref − F_cur)² dx); scipy energy_distance. Evidently: drift if > 0.1.",
  "epps_singleton/evidently":
    "Epps–Singleton at t = (0.4, 0.8) scaled by the pooled semi-IQR, χ²(4) tail, small-sample correction when both n < 25; undefined when the pooled IQR is 0.",
  "hellinger/evidently":
    "Bins: numpy 'sturges' over the list of distinct values of both sides (k = ceil(log2(number of distinct values) + 1) equal-width over the pooled [min, max]); sqrt(1 − Σ sqrt(p·q)), the sum clipped to [0,1]. float64 values. Drift if >= 0.1.",
  "hellinger/nannyml": `${DOANE_BINS} (added when 1 − sum of shares > 0). (1/√2)·sqrt(Σ(√p − √q)²).`,
  "jensen_shannon/evidently": `${EVIDENTLY_BINS} No zero fill. Distance, natural log: sqrt(½KL(P‖M) + ½KL(Q‖M)), M = (P+Q)/2, P and Q renormalised. Drift if >= 0.1. Maximum sqrt(ln 2).`,
  "jensen_shannon/nannyml": `${DOANE_BINS} (added when 1 − sum of shares > 0). Distance, log base 2. Maximum 1.`,
  "kl_divergence/evidently": `${EVIDENTLY_BINS} ${ZERO_FILL} Then both renormalised; KL(ref‖cur) = Σ p ln(p/q), natural log (scipy entropy(P, Q)).`,
  "ks/asymptotic":
    "D as in exact; p = kstwo.sf(D, round(n·m/(n+m))), the finite-n Kolmogorov distribution, clipped to [0,1]; scipy ks_2samp method='asymp'. Not the Kolmogorov series.",
  "ks/evidently":
    "p of scipy ks_2samp with method='auto': exact when max(n, m) <= 10000, else asymptotic (kstwo). Drift if p <= 0.05.",
  "ks/exact":
    "D = max |F_ref − F_cur| of the right-continuous ECDFs; two-sided exact p-value P(D' >= D) over all paths (ties ignored), scipy ks_2samp method='exact'.",
  "ks/nannyml":
    "The statistic D, no p. Reference < 10000 rows: exact D. Else estimated: 10,000 equal-width bins over [min, max] of the reference, cumulative shares compared at the upper bin edges (current mass below the range counts from the start).",
  "ks/robust": "max(0, D − 1.8·sqrt((n+m)/(n·m))) (deequ's robust L-infinity on exact ECDFs).",
  "mann_whitney/evidently":
    "The same U and branch, alternative='less' (one-sided, Evidently's mannw).",
  "mann_whitney/two-sided":
    "U of the reference sample (pairs ref > cur plus half the ties); scipy mannwhitneyu method='auto': exact when min(n, m) <= 8 and no ties, else normal with tie correction and continuity correction 0.5; two-sided.",
  "psi/deciles": `Bins: inner edges = unique values of the nine deciles of the reference (numpy quantile, linear interpolation), outer edges −∞ and +∞, a value is in bin i when edge_i <= x < edge_(i+1). ${ZERO_FILL} ${PSI}`,
  "psi/doane": `${DOANE_BINS} (added when at least one current value lies outside). ${ZERO_FILL} ${PSI} (NannyML has no PSI; this is PSI on its bins.)`,
  "psi/evidently": `${EVIDENTLY_BINS} ${ZERO_FILL} ${PSI} Drift if >= 0.1.`,
  "t_test/equal-variance":
    "Student, pooled variance (ddof 1), two-sided; statistic t of reference − current. Evidently's t_test.",
  "t_test/welch": "Welch, unequal variances (ddof 1), Welch–Satterthwaite df, two-sided.",
  "wasserstein/evidently":
    "W1 / max(σ_ref, 0.001), σ_ref the standard deviation of the cleaned reference. Evidently calls np.std on a pandas Series, ddof 0. Drift if >= 0.1.",
  "wasserstein/nannyml":
    "W1 raw. Reference < 10000 rows: exact. Else estimated on 10,000 equal-width reference bins: sum|cdf difference|·width plus the two tails; the lower tail uses (n_smaller + 1)/n, as NannyML does.",
  "wasserstein/raw": "W1 = ∫|F_ref − F_cur| dx in the column's units; scipy wasserstein_distance.",
} as const;

export const CATEGORICAL_DEFINITIONS = {
  "chi2_contingency/nannyml":
    "scipy chi2_contingency on the 2 × categories table with its default correction=True: Yates' continuity correction when df = 1 (two categories), none otherwise. Alert if p < 0.05.",
  "chi2_contingency/uncorrected":
    "Pearson χ² of independence on the 2 × categories table, no continuity correction.",
  "chi2_goodness/evidently":
    "Pearson goodness of fit of the current counts against expected = ref count·n_cur/n_ref, df = categories − 1. A category unseen in reference has expected 0: statistic Infinity, p 0. Drift if p < 0.05.",
  "g_test/contingency":
    "Log-likelihood ratio G of independence on the 2 × categories table (zero cells contribute 0), no continuity correction, df = categories − 1.",
  "g_test/evidently":
    "scipy power_divergence(current counts, reference counts, lambda_='log-likelihood'), unscaled: defined only for n_ref = n_cur (Evidently raises otherwise). Drift if p < 0.1.",
  "g_test/goodness":
    "G = 2 Σ obs·ln(obs/exp) of current counts against ref count·n_cur/n_ref, df = categories − 1 (zero observed contributes 0; expected 0 with observed > 0 gives Infinity and p 0).",
  "hellinger/evidently-categorical": "sqrt(1 − Σ sqrt(p·q)) over the categories of both sides.",
  "hellinger/nannyml-categorical": `${ONE_UNSEEN}; (1/√2)·sqrt(Σ(√p − √q)²).`,
  "jensen_shannon/divergence-2":
    "One bin per category of either side. Divergence (not its root), log base 2, as TFDV and Vertex use. Maximum 1.",
  "jensen_shannon/evidently-categorical":
    "One bin per category of either side, no zero fill. Distance, natural log.",
  "jensen_shannon/nannyml-categorical": `${ONE_UNSEEN}. Distance, log base 2.`,
  "kl_divergence/evidently-categorical": `One bin per category of either side. ${ZERO_FILL} Then both renormalised; KL(ref‖cur) = Σ p ln(p/q), natural log.`,
  "l_infinity/nannyml": "max |share_ref − share_cur| over the categories of both sides.",
  "l_infinity/robust": "max(0, L∞ − 1.8·sqrt((n+m)/(n·m))) (deequ's default).",
  "psi/evidently-categorical": `One bin per category of either side; shares divide by the cleaned row count. ${ZERO_FILL} ${PSI}`,
  "total_variation/statistic": "½ Σ |share_ref − share_cur| over the categories of both sides.",
  "z_test/evidently":
    "Two-proportion pooled z test, two-sided. Categories of both sides sorted; a row counts 1 when it is NOT the first sorted category; z of reference − current; p = 2(1 − Φ(|z|)). Both sides one equal category: p = 1. Evidently's own choice only for at most two categories. Drift if p < 0.05.",
} as const;
