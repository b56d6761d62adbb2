"""LiveKit Agents under test: AgentSession with injected audio; Silero; providers are fakes.

livekit_subject.py PORT ANSWER    ANSWER: short or long. Protocol: Generator.java.

Sound goes out as fast as it is made: a room's native code paces it, and is not part of this.
"""

import asyncio
import logging
import struct
import sys
import time
import uuid

from livekit import rtc
from livekit.agents import Agent, AgentSession, llm, stt, tts
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, NOT_GIVEN
from livekit.agents.voice import io
from livekit.plugins import silero

import common

logging.disable(logging.CRITICAL)
RATE = 24_000


class SocketInput(io.AudioInput):
    def __init__(self, reader):
        super().__init__(label="socket")
        self._reader = reader
        self.ended = asyncio.Event()

    async def __anext__(self):
        try:
            audio = await self._reader.readexactly(common.BLOCK)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.ended.set()
            raise StopAsyncIteration from None
        return rtc.AudioFrame(audio, 16_000, 1, common.BLOCK // 2)


class SocketOutput(io.AudioOutput):
    def __init__(self, writer):
        super().__init__(
            label="socket",
            capabilities=io.AudioOutputCapabilities(pause=False),
            sample_rate=RATE,
        )
        self._writer = writer
        self._began = None
        self._pushed = 0.0
        self._timer = None

    async def capture_frame(self, frame):
        await super().capture_frame(frame)
        if self._began is None:
            self._began = time.monotonic()
            self._pushed = 0.0
            self.on_playback_started(created_at=time.time())
        data = bytes(frame.data)
        self._pushed += frame.duration
        self._writer.write(struct.pack("<i", len(data)) + data)

    def flush(self):
        super().flush()
        if self._began is not None and self._timer is None:
            left = self._began + self._pushed - time.monotonic()
            self._timer = asyncio.get_running_loop().call_later(max(0, left), self._finish, False)

    def clear_buffer(self):
        self._writer.write(struct.pack("<i", 0))
        if self._began is not None:
            self._finish(True)

    def _finish(self, interrupted):
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        played = min(self._pushed, time.monotonic() - self._began)
        self._began = None
        self.on_playback_finished(playback_position=played, interrupted=interrupted)


class FixedSTT(stt.STT):
    def __init__(self):
        super().__init__(capabilities=stt.STTCapabilities(streaming=False, interim_results=False))

    async def _recognize_impl(self, buffer, *, language=NOT_GIVEN, conn_options):
        await asyncio.sleep(common.STT)
        return stt.SpeechEvent(
            type=stt.SpeechEventType.FINAL_TRANSCRIPT,
            alternatives=[stt.SpeechData(language="en", text="When does the museum open?")],
        )


class FixedLLM(llm.LLM):
    def __init__(self, tokens):
        super().__init__()
        self.tokens = tokens

    def chat(self, *, chat_ctx, tools=None, conn_options=DEFAULT_API_CONNECT_OPTIONS, **_):
        return FixedAnswer(self, chat_ctx=chat_ctx, tools=tools or [], conn_options=conn_options)


class FixedAnswer(llm.LLMStream):
    async def _run(self):
        due = time.monotonic() + common.LLM
        for token in self._llm.tokens:
            await asyncio.sleep(max(0, due - time.monotonic()))
            self._event_ch.send_nowait(
                llm.ChatChunk(id="fixed", delta=llm.ChoiceDelta(role="assistant", content=token))
            )
            due += common.TOKEN


class FixedTTS(tts.TTS):
    def __init__(self):
        super().__init__(
            capabilities=tts.TTSCapabilities(streaming=False), sample_rate=RATE, num_channels=1
        )

    def synthesize(self, text, *, conn_options=DEFAULT_API_CONNECT_OPTIONS):
        return FixedSpeech(tts=self, input_text=text, conn_options=conn_options)


class FixedSpeech(tts.ChunkedStream):
    async def _run(self, output_emitter):
        await asyncio.sleep(common.TTS)
        output_emitter.initialize(
            request_id=uuid.uuid4().hex,
            sample_rate=RATE,
            num_channels=1,
            mime_type="audio/pcm",
            frame_size_ms=20,
        )
        output_emitter.push(common.hum(self.input_text, RATE))
        output_emitter.flush()


async def converse(reader, writer, vad, tokens):
    writer.write(struct.pack("<i", RATE))
    session = AgentSession(
        stt=FixedSTT(),
        vad=vad,
        llm=FixedLLM(tokens),
        tts=FixedTTS(),
        turn_handling={
            "turn_detection": "vad",
            "endpointing": {"min_delay": 0.0, "max_delay": 0.0},
            "interruption": {"mode": "vad", "min_duration": 0.064, "resume_false_interruption": False},
            "preemptive_generation": {"enabled": False},
        },
        user_away_timeout=None,
        aec_warmup_duration=None,
    )
    session.input.audio = SocketInput(reader)
    session.output.audio = SocketOutput(writer)
    ended = session.input.audio.ended if hasattr(session.input.audio, "ended") else None
    await session.start(Agent(instructions="You are a guide."), record=False)
    if ended is None:
        ended = asyncio.Event()
    while not ended.is_set() and not writer.is_closing() and not reader.at_eof():
        await asyncio.sleep(0.1)
    await session.aclose()
    writer.close()


async def main(port, answer):
    vad = silero.VAD.load(
        min_speech_duration=0.064,
        min_silence_duration=common.SILENCE,
        activation_threshold=common.THRESHOLD,
        deactivation_threshold=common.THRESHOLD,
    )
    server = await asyncio.start_server(
        lambda reader, writer: converse(reader, writer, vad, common.ANSWERS[answer]),
        "127.0.0.1",
        port,
    )
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
