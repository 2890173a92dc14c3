// Builds the assets of every page. usage: node build.mjs OUTDIR
//
// Writes files whose names carry a hash of their content, so that they may be cached for ever, and OUTDIR/assets.list with
// one line per file: "logical-name hashed-name content-type". A server that can send gzip finds NAME.gz beside css, js and svg.
// The same sources and the same lock file give the same bytes.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import * as sass from 'sass';

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, 'node_modules');
const out = process.argv[2] && path.resolve(process.argv[2]);
if (!out || out === here) { console.error('usage: node build.mjs OUTDIR'); process.exit(2); }

const contentTypes = {
  css: 'text/css;charset=utf-8', js: 'text/javascript;charset=utf-8', svg: 'image/svg+xml', woff2: 'font/woff2', txt: 'text/plain;charset=utf-8',
};
const written = []; // [logical, hashed]
const read = (...p) => fs.readFileSync(path.join(...p));

// Writes one file under its hashed name and returns that name.
function put(logical, content) {
  const bytes = Buffer.from(content);
  const extension = logical.slice(logical.lastIndexOf('.') + 1);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10);
  const hashed = `${logical.slice(0, -extension.length - 1)}.${hash}.${extension}`;
  fs.writeFileSync(path.join(out, hashed), bytes);
  if (extension !== 'woff2') fs.writeFileSync(path.join(out, hashed + '.gz'), gzipSync(bytes, { level: 9 }));
  written.push([logical, hashed]);
  return hashed;
}

function putFonts() {
  const names = {};
  for (const subset of ['latin', 'vietnamese']) for (const weight of [400, 600]) {
    const logical = `${subset}-${weight}.woff2`;
    names[logical] = put(logical, read(modules, '@fontsource/be-vietnam-pro/files', `be-vietnam-pro-${subset}-${weight}-normal.woff2`));
  }
  return names;
}

// One file with a <symbol> per icon (i-NAME) and per drawing in art/.
function putSprite() {
  const squeeze = svg => svg.replace(/<!--[\s\S]*?-->/g, '').replace(/\s+/g, ' ').replace(/> </g, '><').replace(/ \/>/g, '/>').trim();
  const symbol = (id, svg) => {
    const [, head, body] = squeeze(svg).match(/^<svg([^>]*)>(.*)<\/svg>$/);
    const keep = ['viewBox', 'preserveAspectRatio'].map(a => head.match(new RegExp(`${a}="[^"]*"`))?.[0]).filter(Boolean).join(' ');
    return `<symbol id="${id}" ${keep}>${body}</symbol>`;
  };
  const icons = read(here, 'icons.list').toString().trim().split('\n').sort();
  const art = fs.readdirSync(path.join(here, 'art')).filter(f => f.endsWith('.svg')).sort();
  const symbols = [
    ...icons.map(name => symbol('i-' + name, read(modules, 'lucide-static/icons', name + '.svg').toString())),
    ...art.map(file => symbol(file.slice(0, -4), read(here, 'art', file).toString())),
  ];
  put('icons.svg', `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`);
  put('favicon.svg', squeeze(read(here, 'art/mark.svg').toString()));
}

const banner = { css: '/*! Thu Bon. Third-party parts: see licenses.txt */', js: '/*! Thu Bon. Third-party parts: see licenses.txt */' };
const minifyCss = css => esbuild.transformSync(css, { loader: 'css', minify: true, legalComments: 'none', banner: banner.css, target: ['chrome109', 'firefox115', 'safari15.6'] }).code;

function putStyles(fonts) {
  for (const name of ['site', 'office']) {
    let css = sass.compile(path.join(here, 'css', name + '.scss'), { loadPaths: [modules], quietDeps: true }).css;
    for (const [logical, hashed] of Object.entries(fonts)) css = css.replaceAll(`"${logical}"`, `"${hashed}"`);
    put(name + '.css', minifyCss(css));
  }
  // Leaflet's rules for marker and layer pictures are left out: our maps are polygons with lists beside them.
  const leaflet = read(modules, 'leaflet/dist/leaflet.css').toString().replace(/[^{}]+\{[^{}]*url\(images\/[^{}]*\}/g, '');
  put('map.css', minifyCss(leaflet + read(here, 'css/map.css')));
}

function putScripts() {
  for (const name of ['site', 'office', 'map']) {
    const result = esbuild.buildSync({
      absWorkingDir: here, entryPoints: [`js/${name}.js`], bundle: true, minify: true, write: false, format: 'iife', charset: 'utf8',
      legalComments: 'none', banner: { js: banner.js }, target: ['chrome80', 'firefox78', 'safari14.1'],
    });
    put(name + '.js', result.outputFiles[0].contents);
  }
}

function putLicenses() {
  const parts = [
    ['Be Vietnam Pro (fonts)', modules, '@fontsource/be-vietnam-pro/LICENSE'],
    ['govuk-frontend (styles)', here, 'licenses/govuk-frontend.txt'], // its npm package carries no licence file
    ['Lucide (icons)', modules, 'lucide-static/LICENSE'],
    ['Leaflet (map)', modules, 'leaflet/LICENSE'],
  ];
  put('licenses.txt', parts.map(([title, ...file]) => `${title}\n${'='.repeat(title.length)}\n\n${read(...file).toString().trim()}\n`).join('\n\n'));
}

fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });
putStyles(putFonts());
putScripts();
putSprite();
putLicenses();
written.sort((a, b) => a[0] < b[0] ? -1 : 1);
const typeOf = name => contentTypes[name.slice(name.lastIndexOf('.') + 1)];
fs.writeFileSync(path.join(out, 'assets.list'), written.map(([logical, hashed]) => `${logical} ${hashed} ${typeOf(logical)}\n`).join(''));
for (const [logical, hashed] of written) {
  const size = file => fs.existsSync(file) ? (fs.statSync(file).size / 1024).toFixed(1) : '';
  console.log(logical.padEnd(24), size(path.join(out, hashed)).padStart(7), 'KB', size(path.join(out, hashed + '.gz')).padStart(7));
}
