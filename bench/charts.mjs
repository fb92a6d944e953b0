// Charts as SVG.
import { ratio } from './report.mjs';

const svg = (width, height, title, parts) =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="10">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');

const text = (x, y, content, more = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${more === '' ? '' : ` ${more}`}>${content.replace(/</g, '&lt;')}</text>`;
const line = (x1, y1, x2, y2, stroke) =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${stroke}"/>`;

const peerColours = {
  hand: '#718096',
  nabla: '#c53030',
  'nabla-wide': '#fc8181',
  jax: '#2b6cb0',
  torch: '#dd6b20',
  casadi: '#2f855a',
  'jax-js': '#6b46c1',
  tfjs: '#b7791f',
  mathjs: '#319795',
};

/** Dots on a logarithmic scale: the times of all peers by that of JAX, a line for each case. */
export const speedChart = ({ peers, results, machine, date }) => {
  const rows = results.filter(row => row.peers.jax?.status === 'ok' && ratio(row) !== undefined);
  const drawn = peers.filter(({ name }) => rows.some(row => row.peers[name]?.status === 'ok'));
  const [width, left, right, top, step] = [860, 400, 20, 62, 17];
  const height = top + rows.length * step + 12;
  const shares = rows.flatMap(row =>
    drawn
      .filter(({ name }) => row.peers[name]?.status === 'ok')
      .map(({ name }) => row.peers[name].median / row.peers.jax.median),
  );
  const low = Math.floor(2 * Math.log10(Math.min(0.1, ...shares))) / 2;
  const high = Math.ceil(2 * Math.log10(Math.max(10, ...shares))) / 2;
  const x = share => left + ((Math.log10(share) - low) / (high - low)) * (width - left - right);
  const ticks = [];
  for (let exponent = Math.ceil(low); exponent <= high; exponent++) {
    const share = 10 ** exponent;
    ticks.push(line(x(share), top - 14, x(share), height - 8, exponent === 0 ? '#444' : '#ddd'));
    ticks.push(text(x(share), top - 18, `${share >= 1 ? share : share.toFixed(-exponent)}×`, 'text-anchor="middle"'));
  }
  const between = Math.min(104, (width - 14) / drawn.length);
  const legend = drawn.flatMap(({ name, title }, i) => [
    `<circle cx="${(14 + between * i).toFixed(0)}" cy="14" r="4" fill="${peerColours[name]}"/>`,
    text(22 + between * i, 17.5, title),
  ]);
  const body = rows.flatMap((row, i) => {
    const y = top + i * step;
    const own = ratio(row);
    const dots = drawn
      .filter(({ name }) => name !== 'nabla' && row.peers[name]?.status === 'ok')
      .map(({ name }) => {
        const at = x(row.peers[name].median / row.peers.jax.median);
        return `<circle cx="${at.toFixed(1)}" cy="${y}" r="3.2" fill="${peerColours[name]}" fill-opacity="0.75"/>`;
      });
    return [
      text(left - 10, y + 3.5, `${row.title}, ${row.dtype}`, 'text-anchor="end"'),
      `<line x1="${x(1).toFixed(1)}" x2="${x(own).toFixed(1)}" y1="${y}" y2="${y}" stroke="${peerColours.nabla}" stroke-width="3" stroke-opacity="0.35"/>`,
      ...dots,
      `<circle cx="${x(own).toFixed(1)}" cy="${y}" r="4.5" fill="${peerColours.nabla}"/>`,
    ];
  });
  return svg(width, height, `Time of a call relative to JAX: left is faster. ${machine}, ${date}`, [
    ...legend,
    text(width - right, top - 32, 'time of a call relative to jitted JAX: left is faster', 'text-anchor="end"'),
    ...ticks,
    ...body,
  ]);
};

/** The slope of a least-squares line through logarithms. */
export const slope = points => {
  const logs = points.map(([a, b]) => [Math.log(a), Math.log(b)]);
  const mean = k => logs.reduce((sum, point) => sum + point[k], 0) / logs.length;
  const [a, b] = [mean(0), mean(1)];
  const numerator = logs.reduce((sum, [u, v]) => sum + (u - a) * (v - b), 0);
  return numerator / logs.reduce((sum, [u]) => sum + (u - a) ** 2, 0);
};

/** Families of cases with the points (n, milliseconds) of each peer, in float64. */
export const families = ({ peers, results }, of = 'median') => {
  const rows = results.filter(({ family, dtype }) => family !== undefined && dtype === 'float64');
  return [...new Set(rows.map(({ family }) => family))].map(family => ({
    family,
    lines: peers
      .map(({ name, title }) => ({
        name,
        title,
        points: rows
          .filter(row => row.family === family && row.peers[name]?.status === 'ok')
          .map(row => [row.n, row.peers[name][of]]),
      }))
      .filter(({ points }) => points.length > 1),
  }));
};

const superscript = number => [...String(number)].map(digit => '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit] ?? '⁻').join('');

const panel = ({ family, lines }, left, top, width, height) => {
  const all = lines.flatMap(({ points }) => points);
  const bounds = k => {
    const logs = all.map(point => Math.log10(point[k]));
    return [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
  };
  const [[x0, x1], [y0, y1]] = [bounds(0), bounds(1)];
  const x = n => left + ((Math.log10(n) - x0) / (x1 - x0)) * width;
  const y = ms => top + height - ((Math.log10(ms) - y0) / (y1 - y0)) * height;
  const parts = [text(left, top - 8, family, 'font-weight="bold"')];
  for (let e = x0; e <= x1; e++) {
    parts.push(
      line(x(10 ** e), top, x(10 ** e), top + height, '#eee'),
      text(x(10 ** e), top + height + 12, `10${superscript(e)}`, 'text-anchor="middle"'),
    );
  }
  for (let e = y0; e <= y1; e++) {
    const label =
      e >= 3
        ? `${10 ** (e - 3)} s`
        : e >= 0
          ? `${10 ** e} ms`
          : e >= -3
            ? `${10 ** (e + 3)} µs`
            : `${10 ** (e + 6)} ns`;
    parts.push(
      line(left, y(10 ** e), left + width, y(10 ** e), '#eee'),
      text(left - 4, y(10 ** e) + 3, label, 'text-anchor="end"'),
    );
  }
  lines.forEach(({ name, title, points }, i) => {
    const path = points.map(([n, ms]) => `${x(n).toFixed(1)},${y(ms).toFixed(1)}`).join(' ');
    parts.push(
      `<polyline points="${path}" fill="none" stroke="${peerColours[name]}" stroke-width="${name === 'nabla' ? 2.2 : 1.2}"/>`,
    );
    for (const [n, ms] of points)
      parts.push(`<circle cx="${x(n).toFixed(1)}" cy="${y(ms).toFixed(1)}" r="2.2" fill="${peerColours[name]}"/>`);
    // small sizes are the cost of a call: the slope is that of the larger half
    const larger = points.slice(-Math.max(2, Math.ceil(points.length / 2)));
    parts.push(
      text(
        left + 8,
        top + 12 + 12 * i,
        `${title}: n to the power of ${slope(larger).toFixed(2)}`,
        `fill="${peerColours[name]}"`,
      ),
    );
  });
  return parts;
};

/** Time against the number of variables, both logarithmic, with the slopes of the larger sizes. */
export const scalingChart = report => {
  const panels = families(report).filter(({ lines }) => lines.length > 0);
  const [width, height, perRow] = [340, 250, 2];
  const parts = panels.flatMap((one, i) =>
    panel(one, 60 + (i % perRow) * (width + 80), 40 + Math.floor(i / perRow) * (height + 60), width, height),
  );
  return svg(
    perRow * (width + 80) + 10,
    Math.max(1, Math.ceil(panels.length / perRow)) * (height + 60) + 10,
    `Time of an evaluation against the number of variables, float64. ${report.machine}, ${report.date}`,
    parts,
  );
};
