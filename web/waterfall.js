/** Where the time of each turn went: its stages as bars, from the end of the person's speech. */
import { t } from "./i18n.js";

const SVG = "http://www.w3.org/2000/svg";
const KEPT = 5;
const WIDTH = 360;
const LEFT = 74;
const RIGHT = 46;
const ROW = 15;
/** The bars, in the order in which a turn goes where nothing is done beforehand. */
const STAGES = ["turn", "stt", "llm", "clause", "tts", "playout", "lipsync"];

export class Waterfall {
  #root;
  #turns = [];

  /** @param {HTMLElement} root is filled with the last turns, the newest first */
  constructor(root) {
    this.#root = root;
  }

  /** @param {{interrupted: boolean, stages: object, spans: Object<string, number[]>}} event a reply that is over */
  add(event) {
    this.#turns.unshift(event);
    this.#turns.length = Math.min(this.#turns.length, KEPT);
    const scale = this.#scale();
    this.#root.replaceChildren(...this.#turns.map((turn) => draw(turn, scale)));
  }

  /** First and last millisecond of all turns, so that their bars compare. */
  #scale() {
    const times = this.#turns.flatMap(({ spans }) => STAGES.flatMap((name) => spans[name] ?? []));
    return { from: Math.min(0, ...times), to: Math.max(500, ...times) };
  }
}

function draw({ spans, stages, interrupted }, { from, to }) {
  const x = (ms) => LEFT + ((ms - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  const shown = STAGES.filter((name) => spans[name]);
  const height = (shown.length + 1) * ROW + 6;
  const total = stages.total_ms;
  const svg = node("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img" });
  svg.setAttribute("aria-label", `${t("turnLatency")} ${format(total)}`);
  for (let ms = 0; ms <= to; ms += to > 3000 ? 1000 : to > 1200 ? 500 : 250) {
    svg.append(node("line", { class: "grid", x1: x(ms), x2: x(ms), y1: ROW, y2: height }));
    svg.append(text("tick", x(ms), ROW - 4, ms, "middle"));
  }
  shown.forEach((name, row) => {
    const [start, end] = spans[name];
    const y = (row + 1) * ROW + 2;
    svg.append(text("name", LEFT - 6, y + 9, t(`stage.${name}`), "end"));
    const width = Math.max(1.5, x(end) - x(start));
    svg.append(node("rect", { class: `span ${name}`, x: x(start), y, width, height: ROW - 5, rx: 2 }));
    svg.append(text("value", x(start) + width + 4, y + 9, format(end - start), "start"));
  });
  if (total !== undefined) {
    svg.append(node("line", { class: "sound", x1: x(total), x2: x(total), y1: ROW, y2: height }));
  }
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = `${t("turnLatency")} ${format(total)}${interrupted ? ` · ${t("interrupted")}` : ""}`;
  figure.append(caption, svg);
  return figure;
}

const format = (ms) => (ms === undefined ? "–" : `${Math.round(ms)} ms`);

function node(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}

function text(className, x, y, content, anchor) {
  const element = node("text", { class: className, x, y, "text-anchor": anchor });
  element.textContent = content;
  return element;
}
