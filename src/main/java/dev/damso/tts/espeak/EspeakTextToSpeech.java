package dev.damso.tts.espeak;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.damso.audio.Pcm;
import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.Mastering;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.Utterance;
import dev.damso.tts.text.Characters;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * espeak-ng's own formant voice, for a hundred languages: the last resort. Its events say when each
 * phoneme begins (speak_lib.h, espeak_EVENT). Cancelled between two buffers of 50 ms of sound.
 */
public final class EspeakTextToSpeech implements TextToSpeech {
  private static final Logger LOG = System.getLogger(EspeakTextToSpeech.class.getName());
  private static final Map<String, String> VOICES = Map.of("en", "en-us", "zh", "cmn");

  private static final int SAMPLE_RATE = 22_050;
  private static final int UTF8 = 1;
  private static final int RATE = 1;
  private static final int PITCH = 3;

  /** Words a minute, and pitch of 0 to 100, that are normal. */
  private static final int NORMAL_RATE = 175;

  private static final int NORMAL_PITCH = 50;

  /** espeak_EVENT: type, …, audio_position (ms) at 16, id at 32; 40 bytes. */
  private static final int EVENT_BYTES = 40;

  private static final int PHONEME_EVENT = 7;
  private static final int MANY_EVENTS = 10_000;

  private final MethodHandle setVoice;
  private final MethodHandle setParameter;
  private final MethodHandle synth;
  private final int pitch;

  /** What is being said; set under the library's lock. */
  private Take take = new Take(Cancellation.none());

  /**
   * @param library initialised
   * @param semitones above the voice's own pitch, at most 12
   */
  public EspeakTextToSpeech(EspeakPhonemizer library, double semitones) {
    SymbolLookup symbols = library.symbols();
    Linker linker = Linker.nativeLinker();
    pitch = Math.clamp(NORMAL_PITCH + Math.round(semitones * 4), 0, 100);
    setVoice =
        linker.downcallHandle(
            symbols.findOrThrow("espeak_SetVoiceByName"), FunctionDescriptor.of(JAVA_INT, ADDRESS));
    setParameter =
        linker.downcallHandle(
            symbols.findOrThrow("espeak_SetParameter"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    synth =
        linker.downcallHandle(
            symbols.findOrThrow("espeak_Synth"),
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS,
                ADDRESS));
    MethodHandle setCallback =
        linker.downcallHandle(
            symbols.findOrThrow("espeak_SetSynthCallback"), FunctionDescriptor.ofVoid(ADDRESS));
    EspeakPhonemizer.LIBRARY.lock();
    try {
      MethodHandle onSound =
          MethodHandles.lookup()
              .bind(
                  this,
                  "onSound",
                  MethodType.methodType(
                      int.class, MemorySegment.class, int.class, MemorySegment.class));
      // The library keeps the callback, so it lives as long as the process.
      setCallback.invokeExact(
          linker.upcallStub(
              onSound,
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS),
              Arena.global()));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("espeak-ng takes no callback", e);
    } finally {
      EspeakPhonemizer.LIBRARY.unlock();
    }
  }

  /** Sound as it grows. */
  private static final class Take {
    final Cancellation cancellation;
    final List<Phoneme> starts = new ArrayList<>();
    short[] pcm = new short[SAMPLE_RATE];
    int length;

    Take(Cancellation cancellation) {
      this.cancellation = cancellation;
    }

    void add(short[] more) {
      if (length + more.length > pcm.length) {
        pcm = Arrays.copyOf(pcm, Math.max(2 * pcm.length, length + more.length));
      }
      System.arraycopy(more, 0, pcm, length, more.length);
      length += more.length;
    }

    float[] samples() {
      return Pcm.floats(Arrays.copyOf(pcm, length));
    }

    /** Each sounds until the next begins. */
    List<Phoneme> phonemes() {
      List<Phoneme> phonemes = new ArrayList<>();
      for (int i = 0; i < starts.size(); i++) {
        double end =
            i + 1 < starts.size() ? starts.get(i + 1).startMs() : length * 1000.0 / SAMPLE_RATE;
        Phoneme phoneme = starts.get(i);
        if (end > phoneme.startMs()) {
          phonemes.add(new Phoneme(phoneme.symbol(), phoneme.startMs(), end));
        }
      }
      return phonemes;
    }
  }

  /** Called by the library. 1 ends the synthesis. */
  @SuppressWarnings("unused")
  private int onSound(MemorySegment wav, int samples, MemorySegment events) {
    if (samples > 0 && wav.address() != 0) {
      take.add(wav.reinterpret((long) samples * Short.BYTES).toArray(JAVA_SHORT));
    }
    MemorySegment all = events.reinterpret((long) MANY_EVENTS * EVENT_BYTES);
    for (int i = 0; i < MANY_EVENTS; i++) {
      long at = (long) i * EVENT_BYTES;
      int type = all.get(JAVA_INT, at);
      if (type == 0) {
        break;
      }
      if (type == PHONEME_EVENT) {
        take.starts.add(new Phoneme(symbol(all, at + 32), all.get(JAVA_INT, at + 16), 0));
      }
    }
    return take.cancellation.isCancelled() ? 1 : 0;
  }

  /** Eight bytes of UTF-8, without stress marks. */
  private static String symbol(MemorySegment events, long at) {
    byte[] bytes = new byte[8];
    MemorySegment.copy(events, java.lang.foreign.ValueLayout.JAVA_BYTE, at, bytes, 0, 8);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, java.nio.charset.StandardCharsets.UTF_8)
        .replaceAll("[ˈˌ_:\\s\\d]", "");
  }

  @Override
  public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    String text = Characters.clean(utterance.text());
    if (text.codePoints().noneMatch(Character::isLetterOrDigit) || cancellation.isCancelled()) {
      return;
    }
    Mastering.Take made;
    EspeakPhonemizer.LIBRARY.lock();
    try (Arena arena = Arena.ofConfined()) {
      take = new Take(cancellation);
      select(utterance.language(), arena);
      int rate = Math.clamp(Math.round(NORMAL_RATE * utterance.speed()), 80, 450);
      check((int) setParameter.invokeExact(RATE, rate, 0));
      check((int) setParameter.invokeExact(PITCH, pitch, 0));
      MemorySegment words = arena.allocateFrom(text);
      check(
          (int)
              synth.invokeExact(
                  words, words.byteSize(), 0, 0, 0, UTF8, MemorySegment.NULL, MemorySegment.NULL));
      made = Mastering.of(take.samples(), SAMPLE_RATE, take.phonemes());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("espeak-ng failed", e);
    } finally {
      EspeakPhonemizer.LIBRARY.unlock();
    }
    if (made.pcm().length > 0 && !cancellation.isCancelled()) {
      onChunk.accept(
          new SpeechChunk(
              utterance.reply(),
              made.pcm(),
              utterance.text(),
              utterance.language(),
              made.phonemes()));
    }
  }

  private void select(String language, Arena arena) throws Throwable {
    String voice = VOICES.getOrDefault(language, language);
    if ((int) setVoice.invokeExact(arena.allocateFrom(voice)) != 0) {
      LOG.log(Level.WARNING, "espeak-ng does not speak \"{0}\": read as English", language);
      check((int) setVoice.invokeExact(arena.allocateFrom("en-us")));
    }
  }

  private static void check(int result) {
    if (result != 0) {
      throw new IllegalStateException("espeak-ng answers " + result);
    }
  }

  @Override
  public String name() {
    return "espeak-ng";
  }

  @Override
  public void close() {}
}
