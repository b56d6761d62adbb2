package dev.damso.bench;

import dev.damso.bench.Meters.Meter;
import dev.damso.conversation.Stages;
import dev.damso.face.FaceAnimator;
import dev.damso.llm.Completion;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.Prompt;
import dev.damso.media.Cancellation;
import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoFrame;
import dev.damso.stt.PartialTranscript;
import dev.damso.stt.SpeechStream;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.Transcript;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.Utterance;
import dev.damso.vad.VoiceActivityDetector;
import dev.damso.video.VideoEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Stages with a meter before each. */
final class MeteredStages {
  private MeteredStages() {}

  static Stages of(Stages stages, Meters meters) {
    return new Stages(
        new Stt(stages.speechToText(), meters),
        new Llm(stages.languageModel(), meters),
        new Tts(stages.textToSpeech(), meters),
        stages.completeness(),
        () -> new Vad(stages.voiceActivity().get(), meters),
        stages.turns(),
        () -> new Face(stages.face().get(), meters),
        codec -> new Encoder(stages.encoder().apply(codec), meters));
  }

  private record Stt(SpeechToText inner, Meters meters) implements SpeechToText {
    @Override
    public Transcript transcribe(float[] samples, String language, Cancellation cancellation) {
      return inner.transcribe(samples, language, cancellation);
    }

    @Override
    public SpeechStream open(String language, Consumer<PartialTranscript> partials) {
      SpeechStream stream = inner.open(language, partials);
      return new SpeechStream() {
        @Override
        public void feed(float[] samples) {
          stream.feed(samples);
        }

        @Override
        public CompletableFuture<Transcript> finish() {
          long asked = System.nanoTime();
          CompletableFuture<Transcript> pass = stream.finish();
          var _ =
              pass.whenComplete((words, failure) -> {
                if (failure == null) {
                  meters.since(Meter.STT, asked);
                }
              });
          return pass;
        }

        @Override
        public void close() {
          stream.close();
        }
      };
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  private record Llm(LanguageModel inner, Meters meters) implements LanguageModel {
    @Override
    public Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
      long asked = System.nanoTime();
      AtomicBoolean first = new AtomicBoolean(true);
      Completion completion =
          inner.generate(
              prompt,
              text -> {
                if (first.compareAndSet(true, false)) {
                  meters.since(Meter.LLM_FIRST, asked);
                }
                onText.accept(text);
              },
              cancellation);
      meters.since(Meter.LLM, asked);
      return completion;
    }

    @Override
    public void warmUp(Prompt prompt, Cancellation cancellation) {
      inner.warmUp(prompt, cancellation);
    }

    @Override
    public void prefill(Supplier<Prompt> prompt, Cancellation cancellation) {
      inner.prefill(prompt, cancellation);
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  private record Tts(TextToSpeech inner, Meters meters) implements TextToSpeech {
    /** What takes less was in the cache, and was not made. */
    private static final double LEAST_MADE_MS = 5;

    @Override
    public void speak(
        Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
      long asked = System.nanoTime();
      List<Double> sounds = new ArrayList<>();
      long[] taking = {0};
      inner.speak(
          utterance,
          chunk -> {
            if (sounds.isEmpty()) {
              meters.since(Meter.TTS_FIRST, asked);
            }
            sounds.add(chunk.durationMs());
            long given = System.nanoTime();
            onChunk.accept(chunk);
            taking[0] += System.nanoTime() - given;
          },
          cancellation);
      meters.since(Meter.TTS, asked);
      double made = (System.nanoTime() - asked - taking[0]) / 1e6;
      double sound = sounds.stream().mapToDouble(Double::doubleValue).sum();
      if (!cancellation.isCancelled() && sound > 0 && made > LEAST_MADE_MS) {
        meters.add(Meter.TTS_FACTOR, made / sound);
      }
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  private record Vad(VoiceActivityDetector inner, Meters meters) implements VoiceActivityDetector {
    @Override
    public float probability(float[] window) {
      Meters.Start asked = Meters.Start.now();
      float probability = inner.probability(window);
      meters.since(Meter.VAD, asked);
      return probability;
    }

    @Override
    public void reset() {
      inner.reset();
    }
  }

  private record Face(FaceAnimator inner, Meters meters) implements FaceAnimator {
    @Override
    public void speech(SpeechChunk chunk, MediaTime start) {
      inner.speech(chunk, start);
    }

    @Override
    public void stopSpeech(MediaTime at) {
      inner.stopSpeech(at);
    }

    @Override
    public void state(State state, MediaTime at) {
      inner.state(state, at);
    }

    @Override
    public VideoFrame frame(MediaTime time) {
      Meters.Start asked = Meters.Start.now();
      VideoFrame frame = inner.frame(time);
      meters.since(Meter.FACE, asked);
      return frame;
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  private record Encoder(VideoEncoder inner, Meters meters) implements VideoEncoder {
    @Override
    public EncodedFrame encode(VideoFrame frame, boolean keyFrame) {
      Meters.Start asked = Meters.Start.now();
      EncodedFrame coded = inner.encode(frame, keyFrame);
      meters.since(Meter.ENCODING, asked);
      return coded;
    }

    @Override
    public void bitRate(int bitsPerSecond) {
      inner.bitRate(bitsPerSecond);
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
