// Types a greeting in a real Firefox and says what arrived: `./talk.sh [URL]`, with a server running.
// Exits with 1 where no sound or too few pictures came.
import puppeteer from "puppeteer-core";

const url = process.argv[2] ?? "http://localhost:8080/";
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
  headless: true,
  extraPrefsFirefox: { "media.autoplay.default": 0, "intl.accept_languages": "ko-KR, ko" },
});
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1100, height: 760 });
  await page.goto(url);
  await page.type("#text", "안녕하세요");
  await page.click("#send");
  await page.waitForFunction(() => document.body.dataset.state === "speaking", { timeout: 30_000 });
  await page.screenshot({ path: "speaking.png" });
  await page.waitForFunction(() => document.body.dataset.state === "listening", { timeout: 30_000 });
  const arrived = await page.evaluate(async () => {
    const found = { said: document.getElementById("said").textContent };
    (await window.damso.call.peer.getStats()).forEach((entry) => {
      if (entry.type === "inbound-rtp" && entry.kind === "video") {
        found.frames = entry.framesDecoded;
      } else if (entry.type === "inbound-rtp") {
        found.soundEnergy = entry.totalAudioEnergy;
      } else if (entry.type === "codec") {
        found.codecs = [...(found.codecs ?? []), entry.mimeType];
      }
    });
    return found;
  });
  console.log(JSON.stringify(arrived));
  process.exitCode = arrived.frames > 25 && arrived.soundEnergy > 0.01 ? 0 : 1;
} finally {
  await browser.close();
}
