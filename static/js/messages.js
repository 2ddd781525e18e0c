// While an SMS is written: how long it is, how many it makes, what it costs (GSM 03.38).
const ALPHABET = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const TWICE = new Set("^{}\\[~]|€");
const PLAIN = { "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u202f": " ", "·": ".", "•": "-", "œ": "oe", "Œ": "OE", "ı": "i" };

function light(character) {
  if (ALPHABET.has(character) || TWICE.has(character)) return character;
  const bare = character.normalize("NFD")[0];
  return ALPHABET.has(bare) ? bare : character;
}

function measure(typed) {
  const plain = [...typed.replace(/«\s*|\s*»/g, '"')].map((c) => PLAIN[c] ?? c).join("");
  const lightened = [...plain].map(light).join("");
  const dear = [...new Set([...lightened].filter((c) => !ALPHABET.has(c) && !TWICE.has(c)))];
  const text = dear.length ? plain : lightened;
  const units = dear.length ? text.length : text.length + [...text].filter((c) => TWICE.has(c)).length;
  const [single, several] = dear.length ? [70, 67] : [160, 153];
  return { units, dear, parts: units <= single ? Math.min(units, 1) : Math.ceil(units / several) };
}

for (const area of document.querySelectorAll("textarea[data-sms]")) {
  const line = document.querySelector(`[data-sms-length="${area.id}"]`);
  if (!line) continue;
  const show = () => {
    const { units, dear, parts } = measure(area.value);
    const price = (parts * Number(line.dataset.price || 0)) / 100;
    const words = parts > 1 ? line.dataset.several : line.dataset.one;
    const euros = price.toLocaleString(document.documentElement.lang, { style: "currency", currency: "EUR" });
    line.textContent = words.replace("%units%", units).replace("%parts%", parts).replace("%price%", euros)
      + (dear.length ? ` ${line.dataset.dear.replace("%dear%", dear.slice(0, 8).join(" "))}` : "");
    line.classList.toggle("is-dear", parts > 2);
  };
  area.addEventListener("input", show);
  show();
}
