// Bundles the page's script and its lazy parts from static/src into static/dist,
// and holds them to their size: a page's script at most 30 KB compressed, what
// loads at the first edit at most 160 KB.
import { build } from 'esbuild';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
for (const name of readdirSync(dist)) if (name.endsWith('.js')) rmSync(join(dist, name));

await build({
  entryPoints: [join(here, 'src/app.ts')],
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  chunkNames: 'chunk-[name]-[hash]',
  logLevel: 'warning',
});

const size = (names) => names.reduce((sum, n) => sum + gzipSync(readFileSync(join(dist, n)), { level: 9 }).length, 0);
const parts = readdirSync(dist).filter((n) => n.endsWith('.js'));
const page = size(['app.js']);
const lazy = size(parts.filter((n) => n !== 'app.js'));
console.log(`static/dist: app.js ${page} bytes compressed, lazy parts ${lazy}`);
if (page > 30_000 || lazy > 160_000) {
  console.error('too large: app.js may have 30000 bytes, the lazy parts 160000');
  process.exit(1);
}
