// Maps without tiles: the polygons of a GeoJSON file on our own ground, and the same content as a list beside them.
// Only the parts of Leaflet that this needs are bundled. Colours come by class (map.css), so that contrast settings reach them.
import 'leaflet/src/map/handler/Map.DoubleClickZoom.js';
import 'leaflet/src/map/handler/Map.Drag.js';
import 'leaflet/src/map/handler/Map.Keyboard.js';
import 'leaflet/src/map/handler/Map.ScrollWheelZoom.js';
import 'leaflet/src/map/handler/Map.TouchZoom.js';
import 'leaflet/src/layer/vector/Renderer.getRenderer.js';
import { zoom } from 'leaflet/src/control/Control.Zoom.js';
import { attribution } from 'leaflet/src/control/Control.Attribution.js';
import { GeoJSON } from 'leaflet/src/layer/GeoJSON.js';
import { Map } from 'leaflet/src/map/Map.js';
import 'leaflet/src/layer/Tooltip.js';
import { element } from './common.js';

const rowOf = id => id === undefined ? null : document.querySelector(`[data-feature="${CSS.escape(id)}"]`);

function light(layer, on) {
  layer.getElement()?.classList.toggle('is-on', on);
  if (on) layer.bringToFront();
  rowOf(layer.feature.properties.id)?.classList.toggle('is-on', on);
}

// A polygon and its row light up together; a click or the row's link opens the unit's page.
function join(feature, layer) {
  const { id, title, note, url } = feature.properties;
  const words = element('span', {}, title || '');
  if (note) words.append(element('br'), note);
  layer.bindTooltip(words, { sticky: true });
  layer.on('mouseover', () => light(layer, true));
  layer.on('mouseout', () => light(layer, false));
  if (url) layer.on('click', () => { const to = new URL(url, location.href); if (to.origin === location.origin) location.assign(to); });
  const row = rowOf(id);
  row?.addEventListener('mouseenter', () => light(layer, true));
  row?.addEventListener('mouseleave', () => light(layer, false));
  row?.addEventListener('focusin', () => light(layer, true));
  row?.addEventListener('focusout', () => light(layer, false));
}

function draw(place, data) {
  const words = place.dataset;
  const map = new Map(place, { zoomControl: false, attributionControl: false, scrollWheelZoom: false, zoomSnap: .25, zoomAnimation: !matchMedia('(prefers-reduced-motion: reduce)').matches, fadeAnimation: false });
  zoom({ zoomInTitle: words.zoomIn || '+', zoomOutTitle: words.zoomOut || '−' }).addTo(map);
  attribution({ prefix: false }).addTo(map);
  if (words.source) map.attributionControl.addAttribution(words.source);
  const layer = new GeoJSON(data, { style: feature => ({ className: 'c' + (Number(feature.properties.class) || 0) }), onEachFeature: join, attribution: '' }).addTo(map);
  const bounds = layer.getBounds();
  if (!bounds.isValid()) throw new Error('no polygons');
  map.fitBounds(bounds, { padding: [8, 8] }).setMinZoom(map.getZoom() - .5).setMaxBounds(bounds.pad(.5));
  map.on('focus', () => map.scrollWheelZoom.enable()); // the wheel belongs to the page until someone enters the map
  map.on('blur', () => map.scrollWheelZoom.disable());
  place.setAttribute('role', 'region');
}

document.querySelectorAll('[data-geojson]').forEach(async place => {
  try {
    const response = await fetch(place.dataset.geojson);
    if (!response.ok) throw new Error(response.status);
    draw(place, await response.json());
  } catch (error) {
    console.error(error);
    place.textContent = place.dataset.geojsonFailed || '';
    place.classList.add('is-failed');
  }
});
