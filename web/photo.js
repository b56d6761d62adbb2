/** The dialogue that makes an avatar of a photo. */
import { t } from "./i18n.js";

const MOST_BYTES = 20 * 1024 * 1024;
const $ = (id) => document.getElementById(id);

/**
 * Shows the button.
 *
 * @param {(name: string) => void} made told of each new avatar
 */
export function offerPhotos(made) {
  $("newface").hidden = false;
  $("newface").addEventListener("click", () => {
    $("photoform").reset();
    trouble("");
    $("photo").showModal();
  });
  $("photocancel").addEventListener("click", () => $("photo").close());
  $("photoform").addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = $("photofile").files[0];
    const problem = unfit(file);
    trouble(problem);
    if (problem) {
      return;
    }
    busy(true);
    const name = $("photoname").value.trim();
    const answer = await send(name, file);
    busy(false);
    trouble(answer);
    if (!answer) {
      $("photo").close();
      made(name);
    }
  });
}

function unfit(file) {
  if (file.size > MOST_BYTES) {
    return t("photoLarge");
  }
  return ["image/jpeg", "image/png"].includes(file.type) ? "" : t("photoType");
}

/** @returns {Promise<string>} what went wrong, or nothing */
async function send(name, file) {
  const query = new URLSearchParams({ name, confirmed: "yes" });
  const response = await fetch(`api/avatars?${query}`, {
    method: "POST",
    headers: { "content-type": file.type },
    body: file,
  }).catch(() => null);
  if (!response) {
    return t("unreachable");
  }
  return response.ok ? "" : await response.text();
}

function busy(making) {
  $("photomake").disabled = making;
  $("photomake").textContent = t(making ? "photoMaking" : "photoMake");
}

function trouble(text) {
  $("photoproblem").textContent = text;
  $("photoproblem").hidden = !text;
}
