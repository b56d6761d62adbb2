/** What the page says, in the browser's language: Korean or English. */
const MESSAGES = {
  en: {
    start: "Start talking",
    again: "Talk again",
    send: "Send",
    type: "Type a message",
    mute: "Mute the microphone",
    hangUp: "Hang up",
    willBeRecorded: "Conversations here are recorded.",
    recorded: "Being recorded",
    connecting: "Connecting",
    listening: "Listening",
    thinking: "Thinking",
    speaking: "Speaking",
    idle: "Ready",
    noMicrophone: "No microphone could be used, so please type. To speak, allow the microphone in the browser's address bar and start again.",
    insecure: "The browser allows a microphone only over https or on localhost. You can type instead.",
    unreachable: "The server cannot be reached. Is it still running?",
    full: "All places are taken at the moment. Please try again in a minute.",
    noMedia: "The connection for sound and picture could not be made. A firewall may block UDP.",
    ended: "The conversation has ended.",
    lost: "The connection was lost.",
    tapToHear: "Click anywhere to hear the voice.",
    avatar: "Avatar",
    backdrop: "Backdrop",
    "look.mina": "Mina",
    "look.joon": "Joon",
    "look.studio": "Studio",
    "look.cafe": "Café",
    "look.office": "Office",
    "look.night": "Night",
    newFace: "Make an avatar of a photo",
    photoHint: "One face, from the front, well lit, lips shut or smiling. JPEG or PNG, up to 20 MB.",
    photoFile: "Photo",
    photoName: "Name",
    photoRights: "I may use this person's likeness, and let it speak.",
    photoMake: "Make it",
    photoMaking: "Making it…",
    photoLarge: "The photo has more than 20 MB: save it smaller.",
    photoType: "The photo is neither JPEG nor PNG: export it as JPEG.",
    cancel: "Cancel",
    timing: "Where the time of each turn went",
    noTurns: "After the first answer you see here where its time went.",
    turnLatency: "Answer after",
    interrupted: "interrupted",
    "stage.turn": "turn end",
    "stage.stt": "words",
    "stage.llm": "first token",
    "stage.clause": "first clause",
    "stage.tts": "voice",
    "stage.playout": "playout",
    "stage.lipsync": "face",
  },
  ko: {
    start: "대화 시작하기",
    again: "다시 대화하기",
    send: "보내기",
    type: "메시지를 입력하세요",
    mute: "마이크 끄기",
    hangUp: "대화 끝내기",
    willBeRecorded: "이곳의 대화는 녹화됩니다.",
    recorded: "녹화 중",
    connecting: "연결 중",
    listening: "듣고 있어요",
    thinking: "생각 중이에요",
    speaking: "말하는 중",
    idle: "준비됨",
    noMicrophone: "마이크를 쓸 수 없어 글로 대화합니다. 말로 하려면 주소창에서 마이크를 허용한 뒤 다시 시작하세요.",
    insecure: "브라우저는 https나 localhost에서만 마이크를 허용합니다. 대신 글로 대화할 수 있어요.",
    unreachable: "서버에 연결할 수 없습니다. 서버가 켜져 있는지 확인해 주세요.",
    full: "지금은 모두 대화 중입니다. 잠시 후 다시 시도해 주세요.",
    noMedia: "소리와 영상을 연결하지 못했습니다. 방화벽이 UDP를 막고 있을 수 있어요.",
    ended: "대화가 끝났습니다.",
    lost: "연결이 끊어졌습니다.",
    tapToHear: "목소리를 들으려면 화면을 눌러 주세요.",
    avatar: "아바타",
    backdrop: "배경",
    "look.mina": "미나",
    "look.joon": "준",
    "look.studio": "스튜디오",
    "look.cafe": "카페",
    "look.office": "사무실",
    "look.night": "밤",
    newFace: "사진으로 아바타 만들기",
    photoHint: "정면을 보는 한 사람의 밝은 얼굴 사진. 입을 다물거나 웃는 표정이 좋아요. JPEG나 PNG, 20MB까지.",
    photoFile: "사진",
    photoName: "이름",
    photoRights: "이 사람의 얼굴을 쓰고 말하게 할 권리가 있습니다.",
    photoMake: "만들기",
    photoMaking: "만드는 중…",
    photoLarge: "사진이 20MB를 넘습니다. 더 작게 저장해 주세요.",
    photoType: "JPEG나 PNG 사진이 아닙니다. JPEG로 내보내 주세요.",
    cancel: "취소",
    timing: "차례마다 걸린 시간",
    noTurns: "첫 대답이 끝나면 걸린 시간이 여기에 나와요.",
    turnLatency: "대답까지",
    interrupted: "끊김",
    "stage.turn": "말끝 판단",
    "stage.stt": "받아쓰기",
    "stage.llm": "첫 토큰",
    "stage.clause": "첫 구절",
    "stage.tts": "목소리",
    "stage.playout": "재생",
    "stage.lipsync": "얼굴",
  },
};

export const language = (navigator.language || "en").toLowerCase().startsWith("ko") ? "ko" : "en";

/** The message of a key; `otherwise` where there is none. */
export const t = (key, otherwise = key) => MESSAGES[language][key] ?? otherwise;

/** Fills every element that names a message. */
export function translate(root) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll("[data-i18n]")) {
    element.textContent = t(element.dataset.i18n);
  }
  for (const element of root.querySelectorAll("[data-i18n-label]")) {
    element.setAttribute("aria-label", t(element.dataset.i18nLabel));
    element.title = t(element.dataset.i18nLabel);
  }
  for (const element of root.querySelectorAll("[data-i18n-placeholder]")) {
    element.placeholder = t(element.dataset.i18nPlaceholder);
  }
}
