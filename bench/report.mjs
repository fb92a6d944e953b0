// The results of a run as a table and as a chart.

const time = value => (value < 0.1 ? `${(1e3 * value).toPrecision(3)} µs` : `${value.toPrecision(3)} ms`);

const ratio = ({ peers }) => (peers.nabla && peers.jax ? peers.nabla.median / peers.jax.median : undefined);

/** A Markdown table: medians, the ratio to JAX, and first calls, tracing and compiling included. */
export const table = ({ date, machine, versions, results }) => {
  const lines = results.map(row => {
    const { nabla, jax } = row.peers;
    const share = ratio(row);
    const cells = [
      row.title,
      row.dtype,
      nabla ? time(nabla.median) : '–',
      jax ? time(jax.median) : '–',
      share === undefined ? '–' : `${share.toFixed(2)}${share <= row.target ? '' : ` (aim ${row.target})`}`,
      nabla ? `${nabla.first.toFixed(0)} ms` : '–',
      jax ? `${jax.first.toFixed(0)} ms` : '–',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `${date}, ${machine}; ${Object.values(versions).join('; ')}. Medians of runs in turns, answers compared first.`,
    '',
    '| | dtype | nabla | JAX, jitted | ratio | first call | of JAX |',
    '|---|---|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
};

/** Bars on a logarithmic scale: nabla's time by JAX's. */
export const chart = ({ results }) => {
  const rows = results.filter(row => ratio(row) !== undefined);
  const [width, left, bar, gap] = [760, 390, 13, 5];
  const height = 46 + rows.length * (bar + gap);
  const [low, high] = [-1.5, 0.5];
  const x = share =>
    left + ((Math.min(Math.max(Math.log10(share), low), high) - low) / (high - low)) * (width - left - 50);
  const ticks = [0.05, 0.1, 0.25, 0.5, 1, 2].map(
    share =>
      `<line x1="${x(share).toFixed(1)}" x2="${x(share).toFixed(1)}" y1="24" y2="${height - 8}" stroke="${share === 1 ? '#444' : '#ddd'}"/>` +
      `<text x="${x(share).toFixed(1)}" y="16" text-anchor="middle">${share}×</text>`,
  );
  const bars = rows.map((row, i) => {
    const y = 30 + i * (bar + gap);
    const share = ratio(row);
    const colour = row.dtype === 'float64' ? '#2b6cb0' : '#63b3ed';
    return (
      `<text x="${left - 8}" y="${y + bar - 2}" text-anchor="end">${row.title}, ${row.dtype}</text>` +
      `<rect x="${left}" y="${y}" width="${Math.max(1, x(share) - left).toFixed(1)}" height="${bar}" fill="${colour}"/>` +
      `<text x="${(x(share) + 4).toFixed(1)}" y="${y + bar - 2}">${share.toFixed(2)}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="10">`,
    '<title>Time of nabla relative to jitted JAX</title>',
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...ticks,
    ...bars,
    '</svg>',
    '',
  ].join('\n');
};
