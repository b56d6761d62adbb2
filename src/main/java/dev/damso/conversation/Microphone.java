package dev.damso.conversation;

import dev.damso.audio.JitterBuffer;
import dev.damso.audio.OpusDecoder;
import dev.damso.audio.Resampler;
import dev.damso.vad.VoiceActivityDetector;
import java.util.Optional;

/** Turns the microphone's packets into 16 kHz sound, 20 ms a call. One owner thread. */
final class Microphone implements AutoCloseable {
  private static final int OPUS_RATE = 48_000;

  private final JitterBuffer jitter;
  private final OpusDecoder decoder = new OpusDecoder();
  private final Resampler resampler = new Resampler(OPUS_RATE, VoiceActivityDetector.SAMPLE_RATE);
  private boolean heardAny;

  Microphone(JitterBuffer jitter) {
    this.jitter = jitter;
  }

  void push(int sequence, byte[] payload) {
    heardAny = true;
    jitter.push(sequence, payload);
  }

  /** The next 20 ms in [-1, 1], or empty while nothing has ever come. */
  Optional<float[]> next() {
    if (!heardAny) {
      return Optional.empty();
    }
    short[] pcm = jitter.poll().map(decoder::decode).orElseGet(decoder::decodeLost);
    float[] samples = new float[pcm.length];
    for (int i = 0; i < pcm.length; i++) {
      samples[i] = pcm[i] / 32768f;
    }
    return Optional.of(resampler.process(samples));
  }

  @Override
  public void close() {
    decoder.close();
  }
}
