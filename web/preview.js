/** Lets the voice be heard before a conversation. */
import { language, t } from "./i18n.js";

/**
 * Shows the button. It says what is written, or a greeting.
 *
 * @param {HTMLButtonElement} button
 * @param {() => string} written
 * @param {(text: ?string) => void} problem told what went wrong; null where nothing did
 */
export function offerVoice(button, written, problem) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    problem(null);
    const speakers = new AudioContext();
    try {
      problem(await say(written() || t("voiceSample"), speakers));
    } finally {
      await speakers.close();
      button.disabled = false;
    }
  });
}

/** @returns {Promise<?string>} what went wrong, once the sound is over */
async function say(text, speakers) {
  const query = new URLSearchParams({ language });
  const response = await fetch(`api/preview?${query}`, { method: "POST", body: text }).catch(() => null);
  if (!response) {
    return t("unreachable");
  }
  if (!response.ok) {
    return response.status === 429 ? t("voiceLater") : await response.text();
  }
  const sound = speakers.createBufferSource();
  sound.buffer = await speakers.decodeAudioData(await response.arrayBuffer());
  sound.connect(speakers.destination);
  const over = new Promise((resolve) => (sound.onended = resolve));
  sound.start();
  await over;
  return null;
}
