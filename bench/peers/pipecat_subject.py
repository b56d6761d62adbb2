"""Pipecat under test: real pipeline, Silero, aggregators and transports' base classes; providers are fakes.

pipecat_subject.py PORT ANSWER    ANSWER: short or long. Protocol: Generator.java.

The transport is over TCP; it paces as Pipecat's WebSocket transports do, which send at twice real time.
"""

import asyncio
import struct
import sys
import time

from loguru import logger

logger.remove()

from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.audio.vad.vad_analyzer import VADParams
from pipecat.frames.frames import (
    InputAudioRawFrame,
    InterruptionFrame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMTextFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import (
    LLMContextAggregatorPair,
    LLMUserAggregatorParams,
)
from pipecat.services.llm_service import LLMService
from pipecat.services.stt_service import SegmentedSTTService
from pipecat.services.tts_service import TTSService
from pipecat.transports.base_input import BaseInputTransport
from pipecat.transports.base_output import BaseOutputTransport
from pipecat.transports.base_transport import TransportParams
from pipecat.turns.user_start import VADUserTurnStartStrategy
from pipecat.turns.user_stop import SpeechTimeoutUserTurnStopStrategy
from pipecat.turns.user_turn_strategies import UserTurnStrategies
from pipecat.workers.runner import WorkerRunner

import common

RATE = 24_000


class SocketInput(BaseInputTransport):
    def __init__(self, reader, ended, params):
        super().__init__(params)
        self._reader = reader
        self._ended = ended
        self._task = None

    async def start(self, frame):
        await super().start(frame)
        await self.set_transport_ready(frame)
        self._task = self.create_task(self._read())

    async def _read(self):
        try:
            while True:
                audio = await self._reader.readexactly(common.BLOCK)
                await self.push_audio_frame(
                    InputAudioRawFrame(audio=audio, sample_rate=16_000, num_channels=1)
                )
        except (asyncio.IncompleteReadError, ConnectionError):
            self._ended.set()


class SocketOutput(BaseOutputTransport):
    def __init__(self, writer, params):
        super().__init__(params)
        self._writer = writer
        self._interval = 0
        self._next = 0

    async def setup(self, setup):
        await super().setup(setup)
        self._interval = (self.audio_chunk_size / self.sample_rate) / 2

    async def start(self, frame):
        await super().start(frame)
        await self.set_transport_ready(frame)

    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        if isinstance(frame, InterruptionFrame):
            self._writer.write(struct.pack("<i", 0))
            self._next = 0

    async def write_audio_frame(self, frame):
        self._writer.write(struct.pack("<i", len(frame.audio)) + frame.audio)
        now = time.monotonic()
        wait = max(0, self._next - now)
        await asyncio.sleep(wait)
        self._next = now + self._interval if wait == 0 else self._next + self._interval
        return True


class FixedSTT(SegmentedSTTService):
    async def run_stt(self, audio):
        await asyncio.sleep(common.STT)
        yield TranscriptionFrame("When does the museum open?", "", "")


class FixedLLM(LLMService):
    def __init__(self, tokens):
        super().__init__()
        self._tokens = tokens

    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        if isinstance(frame, LLMContextFrame):
            await self.push_frame(LLMFullResponseStartFrame())
            due = time.monotonic() + common.LLM
            for token in self._tokens:
                await asyncio.sleep(max(0, due - time.monotonic()))
                await self.push_frame(LLMTextFrame(token))
                due += common.TOKEN
            await self.push_frame(LLMFullResponseEndFrame())
        else:
            await self.push_frame(frame, direction)


class FixedTTS(TTSService):
    def __init__(self):
        super().__init__(push_start_frame=True, push_stop_frames=True, sample_rate=RATE)

    async def run_tts(self, text, context_id):
        await asyncio.sleep(common.TTS)
        yield TTSAudioRawFrame(
            audio=common.hum(text, RATE), sample_rate=RATE, num_channels=1, context_id=context_id
        )


async def converse(reader, writer, tokens):
    writer.write(struct.pack("<i", RATE))
    ended = asyncio.Event()
    params = TransportParams(
        audio_in_enabled=True,
        audio_in_sample_rate=16_000,
        audio_out_enabled=True,
        audio_out_sample_rate=RATE,
        audio_out_10ms_chunks=2,
    )
    aggregators = LLMContextAggregatorPair(
        LLMContext(),
        user_params=LLMUserAggregatorParams(
            vad_analyzer=SileroVADAnalyzer(
                params=VADParams(
                    confidence=common.THRESHOLD,
                    start_secs=0.064,
                    stop_secs=common.SILENCE,
                    min_volume=0,
                )
            ),
            user_turn_strategies=UserTurnStrategies(
                start=[VADUserTurnStartStrategy()],
                stop=[SpeechTimeoutUserTurnStopStrategy(user_speech_timeout=0)],
            ),
        ),
    )
    pipeline = Pipeline(
        [
            SocketInput(reader, ended, params),
            FixedSTT(ttfs_p99_latency=0.5),
            aggregators.user(),
            FixedLLM(tokens),
            FixedTTS(),
            SocketOutput(writer, params),
            aggregators.assistant(),
        ]
    )
    worker = PipelineWorker(
        pipeline,
        params=PipelineParams(audio_in_sample_rate=16_000, audio_out_sample_rate=RATE),
        enable_rtvi=False,
        enable_turn_tracking=False,
        idle_timeout_secs=None,
    )
    runner = WorkerRunner(handle_sigint=False, check_dangling_tasks=False)
    await runner.add_workers(worker)
    running = asyncio.create_task(runner.run())
    await ended.wait()
    await runner.cancel()
    await running
    writer.close()


async def main(port, answer):
    tokens = common.ANSWERS[answer]
    server = await asyncio.start_server(
        lambda reader, writer: converse(reader, writer, tokens), "127.0.0.1", port
    )
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
