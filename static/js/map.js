// The map by neighbourhood: outlines of communes, a circle and its numbers a neighbourhood. Tiles only if the site chose some,
// and the first three that fail take them away: outlines and circles stay.
const box = document.querySelector("[data-map]");
const L = window.L;

function counts(place, layers, shown) {
  return layers.filter((layer) => shown.has(layer.name) && place.counts[layer.name]).map((layer) => {
    const mark = document.createElement("span");
    mark.className = `map-count tone-${layer.tone}`;
    mark.textContent = `${layer.letter} ${place.counts[layer.name]}`;
    mark.title = layer.title;
    return mark;
  });
}

function label(place, layers, shown) {
  const text = document.createElement("span");
  const name = document.createElement("span");
  name.textContent = place.name;
  const numbers = document.createElement("span");
  numbers.className = "map-counts";
  numbers.append(...counts(place, layers, shown));
  text.className = "map-label";
  text.append(name, numbers);
  return L.divIcon({ html: text, className: "", iconSize: null });
}

// Two neighbours on a small screen: their labels move apart, up and down, until neither covers the other.
function spread() {
  const labels = [...box.querySelectorAll(".map-label")];
  for (const one of labels) one.style.transform = "";
  const rects = labels.map((one) => one.getBoundingClientRect());
  const moved = rects.map(() => 0);
  const order = rects.map((_rect, i) => i).sort((a, b) => rects[a].top - rects[b].top);
  for (let pass = 0; pass < 20; pass += 1) {
    for (const [at, high] of order.entries()) {
      for (const low of order.slice(at + 1)) {
        const beside = rects[high].right < rects[low].left || rects[low].right < rects[high].left;
        const covered = rects[high].bottom + moved[high] + 2 - (rects[low].top + moved[low]);
        if (beside || covered <= 0) continue;
        moved[high] -= covered / 2;
        moved[low] += covered / 2;
      }
    }
  }
  for (const [i, one] of labels.entries()) one.style.transform = `translateY(${Math.round(moved[i])}px)`;
}

function tiles(map) {
  if (!box.dataset.tiles) return;
  let failed = 0;
  const layer = L.tileLayer(box.dataset.tiles, { attribution: box.dataset.credit, maxZoom: 18 }).addTo(map);
  box.classList.add("map-over-tiles");
  layer.on("tileerror", () => {
    failed += 1;
    if (failed === 3) {
      layer.remove();
      box.classList.remove("map-over-tiles");
    }
  });
}

function circles(map, data) {
  const group = L.layerGroup().addTo(map);
  const boxes = [...document.querySelectorAll("[data-layer]")];
  const draw = () => {
    const shown = new Set(boxes.length ? boxes.filter((one) => one.checked).map((one) => one.value) : data.layers.map((one) => one.name));
    group.clearLayers();
    for (const place of data.places) {
      const any = data.layers.some((layer) => shown.has(layer.name) && place.counts[layer.name]);
      L.circle([place.lat, place.lon], { radius: place.radius, className: any ? "map-hood" : "map-hood map-quiet", interactive: false }).addTo(group);
      L.marker([place.lat, place.lon], { icon: label(place, data.layers, shown), interactive: false, keyboard: false }).addTo(group);
    }
    if (map.getZoom() !== undefined) spread();
  };
  for (const one of boxes) one.addEventListener("change", draw);
  draw();
  return data.places.map((place) => [place.lat, place.lon]);
}

function choose(map) {
  const form = document.getElementById(box.dataset.choose);
  if (!form) return;
  let mark = null;
  const show = () => {
    const place = [Number(form.latitude.value), Number(form.longitude.value)];
    if (!form.latitude.value || place.some(Number.isNaN)) return;
    mark?.remove();
    mark = L.circle(place, { radius: Number(form.radius.value) || 350, className: "map-hood" }).addTo(map);
  };
  map.on("click", (event) => {
    form.latitude.value = event.latlng.lat.toFixed(4);
    form.longitude.value = event.latlng.lng.toFixed(4);
    show();
  });
  form.addEventListener("input", show);
  show();
  if (mark) map.fitBounds(mark.getBounds().pad(4));
}

async function open() {
  const [outlines, data] = await Promise.all([box.dataset.outlines, box.dataset.map].map((url) => fetch(url).then((answer) => answer.json())));
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, { zoomAnimation: !still, fadeAnimation: !still, scrollWheelZoom: false, zoomSnap: 0.25, attributionControl: Boolean(box.dataset.tiles) });
  map.attributionControl?.setPrefix(false);
  tiles(map);
  const communes = L.geoJSON(outlines, { style: { className: "map-commune" }, interactive: false }).addTo(map);
  const points = circles(map, data);
  map.fitBounds(points.length ? L.latLngBounds(points).pad(0.22) : communes.getBounds());
  map.on("zoomend resize", spread);
  spread();
  if (box.dataset.choose) choose(map);
}

if (box && L) open();
