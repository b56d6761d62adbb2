"""What all subjects share: the fixed delays of dev.damso.bench.fixed.FixedProviders, in seconds."""

import functools
import math
import struct

STT, LLM, TOKEN, TTS = 0.120, 0.180, 0.025, 0.080
SILENCE = 0.3
THRESHOLD = 0.5
BLOCK = 640
CHARACTER = 0.065

# The first sentence is whole with its sixth token. It is long enough for LiveKit's splitter, which keeps
# shorter ones back, and has no comma, at which Damso would cut.
SHORT = ["The", " museum", " opens", " at", " nine", ".", " It", " closes", " at", " six", "."]
LONG = SHORT + (
    [" Tickets", " are", " sold", " at", " the", " gate", " and", " children", " come", " in"]
    + [" for", " free", "."]
    + [" There", " is", " a", " cafe", " in", " the", " garden", " and", " a", " shop", "."]
)
SENTENCE = 5 * TOKEN
ANSWERS = {"short": SHORT, "long": LONG}


@functools.cache
def hum(text, rate):
    """A text as sound: 16 bit, mono; loud from its first sample."""
    count = int(len(text) * CHARACTER * rate)
    samples = [int(6000 * math.sin(2 * math.pi * 150 * i / rate + math.pi / 4)) for i in range(count)]
    return struct.pack(f"<{count}h", *samples)
